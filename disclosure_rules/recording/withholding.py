"""Facts of a request into what a log may keep of them: what the vocabulary withholds stays out.

The data subject's own id always stays out; a pseudonym stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.language.vocabulary import Categories, Records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.vocabulary import Fact, Vocabulary
    from disclosure_rules.recording.keys import Keys
    from disclosure_rules.request import Facts

_NOTHING: Final = object()


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """What a log keeps of the facts of a request."""

    input: dict[str, Any]
    """The request as plain data, in the form in which it is asked."""
    erased: tuple[str, ...]
    """The paths of facts that were given and are left out, sorted."""
    masked: tuple[str, ...]
    """The paths of facts of which there is only a keyed digest, sorted."""


def keep(vocabulary: Vocabulary, facts: Facts, keys: Keys) -> Kept:
    """Return what a log may keep of facts."""
    return _Keeper(vocabulary, keys).keep(facts)


def keeps_ids(vocabulary: Vocabulary, path: str) -> bool:
    """Tell whether a log may name the records of a list by their ids."""
    listed = vocabulary.fact_or_field(path)
    return listed.log is None and vocabulary.fact_or_field(f"{path}.id").log is None


class _Keeper:
    def __init__(self, vocabulary: Vocabulary, keys: Keys) -> None:
        self.vocabulary = vocabulary
        self.keys = keys
        self.erased: set[str] = set()
        self.masked: set[str] = set()

    def keep(self, facts: Facts) -> Kept:
        # An entity that is given stays given, whatever of it is left out.
        kept: dict[str, Any] = {entity: {} for entity in facts.entities}
        for path, value in facts.given.items():
            entity, dot, name = path.partition(".")
            if path == f"{self.vocabulary.subject}.id":
                continue
            plain = self.fact(self.vocabulary.fact_or_field(path), value)
            if plain is not _NOTHING:
                (kept[entity] if dot else kept)[name or entity] = plain
        if facts.items[0].known:
            kept["items"] = [self.item(item.given) for item in facts.items]
        return Kept(kept, tuple(sorted(self.erased)), tuple(sorted(self.masked)))

    def item(self, given: Mapping[str, Any]) -> dict[str, Any]:
        told = {}
        for path, value in given.items():
            fact = self.vocabulary.fact_or_field(path)
            told[fact.name] = self.fact(fact, value)
        return {name: plain for name, plain in told.items() if plain is not _NOTHING}

    def fact(self, fact: Fact, value: Any) -> object:
        if fact.log is None:
            return self.plain(fact, value, withholding=True)
        if fact.log == "never":
            self.erased.add(fact.path)
            return _NOTHING
        self.masked.add(fact.path)
        return self.keys.digest(fact.path, self.plain(fact, value, withholding=False))

    def plain(self, fact: Fact, value: Any, *, withholding: bool) -> object:
        match fact.type:
            case Records(fields):
                return [self.record(fields, each, withholding=withholding) for each in value]
            case Categories() if len(value) == 1:
                return value[0]
            case _:
                return plain_value(value)

    def record(
        self, fields: Mapping[str, Fact], given: Mapping[str, Any], *, withholding: bool
    ) -> dict[str, Any]:
        if not withholding:
            return {name: plain_value(value) for name, value in given.items()}
        told = {name: self.fact(fields[name], value) for name, value in given.items()}
        return {name: plain for name, plain in told.items() if plain is not _NOTHING}


def plain_value(value: Any) -> object:
    """Return a single value, or a set, as JSON has it; an exact decimal is a text."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
