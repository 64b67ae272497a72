#!/usr/bin/python3
"""clean, extract and explain: the real, sealed worker without a broker."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
from newswire import BUILD
from sentences import run, test

PROGRAM = str(BUILD / "protocol" / "cli" / "newswire")
SCHEMAS = BUILD / "protocol" / "schemas"
ARTICLES = sorted(pathlib.Path(sys.argv[1]).glob("0*.html"))

CLEAN = ["file", "title", "authors", "source", "original_source", "published", "lang", "kind",
         "text", "flags"]
FUNDING = "星河智能宣布完成2亿元B轮融资，由港湾资本领投。"

# Long enough for an article; what is short is a stub, and a stub gives no events.
PAGE = f"""{FUNDING}公司表示，这笔资金会用在两个方面。

一是继续打磨面向中小面包房的机械臂，让它在更窄的厨房里也能转身；二是扩大售后队伍，把上门维修的等待时间缩短一半。
团队认为，小店并不缺想法，缺的是愿意为几十平方米认真画图纸的人。

过去一年里，工程师们把样机搬进了十几家店，每天记录面团的温度和门口排队的人数。他们发现，最难的不是揉面，而是在清晨四点
准时醒来。于是机器学会了自己开灯、预热，并在店主到来之前把第一炉面包放进烤箱。
"""


def newswire(*arguments, code=0, **more):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300,
                          **more)
    assert done.returncode == code, f"{done.returncode}: {done.stdout} {done.stderr}"
    return done


def objects(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def lines(*articles):
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)


@test
def each_input_is_cleaned_in_its_turn():
    paths = [str(path) for path in ARTICLES]
    cleaned = objects(newswire("clean", *paths))
    assert [c["file"] for c in cleaned] == paths
    for one in cleaned:
        assert set(CLEAN) <= set(one), one


@test
def a_path_is_given_back_as_it_was_given():
    path = os.path.relpath(ARTICLES[0])
    odd = os.path.join(os.path.dirname(path), ".", os.path.basename(path))
    assert objects(newswire("clean", odd))[0]["file"] == odd


@test
def an_input_that_cannot_be_read_has_its_object_too():
    first, lost = objects(newswire("clean", str(ARTICLES[0]), "no-such-file", code=1))
    assert first["kind"] != "error"
    assert lost["file"] == "no-such-file" and lost["kind"] == "error" and lost["text"] == ""


@test
def what_is_extracted_is_what_the_schemas_describe():
    events = objects(newswire("extract", *map(str, ARTICLES)))
    assert events, "the sample articles give no event"
    for event in events:
        name = event["type"].removeprefix("newswire.")
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate(event)
        assert "sequence" not in event


@test
def an_article_goes_by_the_name_of_its_file():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "my.article.txt")
        path.write_text(PAGE, "utf-8")
        (event,) = objects(newswire("extract", str(path)))
        assert event["data"]["article"]["id"] == "my.article"


@test
def lines_are_taken_as_clean_text():
    text = "头条\n" + FUNDING
    (event,) = objects(newswire("extract", "--jsonl", "-",
                                input=lines({"id": "a", "text": text})))
    filler = event["data"]["args"]["company"][0]
    assert event["data"]["article"]["id"] == "a"
    assert text.encode()[filler["start"]:filler["end"]].decode() == filler["text"]


@test
def a_line_that_is_none_does_not_stop_the_others():
    done = newswire("extract", "--jsonl", "-", code=1,
                    input=lines({"id": "a"}) + "rubbish\n" + lines({"id": "b", "text": FUNDING}))
    assert [e["data"]["article"]["id"] for e in objects(done)] == ["b"]
    assert "a: it has no" in done.stderr and "line 2" in done.stderr


@test
def an_explanation_is_for_programs_line_by_line():
    explained = objects(newswire("explain", "--jsonl", "-",
                                 input=lines({"id": "a", "text": FUNDING},
                                             {"id": "b", "text": "今天没有消息。"})))
    assert [e["id"] for e in explained] == ["a", "b"]
    money = [m for m in explained[0]["mentions"] if m["class"] == "MONEY"]
    assert money[0]["value"] == 200000000 and money[0]["currency"] == "CNY"


@test
def an_explanation_is_for_people_without_control_characters():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "page.txt")
        path.write_text(FUNDING + "\x1b[2J\x9b", "utf-8")
        text = newswire("explain", str(path)).stdout
        assert "星河智能" in text
        assert "\x1b" not in text and "\x9b" not in text


run()
