#!/usr/bin/python3
"""newswire(1) against a real broker whose worker does what the articles say."""

import json
import os
import signal
import subprocess

from newswire import BUILD, Broker
from sentences import run, test

PROGRAM = str(BUILD / "protocol" / "cli" / "newswire")
NOBODY = "ipc:///nowhere/newswire-test"


def environment(broker):
    addresses = {f"NEWSWIRE_{name.upper()}": broker.endpoint(name)
                 for name in ("submit", "subscribe", "control")}
    return {**os.environ, **addresses}


def newswire(broker, *arguments, code=0, **more):
    done = subprocess.run([PROGRAM, *arguments], env=environment(broker), text=True,
                          capture_output=True, timeout=120, **more)
    assert done.returncode == code, f"{done.returncode}: {done.stdout} {done.stderr}"
    return done


def alone(*arguments, code):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, f"{done.returncode}: {done.stdout} {done.stderr}"
    return done


def write(broker, name, text):
    path = broker.path(name)
    path.write_text(text)
    return str(path)


def watch(broker, *arguments):
    done = newswire(broker, "watch", "--format", "json", *arguments)
    return [json.loads(line) for line in done.stdout.splitlines()]


def subjects(events):
    return [e["subject"] for e in events]


@test
def files_that_are_pushed_become_events():
    with Broker() as broker:
        files = [write(broker, f"{name}.txt", f"event funding {name}\n")
                 for name in ("Acme", "Bolt")]
        done = newswire(broker, "push", *files)
        assert done.stdout == "" and done.stderr == "", "a pipe gets no progress"
        assert subjects(watch(broker, "--since", "begin", "--count", "2")) == ["Acme", "Bolt"]


@test
def lines_that_are_no_articles_are_named_and_the_others_kept():
    with Broker() as broker:
        lines = ['{"id": "a", "text": "event funding Acme"}', "rubbish", "[1]",
                 '{"id": "b"}', "", '{"id": "c", "html": "event funding Cray"}']
        done = newswire(broker, "push", "--jsonl", "-", "--verbose", code=1,
                        input="\n".join(lines))
        for number in (2, 3, 4):
            assert f"line {number}:" in done.stderr, done.stderr
        kept = [line.split() for line in done.stdout.splitlines()]
        assert [(k[0], k[2], k[3]) for k in kept] == [("kept", "1", "a"), ("kept", "1", "c")]


@test
def standard_input_is_one_article():
    with Broker() as broker:
        for verdict in ("kept", "duplicate"):
            done = newswire(broker, "push", "-", "--id", "one", "--verbose",
                            input="event funding Acme")
            assert done.stdout.split()[0] == verdict


@test
def a_durable_watcher_goes_on_where_it_ended():
    with Broker() as broker:
        broker.push("".join(f"event funding Acme{i}\n" for i in range(4)), id="a")
        durable = ("--durable", "loader", "--since", "begin")
        assert subjects(watch(broker, *durable, "--count", "2")) == ["Acme0", "Acme1"]
        assert subjects(watch(broker, *durable, "--count", "2")) == ["Acme2", "Acme3"]


@test
def a_watcher_sees_only_what_he_asked_for():
    with Broker() as broker:
        broker.push("event listing Acme\nevent funding Bolt\nevent funding Acme\n", id="a")
        (event,) = watch(broker, "--since", "begin", "--type", "funding", "--about", "ACME",
                         "--count", "1")
        assert event["type"] == "newswire.funding.v1" and event["subject"] == "Acme"


@test
def a_watcher_survives_the_broker():
    with Broker() as broker:
        broker.push("event funding Acme", id="a")
        watcher = subprocess.Popen([PROGRAM, "watch", "--since", "begin", "--count", "2",
                                    "--format", "json"], env=environment(broker),
                                   stdout=subprocess.PIPE, text=True)
        first = json.loads(watcher.stdout.readline())
        broker.restart()
        broker.push("event funding Bolt", id="b")
        second = json.loads(watcher.stdout.readline())
        assert subjects([first, second]) == ["Acme", "Bolt"]
        assert watcher.wait(60) == 0


@test
def an_interrupted_watcher_ends_well():
    with Broker() as broker:
        broker.push("event funding Acme", id="a")
        watcher = subprocess.Popen([PROGRAM, "watch", "--since", "begin"],
                                   env=environment(broker), stdout=subprocess.PIPE, text=True)
        assert "funding" in watcher.stdout.readline()
        watcher.send_signal(signal.SIGINT)
        assert watcher.wait(60) == 0


@test
def the_status_is_for_people_and_for_programs():
    with Broker() as broker:
        broker.push("event funding Acme", id="a")
        broker.wait_until_idle()
        assert json.loads(newswire(broker, "status", "--json").stdout)["state"] == "running"
        text = newswire(broker, "status").stdout
        assert "test, running" in text and "1 kept" in text, text


@test
def a_dead_letter_is_shown_retried_and_dropped():
    with Broker() as broker:
        broker.push("fail \x1b[2J is in it", id="bad")
        broker.wait_until(lambda s: s["articles"]["dead"] == 1)
        listed = newswire(broker, "dead", "list").stdout
        assert "bad" in listed and "\x1b" not in listed, listed
        (letter,) = newswire(broker, "dead", "list", "--json").stdout.splitlines()
        assert json.loads(letter)["id"] == "bad"
        assert "\x1b" not in newswire(broker, "dead", "show", "bad").stdout
        body = newswire(broker, "dead", "show", "--body", "bad").stdout
        assert body == "fail \x1b[2J is in it"
        newswire(broker, "dead", "retry", "bad")
        broker.wait_until(lambda s: s["articles"]["dead"] == 1)
        assert "dropped: 1" in newswire(broker, "dead", "drop", "bad").stdout
        assert newswire(broker, "dead", "list").stdout == ""


@test
def an_unknown_dead_letter_is_a_failure():
    with Broker() as broker:
        assert "nosuch" in newswire(broker, "dead", "drop", "nosuch", code=1).stderr
        newswire(broker, "dead", "show", "nosuch", code=1)


@test
def the_broker_checks_its_configuration():
    with Broker() as broker:
        newswire(broker, "check", "-c", str(broker.path("newswire.yaml")))
        wrong = write(broker, "wrong.yaml", "nodes: 7\n")
        newswire(broker, "check", "-c", wrong, code=1)


@test
def without_a_broker_one_is_told_where_it_was_sought():
    done = alone("push", "--connect", NOBODY, "--wait", "1", __file__, code=1)
    assert "1 articles are without an answer" in done.stderr
    assert NOBODY in alone("status", "--connect", NOBODY, code=1).stderr
    alone("watch", "--connect", NOBODY, "--idle", "1", code=1)


@test
def wrong_use_has_a_code_of_its_own():
    for words in ([], ["dance"], ["push"], ["push", "--dance", "x"], ["push", "a", "b", "--id", "x"],
                  ["watch", "--format", "xml"], ["watch", "--since", "yesterday"],
                  ["dead"], ["dead", "retry"], ["status", "x"], ["extract"],
                  ["push", "--connect", "nowhere", "--wait", "many", "x"]):
        assert alone(*words, code=2).stderr, words


@test
def each_command_has_help():
    for name in ("push", "watch", "status", "dead", "clean", "extract", "explain", "check"):
        text = alone(name, "--help", code=0).stdout
        assert text.startswith(f"Usage: newswire {name} "), text


run()
