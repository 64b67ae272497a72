#!/usr/bin/python3
"""Cleans and extracts the articles here with a newswire binary and compares.

    check.py NEWSWIRE               one TAP line an article; fails below its floor
    check.py NEWSWIRE --raise       the same, then writes better figures into floors.json
    check.py NEWSWIRE --notes       says of each article what is missed and what is wrong
    check.py NEWSWIRE --given-text  extracts from the expected text: extraction alone
    check.py --cleaned F --extracted F    compares stored output instead of running

The figures of an article: text (F1), fields (how many of eight are right), events (F1),
modality (share of paired events that have the right one).
"""

import argparse
import sys

import floors
import library
import program
import score


class Figures:
    """What one article reaches, and why not more."""

    def __init__(self, article, cleaned, events):
        wrong = score.wrong_fields(article.meta, cleaned)
        self.text = 1.0
        if article.text is not None:
            self.text = score.text_f1(article.text, cleaned.get("text"))
        self.fields = len(score.FIELDS) - len(wrong)
        self.tallies = score.score_events(article.events, events)
        self.total = score.whole(self.tallies.values())
        self.notes = ["field %s: wanted %r, got %r"
                      % (name, article.meta[name], cleaned.get(name)) for name in wrong]
        self.notes += self.total.notes

    def reached(self):
        return {"text": self.text, "fields": self.fields, "events": self.total.f1,
                "modality": self.total.modality_share}


def table(rows):
    print("# %-28s %6s %6s %6s %6s %6s %8s" %
          ("article", "text", "fields", "P", "R", "F1", "modality"))
    for name, figures in rows:
        total = figures.total
        print("# %-28s %6.3f   %d/%d  %6.3f %6.3f %6.3f %8.3f" %
              (name, figures.text, figures.fields, len(score.FIELDS), total.precision,
               total.recall, total.f1, total.modality_share))
    score.print_by_type([figures.tallies for _, figures in rows])


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
    """What the program makes of the articles: cleaned by file, events by name."""
    paths = [a.path for a in articles]
    cleaned = program.stored(args.cleaned) if args.cleaned else \
        program.clean(args.newswire, paths)
    if args.extracted:
        published = program.stored(args.extracted)
    elif args.given_text:
        published = program.extract_texts(args.newswire, [a.as_clean() for a in articles])
    else:
        published = program.extract(args.newswire, paths)
    return {line["file"]: line for line in cleaned}, program.by_article(published)


def main():
    args = arguments()
    articles = [a for a in library.articles() if not args.only or args.only in a.name]
    by_file, events = readings(args, articles)
    rows = [(a.name, Figures(a, by_file.get(str(a.path), {}), events.get(a.name, [])))
            for a in articles]
    table(rows)
    for name, figures in rows if args.notes else ():
        for note in figures.notes:
            print("# %s: %s" % (name, note.replace("\n", " ")))
    reached = [(name, figures.reached()) for name, figures in rows]
    fine = floors.verdicts(reached)
    if args.raise_floors:
        floors.raise_to(reached)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
