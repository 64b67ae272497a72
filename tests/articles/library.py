"""The articles of this folder: what each consists of, and whether it is well made."""

import json
import pathlib

import score

HERE = pathlib.Path(__file__).resolve().parent
PHRASES = HERE / "phrases.jsonl"

MODALITIES = {"asserted", "reported", "planned", "possible", "denied"}


class Article:
    """NNN-slug: its bytes, and what should become of them. Pages that are no article
    have no `text`: what is printed of them does not matter as long as `kind` is right."""

    def __init__(self, meta_path):
        self.name = meta_path.name[:-len(".meta.json")]
        self.meta = json.loads(meta_path.read_text("utf-8"))
        self.path = meta_path.with_name(self.meta["file"])
        text = meta_path.with_name(self.name + ".text")
        self.text = text.read_text("utf-8") if text.exists() else None
        events = meta_path.with_name(self.name + ".events.json")
        self.gold = json.loads(events.read_text("utf-8"))

    @property
    def events(self):
        return self.gold["events"]

    def as_clean(self):
        """What extraction is given when the article was cleaned perfectly."""
        return {"id": self.name, "title": self.title, "text": self.text or "",
                "published": self.meta["published"]}

    @property
    def title(self):
        """The title, or the first of its accepted forms; None when there is none."""
        title = self.meta["title"]
        return next((t for t in title if t), None) if isinstance(title, list) else title


def articles():
    return [Article(path) for path in sorted(HERE.glob("*.meta.json"))]


def phrases():
    return [json.loads(line) for line in PHRASES.read_text("utf-8").splitlines()]


def bare(text):
    return "".join(text.split())


def faults_of_event(event, where):
    roles = score.roles(event["type"])
    if not roles:
        yield "unknown type " + event["type"]
    if event["modality"] not in MODALITIES:
        yield "unknown modality " + event["modality"]
    if not set(event["args"]) & set(score.key_roles(event["type"])):
        yield "no key role in " + score.shown(event)
    for role in list(event["args"]) + event.get("optional_args", []):
        if role not in roles or role not in event["args"]:
            yield "no role %s in %s" % (role, score.shown(event))
    if bare(event.get("evidence", "")) not in where:
        yield "evidence is not in the text: " + event["evidence"]
    for fillers in event["args"].values():
        yield from (fault for f in fillers for fault in faults_of_filler(f, where))


def faults_of_filler(filler, where):
    if isinstance(filler, list) and not any(bare(form) in where for form in filler):
        yield "no form of it is in the text: " + "/".join(filler)
    if isinstance(filler, dict) and bare(filler["text"]) not in where:
        yield "not in the text: " + filler["text"]


def faults(article):
    """What is wrong with the files of one article, as sentences."""
    for field in score.FIELDS + ("submit",):
        if field not in article.meta:
            yield "meta lacks " + field
    if article.gold["article"] != article.name:
        yield "events are of " + article.gold["article"]
    if article.gold["published"] != article.meta["published"]:
        yield "events and meta differ in `published`"
    where = bare(article.text or "") + bare(article.title or "")
    yield from faults_of_events(article.events, where)


def faults_of_events(events, where):
    for event in events:
        yield from faults_of_event(event, where)
    for kind, tally in score.score_events(events, as_published(events)).items():
        if tally.f1 < 1:
            yield "its own events do not pair with themselves: %s %s" % (kind, tally.notes)


def faults_of_phrase(phrase):
    for fault in faults_of_events(phrase["events"], bare(phrase["text"])):
        yield "%s: %s" % (phrase["id"], fault)


def as_published(events):
    """Expected events in the form in which newswire would publish them."""
    def filler(f):
        if isinstance(f, list):
            return {"text": f[0]}
        return f if isinstance(f, dict) else {"text": str(f), "value": f}
    return [{"type": e["type"], "modality": e["modality"],
             "args": {role: [filler(f) for f in fillers] for role, fillers in e["args"].items()}}
            for e in events]
