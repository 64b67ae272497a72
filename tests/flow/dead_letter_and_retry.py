#!/usr/bin/python3
"""An article that cannot be processed waits for an operator, who looks at it, retries it
or drops it."""

from newswire import Broker
from sentences import run, test


def dead_ids(broker):
    return [d["id"] for d in broker.ask("dead.list").head["dead"]]


def push_to_death(broker, script, **head):
    broker.push(script, **head)
    broker.wait_until_idle()


@test
def an_article_that_crashes_its_workers_ends_among_the_dead_with_a_reason():
    with Broker() as broker:
        push_to_death(broker, "crash", id="bad", title="Bad news")
        (dead,) = broker.ask("dead.list").head["dead"]
        assert dead["id"] == "bad"
        assert dead["attempts"] == 3
        assert dead["title"] == "Bad news"
        assert dead["reason"]
        assert broker.status()["articles"]["dead"] == 1


@test
def what_a_worker_says_about_an_article_is_the_reason():
    with Broker() as broker:
        push_to_death(broker, "fail it is a picture", id="bad")
        (dead,) = broker.ask("dead.list").head["dead"]
        assert "it is a picture" in dead["reason"]


@test
def a_dead_letter_can_be_looked_at_as_it_was_sent():
    with Broker() as broker:
        push_to_death(broker, "fail no", id="bad", url="https://news.example/1")
        shown = broker.ask("dead.show", id="bad")
        assert shown.verb == "ok"
        assert shown.body == b"fail no"
        assert shown.head["article"]["url"] == "https://news.example/1"


@test
def a_retried_dead_letter_is_worked_on_again():
    with Broker(max_attempts=1) as broker:
        mended = broker.path("mended")
        push_to_death(broker, f"crash unless {mended}\nevent funding Acme", id="bad")
        mended.touch()
        assert broker.ask("dead.retry", ids=["bad"]).head["retried"] == 1
        assert [e.subject for e in broker.events()] == ["Acme"]
        assert dead_ids(broker) == []


@test
def a_dropped_dead_letter_is_gone():
    with Broker() as broker:
        push_to_death(broker, "fail no", id="bad")
        assert broker.ask("dead.drop", ids=["bad"]).head["dropped"] == 1
        assert dead_ids(broker) == []
        assert broker.ask("dead.show", id="bad").head["code"] == "unknown"


@test
def dead_letters_are_there_after_a_restart():
    with Broker() as broker:
        push_to_death(broker, "fail no", id="one")
        push_to_death(broker, "fail no more", id="two")
        broker.ask("dead.drop", ids=["one"])
        broker.restart()
        assert dead_ids(broker) == ["two"]
        assert broker.ask("dead.show", id="two").body == b"fail no more"


@test
def a_kill_of_the_broker_is_an_attempt_of_what_a_worker_had():
    with Broker(max_attempts=1) as broker:
        broker.push(f"wait {broker.path('never')}", id="bad")
        broker.wait_until(lambda s: s["articles"]["assigned"] == 1)
        broker.kill()
        broker.start()
        broker.wait_until(lambda s: s["articles"]["dead"] == 1)


@test
def what_was_dropped_may_be_submitted_again():
    with Broker() as broker:
        broker.push("fail badly", id="bad")
        broker.wait_until(lambda s: s["articles"]["dead"] == 1)
        assert broker.push("fail badly", id="bad").verb == "duplicate"
        broker.ask("dead.drop", ids=["bad"])
        assert broker.push("fail badly", id="bad").head["rev"] == 2


@test
def a_dead_letter_that_was_overtaken_is_not_retried():
    with Broker() as broker:
        broker.push("fail badly", id="bad")
        broker.push("event funding Acme", id="bad")
        broker.wait_until_idle()
        answer = broker.ask("dead.retry", ids=["bad", "nobody"]).head
        assert (answer["retried"], answer["outdated"], answer["unknown"]) == (0, ["bad"], ["nobody"])
        assert broker.ask("dead.drop", ids=["bad"]).head["dropped"] == 1


@test
def ids_that_are_no_dead_letters_are_named():
    with Broker() as broker:
        answer = broker.ask("dead.retry", ids=["nobody"])
        assert answer.head["retried"] == 0
        assert answer.head["unknown"] == ["nobody"]


@test
def a_long_list_comes_in_parts():
    with Broker() as broker:
        broker.producer().deliver({f"bad-{i}": f"fail {i}" for i in range(7)})
        broker.wait_until_idle()
        found, after = [], {}
        while True:
            page = broker.ask("dead.list", limit=3, **after).head
            found += [d["id"] for d in page["dead"]]
            if not page.get("more"):
                break
            after = {"after": found[-1]}
        assert sorted(found) == [f"bad-{i}" for i in range(7)]


run()
