#!/usr/bin/python3
"""The checks are checked: what they are there to find, they find."""

import json
import pathlib
import subprocess
import tempfile

from sentences import run, test

TESTS = pathlib.Path(__file__).resolve().parent.parent


def check(command, files):
    """Runs a check over a tree that holds these files; exit code and output."""
    with tempfile.TemporaryDirectory() as root:
        for folder in ("protocol", "daemon/journal", "workers", "tests"):
            pathlib.Path(root, folder).mkdir(parents=True)
        for name, text in files.items():
            pathlib.Path(root, name).write_text(text)
        done = subprocess.run([TESTS / command, root], capture_output=True, text=True)
        return done.returncode, done.stdout


def assert_layering(file, included, allowed):
    code, output = check("layering.sh", {file: f'#include "{included}"\n'})
    assert code == (0 if allowed else 1), output
    assert allowed or f"{file}:1:" in output


def assert_style(file, text, complaint):
    code, output = check("style.sh", {file: text})
    assert code == 1 and complaint in output, output


@test
def the_broker_and_a_worker_may_know_the_protocol():
    assert_layering("daemon/a.c", "protocol/frame.h", True)
    assert_layering("workers/a.c", "protocol/pipe.h", True)


@test
def the_protocol_may_know_neither_broker_nor_worker():
    assert_layering("protocol/a.c", "daemon/io/loop.h", False)
    assert_layering("protocol/a.c", "workers/arena.h", False)


@test
def broker_and_worker_may_not_know_each_other():
    assert_layering("daemon/a.c", "workers/arena.h", False)
    assert_layering("workers/a.c", "daemon/io/loop.h", False)


@test
def the_journal_may_know_the_base_alone():
    assert_layering("daemon/journal/a.c", "protocol/base/buf.h", True)
    assert_layering("daemon/journal/a.c", "protocol/frame.h", False)
    assert_layering("daemon/journal/a.c", "daemon/config/config.h", False)


@test
def the_command_line_is_for_itself():
    assert_layering("workers/a.c", "protocol/cli/args.h", False)


@test
def an_include_that_is_not_written_from_the_root_is_found():
    assert_layering("daemon/a.c", "loop.h", False)


@test
def a_function_that_is_too_long_is_found():
    body = "\t;\n" * 61
    assert_style("daemon/a.c", f"void f(void)\n{{\n{body}}}\n", "daemon/a.c:2: 61 lines")


@test
def a_file_that_is_too_long_is_found():
    assert_style("workers/a.c", "int x;\n" * 501, "workers/a.c: 501 lines")


@test
def a_path_of_one_machine_is_found():
    assert_style("daemon/a.c", "/* see /" + "root/notes */\n", "/* see /")


EMPTY = "void f(void)\n{\n}\n"


@test
def two_functions_of_one_name_in_a_program_are_found():
    code, output = check("style.sh", {"protocol/a.c": EMPTY, "workers/b.c": EMPTY})
    assert code == 1
    assert "workers/b.c: f() is also in ./protocol/a.c" in output, output


@test
def functions_of_one_name_that_never_meet_may_be():
    code, output = check("style.sh", {"protocol/a.c": "static " + EMPTY,
                                      "daemon/b.c": EMPTY, "workers/c.c": EMPTY})
    assert "is also in" not in output, output


def count(*results):
    with tempfile.TemporaryDirectory() as build:
        log = pathlib.Path(build, "meson-logs", "testlog.json")
        log.parent.mkdir()
        log.write_text("".join(json.dumps(r) + "\n" for r in results))
        done = subprocess.run([TESTS / "support" / "count-results", build],
                              capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()[-1]


@test
def each_case_of_a_tap_program_counts():
    tap = {"name": "a", "result": "OK", "stdout": "1..3\nok 1 - x\nok 2 # SKIP y\nok 3\n"}
    assert count(tap) == (0, "2 passed, 0 failed, 1 skipped")


@test
def a_program_that_speaks_no_tap_counts_once():
    assert count({"name": "a", "result": "OK", "stdout": "well\n"},
                 {"name": "b", "result": "SKIP", "stdout": ""}) == \
        (0, "1 passed, 0 failed, 1 skipped")


@test
def cases_that_never_came_count_as_failed():
    tap = {"name": "a", "result": "ERROR", "stdout": "1..3\nok 1 - x\n"}
    assert count(tap) == (1, "1 passed, 2 failed, 0 skipped")


@test
def a_program_that_fails_after_its_last_case_counts_as_failed():
    tap = {"name": "a", "result": "FAIL", "stdout": "1..1\nok 1 - x\n"}
    assert count(tap) == (1, "1 passed, 1 failed, 0 skipped")


@test
def a_log_that_is_not_there_counts_as_failed():
    done = subprocess.run([TESTS / "support" / "count-results", "/nowhere"],
                          capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.endswith("0 passed, 1 failed, 0 skipped\n")


run()
