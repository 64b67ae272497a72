#!/usr/bin/python3
"""A subscription is filtered in the broker, and its chain has no gap for that."""

from newswire import Broker
from sentences import run, test

SCRIPT = "event funding Acme\nevent release Bolt\nevent funding Cord"


@test
def a_subscription_to_a_type_gets_that_type_only():
    with Broker() as broker:
        broker.push(SCRIPT, id="a")
        assert [e.subject for e in broker.events(types=["funding"])] == ["Acme", "Cord"]


@test
def a_type_may_be_written_as_events_carry_it():
    with Broker() as broker:
        broker.push(SCRIPT, id="a")
        events = broker.events(types=["newswire.release.v1"])
        assert [e.subject for e in events] == ["Bolt"]


@test
def a_type_brings_the_retractions_of_its_events():
    with Broker() as broker:
        broker.push(SCRIPT, id="a")
        broker.wait_until_idle()
        broker.push("event funding Acme", id="a")
        assert len(broker.events(types=["funding"])) == 3  # Acme, Cord, and Cord is taken back
        assert len(broker.events(types=["release"])) == 2


@test
def names_are_compared_without_case():
    with Broker() as broker:
        broker.push(SCRIPT, id="a")
        assert [e.subject for e in broker.events(names=["CORD"])] == ["Cord"]


@test
def a_language_that_no_article_has_gives_no_event():
    with Broker() as broker:
        broker.push(SCRIPT, id="a")
        assert broker.events(langs=["zh"]) == []
        assert len(broker.events(langs=["en"])) == 3


run()
