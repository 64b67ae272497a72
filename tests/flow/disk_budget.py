#!/usr/bin/python3
"""At the disk budget producers are told to wait; nothing that was kept is lost, and work
makes room."""

import time

from newswire import Broker
from sentences import run, test

PADDING = "\n#" + "x" * 900_000
SMALL = {"segment_size": "2MiB", "journal_max": "16MiB", "max_body": "1MiB"}


def fill(broker):
    """Pushes until the broker stays busy; the ids of what it kept."""
    kept, refusals = [], 0
    while refusals < 10:
        name = f"article-{len(kept)}"
        answer = broker.push(f"event funding Company{len(kept)}{PADDING}", id=name)
        if answer.verb == "busy":
            assert answer.head["retry_after_ms"] > 0
            refusals += 1
            time.sleep(0.05)  # it may have been making room
        else:
            kept.append(name)
            refusals = 0
            assert len(kept) < 100, "100 MB went into a budget of 16"
    return kept


@test
def a_full_journal_answers_busy_and_lives():
    with Broker(workers=0, **SMALL) as broker:
        assert len(fill(broker)) > 4
        assert broker.status()["journal"]["bytes"] <= 16 << 20


@test
def a_broker_killed_with_a_full_journal_works_on():
    with Broker(workers=0, max_attempts=9, **SMALL) as broker:
        kept = fill(broker)
        broker.configure(workers=2)
        for _ in range(3):
            broker.kill()
            broker.start()
        assert len({e.id for e in broker.events()}) == len(kept)


@test
def what_a_full_journal_holds_is_worked_on_and_makes_room():
    with Broker(workers=0, **SMALL) as broker:
        kept = fill(broker)
        broker.configure(workers=1)
        assert broker.ask("reload").verb == "ok"
        assert len(broker.events()) == len(kept)
        answers = broker.producer().deliver({"late": "event funding Late" + PADDING})
        assert answers["late"].verb == "kept"
        assert broker.events()[-1].subject == "Late"


@test
def a_full_journal_is_whole_after_a_kill():
    with Broker(workers=0, **SMALL) as broker:
        kept = fill(broker)
        broker.kill()
        broker.configure(workers=1)
        broker.start()
        assert len(broker.events()) == len(kept)


run()
