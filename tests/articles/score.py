"""How near a reading of an article is to what its files here expect.

Three figures, none of which needs anything outside this folder: the cleaned text (F1
over shingles), the fields about the page (how many are exactly right) and the events
(precision, recall and F1 over fillers, paired as tests/articles/README.md says).
"""

import datetime
import re
import unicodedata
from collections import Counter

FIELDS = ("title", "authors", "source", "original_source", "published", "lang", "kind", "flags")

# Roles of each type; `*` marks key roles. The catalogue of the programs is
# workers/types/*.yaml; this copy keeps the judge apart from the judged.
ROLES = {
    "funding": "company* investors lead_investors amount round valuation date cumulative",
    "valuation": "company* amount* date",
    "acquisition": "acquirer* target* price stake date",
    "listing": "company* action exchange raised market_cap date",
    "release": "organization* product* kind parameters open_source date",
    "founding": "organization* founders place date",
    "personnel": "person* organization* action* role date",
    "stake_change": "company* shareholder* action* percent amount shares date",
    "partnership": "parties* subject date",
    "layoff": "organization* count percent date",
    "metric": "subject* metric* value* date",
}


def roles(kind):
    return ROLES.get(kind, "").replace("*", "").split()


def key_roles(kind):
    return [role[:-1] for role in ROLES.get(kind, "").split() if role.endswith("*")]


SHINGLE = 3


# ---------------------------------------------------------------- text

def tokens(text):
    """Latin words and numbers whole, every other visible character alone."""
    return re.findall(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]", text or "")


def shingles(text):
    units = tokens(text)
    last = max(len(units) - SHINGLE + 1, min(len(units), 1))
    return Counter(tuple(units[i:i + SHINGLE]) for i in range(last))


def f1(right, predicted, wanted):
    return 2 * right / (predicted + wanted) if predicted + wanted else 1.0


def text_f1(wanted, predicted):
    """F1 over runs of three tokens, so that noise in between costs as well as loss."""
    a, b = shingles(wanted), shingles(predicted)
    return f1(sum((a & b).values()), sum(b.values()), sum(a.values()))


# ---------------------------------------------------------------- fields

def same_time(wanted, predicted):
    """The zone counts only where the page states one, hence where `wanted` has it; of a
    page that states a day alone, so does the time."""
    if wanted is None or predicted is None:
        return wanted == predicted
    if len(wanted) == len("2024-03-05"):
        return predicted[:len(wanted)] == wanted
    try:
        a = datetime.datetime.fromisoformat(wanted.replace("Z", "+00:00"))
        b = datetime.datetime.fromisoformat(predicted.replace("Z", "+00:00"))
    except ValueError:
        return False
    if a.tzinfo is None:
        return a == b.replace(tzinfo=None)
    return b.tzinfo is not None and a == b


def same_field(name, wanted, predicted):
    """A list in a field of one value means: any of these."""
    if name in ("authors", "flags"):
        return sorted(wanted) == sorted(predicted or [])
    if isinstance(wanted, list):
        return any(same_field(name, one, predicted) for one in wanted)
    if name == "published":
        return same_time(wanted, predicted)
    if wanted is None or predicted is None:
        return wanted == predicted
    return " ".join(wanted.split()) == " ".join(predicted.split())


def wrong_fields(meta, cleaned):
    return [name for name in FIELDS if not same_field(name, meta[name], cleaned.get(name))]


# ---------------------------------------------------------------- fillers

def fold(form):
    """Width, case, blanks and punctuation do not matter."""
    return "".join(c for c in unicodedata.normalize("NFKC", form).lower() if c.isalnum())


def same_date(a, b):
    """One is a prefix of the other; without a year, month and day decide."""
    a, b = (str(d).split("T")[0] for d in (a, b))
    if a.startswith("--") or b.startswith("--"):
        a, b = ("--" + d[5:] if not d.startswith("--") else d for d in (a, b))
        if a == "--" or b == "--":
            return False
    return a.startswith(b) or b.startswith(a)


def same_number(wanted, predicted):
    try:
        value = float(predicted.get("value"))
    except (TypeError, ValueError):
        return False
    if abs(value - wanted["value"]) > 0.01 * abs(wanted["value"]):
        return False
    currency = wanted.get("currency")
    return currency is None or predicted.get("currency") == currency


def same_filler(wanted, predicted):
    """`wanted` is a list of accepted forms, a term, true, a date, a number or money."""
    if isinstance(wanted, list):
        forms = {fold(form) for form in wanted}
        said = (predicted.get("text"), predicted.get("name"), predicted.get("value"))
        return any(isinstance(form, str) and fold(form) in forms for form in said)
    if wanted is True:
        return predicted.get("value") in (True, "true")
    if isinstance(wanted, str):
        return str(predicted.get("value", predicted.get("text"))).lower() == wanted.lower()
    if isinstance(wanted["value"], str):
        return predicted.get("value") is not None and \
            same_date(wanted["value"], predicted["value"])
    return same_number(wanted, predicted)


def matched(wanted, predicted):
    """How many fillers of one role agree, one to one."""
    left = list(predicted)
    for filler in wanted:
        hit = next((p for p in left if same_filler(filler, p)), None)
        if hit is not None:
            left.remove(hit)
    return len(predicted) - len(left)


