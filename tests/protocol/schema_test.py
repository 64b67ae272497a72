#!/usr/bin/python3
"""Published events against the schemas made from the catalogue, judged by a validator
that is not ours. schema_test.py SCHEMA_DIR TYPES_DIR"""

import copy
import json
import pathlib
import sys

import jsonschema
from sentences import run, test

schema_dir, types_dir = map(pathlib.Path, sys.argv[1:3])


def validator(name):
    schema = json.loads((schema_dir / f"{name}.v1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def assert_valid(event, name):
    errors = [f"{list(e.absolute_path)}: {e.message}" for e in
              validator(name).iter_errors(event)]
    assert not errors, errors


def assert_invalid(event, name):
    assert not validator(name).is_valid(event), "this should not be valid"


def filler(text, **more):
    return {"text": text, **more, "in": "text", "start": 10, "end": 20}


def event(kind, args):
    return {
        "specversion": "1.0", "id": "4be1", "source": "newswire://desk1",
        "type": f"newswire.{kind}.v1", "subject": "星河智能",
        "time": "2024-03-12T08:00:00.123Z", "sequence": "00000000000000000042",
        "datacontenttype": "application/json",
        "data": {
            "rev": 1, "type": kind, "key": "0d", "modality": "asserted", "confidence": 0.9,
            "args": args,
            "when": {"event": {"value": "2024-03", "basis": "relative"},
                     "published": {"value": "2024-03-12T10:00:00+08:00", "basis": "page"},
                     "fetched": "2024-03-12T02:30:00Z"},
            "evidence": [{"in": "text", "start": 0, "end": 40,
                          "quote": "星河智能完成2亿元B轮融资。"}],
            "article": {"id": "a1", "rev": 1, "lang": "zh-Hans", "flags": [],
                        "text_sha256": "0" * 64},
            "made_by": {"newswire": "0.1.0", "rules": "sha256:00"},
        },
    }


def funding():
    return event("funding", {
        "company": [filler("星河", name="星河智能")],
        "investors": [filler("港湾资本", name="港湾资本"), filler("北光", name="北光")],
        "amount": [filler("2亿元", value=200000000, currency="CNY", approx=True)],
        "round": [filler("B轮", value="B")],
        "date": [filler("3月", value="2024-03")],
        "cumulative": [filler("累计", value=True)],
    })


def changed(change):
    changed_event = copy.deepcopy(funding())
    change(changed_event, changed_event["data"], changed_event["data"]["args"])
    return changed_event


@test
def every_type_of_the_catalogue_has_a_schema():
    for path in types_dir.glob("*.yaml"):
        validator(path.stem)


@test
def a_funding_is_valid():
    assert_valid(funding(), "funding")


@test
def an_event_of_another_type_is_not():
    assert_invalid(funding(), "listing")


@test
def a_metric_takes_money_as_well_as_a_number():
    for value in ({"value": 3200, "unit": "人"}, {"value": 9e8, "currency": "USD"}):
        assert_valid(event("metric", {
            "subject": [filler("星河智能", name="星河智能")],
            "metric": [filler("营收", value="revenue")],
            "value": [filler("九亿美元", **value)],
        }), "metric")


@test
def a_layoff_counts_people_and_percent():
    assert_valid(event("layoff", {
        "organization": [filler("星河智能")],
        "count": [filler("约120人", value=120, approx=True, unit="人")],
        "percent": [filler("15%", value=15, unit="%")],
        "date": [filler("近日")],
    }), "layoff")


@test
def an_offline_event_needs_neither_time_nor_sequence():
    def change(whole, data, args):
        del whole["time"], whole["sequence"]
    assert_valid(changed(change), "funding")


@test
def a_later_version_names_the_one_before():
    def change(whole, data, args):
        data.update(rev=2, supersedes="00000000000000000007")
    assert_valid(changed(change), "funding")


@test
def what_later_versions_add_is_allowed():
    def change(whole, data, args):
        whole["added"] = data["added"] = args["company"][0]["added"] = 1
    assert_valid(changed(change), "funding")


@test
def what_is_wrong_is_found():
    def no_key_role(whole, data, args):
        del args["company"]

    def no_revision(whole, data, args):
        del data["rev"]

    def short_sequence(whole, data, args):
        whole["sequence"] = "42"

    def a_sequence_alone(whole, data, args):
        del whole["time"]

    def an_unknown_round(whole, data, args):
        args["round"][0]["value"] = "Z"

    def money_in_words(whole, data, args):
        args["amount"][0]["value"] = "2亿元"

    def a_date_in_words(whole, data, args):
        args["date"][0]["value"] = "yesterday"

    def a_filler_without_text(whole, data, args):
        del args["investors"][1]["text"]

    def too_sure(whole, data, args):
        data["confidence"] = 1.5

    def unknown_modality(whole, data, args):
        data["modality"] = "dreamt"

    for change in (no_key_role, no_revision, short_sequence, a_sequence_alone,
                   an_unknown_round, money_in_words, a_date_in_words,
                   a_filler_without_text, too_sure, unknown_modality):
        try:
            assert_invalid(changed(change), "funding")
        except AssertionError as error:
            raise AssertionError(change.__name__) from error


@test
def a_retraction_names_event_and_reason():
    retraction = event("retraction", {})
    retraction["data"] = {"rev": 2, "supersedes": "00000000000000000041",
                          "event": "4be1", "reason": "the article no longer says so"}
    assert_valid(retraction, "retraction")
    del retraction["data"]["reason"]
    assert_invalid(retraction, "retraction")


run()
