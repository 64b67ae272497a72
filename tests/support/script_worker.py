#!/usr/bin/python3
"""A worker whose articles are scripts: it does what their lines say, over the frames of
protocol/pipe.h.

    event TYPE SUBJECT [NUMBER]  writes an event; NUMBER tells it from another such one
    wait PATH                    goes on when the file is there
    crash [unless PATH]          ends by a signal, unless the file is there
    spin                         uses the processor for ever
    sleep                        does nothing for ever
    garbage                      writes what is no frame
    lie WORD                     says what no worker may: start (again), other (speaks of
                                 another article), done (with what is no JSON), event
                                 (one that is none), flood (events without end)
    child                        leaves a child that holds the socket, then spins
    fail REASON                  says that the article cannot be processed
    # anything                   is no part of the text
"""

import hashlib
import json
import os
import signal
import socket
import struct
import sys
import time

ARTICLE = 1
READY, STARTED, EVENT, DONE, FAILED = 32, 33, 34, 36, 37
HEADER = struct.Struct("<IB3xQ")

if "--check" in sys.argv:
    sys.exit(0)
pipe = socket.socket(fileno=3)


def send(kind, article, payload=b""):
    pipe.sendall(HEADER.pack(len(payload), kind, article) + payload)


def send_json(kind, article, value):
    send(kind, article, json.dumps(value).encode())


def read(length):
    data = b""
    while len(data) < length:
        more = pipe.recv(length - len(data))
        if not more:
            sys.exit(0)
        data += more
    return data


def event_of(head, kind, subject, number):
    """The pipe form of protocol/event.h."""
    article = head.get("id", "")
    name = subject.lower().encode()
    words = f"{article} {kind} {subject} {number}"
    data = {"type": kind, "args": {"number": number},
            "article": {"id": article, "rev": head.get("rev", 1)}}
    content = hashlib.sha256(f"{kind} {subject} {number}".encode()).hexdigest()
    parts = [hashlib.sha256(words.encode()).hexdigest().encode(), kind.encode(),
             subject.encode(), b"", content.encode(), b"en", struct.pack("<H", len(name)) + name,
             json.dumps(data).encode()]
    return struct.pack("<B3x8I", 1, *map(len, parts)) + b"".join(parts)


def wait(path):
    while not os.path.exists(path):
        time.sleep(0.01)


def crash(*unless):
    if not unless or not os.path.exists(unless[1]):
        os.kill(os.getpid(), signal.SIGKILL)


def spin():
    while True:
        pass


def sleep():
    while True:
        time.sleep(3600)


def garbage():
    pipe.sendall(b"\xff" * 64)


def lie(number, head, word):
    if word == "start":
        send(STARTED, number)
    elif word == "other":
        send(EVENT, number + 1, event_of(head, "funding", "Acme", ""))
    elif word == "done":
        send(DONE, number, b'{"text_sha256":"x"')
    elif word == "event":
        send(EVENT, number, b"no event")
    while word == "flood":
        send(EVENT, number, event_of(head, "funding", "Acme", ""))


def child():
    if os.fork() == 0:
        os.setsid()
        time.sleep(5)
        os._exit(0)
    spin()


ACTIONS = {"wait": wait, "crash": crash, "spin": spin, "sleep": sleep, "garbage": garbage,
           "child": child}


def play(number, head, body):
    """Does what the article says; its last frame's type and payload."""
    lines = [line for line in body.decode().splitlines() if not line.startswith("#")]
    events = 0
    for line in lines:
        word, *rest = line.split()
        if word == "event":
            kind, subject, *identity = rest
            send(EVENT, number, event_of(head, kind, subject, "".join(identity)))
            events += 1
        elif word == "fail":
            return FAILED, {"reason": " ".join(rest)}
        elif word == "lie":
            lie(number, head, rest[0])
        else:
            ACTIONS[word](*rest)
    text = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return DONE, {"kind": "article", "lang": "en", "text_sha256": text, "events": events}


def main():
    send_json(READY, 0, {"newswire": "test", "rules": "script"})
    while True:
        length, kind, number = HEADER.unpack(read(HEADER.size))
        payload = read(length)
        if "--idle" in sys.argv:
            continue
        send(STARTED, number)
        (head_length,) = struct.unpack_from("<I", payload)
        head = json.loads(payload[4:4 + head_length])
        last, value = play(number, head, payload[4 + head_length:])
        send_json(last, number, value)


main()
