#!/usr/bin/python3
"""The tap: every event to whoever listens, and no promise."""

import json

import zmq
from newswire import Broker, Connection
from sentences import run, test


def listen(broker, topic):
    """A SUB whose subscription the broker has: nothing is missed after this."""
    tap = Connection(broker.endpoint("tap"), zmq.SUB)
    tap.socket.subscribe(topic)
    probe = 0
    while not tap.socket.poll(100):
        probe += 1
        broker.push("event funding Probe", id=f"probe-{probe}")
    broker.wait_until_idle()
    while tap.socket.poll(100):
        tap.socket.recv_multipart()
    return tap.socket


@test
def an_event_comes_with_its_topic_and_sequence():
    with Broker() as broker:
        tap = listen(broker, b"newswire.funding.")
        broker.push("event funding Acme", id="a")
        topic, sequence, event = tap.recv_multipart()
        assert topic == b"newswire.funding.v1/en"
        assert json.loads(event)["subject"] == "Acme"
        assert json.loads(event)["sequence"] == sequence.decode()


@test
def a_broker_without_a_tap_works_as_well():
    with Broker(tap=[]) as broker:
        broker.push("event funding Acme", id="a")
        assert len(broker.events()) == 1


run()
