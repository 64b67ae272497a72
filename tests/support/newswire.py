"""A real newswired for a test, and clients that speak protocol/PROTOCOL.md to it.

    from newswire import Broker
    from sentences import run, test

    @test
    def an_article_becomes_an_event():
        with Broker() as broker:
            broker.push("event funding Acme")
            assert broker.subscribe(start="begin").take(1)[0].subject == "Acme"

    run()

Unless a test asks for the real worker, articles are scripts for script_worker.py, so
that a test says what its worker does. Nothing here measures time: waiting has an end only
so that a broken broker fails the test instead of hanging it.
"""

import collections
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import zmq

BUILD = pathlib.Path(os.environ.get("NEWSWIRE_BUILD", "build/release"))
SUPPORT = pathlib.Path(__file__).resolve().parent
PATIENCE_S = 60
RESEND_AFTER_MS = 1000

Message = collections.namedtuple("Message", "verb head body")


class Event(collections.namedtuple("Event", "seq prev body")):
    """An event as it was received; `body` is its CloudEvents JSON."""

    @property
    def id(self):
        return self.body["id"]

    @property
    def subject(self):
        return self.body.get("subject")

    @property
    def rev(self):
        return self.body["data"]["rev"]


class Connection:
    """A DEALER of our own."""

    def __init__(self, endpoint, kind=zmq.DEALER):
        self.socket = zmq.Context.instance().socket(kind)
        self.socket.linger = 0
        self.socket.sndtimeo = PATIENCE_S * 1000
        self.socket.sndhwm = self.socket.rcvhwm = 0
        self.socket.connect(endpoint)

    def send(self, verb, head=None, body=None):
        parts = [b"NW1/" + verb.encode(), json.dumps(head or {}).encode()]
        self.socket.send_multipart(parts + ([] if body is None else [body]))

    def send_raw(self, *parts):
        self.socket.send_multipart(parts)

    def receive(self):
        if not self.socket.poll(PATIENCE_S * 1000):
            raise AssertionError(f"nothing came within {PATIENCE_S} s")
        parts = self.socket.recv_multipart()
        if not parts[0]:
            parts.pop(0)  # it answers an empty frame of ours
        verb = parts[0].decode()
        assert verb.startswith("NW1/"), verb
        head = json.loads(parts[1]) if len(parts) > 1 else {}
        return Message(verb[4:], head, parts[2] if len(parts) > 2 else None)

    def close(self):
        self.socket.close()


class Producer(Connection):
    """Submits articles and reads the answers to them, in whatever order they come."""

    def __init__(self, broker):
        super().__init__(broker.endpoint("submit"))
        self.n = 0

    def submit(self, body, **head):
        self.n += 1
        if isinstance(body, str):
            body = body.encode()
        self.send("submit", {"n": self.n, **head}, body)
        return self.n

    def answers(self, count):
        """So many answers, by the number of the article they answer."""
        found = {}
        while len(found) < count:
            message = self.receive()
            found[message.head["n"]] = message
        return found

    def deliver(self, articles, meanwhile=lambda answered: None):
        """Submits {id: body} until each is answered by kept or duplicate, and sends
        again what is not. `meanwhile` is called after each answer with their number.
        Returns the answers by id."""
        waiting, answered, names = dict(articles), {}, {}
        while waiting:
            for name, body in waiting.items():
                names[self.submit(body, id=name)] = name
            while waiting and self.socket.poll(RESEND_AFTER_MS):
                message = self.receive()
                name = names[message.head["n"]]
                if message.verb in ("kept", "duplicate") and name in waiting:
                    answered[name] = message
                    del waiting[name]
                    meanwhile(len(answered))
        return answered


class Subscriber(Connection):
    """A subscription that checks the chain: what it returns has no gap."""

    def __init__(self, broker, start="now", credit=1000, **wish):
        super().__init__(broker.endpoint("subscribe"))
        self.send("subscribe", {"from": start, "credit": credit, **wish})
        answer = self.receive()
        assert answer.verb == "subscribed", answer
        self.first = self.last = answer.head["from"]
        self.lost = []

    def receive_event(self):
        """The next event, or None for a heartbeat (its `at` is in self.at)."""
        message = self.receive()
        if message.verb == "heartbeat":
            self.at = message.head["at"]
            return None
        if message.verb == "lost":
            self.lost.append(message.head)
            self.last = message.head["to"]
            return None
        assert message.verb == "event", message
        event = Event(message.head["seq"], message.head["prev"], json.loads(message.body))
        assert event.prev == self.last, f"{event.prev} does not follow {self.last}"
        assert event.body["sequence"] == event.seq
        self.last = event.seq
        return event

    def take(self, count):
        events = []
        while len(events) < count:
            event = self.receive_event()
            if event:
                events.append(event)
        return events

    def take_until(self, seq):
        """What comes until the broker says that it has looked at everything up to
        `seq`: the events that are there, and no others."""
        events = []
        while True:
            event = self.receive_event()
            if event:
                events.append(event)
            elif self.at >= seq:
                return events

    def give(self, more=0, **head):
        self.send("credit", {"more": more, **head})


