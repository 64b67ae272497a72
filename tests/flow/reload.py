#!/usr/bin/python3
"""A reload takes what can change and says what cannot."""

import signal

from newswire import Broker
from sentences import run, test


@test
def a_reload_changes_the_number_of_workers():
    with Broker(workers=1) as broker:
        broker.configure(workers=3)
        assert broker.ask("reload").verb == "ok"
        broker.wait_until(lambda s: len(s["workers"]) == 3)
        broker.configure(workers=1)
        assert broker.ask("reload").verb == "ok"
        broker.wait_until(lambda s: len(s["workers"]) == 1)


@test
def the_signal_of_systemd_reloads_as_well():
    with Broker(workers=0) as broker:
        broker.push("event funding Acme", id="a")
        broker.configure(workers=1)
        broker.process.send_signal(signal.SIGHUP)
        broker.wait_until(lambda s: s["articles"]["published"] == 1)


@test
def a_wrong_file_is_refused_and_the_old_configuration_stays():
    with Broker(max_attempts=1) as broker:
        broker.configure(max_attempts="often")
        answer = broker.ask("reload")
        assert answer.verb == "error"
        assert answer.head["code"] == "config"
        assert "max_attempts" in answer.head["reason"]
        broker.push("crash", id="bad")
        broker.wait_until(lambda s: s["articles"]["dead"] == 1)


@test
def an_option_that_needs_a_restart_is_named_in_the_log():
    with Broker() as broker:
        broker.configure(node="another")
        broker.ask("reload")
        assert broker.status()["node"] == "test"
        assert "node" in broker.log()


@test
def no_article_is_lost_by_a_reload():
    with Broker(workers=2) as broker:
        articles = {f"article-{i}": f"event funding Company{i}" for i in range(200)}
        broker.producer().deliver(
            articles, lambda n: broker.ask("reload") if n % 50 == 0 else None)
        assert len(broker.events()) == 200
        assert broker.status()["articles"]["dead"] == 0


run()
