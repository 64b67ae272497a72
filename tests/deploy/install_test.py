#!/usr/bin/python3
"""What `meson install` brings is all that newswire needs: install_test.py BUILD SOURCES"""

import pathlib
import re
import subprocess
import sys
import tempfile

from sentences import run, test

BUILD, SOURCES = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
DATA = {"types": "protocol/types", "rules": "workers/rules", "lexicon": "workers/lexicon"}


def install(folder):
    """The installed files, as the system would see them."""
    subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder],
                   check=True, capture_output=True)
    return {"/" + str(p.relative_to(folder)): p
            for p in pathlib.Path(folder).rglob("*") if not p.is_dir()}


destination = tempfile.TemporaryDirectory()
installed = install(destination.name)


def find(ending):
    (path,) = [p for p in installed if p.endswith(ending)]
    return path


@test
def the_unit_starts_what_is_installed_with_what_is_installed():
    unit = installed[find("/newswired.service")].read_text()
    program, option, config = re.search(r"^ExecStart=(.*)$", unit, re.M)[1].split()
    assert option == "--config"
    assert program in installed
    assert config in installed


@test
def types_rules_and_lexicon_are_installed_whole():
    for name, folder in DATA.items():
        for source in (SOURCES / folder).glob("*.yaml"):
            assert find(f"/share/newswire/{name}/{source.name}")


@test
def the_worker_is_installed_beside_the_broker():
    worker, broker = find("/newswire-worker"), find("/newswired")
    assert pathlib.Path(worker).parent == pathlib.Path(broker).parent


@test
def the_manual_is_installed():
    for page in ("man1/newswire.1", "man5/newswire.yaml.5", "man8/newswired.8",
                 "man7/newswire-protocol.7"):
        assert find(f"/share/man/{page}")


@test
def users_and_folders_are_told_to_systemd():
    assert "u newswire " in installed[find("/sysusers.d/newswire.conf")].read_text()
    assert "/var/lib/newswire " in installed[find("/tmpfiles.d/newswire.conf")].read_text()


run()
