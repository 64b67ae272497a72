#!/usr/bin/python3
"""Validates published events, one JSON object a line, against the JSON Schemas.

    validate.py SCHEMAS FILE... | -
    validate.py SCHEMAS --of NEWSWIRE    what it extracts from the articles here

SCHEMAS is the folder that holds one schema for each type of event; the schema of
`newswire.funding.v1` is found by the file's name, which holds the type's as a word.
Prints TAP: a line for each file, what is wrong before it. Needs python3-jsonschema.
"""

import json
import pathlib
import re
import sys

import jsonschema

import library
import program

MAX_SHOWN = 20


class Schemas:
    """The validators of a folder, by type of event."""

    def __init__(self, folder):
        self.by_type = {}
        for path in sorted(pathlib.Path(folder).glob("*.json")):
            schema = json.loads(path.read_text("utf-8"))
            validator = jsonschema.validators.validator_for(schema)
            validator.check_schema(schema)
            for word in re.split(r"[^a-z_]+", path.name):
                self.by_type.setdefault(word, validator(schema))
        if not self.by_type:
            sys.exit("no schema in %s" % folder)

    def faults(self, event):
        """What is wrong with a published event, as sentences."""
        parts = str(event.get("type", "")).split(".")
        validator = self.by_type.get(parts[1]) if len(parts) == 3 else None
        if validator is None:
            return ["no schema for type %r" % event.get("type")]
        return ["%s: %s" % ("/".join(map(str, e.absolute_path)) or "event", e.message)
                for e in validator.iter_errors(event)]


def faults_of_line(schemas, line):
    try:
        event = json.loads(line)
    except ValueError as error:
        return ["not JSON: %s" % error]
    return schemas.faults(event) if isinstance(event, dict) else ["not an object"]


def validated(schemas, name, lines):
    """Prints what is wrong; returns how many lines were seen and how many are bad."""
    seen = bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        faults = faults_of_line(schemas, line)
        seen += 1
        bad += bool(faults)
        for fault in faults if bad <= MAX_SHOWN else ():
            print("# %s:%d: %s" % (name, number, fault[:400]))
    return seen, bad


def lines_of(name):
    return sys.stdin if name == "-" else \
        pathlib.Path(name).read_text("utf-8").splitlines()


def lines_from(newswire):
    events = program.extract(newswire, [a.path for a in library.articles()])
    return [json.dumps(event) for event in events]


def inputs(words):
    """(name, lines) of what the command line names."""
    if words[0] == "--of":
        return [("the articles", lines_from(words[1]))]
    return [(name, lines_of(name)) for name in words]


def main():
    if len(sys.argv) < 3 or sys.argv[2:] == ["--of"]:
        sys.exit(__doc__)
    schemas, fine, given = Schemas(sys.argv[1]), True, inputs(sys.argv[2:])
    print("1..%d" % len(given))
    for number, (name, lines) in enumerate(given, 1):
        seen, bad = validated(schemas, name, lines)
        good = bad == 0 and seen > 0
        fine &= good
        print("%sok %d - %s: %d events, %d bad" % ("" if good else "not ", number, name, seen, bad))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
