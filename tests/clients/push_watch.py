#!/usr/bin/python3
"""Pushes an article and prints its events: push_watch.py FILE [SUBMIT SUBSCRIBE]
Speaks protocol/PROTOCOL.md with nothing but python3-zmq."""
import json
import sys
import zmq

defaults = ["tcp://127.0.0.1:7410", "tcp://127.0.0.1:7411"]
path, submit, subscribe = (sys.argv[1:] + defaults[len(sys.argv) - 2:])[:3]


def connect(endpoint):
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger = 0
    socket.connect(endpoint)
    return socket


def receive(socket):
    verb, head, *body = socket.recv_multipart()
    return verb.decode(), json.loads(head), b"".join(body)


events = connect(subscribe)
events.send_multipart([b"NW1/subscribe", b'{"from": "now", "credit": 100}'])
assert receive(events)[0] == "NW1/subscribed"  # from here on nothing is missed

articles = connect(submit)
about = json.dumps({"n": 1, "id": path, "content_type": "text/html"}).encode()
articles.send_multipart([b"NW1/submit", about, open(path, "rb").read()])
verb, answer, _ = receive(articles)
assert verb == "NW1/kept", answer  # it is on the broker's disk now

verb, seen = None, 0
while not (seen and verb == "NW1/heartbeat"):  # after its events, silence
    verb, head, body = receive(events)
    if verb == "NW1/event":
        print(body.decode(), flush=True)
        seen += 1
