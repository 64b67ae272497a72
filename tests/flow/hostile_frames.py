#!/usr/bin/python3
"""Whatever a stranger sends, he is answered, and nobody else notices."""

import contextlib
import json
import random
import socket

import zmq
from newswire import Broker, Connection
from sentences import run, test

BODY = b"event funding Acme"

REFUSED = {
    "submit": [
        ("dealer", (b"", b"NW1/submit", b"{}", BODY)),
        ("version", (b"NW2/submit", b"{}", BODY)),
        ("verb", (b"hello",)),
        ("verb", (b"NW1/status", b"{}")),
        ("verb", (b"NW1/" + b"x" * 5000, b"{}")),
        ("verb", (b"NW1/kept", b"{}")),
        ("parts", (b"NW1/submit", b"{}", BODY, b"more")),
        ("parts", (b"NW1/open", b"{}", BODY)),
        ("parts", (b"NW1/submit", b"{}", BODY) + (b"x",) * 2000),
        ("head", (b"NW1/submit", b"[]", BODY)),
        ("head", (b"NW1/submit", b"{", BODY)),
        ("head", (b"NW1/submit", b'{"a":' * 20000 + b"1", BODY)),
        ("head", (b"NW1/submit", b"[" * 60000, BODY)),
        ("head", (b"NW1/submit", b'{"id":"\xff\xfe"}', BODY)),
        ("head", (b"NW1/submit", b'{"x":"' + b"y" * 70000 + b'"}', BODY)),
        ("body", (b"NW1/submit", b"{}")),
        ("body", (b"NW1/submit", b"{}", b"")),
        ("body", (b"NW1/submit", b"{}", b"z" * (2 << 20))),
        ("field", (b"NW1/submit", b'{"url":17}', BODY)),
        ("field", (b"NW1/submit", b'{"id":"a\\u0000b"}', BODY)),
        ("field", (b"NW1/submit", b'{"id":"a\\nb"}', BODY)),
        ("field", (b"NW1/submit", json.dumps({"id": "i" * 3000}).encode(), BODY)),
        ("field", (b"NW1/submit", b'{"lane":"fast"}', BODY)),
    ],
    "subscribe": [
        ("verb", (b"NW1/submit", b"{}", BODY)),
        ("field", (b"NW1/subscribe", b'{"from":"yesterday"}')),
        ("field", (b"NW1/subscribe", b'{"from":{"seq":"abc"}}')),
        ("field", (b"NW1/subscribe", b'{"from":{"seq":"99999"}}')),
        ("field", (b"NW1/subscribe", b'{"credit":-1}')),
        ("field", (b"NW1/subscribe", b'{"credit":"5"}')),
        ("field", (b"NW1/subscribe", b'{"durable":"../etc"}')),
        ("field", (b"NW1/subscribe", json.dumps({"types": ["a"] * 65}).encode())),
        ("field", (b"NW1/subscribe", b'{"types":{"a":1}}')),
        ("subscription", (b"NW1/credit", b'{"more":1}')),
        ("subscription", (b"NW1/alive",)),
        ("subscription", (b"NW1/unsubscribe",)),
    ],
    "control": [
        ("verb", (b"NW1/obey", b"{}")),
        ("head", (b"NW1/dead.list", b"null")),
        ("field", (b"NW1/dead.show", b'{"id":[]}')),
        ("field", (b"NW1/dead.retry", b'{"ids":"all"}')),
        ("field", (b"NW1/dead.retry", json.dumps({"ids": ["a"] * 1001}).encode())),
        ("field", (b"NW1/dead.list", b'{"limit":100000}')),
    ],
}


def assert_refused(broker, name):
    stranger = Connection(broker.endpoint(name))
    for code, parts in REFUSED[name]:
        stranger.send_raw(*parts)
        answer = stranger.receive()
        sent = [part[:40] for part in parts[:4]]
        assert answer.verb == "refused", f"{sent}: {answer}"
        assert answer.head["code"] == code, f"{sent}: {answer}"
        assert answer.head["reason"]


