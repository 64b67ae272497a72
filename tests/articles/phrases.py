#!/usr/bin/python3
"""Extracts from phrases.jsonl, a sentence or two a line, and compares.

    phrases.py NEWSWIRE [--notes] [--raise] | --extracted F

One TAP line for each group of phrases; fails below its floor. The figures of a group:
events (F1), modality, and quiet (share of phrases without an event that got none).
"""

import argparse
import sys

import floors
import library
import program
import score


class Group:
    """Phrases about one type of event, or about nothing."""

    def __init__(self):
        self.tallies = []
        self.silent = self.quiet = 0

    def add(self, phrase, events):
        tallies = score.score_events(phrase["events"], events)
        self.tallies.append(tallies)
        if not phrase["events"]:
            self.silent += 1
            self.quiet += not events
        return score.whole(tallies.values())

    def reached(self):
        total = score.whole(t for tallies in self.tallies for t in tallies.values())
        return {"events": total.f1, "modality": total.modality_share,
                "quiet": self.quiet / self.silent if self.silent else 1.0}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newswire", nargs="?")
    parser.add_argument("--extracted", help="output of `newswire extract --jsonl`")
    parser.add_argument("--raise", dest="raise_floors", action="store_true")
    parser.add_argument("--notes", action="store_true")
    args = parser.parse_args()
    if not args.newswire and not args.extracted:
        parser.error("give a newswire binary, or --extracted")
    return args


def main():
    args = arguments()
    phrases = library.phrases()
    given = [{k: p[k] for k in ("id", "text", "published")} for p in phrases]
    published = program.stored(args.extracted) if args.extracted else \
        program.extract_texts(args.newswire, given)
    events, groups = program.by_article(published), {}
    for phrase in phrases:
        group = groups.setdefault("phrases of " + phrase["id"].rsplit("-", 1)[0], Group())
        total = group.add(phrase, events.get(phrase["id"], []))
        for note in total.notes if args.notes else ():
            print("# %s: %s  << %s" % (phrase["id"], note, phrase["text"]))
    score.print_by_type([t for group in groups.values() for t in group.tallies])
    reached = [(name, group.reached()) for name, group in groups.items()]
    fine = floors.verdicts(reached)
    if args.raise_floors:
        floors.raise_to(reached)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
