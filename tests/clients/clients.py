#!/usr/bin/python3
"""Clients that know of us only protocol/PROTOCOL.md, or only newswire.h.
clients.py PUSH_WATCH PUSH_WATCH_STATIC"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from newswire import Broker
from sentences import run, test

HERE = pathlib.Path(__file__).resolve().parent


def events_seen_by(*client):
    with Broker() as broker:
        article = broker.path("article.txt")
        article.write_text("event funding Acme\nevent listing Bolt\n")
        done = subprocess.run([*client, str(article), broker.endpoint("submit"),
                               broker.endpoint("subscribe")],
                              capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def assert_both(events):
    assert [e["type"] for e in events] == ["newswire.funding.v1", "newswire.listing.v1"]
    assert [e["subject"] for e in events] == ["Acme", "Bolt"]
    assert events[0]["sequence"] < events[1]["sequence"]


@test
def a_client_in_python_pushes_and_receives():
    assert_both(events_seen_by(HERE / "push_watch.py"))


@test
def a_client_in_c_pushes_and_receives():
    assert_both(events_seen_by(sys.argv[1]))


@test
def the_static_library_will_do_as_well():
    assert_both(events_seen_by(sys.argv[2]))


def node_has_zeromq():
    where = pathlib.Path(os.environ.get("NODE_PATH", "/nowhere"), "zeromq")
    return shutil.which("node") and where.is_dir()


if node_has_zeromq():
    @test
    def a_client_in_node_pushes_and_receives():
        assert_both(events_seen_by("node", HERE / "push_watch.mjs"))


run()
