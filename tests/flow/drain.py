#!/usr/bin/python3
"""A stop finishes what was begun, takes nothing new and loses nothing."""

import signal

from newswire import Broker
from sentences import run, test


def hold_an_article(broker):
    """An article in a worker's hands until the file returned is there."""
    gate = broker.path("gate")
    broker.push(f"wait {gate}\nevent funding Acme", id="held")
    broker.wait_until(lambda s: s["articles"]["assigned"] == 1)
    return gate


@test
def a_stop_waits_for_the_article_that_is_worked_on():
    with Broker() as broker:
        gate = hold_an_article(broker)
        broker.process.send_signal(signal.SIGTERM)
        broker.wait_until(lambda s: s["state"] == "draining")
        gate.touch()
        assert broker.gone() == 0
        broker.configure(workers=0)
        broker.start()
        assert [e.subject for e in broker.events()] == ["Acme"]


@test
def a_draining_broker_takes_nothing_new():
    with Broker() as broker:
        gate = hold_an_article(broker)
        assert broker.ask("drain").verb == "ok"
        answer = broker.push("event funding Bolt", id="late")
        assert answer.verb == "busy"
        assert answer.head["retry_after_ms"] > 0
        gate.touch()


@test
def a_stop_does_not_wait_for_ever():
    with Broker(drain_timeout="100ms") as broker:
        hold_an_article(broker)
        assert broker.stop() == 0
        broker.path("gate").touch()
        broker.start()
        assert [e.subject for e in broker.events()] == ["Acme"]


@test
def what_waited_is_worked_on_after_the_next_start():
    with Broker() as broker:
        gate = hold_an_article(broker)
        broker.producer().deliver(
            {f"waiting-{i}": f"event funding Company{i}" for i in range(20)})
        broker.process.send_signal(signal.SIGTERM)
        broker.wait_until(lambda s: s["state"] == "draining")
        gate.touch()
        assert broker.gone() == 0
        broker.start()
        assert len(broker.events()) == 21


run()
