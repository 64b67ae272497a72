"""Tests as functions whose names are sentences, told as TAP."""

import sys
import traceback

tests = []


def test(function):
    """Marks a test; its name is the sentence it proves."""
    tests.append(function)
    return function


def run():
    """Runs the tests of the file and prints TAP."""
    failed = 0
    print(f"1..{len(tests)}")
    for number, function in enumerate(tests, 1):
        sentence = function.__name__.replace("_", " ")
        try:
            function()
            print(f"ok {number} - {sentence}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("#", line)
            print(f"not ok {number} - {sentence}", flush=True)
    sys.exit(1 if failed else 0)
