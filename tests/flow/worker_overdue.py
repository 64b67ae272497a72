#!/usr/bin/python3
"""An article that takes too long is taken from its worker."""

from newswire import Broker
from sentences import run, test


def assert_given_up(broker, script):
    broker.push(script, id="slow")
    broker.push("event funding Acme", id="quick")
    assert [e.subject for e in broker.events()] == ["Acme"]
    (dead,) = broker.ask("dead.list").head["dead"]
    assert dead["id"] == "slow"
    assert dead["attempts"] == 2
    assert dead["reason"]


@test
def an_article_that_burns_the_processor_ends_among_the_dead():
    with Broker(worker_deadline="200ms", max_attempts=2) as broker:
        assert_given_up(broker, "spin")


@test
def an_article_that_sleeps_ends_among_the_dead():
    with Broker(worker_deadline="200ms", worker_wall_limit="500ms",
                max_attempts=2) as broker:
        assert_given_up(broker, "sleep")


run()
