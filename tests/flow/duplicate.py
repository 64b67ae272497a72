#!/usr/bin/python3
"""The same article again: answered, and nothing else happens."""

from newswire import Broker
from sentences import run, test


@test
def the_same_id_and_bytes_are_a_duplicate_of_the_first():
    with Broker() as broker:
        first = broker.push("event funding Acme", id="a")
        second = broker.push("event funding Acme", id="a")
        assert (first.verb, second.verb) == ("kept", "duplicate")
        assert second.head["seq"] == first.head["seq"]
        assert second.head["rev"] == 1


@test
def a_duplicate_gives_no_second_event():
    with Broker() as broker:
        for _ in range(3):
            broker.push("event funding Acme", id="a")
        assert len(broker.events()) == 1
        assert broker.status()["articles"]["duplicates"] == 2


@test
def the_url_is_the_identity_where_no_id_is_given():
    with Broker(workers=0) as broker:
        first = broker.push("event funding Acme", url="https://news.example/1")
        second = broker.push("event funding Acme", url="https://news.example/1")
        assert first.head["id"] == "https://news.example/1"
        assert second.verb == "duplicate"


@test
def the_bytes_are_the_identity_where_nothing_is_given():
    with Broker(workers=0) as broker:
        first = broker.push("event funding Acme")
        assert first.head["id"].startswith("sha256:")
        assert broker.push("event funding Acme").verb == "duplicate"
        assert broker.push("event funding Bolt").verb == "kept"


@test
def a_duplicate_is_recognised_while_the_first_is_still_on_its_way_to_disk():
    with Broker() as broker:
        producer = broker.producer()
        for _ in range(50):
            producer.submit("event funding Acme", id="a")
        verbs = [a.verb for a in producer.answers(50).values()]
        assert sorted(verbs) == ["duplicate"] * 49 + ["kept"]


@test
def a_duplicate_is_recognised_after_a_restart():
    with Broker() as broker:
        broker.push("event funding Acme", id="a")
        broker.restart()
        assert broker.push("event funding Acme", id="a").verb == "duplicate"


run()