def assert_well(broker):
    assert broker.push(BODY, id="well").verb in ("kept", "duplicate")
    assert [e.subject for e in broker.events()] == ["Acme"]


@test
def what_is_no_article_is_refused_with_the_reason():
    with Broker() as broker:
        assert_refused(broker, "submit")
        assert_well(broker)


@test
def a_refusal_carries_the_number_of_what_it_refuses():
    with Broker() as broker:
        stranger = Connection(broker.endpoint("submit"))
        for parts in ((b"NW1/submit", b'{"n":7,"url":1}', BODY), (b"NW1/submit", b'{"n":7}'),
                      (b"NW1/obey", b'{"n":7}'), (b"NW9/submit", b'{"n":7}', BODY),
                      (b"NW1/submit", b'{"n":7,"title":"' + b"t" * 70000 + b'"}', BODY)):
            stranger.send_raw(*parts)
            answer = stranger.receive()
            assert (answer.verb, answer.head["n"]) == ("refused", 7), f"{parts[:2]}: {answer}"


@test
def what_is_no_subscription_is_refused_with_the_reason():
    with Broker() as broker:
        assert_refused(broker, "subscribe")
        assert_well(broker)


@test
def what_is_no_request_is_refused_with_the_reason():
    with Broker() as broker:
        assert_refused(broker, "control")
        assert_well(broker)


@test
def noise_on_every_socket_leaves_the_broker_well():
    with Broker() as broker:
        noise = random.Random(7)
        for name in Broker.SOCKETS:
            kind = zmq.XSUB if name == "tap" else zmq.DEALER
            stranger = Connection(broker.endpoint(name), kind)
            for _ in range(300):
                count = noise.randrange(1, 6)
                stranger.send_raw(*(noise.randbytes(noise.randrange(0, 200))
                                    for _ in range(count)))
            stranger.send_raw(*([b"NW1/submit"] * 3))
        assert_well(broker)


@test
def bytes_that_are_no_zeromq_leave_the_broker_well():
    with Broker() as broker:
        noise = random.Random(5)
        for name in Broker.SOCKETS:
            for _ in range(20):
                with socket.socket(socket.AF_UNIX) as stranger:
                    stranger.connect(str(broker.path(name)))
                    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                        stranger.sendall(noise.randbytes(noise.randrange(1, 5000)))
        assert_well(broker)


@test
def mutilated_messages_leave_the_broker_well():
    with Broker() as broker:
        noise = random.Random(11)
        good = {"submit": (b"NW1/submit", b'{"id":"x","url":"https://news.example/1"}'),
                "subscribe": (b"NW1/subscribe", b'{"from":{"seq":"1"},"credit":10}'),
                "control": (b"NW1/dead.list", b'{"limit":10,"after":"x"}')}
        for name, parts in good.items():
            stranger = Connection(broker.endpoint(name))
            for _ in range(500):
                broken = [bytearray(part) for part in parts]
                part = noise.choice(broken)
                part[noise.randrange(len(part))] = noise.randrange(256)
                stranger.send_raw(*map(bytes, broken))
        assert_well(broker)


@test
def a_req_socket_is_told_to_be_a_dealer():
    with Broker() as broker:
        stranger = Connection(broker.endpoint("control"), zmq.REQ)
        stranger.send("status")
        assert stranger.receive().head["code"] == "dealer"


@test
def a_producer_who_ignores_his_credit_is_told_to_wait():
    with Broker(producer_credit=10, workers=0) as broker:
        producer = broker.producer()
        producer.send("open", {"agent": "flood"})
        assert producer.receive().head["credit"] == 10
        for i in range(2000):
            producer.submit(BODY, id=f"article-{i}")
        verbs = {a.verb for a in producer.answers(2000).values()}
        assert verbs <= {"kept", "busy"}
        assert "kept" in verbs


run()
