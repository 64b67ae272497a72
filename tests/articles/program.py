"""The program under test: runs `newswire` over files and reads what it prints."""

import json
import subprocess
import tempfile

TIMEOUT_S = 300


def json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def stored(path):
    with open(path, encoding="utf-8") as lines:
        return json_lines(lines.read())


def run(newswire, command, files):
    done = subprocess.run([newswire, command, *files], stdout=subprocess.PIPE,
                          timeout=TIMEOUT_S, check=True)
    return json_lines(done.stdout.decode("utf-8"))


def clean(newswire, paths):
    return run(newswire, "clean", [str(path) for path in paths])


def extract(newswire, paths):
    return run(newswire, "extract", [str(path) for path in paths])


def extract_texts(newswire, documents):
    """Extraction alone: `documents` are {"id", "title"?, "text", "published"?}."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
        for document in documents:
            said = {k: v for k, v in document.items() if v is not None}
            given.write(json.dumps(said, ensure_ascii=False) + "\n")
        given.flush()
        return run(newswire, "extract", ["--jsonl", given.name])


def by_article(published):
    """{article's id: what its events say} of published events."""
    events = {}
    for line in published:
        events.setdefault(line["data"]["article"]["id"], []).append(line["data"])
    return events
