#!/usr/bin/python3
"""How a subscription begins and ends."""

from newswire import Broker
from sentences import run, test


def push_some(broker, *subjects):
    for subject in subjects:
        broker.push(f"event funding {subject}", id=subject)
    broker.settle()


@test
def now_begins_behind_what_is_there():
    with Broker() as broker:
        push_some(broker, "Acme")
        subscriber = broker.subscribe(start="now")
        push_some(broker, "Bolt")
        assert [e.subject for e in subscriber.take(1)] == ["Bolt"]


@test
def a_sequence_begins_behind_the_event_that_has_it():
    with Broker() as broker:
        push_some(broker, "Acme", "Bolt", "Cord")
        second = broker.events()[1]
        subscriber = broker.subscribe(start={"seq": second.seq})
        assert [e.subject for e in subscriber.take(1)] == ["Cord"]


@test
def a_time_begins_with_what_was_published_then_or_later():
    with Broker() as broker:
        push_some(broker, "Acme", "Bolt")
        second = broker.events()[1]
        subscriber = broker.subscribe(start={"time": second.body["time"]})
        assert subscriber.take(1)[0].body["time"] >= second.body["time"]


@test
def another_connection_takes_a_durable_name_over():
    with Broker() as broker:
        older = broker.subscribe(start="begin", durable="loader")
        newer = broker.subscribe(start="begin", durable="loader")
        assert older.receive().verb == "ended"
        push_some(broker, "Acme")
        assert [e.subject for e in newer.take(1)] == ["Acme"]


@test
def what_a_durable_subscriber_did_not_confirm_comes_again():
    with Broker() as broker:
        push_some(broker, "Acme", "Bolt")
        first = broker.subscribe(start="begin", durable="loader")
        acme, bolt = first.take(2)
        first.give(done=acme.seq)
        broker.wait_until(lambda s: s["subscribers"][0]["position"] == acme.seq)
        again = broker.subscribe(durable="loader")
        assert again.take(1) == [bolt]


@test
def a_subscriber_that_says_nothing_is_taken_for_gone():
    with Broker(heartbeat="100ms", subscriber_timeout="1s") as broker:
        subscriber = broker.subscribe()
        while (message := subscriber.receive()).verb == "heartbeat":
            pass
        assert message.verb == "ended"
        assert message.head["code"] == "silent"


@test
def a_subscription_that_is_given_up_is_ended():
    with Broker() as broker:
        subscriber = broker.subscribe()
        subscriber.send("unsubscribe")
        while (message := subscriber.receive()).verb == "heartbeat":
            pass
        assert message.verb == "ended"
        assert broker.status()["subscribers"] == []


@test
def another_subscribe_on_a_connection_replaces_the_first():
    with Broker() as broker:
        push_some(broker, "Acme", "Bolt")
        subscriber = broker.subscribe(start="begin", types=["release"])
        subscriber.send("subscribe", {"from": "begin"})
        while (message := subscriber.receive()).verb != "subscribed":
            assert message.verb == "heartbeat", message
        subscriber.last = message.head["from"]
        assert [e.subject for e in subscriber.take(2)] == ["Acme", "Bolt"]


run()
