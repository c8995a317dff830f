"""A source of chance into a small vocabulary: its words, and the document that declares them.

Nothing here imports the library, so that what the generators believe of a vocabulary (what fits,
what silence means) is a second opinion. Every generator takes a `random.Random`: a seeded one for
bulk runs, or the one that Hypothesis hands out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

Document = dict[str, Any]

ZONES: Final = (
    "Europe/Tallinn",
    "America/New_York",
    "Australia/Lord_Howe",  # clocks move by half an hour
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
)
PLAIN: Final = ("boolean", "integer", "number", "text", "time", "date")
TEXTS: Final = ("a", "b", "c")
FURTHER: Final = "courts"
"""A taxonomy beside the five that every vocabulary has."""

_PREFIXES: Final = {
    "operations": "op",
    "purposes": "pu",
    "recipients": "re",
    "data": "da",
    "grounds": "gr",
    FURTHER: "co",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a fact, a parameter or an argument: a plain word, or a form and its words."""

    form: Literal["plain", "term", "set", "categories", "list"]
    of: str
    """The plain type; the taxonomy; of a set `text` too; empty for a list."""

    def written(self) -> Document:
        """Return the entries of a document that declare the type."""
        return {"type": self.of} if self.form == "plain" else {self.form: self.of}

    def as_given(self) -> object:
        """Return the type as `given` of a definition writes it."""
        return self.of if self.form == "plain" else {self.form: self.of}


@dataclass(frozen=True, slots=True)
class FactWord:
    """A fact that a request may carry."""

    path: str
    kind: Kind
    silence: Literal["unknown", "none"]
    fields: tuple[FactWord, ...] = ()
    built_in: bool = False

    @property
    def name(self) -> str:
        """The key under which a request carries it."""
        return self.path.rpartition(".")[2]

    def written(self) -> Document:
        """Return the document entry that declares the fact."""
        if self.kind.form == "list":
            entry: Document = {"list": {below.name: below.written() for below in self.fields}}
        else:
            entry = self.kind.written()
        return entry if self.silence == "unknown" else {**entry, "silence_means": "none"}


