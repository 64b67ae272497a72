"""floors.json: what was reached once, by name and figure, less a little, so that a rule
which helps many articles may cost one of them a filler. A ratchet: a figure may be raised
there, and lowered only by a commit that says why."""

import json
import pathlib

PATH = pathlib.Path(__file__).resolve().parent / "floors.json"
SLACK = 0.0005  # floors are written with three digits
LESS = {"text": 0.005, "fields": 0, "events": 0.06, "modality": 0.15, "quiet": 0.06}


def load():
    return json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}


def below(floor, reached):
    """What is below its floor, as words; a thing without a floor is, so that none is
    forgotten."""
    if floor is None:
        return ["it has no floor"]
    return ["%s %.3f < %.3f" % (name, reached[name], least)
            for name, least in floor.items() if reached[name] < least - SLACK]


def verdicts(rows):
    """Prints a TAP line for each (name, figures as {what: value}); True if all hold."""
    floors, fine = load(), True
    print("1..%d" % len(rows))
    for number, (name, reached) in enumerate(rows, 1):
        why = below(floors.get(name), reached)
        fine &= not why
        shown = " ".join("%s %.3f" % item for item in reached.items())
        print("%sok %d - %s: %s%s" % ("not " if why else "", number, name, shown,
                                      " (" + "; ".join(why) + ")" if why else ""))
    return fine


def raise_to(rows):
    """Raises every floor that what was reached leaves far below."""
    floors = load()
    for name, reached in rows:
        floor = floors.setdefault(name, {})
        for what, value in reached.items():
            floor[what] = max(round(value - LESS[what], 3), floor.get(what, 0))
    lines = ["  %s: %s" % (json.dumps(name), json.dumps(floors[name])) for name in sorted(floors)]
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
