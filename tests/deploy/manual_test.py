#!/usr/bin/python3
"""The manual pages say what the programs say: manual_test.py NEWSWIRE NEWSWIRED MAN-FOLDER"""

import pathlib
import re
import shutil
import subprocess
import sys

from sentences import run, test

NEWSWIRE, NEWSWIRED, MANUAL = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def help_of(*command):
    return subprocess.run([*command, "--help"], capture_output=True, text=True,
                          check=True).stdout


def commands():
    return re.findall(r"^  ([a-z]+) ", help_of(NEWSWIRE), re.M)


def options(help_text):
    return set(re.findall(r"(?<![\w-])--([a-z][a-z-]+)", help_text)) - {"help"}


@test
def newswire_1_has_a_section_for_each_command():
    page = (MANUAL / "newswire.1").read_text()
    assert len(commands()) > 5
    for command in commands():
        assert f"\n.Ss {command}\n" in page, command


@test
def newswire_1_names_each_option_of_each_command():
    page = (MANUAL / "newswire.1").read_text()
    for command in commands():
        for option in options(help_of(NEWSWIRE, command)):
            assert f"Fl -{option}" in page, f"{command} --{option}"


@test
def newswired_8_names_each_option():
    page = (MANUAL / "newswired.8").read_text()
    for option in options(help_of(NEWSWIRED)):
        assert f"Fl -{option}" in page, f"--{option}"


@test
def the_pages_are_well_formed():
    if not shutil.which("mandoc"):
        return
    for page in sorted(MANUAL.iterdir()):
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page],
                              capture_output=True, text=True)
        assert lint.returncode == 0, lint.stdout


run()