@dataclass(frozen=True, slots=True)
class Forest:
    """The terms of a taxonomy, with the parent of each."""

    name: str
    parents: Mapping[str, str | None]
    involves: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term."""
        return tuple(self.parents)

    def children(self, term: str | None) -> tuple[str, ...]:
        """The terms directly below a term; the roots below None."""
        return tuple(below for below, parent in self.parents.items() if parent == term)

    def below(self, term: str) -> tuple[str, ...]:
        """The term itself and everything narrower."""
        found = [term]
        for child in self.children(term):
            found.extend(self.below(child))
        return tuple(found)

    def leaves(self, term: str) -> tuple[str, ...]:
        """The terms at or below a term that have nothing narrower."""
        return tuple(below for below in self.below(term) if not self.children(below))

    def written(self, term: str | None = None) -> Document:
        """Return the document entries of what stands below a term."""
        entries: Document = {}
        for child in self.children(term):
            entry: Document = {}
            inherited = self.involves.get(term, frozenset()) if term else frozenset()
            own = sorted(self.involves.get(child, frozenset()) - inherited)
            if own:
                entry["involves"] = own
            if self.children(child):
                entry["narrower"] = self.written(child)
            entries[child] = entry
        return entries


@dataclass(frozen=True, slots=True)
class Words:
    """A vocabulary as the generators know it."""

    zone: ZoneInfo
    subject: str
    forests: Mapping[str, Forest]
    entities: Mapping[str, Mapping[str, FactWord]]
    """Facts by entity and name; built-in ones too."""
    silent_entities: frozenset[str]
    """Entities whose absence means none for all of their facts."""
    instants: tuple[datetime, ...]
    """A few instants, in UTC, at which things happen in this little world."""

    def facts(self) -> Iterator[FactWord]:
        """Yield every fact that a path names: those of the request itself, then of entities."""
        yield FactWord("operation", Kind("term", "operations"), "unknown", built_in=True)
        yield FactWord("purpose", Kind("term", "purposes"), "unknown", built_in=True)
        yield FactWord("moment", Kind("plain", "time"), "unknown", built_in=True)
        for facts in self.entities.values():
            yield from facts.values()

    @property
    def days(self) -> tuple[date, ...]:
        """The civil dates of the instants."""
        return tuple(sorted({instant.astimezone(self.zone).date() for instant in self.instants}))

    def document(self) -> Document:
        """Return the vocabulary as plain document data."""
        facts: Document = {}
        for entity, words in self.entities.items():
            entry: Document = {w.name: w.written() for w in words.values() if not w.built_in}
            if entity in self.silent_entities:
                entry["silence_means"] = "none"
            facts[entity] = entry
        return {
            "kind": "vocabulary",
            "language": 1,
            "id": "little_world",
            "time_zone": self.zone.key,
            "languages": ["en"],
            "subject": self.subject,
            "terms": {name: forest.written() for name, forest in self.forests.items()},
            "facts": facts,
        }


def random_words(chance: Random) -> Words:
    """Return a random vocabulary."""
    zone = ZoneInfo(chance.choice(ZONES))
    forests = {name: _forest(chance, name) for name in _PREFIXES}
    subject = chance.choice(("client", "patient"))
    entities = {
        "recipient": {
            "id": _built_in("recipient.id", Kind("plain", "text")),
            "kind": _built_in("recipient.kind", Kind("term", "recipients")),
            **_facts(chance, "recipient", chance.randint(0, 3), lists=0),
        },
        subject: {
            "id": _built_in(f"{subject}.id", Kind("plain", "text")),
            **_facts(chance, subject, chance.randint(2, 6), lists=chance.randint(1, 2)),
        },
        "item": {
            "name": _built_in("item.name", Kind("plain", "text")),
            "category": _built_in("item.category", Kind("categories", "data")),
            **_facts(chance, "item", chance.randint(1, 3), lists=chance.choice((0, 0, 0, 1))),
        },
    }
    for entity in ("demand", "dispute")[: chance.randint(0, 2)]:
        entities[entity] = _facts(chance, entity, chance.randint(1, 4), lists=chance.randint(0, 1))
    silent = frozenset(
        name for name in ("demand", "dispute") if name in entities and chance.random() < 0.5
    )
    instants = tuple(sorted(chance.sample(happenings(zone), chance.randint(3, 6))))
    return Words(zone, subject, forests, entities, silent, instants)


def _built_in(path: str, kind: Kind) -> FactWord:
    return FactWord(path, kind, "unknown", built_in=True)


def _forest(chance: Random, name: str) -> Forest:
    prefix = _PREFIXES[name]
    parents: dict[str, str | None] = {}
    roots = [f"{prefix}{number}" for number in range(1, chance.randint(1, 3) + 1)]
    pending: list[tuple[str, str | None, int]] = [(root, None, 1) for root in roots]
    while pending:
        term, parent, depth = pending.pop(0)
        parents[term] = parent
        if depth < 3 and len(parents) < 9 and chance.random() < (0.6, 0.4)[depth - 1]:
            pending += [
                (f"{term}_{n}", term, depth + 1) for n in range(1, chance.randint(1, 3) + 1)
            ]
    involves: dict[str, frozenset[str]] = {}
    if name == "operations":
        for term, parent in parents.items():
            inherited = involves[parent] if parent else frozenset()
            own = {part for part in ("purpose", "recipient") if chance.random() < 0.5}
            involves[term] = inherited | own
    return Forest(name, parents, involves)


def random_kind(chance: Random) -> Kind:
    """Return a random type of a fact that is no list."""
    form = chance.random()
    if form < 0.65:
        return Kind("plain", chance.choice(PLAIN))
    if form < 0.8:
        return Kind("term", chance.choice(("recipients", "data", "purposes", FURTHER)))
    return Kind("set", chance.choice(("recipients", "data", "purposes", FURTHER, "text", "data")))


def _facts(chance: Random, entity: str, count: int, *, lists: int) -> dict[str, FactWord]:
    found = {}
    for number in range(count):
        path = f"{entity}.f{number}"
        found[f"f{number}"] = FactWord(path, random_kind(chance), _silence(chance))
    for number in range(lists):
        path = f"{entity}.l{number}"
        fields = [FactWord(f"{path}.id", Kind("plain", "text"), "unknown")]
        fields += [
            FactWord(f"{path}.g{below}", random_kind(chance), _silence(chance))
            for below in range(chance.randint(1, 4))
        ]
        kind = Kind("list", "")
        found[f"l{number}"] = FactWord(path, kind, _silence(chance), tuple(fields))
    return found


def _silence(chance: Random) -> Literal["unknown", "none"]:
    return "none" if chance.random() < 0.4 else "unknown"


@cache
def happenings(zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return instants, in UTC, at which a zone's clocks and a calendar are hard to follow."""
    found: set[datetime] = set()
    hour = datetime(2026, 1, 1, tzinfo=UTC)
    while hour.year == 2026:
        following = hour + timedelta(hours=1)
        if hour.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            minutes = (-60, -30, 0, 30, 59, 60, 90)
            found |= {following + timedelta(minutes=part) for part in minutes}
        hour = following
    for day in ("2024-02-29", "2026-01-31", "2026-02-28", "2026-03-01", "2026-03-31", "2026-12-31"):
        midnight = datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
        found |= {midnight, midnight - timedelta(microseconds=1), midnight + timedelta(hours=12)}
    return tuple(sorted(found))