# ---------------------------------------------------------------- events

def agreement(gold, event):
    """Fillers in agreement; 0 unless one of them is in a key role."""
    hits = {role: matched(gold["args"].get(role, []), fillers)
            for role, fillers in event["args"].items()}
    if not any(hits.get(role) for role in key_roles(gold["type"])):
        return 0
    return sum(hits.values())


def pairs(golds, events):
    """Pairs (gold, event) of one type such that most fillers agree in all: the
    Hungarian method on the matrix of agreements, smaller side first."""
    if len(golds) > len(events):
        return [(g, e) for e, g in assigned(events, golds, lambda e, g: agreement(g, e))]
    return assigned(golds, events, agreement)


def assigned(rows, columns, gain):
    if not rows:
        return []
    cost = [[-gain(r, c) for c in columns] for r in rows]
    n, m = len(rows), len(columns)
    u, v, owner = [0] * (n + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0], j0 = i, 0
        least, came, done = [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while owner[j0]:
            done[j0], i0, delta, j1 = True, owner[j0], float("inf"), 0
            for j in range(1, m + 1):
                if done[j]:
                    continue
                slack = cost[i0 - 1][j - 1] - u[i0] - v[j]
                if slack < least[j]:
                    least[j], came[j] = slack, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(m + 1):
                if done[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
        while j0:
            owner[j0], j0 = owner[came[j0]], came[j0]
    return [(rows[owner[j] - 1], columns[j - 1]) for j in range(1, m + 1)
            if owner[j] and cost[owner[j] - 1][j - 1] < 0]


class Tally:
    """Counts over fillers; of paired events, how many have the right modality."""

    def __init__(self):
        self.right = self.extra = self.missing = 0
        self.paired = self.modality = 0
        self.notes = []

    def add(self, other):
        for name in ("right", "extra", "missing", "paired", "modality"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes

    @property
    def precision(self):
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self):
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self):
        return f1(self.right, self.right + self.extra, self.right + self.missing)

    @property
    def modality_share(self):
        return self.modality / self.paired if self.paired else 1.0


def shown(event):
    said = lambda f: f if isinstance(f, str) else f[0] if isinstance(f, list) else \
        f if f is True else f.get("text", f.get("value"))
    return event["type"] + " " + ", ".join(
        "%s=%s" % (role, "/".join(str(said(f)) for f in fillers))
        for role, fillers in event["args"].items())


def count_pair(tally, gold, event):
    may_lack = set(gold.get("optional_args", ()))
    tally.paired += 1
    tally.modality += event.get("modality", "asserted") == gold["modality"]
    for role in set(gold["args"]) | set(event["args"]):
        wanted, given = gold["args"].get(role, []), event["args"].get(role, [])
        hits = matched(wanted, given)
        tally.right += hits
        tally.extra += len(given) - hits
        lacking = 0 if role in may_lack or gold.get("optional") else len(wanted) - hits
        tally.missing += lacking
        if len(given) > hits:
            tally.notes.append("wrong    %s in %s" % (role, shown(event)))
        if lacking:
            tally.notes.append("lacking  %s in %s" % (role, shown(gold)))


def count_type(tally, golds, events):
    found = pairs(golds, events)
    for gold, event in found:
        count_pair(tally, gold, event)
    for event in events:
        if not any(event is e for _, e in found):
            tally.extra += sum(len(f) for f in event["args"].values())
            tally.notes.append("spurious " + shown(event))
    for gold in golds:
        if gold.get("optional") or any(gold is g for g, _ in found):
            continue
        may_lack = gold.get("optional_args", ())
        tally.missing += sum(len(f) for role, f in gold["args"].items() if role not in may_lack)
        tally.notes.append("missed   " + shown(gold))


def without_empty_dates(event):
    """A date that says only 昨日 has no value: it is neither right nor wrong."""
    args = {role: [f for f in fillers if role != "date" or f.get("value") is not None]
            for role, fillers in event["args"].items()}
    return {**event, "args": {role: fillers for role, fillers in args.items() if fillers}}


def score_events(golds, events):
    """{type: Tally} of one article; `events` are the `data` of published events."""
    events = [without_empty_dates(e) for e in events]
    tallies = {}
    for kind in sorted({e["type"] for e in golds} | {e["type"] for e in events}):
        tallies[kind] = Tally()
        count_type(tallies[kind], [g for g in golds if g["type"] == kind],
                   [e for e in events if e["type"] == kind])
    return tallies


# ---------------------------------------------------------------- sums

def whole(tallies):
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def print_by_type(tallies_of_each):
    """A line for each type over all articles, and one over all types."""
    types = {}
    for tallies in tallies_of_each:
        for kind, tally in tallies.items():
            types.setdefault(kind, Tally()).add(tally)
    for kind, tally in [*sorted(types.items()), ("all", whole(types.values()))]:
        print("# %-14s P %.3f R %.3f F1 %.3f (%d right, %d extra, %d missing)" %
              (kind, tally.precision, tally.recall, tally.f1, tally.right, tally.extra,
               tally.missing))
