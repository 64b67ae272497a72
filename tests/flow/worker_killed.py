#!/usr/bin/python3
"""A worker that dies takes nothing with it but an attempt of the article it had
started."""

import os
import signal

from newswire import Broker
from sentences import run, test


def kill_worker(broker):
    status = broker.wait_until(
        lambda s: any(w["state"] == "busy" for w in s["workers"]))
    (pid,) = [w["pid"] for w in status["workers"] if w["state"] == "busy"]
    os.kill(pid, signal.SIGKILL)
    broker.wait_until(lambda s: all(w["pid"] != pid for w in s["workers"]))


@test
def an_article_whose_worker_was_killed_is_given_to_another():
    with Broker() as broker:
        gate = broker.path("gate")
        broker.push(f"wait {gate}\nevent funding Acme", id="a")
        kill_worker(broker)
        gate.touch()
        assert [e.subject for e in broker.events()] == ["Acme"]
        assert broker.status()["articles"]["retries"] == 1


@test
def only_the_article_that_was_started_pays_for_the_death():
    with Broker(max_attempts=1) as broker:
        broker.push(f"wait {broker.path('never')}", id="guilty")
        for i in range(5):
            broker.push(f"event funding Company{i}", id=f"innocent-{i}")
        kill_worker(broker)
        assert len(broker.events()) == 5
        (dead,) = broker.ask("dead.list").head["dead"]
        assert dead["id"] == "guilty"
        assert dead["attempts"] == 1


@test
def events_written_before_the_death_are_not_published_twice():
    with Broker() as broker:
        stone = broker.path("stone")
        broker.push(f"event funding Acme\nwait {stone}\nevent funding Bolt", id="a")
        kill_worker(broker)
        stone.touch()
        assert [e.subject for e in broker.events()] == ["Acme", "Bolt"]


@test
def a_worker_that_writes_no_frames_is_replaced():
    with Broker(max_attempts=2) as broker:
        broker.push("garbage\nsleep", id="bad")
        broker.push("event funding Acme", id="good")
        assert [e.subject for e in broker.events()] == ["Acme"]
        (dead,) = broker.ask("dead.list").head["dead"]
        assert dead["id"] == "bad"


run()
