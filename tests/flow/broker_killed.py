#!/usr/bin/python3
"""kill -9 in the middle of a stream: what was answered `kept` is there, each event
once."""

from newswire import Broker
from sentences import run, test

ARTICLES = {f"article-{i}": f"event funding Company{i}" for i in range(300)}
KILLS = (50, 120, 121, 250)


def kill_sometimes(broker):
    def meanwhile(answered):
        if answered in KILLS:
            broker.kill()
            broker.start()
    return meanwhile


@test
def a_killed_broker_keeps_what_it_answered_and_publishes_it_once():
    with Broker(workers=2) as broker:
        broker.producer().deliver(ARTICLES, kill_sometimes(broker))
        subjects = [e.subject for e in broker.events()]
        assert len(subjects) == len(set(subjects))
        assert set(subjects) == {f"Company{i}" for i in range(300)}


@test
def an_article_answered_kept_is_there_after_a_kill_at_once():
    with Broker(workers=0) as broker:
        kept = broker.push("event funding Acme", id="a")
        broker.kill()
        broker.start()
        again = broker.push("event funding Acme", id="a")
        assert again.verb == "duplicate"
        assert again.head["seq"] == kept.head["seq"]


@test
def a_subscriber_with_its_own_sequence_sees_each_event_once_across_kills():
    with Broker(workers=2) as broker:
        seen = []
        for round_ in range(3):
            some = {f"{round_}-{i}": f"event funding Company{round_}x{i}"
                    for i in range(40)}
            last = seen[-1].seq if seen else "0"
            subscriber = broker.subscribe(start={"seq": last})
            broker.producer().deliver(some)
            seen += subscriber.take(15)
            broker.kill()
            broker.start()
        seen += broker.subscribe(start={"seq": seen[-1].seq}).take(120 - len(seen))
        assert len({e.id for e in seen}) == 120
        assert seen == broker.events()


run()
