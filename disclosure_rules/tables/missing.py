"""Facts that could still decide an item into truths of a row: one for each path.

The same as `deciding.missing` says of one item: what the unknown tests read, under the unknown
parts of the unknown deny rules and, if no allow rule is true, of the unknown allow rules.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import Categories, OneTerm
from disclosure_rules.tables.nodes import Truth, conj, disj, given, neg, one_of, some
from disclosure_rules.tables.standing import AN_ELEMENT, NOWHERE, Standing, Within, of_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import Exemption, Rule
    from disclosure_rules.tables.facts import Reading

Found: TypeAlias = "Iterator[tuple[str, Truth]]"
"""Paths, each with when it is missing."""


class Missing:
    """What could still decide a row."""

    def __init__(self, standing: Standing) -> None:
        """Speak of these rules."""
        self._standing = standing

    def paths(self, allow: Iterable[Rule], deny: Iterable[Rule]) -> Mapping[str, Truth]:
        """Return, by path, when a fact could still decide a row that is `facts_missing`."""
        allow = tuple(allow)
        found = self._gathered(self._in_rules(deny))
        none_allows = neg(disj(self._standing.rule(rule, wanted=True) for rule in allow))
        for path, truth in _under(none_allows, self._in_rules(allow)):
            found[path].append(truth)
        return {path: disj(truths) for path, truths in sorted(found.items())}

    @staticmethod
    def _gathered(found: Found) -> dict[str, list[Truth]]:
        gathered: dict[str, list[Truth]] = defaultdict(list)
        for path, truth in found:
            gathered[path].append(truth)
        return gathered

    def _joined(self, found: Found) -> Found:
        """Yield each path once."""
        for path, truths in self._gathered(found).items():
            yield path, disj(truths)

    def _in_rules(self, rules: Iterable[Rule]) -> Found:
        for rule in rules:
            with self._standing.asking(rule):
                yield from _under(self._open_rule(rule), self._joined(self._in_rule(rule)))

    def _open_rule(self, rule: Rule) -> Truth:
        rule_is = self._standing.rule
        return conj((neg(rule_is(rule, wanted=True)), neg(rule_is(rule, wanted=False))))

    def _in_rule(self, rule: Rule) -> Found:
        parts = zip(
            self._standing.head(rule.head, rule.effect, wanted=True),
            self._standing.head(rule.head, rule.effect, wanted=False),
            strict=True,
        )
        for (reading, true), (_, false) in parts:
            yield reading.fact.path, conj((neg(true), neg(false)))
        for part in (rule.when, rule.unless):
            if part is not None:
                yield from self._in_condition(part, NOWHERE)
        yield from self._in_exceptions(rule.exceptions)

    def _in_exceptions(self, exceptions: tuple[Exemption, ...]) -> Found:
        for below in exceptions:
            true = self._standing.exemption(below, wanted=True)
            false = self._standing.exemption(below, wanted=False)
            found = (
                *self._in_condition(below.when, NOWHERE),
                *self._in_exceptions(below.exceptions),
            )
            yield from _under(conj((neg(true), neg(false))), self._joined(iter(found)))

    def _in_condition(self, asked: c.Condition, within: Within) -> Found:
        true = self._standing.condition(asked, within, wanted=True)
        false = self._standing.condition(asked, within, wanted=False)
        still_open = conj((neg(true), neg(false)))
        if still_open is not False:
            yield from _under(still_open, self._joined(self._below(asked, within)))

    def _below(self, asked: c.Condition, within: Within) -> Found:
        match asked:
            case c.Test():
                yield from self._in_test(asked, within)
            case c.Some() | c.Every():
                yield from self._in_quantified(asked, within)
            case c.Holds():
                means = self._standing.in_force.definitions[asked.definition].means
                yield from self._in_condition(means, self._standing.inside(asked, within))
            case c.PermittedBy():
                yield from self._in_rules(self._standing.permitting(asked))
            case _:
                for part in c.parts_of(asked):
                    yield from self._in_condition(part, within)

    def _in_quantified(self, asked: c.Some | c.Every, within: Within) -> Found:
        reading = self._standing.reader.fact(asked.of.fact)
        path = reading.fact.path
        yield path, reading.unknown
        any_record = self._in_condition(asked.where, of_each(asked, within, None))
        for below, truth in any_record:
            if not below.startswith(f"{path}."):
                yield below, conj((reading.unknown, truth))
        for below, truth in self._joined(self._in_condition(asked.where, of_each(asked, within))):
            found = some(reading.value, AN_ELEMENT, lambda _, truth=truth: truth)  # type: ignore[misc]  # bound at once
            yield below, conj((given(reading.value), found))

    def _in_test(self, asked: c.Test, within: Within) -> Found:
        paths = [asked.path]
        if isinstance(asked.operand, c.The):
            paths.append(asked.operand.path)
        for path in paths:
            reading = self._standing.reading(path, within)
            yield reading.fact.path, disj((reading.unknown, self._too_broad(reading)))

    def _too_broad(self, reading: Reading) -> Truth:
        kind = reading.fact.type
        if not isinstance(kind, (OneTerm, Categories)) or reading.known is False:
            return False
        taxonomy = self._standing.vocabulary.taxonomies[kind.taxonomy]
        broad = [term for term in taxonomy.terms if not taxonomy.is_leaf(term)]
        if isinstance(kind, OneTerm):
            return conj((reading.known, one_of(reading.value, broad)))
        of_some = some(reading.value, "a term", lambda term: one_of(term, broad))
        return conj((reading.known, of_some))


def _under(truth: Truth, found: Found) -> Found:
    """Yield what is found, where something holds."""
    for path, each in found:
        both = conj((truth, each))
        if both is not False:
            yield path, both
