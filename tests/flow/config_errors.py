#!/usr/bin/python3
"""A broker that is told nonsense says what is wrong, and where, and does not start."""

import subprocess

from newswire import Broker
from sentences import run, test


def outcome(broker, *arguments):
    done = subprocess.run(broker.command(*arguments), capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout + done.stderr


@test
def a_wrong_file_is_told_with_its_line_and_nothing_starts():
    with Broker(start=False, worker_dedline="10s") as broker:
        code, output = outcome(broker)
        assert code != 0
        assert "newswire.yaml:" in output
        assert "did you mean 'worker_deadline'?" in output


@test
def check_tells_the_same_without_starting():
    with Broker(start=False) as broker:
        assert outcome(broker, "--check")[0] == 0
        broker.configure(max_body="16M")
        code, output = outcome(broker, "--check")
        assert code != 0
        assert "'16M' is no whole number" in output


@test
def the_configuration_that_is_printed_can_be_read_again():
    with Broker(start=False, workers=5) as broker:
        code, output = outcome(broker, "--print-config")
        assert code == 0
        broker.path("newswire.yaml").write_text(output)
        assert outcome(broker, "--print-config") == (0, output)


@test
def a_state_directory_that_is_not_there_is_named():
    with Broker(start=False, state_dir="/nowhere/newswire") as broker:
        code, output = outcome(broker)
        assert code != 0
        assert "/nowhere/newswire" in output


@test
def two_brokers_do_not_share_a_state_directory():
    with Broker() as first, Broker(start=False) as second:
        second.configure(state_dir=first.options["state_dir"])
        code, output = outcome(second)
        assert code != 0
        assert first.options["state_dir"] in output
        assert first.push("event funding Acme", id="a").verb == "kept"


@test
def an_endpoint_that_cannot_be_had_is_named():
    with Broker(start=False, submit="ipc:///nowhere/submit") as broker:
        code, output = outcome(broker)
        assert code != 0
        assert "ipc:///nowhere/submit" in output


@test
def an_unknown_argument_is_refused():
    with Broker(start=False) as broker:
        assert outcome(broker, "--frobnicate")[0] != 0


@test
def a_local_socket_that_another_broker_uses_is_left_to_it():
    with Broker() as first, Broker() as second:
        second.stop()
        second.configure(submit=first.endpoint("submit"))
        code, said = outcome(second)
        assert code == 1
        assert "in use" in said
        assert first.push("event funding Acme").verb == "kept"


run()
