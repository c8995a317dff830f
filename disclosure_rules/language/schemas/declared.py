"""What the documents of a policy set declare, for schemas to suggest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.patterns import ID_PATTERN

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader


@dataclass(frozen=True, slots=True)
class Names:
    """The names that documents declare, each with its text for people, which may be empty.

    Those of policies stand as `policy#name`.
    """

    clauses: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of the definitions that take any."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    obligations: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    allow_rules: Mapping[str, str] = field(default_factory=dict)
    fixtures: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names that records have gone by, each with the paths of their lists."""


NO_NAMES: Final = Names()


def names_of(documents: Iterable[object], reader: Reader = "en") -> Names:
    """Return the names that documents declare.

    Args:
        documents: As plain data. They may have faults: schemas help to mend these.
        reader: The language of the texts for people.
    """
    read = list(documents)

    def found(section: str, *, qualified: bool = True) -> dict[str, object]:
        return {
            f"{_in(document, 'id')}#{name}" if qualified else name: entry
            for document in read
            for name, entry in _entries(document, section)
        }

    def told(section: str, text: str = "title", *, qualified: bool = True) -> dict[str, str]:
        entries = found(section, qualified=qualified).items()
        return {name: _text(_in(entry, text), reader) for name, entry in entries}

    arguments = {
        name: tuple(given for given, _ in _entries(entry, "given"))
        for name, entry in found("definitions").items()
    }
    rules = told("rules")
    allowing = {name for name, rule in found("rules").items() if _in(rule, "effect") == "allow"}
    return Names(
        clauses=told("clauses", "says", qualified=False),
        definitions=told("definitions"),
        arguments={name: given for name, given in arguments.items() if given},
        parameters=told("parameters"),
        obligations=told("obligations"),
        rules=rules,
        allow_rules={name: title for name, title in rules.items() if name in allowing},
        fixtures=told("fixtures", qualified=False),
        records=_records(read),
    )


def _in(part: object, key: str) -> object:
    return part.get(key) if isinstance(part, Mapping) else None


def _entries(part: object, section: str) -> Iterator[tuple[str, object]]:
    """Yield what a section declares, by name; nothing where it is misshapen."""
    below = _in(part, section)
    for name, entry in below.items() if isinstance(below, Mapping) else ():
        if _is_name(name):
            yield name, entry


def _is_name(word: object) -> bool:
    return isinstance(word, str) and re.fullmatch(ID_PATTERN, word) is not None


def _text(texts: object, reader: Reader) -> str:
    """Return a text in the reader's language, or else in any."""
    if isinstance(texts, Mapping):
        texts = texts.get(reader, next(iter(texts.values()), None))
    return texts if isinstance(texts, str) else ""


def _records(documents: list[object]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    pending: list[object] = list(documents)
    while pending:
        part = pending.pop()
        for name, of in [(_in(part, "as"), _in(part, "of")), *_entries(part, "given")]:
            if isinstance(name, str) and isinstance(of, str) and _is_name(name):
                found.setdefault(name, {})[of] = None
        below = part.values() if isinstance(part, Mapping) else part
        pending.extend(below if isinstance(below, Iterable) and not isinstance(below, str) else ())
    return {name: tuple(sorted(found[name])) for name in sorted(found)}
