#!/usr/bin/python3
"""Cleans and extracts the articles here with a newswire binary and compares.

    check.py NEWSWIRE               one TAP line an article; fails below its floor
    check.py NEWSWIRE --raise       the same, then writes better figures into floors.json
    check.py NEWSWIRE --notes       says of each article what is missed and what is wrong
    check.py NEWSWIRE --given-text  extracts from the expected text: extraction alone
    check.py --cleaned F --extracted F    compares stored output instead of running

floors.json holds for each article the figures once reached: text (F1), fields (how many
of eight are right), events (F1), and modality (share of paired events). It is a
ratchet: a figure may be raised there, and lowered only with a reason in the commit.
"""

import argparse
import json
import subprocess
import sys
import tempfile

import library
import score

FLOORS = library.HERE / "floors.json"
SLACK = 0.0005  # floors are written with three digits
TIMEOUT_S = 300


# ---------------------------------------------------------------- running

def json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def run(newswire, command, files):
    done = subprocess.run([newswire, command, *files], stdout=subprocess.PIPE,
                          timeout=TIMEOUT_S, check=True)
    return json_lines(done.stdout.decode("utf-8"))


def cleaned_by(newswire, articles):
    lines = run(newswire, "clean", [str(a.path) for a in articles])
    return {line["file"]: line for line in lines}


def extracted_by(newswire, articles):
    return run(newswire, "extract", [str(a.path) for a in articles])


def extracted_from_text(newswire, articles):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
        for a in articles:
            line = {"id": a.name, "title": a.title, "text": a.text or "",
                    "published": a.meta["published"]}
            given.write(json.dumps({k: v for k, v in line.items() if v is not None}) + "\n")
        given.flush()
        return run(newswire, "extract", ["--jsonl", given.name])


def by_article(published):
    events = {}
    for line in published:
        events.setdefault(line["data"]["article"]["id"], []).append(line["data"])
    return events


# ---------------------------------------------------------------- comparing

class Figures:
    """What one article reaches, and why not more."""

    def __init__(self, article, cleaned, events):
        wrong = score.wrong_fields(article.meta, cleaned)
        self.text = 1.0
        if article.text is not None:
            self.text = score.text_f1(article.text, cleaned.get("text"))
        self.fields = len(score.FIELDS) - len(wrong)
        self.tallies = score.score_events(article.events, events)
        self.total = score.Tally()
        for tally in self.tallies.values():
            self.total.add(tally)
        self.notes = ["field %s: wanted %r, got %r"
                      % (name, article.meta[name], cleaned.get(name)) for name in wrong]
        for tally in self.tallies.values():
            self.notes += tally.notes

    @property
    def modality(self):
        return self.total.modality / self.total.paired if self.total.paired else 1.0

    def as_floor(self):
        return {"text": round(self.text, 3), "fields": self.fields,
                "events": round(self.total.f1, 3), "modality": round(self.modality, 3)}

    def below(self, floor):
        reached = self.as_floor()
        return ["%s %.3f < %.3f" % (name, reached[name], least)
                for name, least in floor.items() if reached[name] < least - SLACK]


def table(rows):
    print("# %-28s %6s %6s %6s %6s %6s %8s" %
          ("article", "text", "fields", "P", "R", "F1", "modality"))
    for name, figures in rows:
        total = figures.total
        print("# %-28s %6.3f   %d/%d  %6.3f %6.3f %6.3f %8.3f" %
              (name, figures.text, figures.fields, len(score.FIELDS), total.precision,
               total.recall, total.f1, figures.modality))


def by_type(rows):
    types = {}
    for _, figures in rows:
        for kind, tally in figures.tallies.items():
            types.setdefault(kind, score.Tally()).add(tally)
    whole = score.Tally()
    for kind, tally in types.items():
        whole.add(tally)
    for kind, tally in [*sorted(types.items()), ("all", whole)]:
        print("# %-28s P %.3f R %.3f F1 %.3f (%d right, %d extra, %d missing)" %
              (kind, tally.precision, tally.recall, tally.f1, tally.right, tally.extra,
               tally.missing))


def verdict(number, name, figures, floor):
    """One TAP line; an article without a floor fails, so that none is forgotten."""
    why = figures.below(floor) if floor is not None else ["it has no floor"]
    print("%sok %d - %s text %.3f fields %d events %.3f modality %.3f%s" %
          ("not " if why else "", number, name, figures.text, figures.fields,
           figures.total.f1, figures.modality, ": " + "; ".join(why) if why else ""))
    return not why


def raised(floors, rows):
    for name, figures in rows:
        floor = floors.setdefault(name, {})
        for what, value in figures.as_floor().items():
            floor[what] = max(value, floor.get(what, value))
    lines = ['  %s: %s' % (json.dumps(name), json.dumps(floors[name])) for name in sorted(floors)]
    FLOORS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


# ---------------------------------------------------------------- main

def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newswire", nargs="?")
    parser.add_argument("--cleaned", help="output of `newswire clean`, instead of running it")
    parser.add_argument("--extracted", help="output of `newswire extract`, likewise")
    parser.add_argument("--given-text", action="store_true")
    parser.add_argument("--raise", dest="raise_floors", action="store_true")
    parser.add_argument("--notes", action="store_true")
    parser.add_argument("--only", help="articles whose name holds this")
    args = parser.parse_args()
    if not args.newswire and not (args.cleaned and args.extracted):
        parser.error("give a newswire binary, or --cleaned and --extracted")
    return args


def readings(args, articles):
    """What the program under test makes of the articles: cleaned by file, events by name."""
    if args.cleaned:
        with open(args.cleaned, encoding="utf-8") as cleaned:
            by_file = {line["file"]: line for line in json_lines(cleaned.read())}
    else:
        by_file = cleaned_by(args.newswire, articles)
    if args.extracted:
        with open(args.extracted, encoding="utf-8") as extracted:
            published = json_lines(extracted.read())
    elif args.given_text:
        published = extracted_from_text(args.newswire, articles)
    else:
        published = extracted_by(args.newswire, articles)
    return by_file, by_article(published)


def main():
    args = arguments()
    articles = [a for a in library.articles() if not args.only or args.only in a.name]
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    by_file, events = readings(args, articles)
    rows = [(a.name, Figures(a, by_file.get(str(a.path), {}), events.get(a.name, [])))
            for a in articles]
    print("1..%d" % len(rows))
    table(rows)
    by_type(rows)
    fine = True
    for number, (name, figures) in enumerate(rows, 1):
        fine &= verdict(number, name, figures, floors.get(name))
        if args.notes:
            for note in figures.notes:
                print("#    " + note.replace("\n", " "))
    if args.raise_floors:
        raised(floors, rows)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