class Broker(contextlib.AbstractContextManager):
    """newswired in a state directory of its own, running within `with`."""

    SOCKETS = ("submit", "subscribe", "control", "tap")

    def __init__(self, real_worker=False, start=True, **options):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="newswire-"))
        (self.dir / "state").mkdir()
        self.process = None
        self.barriers = 0
        self.options = {
            "node": "test",
            "state_dir": str(self.dir / "state"),
            "workers": 1,
            "heartbeat": "100ms",
            "segment_size": "4MiB",
            "journal_max": "64MiB",
            "max_body": "1MiB",
            **{name: self.endpoint(name) for name in self.SOCKETS},
        }
        if not real_worker:
            self.options["worker_command"] = str(SUPPORT / "script_worker.py")
        self.configure(**options)
        if start:
            self.start()

    def __exit__(self, kind, error, trace):
        died = self.process and self.process.poll()
        if error or died:
            self.print_log()
        self.kill()
        shutil.rmtree(self.dir, ignore_errors=True)
        assert error or not died, f"newswired ended by itself, with {died}"

    def endpoint(self, name):
        return f"ipc://{self.dir}/{name}"

    def path(self, name):
        return self.dir / name

    def configure(self, **options):
        """Changes options and writes the file; the running broker does not know yet."""
        self.options.update(options)
        lines = [f"{key}: {json.dumps(value) if isinstance(value, list) else value}\n"
                 for key, value in self.options.items()]
        self.path("newswire.yaml").write_text("".join(lines))

    # the process

    def command(self, *arguments):
        return [str(BUILD / "daemon" / "newswired"),
                "--config", str(self.path("newswire.yaml")), *arguments]

    def start(self):
        with open(self.path("log"), "ab") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        self.control = Connection(self.endpoint("control"))
        self.control.send("status", {"n": 0})
        deadline = time.monotonic() + PATIENCE_S
        while not self.control.socket.poll(100):
            assert self.process.poll() is None, "newswired ended at once"
            assert time.monotonic() < deadline, "newswired answers nothing"
        assert self.control.receive().verb == "ok"

    def stop(self):
        """Ends it as systemd does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.gone()

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.gone()

    def gone(self):
        code = self.process.wait(PATIENCE_S)
        self.control.close()
        return code

    def restart(self):
        code = self.stop()
        assert code == 0, f"newswired ended with {code}"
        self.start()

    def log(self):
        log = self.path("log")
        return log.read_text(errors="replace") if log.exists() else ""

    def print_log(self):
        for line in self.log().splitlines()[-40:]:
            print("# newswired:", line)

    # its clients

    def ask(self, verb, **head):
        self.control.send(verb, head)
        return self.control.receive()

    def status(self):
        answer = self.ask("status")
        assert answer.verb == "ok", answer
        return answer.head

    def wait_until(self, wanted):
        """Asks for the status until `wanted(status)`; returns it."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            status = self.status()
            if wanted(status):
                return status
            assert time.monotonic() < deadline, f"it never came to that: {status}"
            time.sleep(0.02)

    def wait_until_idle(self):
        """Waits until no article waits or is worked on."""
        return self.wait_until(lambda s: s["articles"]["waiting"] == 0
                               and s["articles"]["assigned"] == 0)

    def settle(self):
        """Waits until all that was pushed is worked on and published: an article that
        is kept after that is on disk after that."""
        self.wait_until_idle()
        self.barriers += 1
        self.push("# nothing", id=f"barrier-{self.barriers}")

    def producer(self):
        return Producer(self)

    def subscribe(self, **wish):
        return Subscriber(self, **wish)

    def push(self, body, **head):
        """Submits one article; the broker's answer."""
        producer = self.producer()
        n = producer.submit(body, **head)
        answer = producer.answers(1)[n]
        producer.close()
        return answer

    def events(self, **wish):
        """Every event that is kept now."""
        self.settle()
        high = self.status()["events"].get("high", "0" * 20)
        subscriber = self.subscribe(start="begin", credit=100000, **wish)
        events = subscriber.take_until(high)
        subscriber.close()
        return events
