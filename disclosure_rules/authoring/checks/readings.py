"""Rules into what they read: which facts, where, and what it comes to if there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.language import conditions as c

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.policy import Definition, Rule
    from disclosure_rules.language.source import Span


class Reading(NamedTuple):
    """One place at which a rule reads a fact."""

    path: str
    span: Span
    """Where the fact is named: in a test, or where it is handed to a definition."""
    rule: Rule
    none_holds: bool
    """Whether the rule is nearer to holding when the fact is none."""

    @property
    def none_helps(self) -> bool:
        """Whether a disclosure is nearer when the fact is none."""
        return self.none_holds == (self.rule.effect == "allow")


def readings(inspected: Inspected) -> tuple[Reading, ...]:
    """Return every reading of every rule; worked out once."""
    return inspected.remembered("readings", lambda: tuple(_readings(inspected)))


def _readings(inspected: Inspected) -> Iterator[Reading]:
    for age in inspected.ages:
        reader = Reader(age.world.definitions)
        for rule in age.rules:
            for asked, positive in _asked(rule):
                for path, span, none_holds in reader.read(asked, {}, positive=positive):
                    yield Reading(path, span, rule, none_holds)


def _asked(rule: Rule) -> Iterator[tuple[c.Condition, bool]]:
    if rule.when is not None:
        yield rule.when, True
    if rule.unless is not None:
        yield rule.unless, False
    pending = [(exemption, False) for exemption in rule.exceptions]
    while pending:
        exemption, positive = pending.pop()
        yield exemption.when, positive
        pending.extend((below, not positive) for below in exemption.exceptions)


_Found = tuple[str, "Span", bool]


class Reader:
    """Read conditions with these definitions; each is read once for the same arguments."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        """Read with these."""
        self.definitions = definitions
        self._known: dict[Hashable, tuple[_Found, ...]] = {}

    def read(
        self, asked: c.Condition, handed: Mapping[str, tuple[str, Span]], *, positive: bool
    ) -> Iterator[_Found]:
        """Yield what a condition reads; `handed` says what the arguments of a definition are."""
        match asked:
            case c.Test(path, operator, operand):
                absence = operator == "present" and getattr(operand, "value", None) is False
                for one in (path, operand.path) if isinstance(operand, c.The) else (path,):
                    yield (*_named(one, asked.span, handed), positive == absence)
            case c.Some(of) | c.Every(of):
                yield of.fact.path, asked.span, positive == isinstance(asked, c.Every)
                yield from self.read(asked.where, handed, positive=positive)
            case c.Holds():
                yield from self._defined(asked, handed, positive=positive)
            case _:
                below = isinstance(asked, c.Not)
                for part in c.parts_of(asked):
                    yield from self.read(part, handed, positive=positive != below)

    def _defined(
        self, asked: c.Holds, handed: Mapping[str, tuple[str, Span]], *, positive: bool
    ) -> tuple[_Found, ...]:
        arguments = {
            name: _named(path, asked.span, handed)
            for name, path in asked.arguments
            if not isinstance(path, c.RecordPath)
        }
        key = (asked.definition, tuple(sorted(arguments.items())), positive)
        if key not in self._known:
            means = self.definitions[asked.definition].means
            self._known[key] = tuple(dict.fromkeys(self.read(means, arguments, positive=positive)))
        return self._known[key]


def _named(path: c.Path, span: Span, handed: Mapping[str, tuple[str, Span]]) -> tuple[str, Span]:
    return handed[path.name] if isinstance(path, c.Argument) else (path.fact.path, span)
