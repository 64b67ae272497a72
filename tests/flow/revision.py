#!/usr/bin/python3
"""The same article with other bytes is a revision; what it changes is published anew."""

from newswire import Broker
from sentences import run, test


@test
def other_bytes_under_the_same_id_are_the_next_revision():
    with Broker(workers=0) as broker:
        assert broker.push("event funding Acme", id="a").head["rev"] == 1
        second = broker.push("event funding Bolt", id="a")
        assert second.verb == "kept"
        assert second.head["rev"] == 2


@test
def a_revision_with_the_same_text_ends_as_unchanged():
    with Broker() as broker:
        broker.push("event funding Acme", id="a")
        broker.wait_until_idle()
        broker.push("event funding Acme\n# an advertisement", id="a")
        assert len(broker.events()) == 1
        assert broker.status()["articles"]["unchanged"] == 1


@test
def an_event_that_a_revision_no_longer_gives_is_retracted():
    with Broker() as broker:
        broker.push("event funding Acme\nevent release Bolt", id="a")
        (acme, bolt) = broker.events()
        broker.push("event funding Acme", id="a")
        retraction = broker.events()[-1].body
        assert retraction["type"] == "newswire.retraction.v1"
        assert retraction["data"]["event"] == bolt.id
        assert retraction["data"]["reason"]


@test
def an_event_that_only_a_revision_gives_is_published():
    with Broker() as broker:
        broker.push("event funding Acme", id="a")
        broker.wait_until_idle()
        broker.push("event funding Acme\nevent release Bolt", id="a")
        assert broker.events()[-1].subject == "Bolt"


@test
def versions_go_on_counting_over_a_retraction():
    with Broker() as broker:
        for text in ("event funding Acme", "# gone", "event funding Acme", "# gone"):
            broker.push(text, id="a")
            broker.wait_until_idle()
        there, gone, back, gone_again = broker.events()
        assert there.id == back.id
        assert (there.rev, back.rev) == (1, 2)
        assert back.body["data"]["supersedes"] == gone.seq
        assert gone.id != gone_again.id
        assert gone_again.body["data"]["supersedes"] == back.seq


@test
def revisions_are_published_in_their_order():
    with Broker(workers=2) as broker:
        broker.wait_until(lambda s: [w["state"] for w in s["workers"]] == ["idle"] * 2)
        gate = broker.path("gate")
        broker.push(f"wait {gate}\nevent funding Acme", id="a")
        broker.push("event release Bolt", id="a")
        broker.push("event funding Cord", id="other")
        broker.wait_until(lambda s: s["articles"]["published"] >= 1)
        gate.touch()
        about_a = [e for e in broker.events() if e.subject != "Cord"]
        assert about_a[0].subject == "Acme"
        assert "Bolt" in [e.subject for e in about_a[1:]]


run()
