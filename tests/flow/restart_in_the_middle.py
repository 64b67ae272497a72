#!/usr/bin/python3
"""A restart while articles stream in loses none of them and repeats no event."""

from newswire import Broker
from sentences import run, test

ARTICLES = {f"article-{i}": f"event funding Company{i}" for i in range(400)}


@test
def a_restart_in_the_middle_loses_no_article():
    with Broker(workers=2) as broker:
        broker.producer().deliver(
            ARTICLES, lambda answered: broker.restart() if answered == 100 else None)
        subjects = [e.subject for e in broker.events()]
        assert len(subjects) == len(ARTICLES)
        assert set(subjects) == {f"Company{i}" for i in range(400)}


@test
def what_waited_before_a_restart_is_worked_on_after_it():
    with Broker(workers=0) as broker:
        broker.push("event funding Acme", id="a")
        broker.configure(workers=1)
        broker.restart()
        assert [e.subject for e in broker.events()] == ["Acme"]


@test
def published_events_are_the_same_after_a_restart():
    with Broker() as broker:
        broker.producer().deliver(dict(list(ARTICLES.items())[:20]))
        before = broker.events()
        broker.restart()
        assert broker.events() == before


@test
def a_durable_position_is_kept_over_a_restart():
    with Broker() as broker:
        subscriber = broker.subscribe(start="begin", durable="loader")
        broker.push("event funding First", id="a")
        (first,) = subscriber.take(1)
        subscriber.give(done=first.seq)
        broker.wait_until(lambda s: s["subscribers"][0]["position"] == first.seq)
        broker.push("event funding Second", id="b")
        broker.wait_until_idle()
        broker.restart()
        again = broker.subscribe(durable="loader")
        assert again.first == first.seq
        assert [e.subject for e in again.take(1)] == ["Second"]


run()
