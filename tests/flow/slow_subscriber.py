#!/usr/bin/python3
"""A subscriber that does not keep up waits for nobody and holds nobody up."""

from newswire import Broker
from sentences import run, test

COUNT = 500
ARTICLES = {f"article-{i}": f"event funding Company{i}" for i in range(COUNT)}


@test
def a_subscriber_without_credit_holds_nobody_up():
    with Broker(workers=2) as broker:
        slow = broker.subscribe(start="begin", credit=3)
        quick = broker.subscribe(start="begin", credit=COUNT)
        broker.producer().deliver(ARTICLES)
        assert len(quick.take(COUNT)) == COUNT
        assert len(slow.take(3)) == 3


@test
def a_slow_subscriber_gets_everything_in_the_end():
    with Broker(workers=2) as broker:
        slow = broker.subscribe(start="begin", credit=3)
        broker.producer().deliver(ARTICLES)
        events = slow.take(3)
        while len(events) < COUNT:
            slow.give(50)
            events += slow.take(min(50, COUNT - len(events)))
        assert len({e.id for e in events}) == COUNT


@test
def a_subscriber_gets_no_more_than_its_credit():
    with Broker() as broker:
        slow = broker.subscribe(start="begin", credit=2)
        broker.producer().deliver(dict(list(ARTICLES.items())[:10]))
        broker.wait_until_idle()
        slow.take(2)
        assert slow.receive_event() is None, "an event came without credit"
        assert slow.at < broker.status()["events"]["high"]


run()
