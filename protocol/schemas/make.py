#!/usr/bin/python3
"""Makes the JSON Schemas of published events from the catalogue.

    make.py OUTPUT_DIR TYPE.yaml...

One schema for each type, <type>.v1.schema.json, and one for retractions. They describe
the whole CloudEvent. Members that they do not know are allowed: version 1 only ever
gains fields.
"""

import json
import pathlib
import sys

import yaml

BASE = "https://newswire.example/schemas/"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
MODALITIES = ["asserted", "reported", "planned", "possible", "denied"]

# Dates are as precise as the article: 2023-06-25, 2021-04, 2023, --06-25, --06.
DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}(-\d{2})?)$"
TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"
SEQUENCE = r"^\d{20}$"


def text(**more):
    return {"type": "string", **more}


def table(properties, required=()):
    return {"type": "object", "properties": properties, "required": list(required)}


def rows(items, **more):
    return {"type": "array", "items": items, **more}


PLACE = {
    "in": {"enum": ["title", "text"]},
    "start": {"type": "integer", "minimum": 0},
    "end": {"type": "integer", "minimum": 0},
}

NUMBER = {
    "value": {"type": "number"},
    "max": {"type": "number"},
    "approx": {"const": True},
    "unit": text(),
}

# What a filler has beside its text and place, by the type of its role.
VALUES = {
    "entity": {"name": text(minLength=1), "id": text(minLength=1)},
    "money": {**NUMBER, "currency": {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"}},
    "number": NUMBER,
    "percent": NUMBER,
    "quantity": {**NUMBER, "currency": {"type": ["string", "null"]}},
    "date": {"value": text(pattern=DATE)},
    "boolean": {"value": {"type": "boolean"}},
    "text": {},
}


def filler(role):
    """One filler; a date of which only the words are known has no value."""
    if role["value"] == "term":
        values = {"value": {"enum": role["terms"]}}
    else:
        values = VALUES[role["value"]]
    required = ["text", "in", "start", "end"]
    if "value" in values and role["value"] in ("term", "boolean"):
        required.append("value")
    return table({"text": text(), **values, **PLACE}, required)


def label(thing):
    return " · ".join(thing.get("label", {}).values())


def role_schema(role):
    schema = rows(filler(role), minItems=1)
    if label(role):
        schema["title"] = label(role)
    return schema


def args_schema(kind):
    schema = table({role["name"]: role_schema(role) for role in kind["roles"]})
    keys = [role["name"] for role in kind["roles"] if role.get("key")]
    schema["anyOf"] = [{"required": [name]} for name in keys]
    return schema


ARTICLE = table({
    "id": text(minLength=1),
    "rev": {"type": "integer", "minimum": 1},
    "url": text(),
    "title": text(),
    "source": text(),
    "original_source": text(),
    "lang": text(),
    "flags": rows(text()),
    "text_sha256": text(pattern="^[0-9a-f]{64}$"),
}, ["id"])

WHEN = table({
    "event": table({"value": text(pattern=DATE),
                    "basis": {"enum": ["stated", "relative", "none"]}}, ["basis"]),
    "published": table({"value": text(), "basis": text()}, ["value"]),
    "fetched": text(),
})

VERSION = {
    "rev": {"type": "integer", "minimum": 1},
    "supersedes": text(pattern=SEQUENCE),
}


def event_data(kind):
    return table({
        "type": {"const": kind["type"]},
        **VERSION,
        "key": text(),
        "modality": {"enum": MODALITIES},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "args": args_schema(kind),
        "when": WHEN,
        "evidence": rows(table({**PLACE, "quote": text()}, ["in", "start", "end", "quote"])),
        "article": ARTICLE,
        "made_by": table({"newswire": text(), "rules": text()}, ["newswire"]),
    }, ["type", "rev", "modality", "confidence", "args", "when", "evidence", "article"])


RETRACTION_DATA = table({
    **VERSION,
    "event": text(minLength=1),
    "reason": text(),
}, ["rev", "event", "reason"])


def envelope(name, title, data):
    """The CloudEvent around `data`. Offline output has no time and no sequence."""
    return {
        "$schema": DRAFT,
        "$id": f"{BASE}{name}.v1.schema.json",
        "title": title,
        **table({
            "specversion": {"const": "1.0"},
            "id": text(minLength=1),
            "source": text(pattern="^newswire://"),
            "type": {"const": f"newswire.{name}.v1"},
            "subject": text(minLength=1),
            "time": text(pattern=TIME),
            "sequence": text(pattern=SEQUENCE),
            "datacontenttype": {"const": "application/json"},
            "data": data,
        }, ["specversion", "id", "source", "type", "data"]),
        "dependentRequired": {"sequence": ["time"], "time": ["sequence"]},
    }


def make_all(kinds):
    """Each schema by its file's name."""
    made = {k["type"]: envelope(k["type"], label(k), event_data(k)) for k in kinds}
    made["retraction"] = envelope("retraction", "撤回 · Retraction", RETRACTION_DATA)
    return {f"{name}.v1.schema.json": schema for name, schema in made.items()}


def main(out, *paths):
    kinds = [yaml.safe_load(pathlib.Path(path).read_text("utf-8")) for path in paths]
    for name, schema in make_all(kinds).items():
        written = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        pathlib.Path(out, name).write_text(written, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
