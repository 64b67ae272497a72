#!/usr/bin/python3
"""From a file to an event on the screen: the command line, the broker and the real,
sealed worker."""

import json
import os
import subprocess

from newswire import BUILD, Broker
from sentences import run, test

PAGE = """<!doctype html><html><head><meta charset="utf-8">
<title>Nordlicht Robotics raises $40 million</title></head><body><article>
<h1>Nordlicht Robotics raises $40 million</h1>
<p>The robotics startup Nordlicht Robotics has raised $40 million in a Series B round led
by Harbour Ventures, the company said on Tuesday, 12 March 2024.</p>
<p>The company builds arms for small bakeries and has worked on them for six years. It
wants to open a second workshop and to hire engineers in the coming months.</p>
</article></body></html>"""


def newswire(broker, *arguments):
    command = [str(BUILD / "protocol" / "cli" / "newswire"), *arguments]
    addresses = {f"NEWSWIRE_{name.upper()}": broker.endpoint(name)
                 for name in ("submit", "subscribe", "control")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **addresses})
    assert done.returncode == 0, done.stderr
    return done.stdout


@test
def a_file_that_is_pushed_is_an_event_that_is_watched():
    with Broker(real_worker=True) as broker:
        page = broker.path("page.html")
        page.write_text(PAGE)
        subscriber = broker.subscribe(start="begin", types=["funding"])
        newswire(broker, "push", str(page))
        (event,) = subscriber.take(1)
        arguments = event.body["data"]["args"]
        assert event.body["specversion"] == "1.0"
        assert event.body["type"] == "newswire.funding.v1"
        assert arguments["company"][0]["text"] == "Nordlicht Robotics"
        assert arguments["amount"][0]["value"] == 40000000


@test
def what_is_published_is_what_extract_prints():
    with Broker(real_worker=True) as broker:
        page = broker.path("page.html")
        page.write_text(PAGE)
        offline = [json.loads(line)
                   for line in newswire(broker, "extract", str(page)).splitlines()]
        broker.push(PAGE, id="page")
        published = [e.body for e in broker.events()]
        assert [e["data"]["args"] for e in published] == \
            [e["data"]["args"] for e in offline]
        assert [e["id"] for e in published] == [e["id"] for e in offline]


run()
