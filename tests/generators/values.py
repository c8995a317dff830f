"""A type into random values of it, few enough that two of them are often equal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Final

from tests.generators.vocabularies import TEXTS, Forest, Kind, Words

OFFSETS: Final = (0, 60, 120, 180, -300, 345, -210, 630)
"""Minutes east of Greenwich with which times are written."""

DURATIONS: Final = (
    "0 days",
    "1 hour",
    "25 hours",
    "720 hours",
    "1 day",
    "30 days",
    "365 days",
    "1 month",
    "3 months",
    "13 months",
    "1 year",
    "4 years",
)
RARE_DURATIONS: Final = ("9000 years", "100000 months", "1000000 days")


def random_instant(chance: Random, words: Words) -> datetime:
    """Return an instant near those at which things happen."""
    near = chance.choice(words.instants)
    shift = chance.choice(
        (
            timedelta(),
            timedelta(),
            timedelta(microseconds=chance.choice((1, -1))),
            timedelta(hours=chance.choice((1, -1))),
            timedelta(days=chance.choice((1, -1, 29, 30, 31, -28, -30, -31, 365, -366))),
        )
    )
    return near + shift


def random_day(chance: Random, words: Words) -> date:
    """Return a civil date near those on which things happen."""
    return random_instant(chance, words).astimezone(words.zone).date()


def written_instant(chance: Random, instant: datetime, words: Words) -> str:
    """Return an instant as a text: in the vocabulary's zone, in UTC, or with some other offset."""
    style = chance.random()
    if style < 0.4:
        local = instant.astimezone(words.zone)
        offset = local.utcoffset() or timedelta()
        if offset % timedelta(minutes=1):
            return instant.astimezone(UTC).isoformat()
        return local.isoformat()
    if style < 0.6:
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    offset = timedelta(minutes=chance.choice(OFFSETS))
    return instant.astimezone(timezone(offset)).isoformat()


def random_plain(chance: Random, name: str, words: Words) -> object:
    """Return a value of a plain type, as JSON writes it."""
    match name:
        case "boolean":
            return chance.random() < 0.6
        case "integer":
            return chance.choice((0, 1, 2, 3, -1))
        case "number":
            return chance.choice((0, 1, 1.5, 2, 0.1, -1, 3))
        case "text":
            return chance.choice(TEXTS)
        case "time":
            return written_instant(chance, random_instant(chance, words), words)
        case "date":
            return random_day(chance, words).isoformat()
        case "duration":
            rare = chance.random() < 0.03
            return chance.choice(RARE_DURATIONS if rare else DURATIONS)
        case _:
            message = f"no type is called {name}"
            raise ValueError(message)


def random_description(chance: Random, forest: Forest, *, broad: float) -> str:
    """Return a term, more often than not a leaf."""
    if chance.random() < broad:
        return chance.choice(forest.terms)
    return chance.choice([term for term in forest.terms if not forest.children(term)])


def random_set(chance: Random, of: str, words: Words, *, least: int) -> list[str]:
    """Return the members of a set of texts or terms."""
    pool = TEXTS if of == "text" else words.forests[of].terms
    count = min(len(pool), chance.choice((least, 1, 1, 2, 2, 3)))
    return chance.sample(pool, count)


def random_value(chance: Random, kind: Kind, words: Words, *, broad: float = 0.2) -> object:
    """Return a value of a type that is no list, as a request gives it."""
    match kind.form:
        case "plain":
            return random_plain(chance, kind.of, words)
        case "term":
            return random_description(chance, words.forests[kind.of], broad=broad)
        case "categories":
            forest = words.forests[kind.of]
            several = 1 if chance.random() < 0.75 else chance.randint(1, 3)
            terms = [random_description(chance, forest, broad=broad) for _ in range(several)]
            return terms[0] if several == 1 and chance.random() < 0.7 else sorted(set(terms))
        case "set":
            return random_set(chance, kind.of, words, least=0)
        case "list":
            message = "records are made with their fields"
            raise ValueError(message)
