"""Rules into the facts that could still decide a row: whole numbers whose bits stand for paths.

What `facts_missing` lacks is told beside the meaning of the language: what the unknown tests read,
under the unknown parts of the unknown rules. Here it is a number: each part is the union of what
the parts below it lack, or nothing where it is true or false.

A part is asked only where the whole stands open, and so it cannot be what would have settled the
whole: no part of an open `all` is false, none of an open `any` is true. That is never asked twice.
So each condition is asked once for the conditions that it holds, however deep, and what is written
grows as rules do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never, cast

from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import Categories, OneTerm, Records, Vocabulary
from disclosure_rules.tables.bits import Bits, union, union_of_each, where
from disclosure_rules.tables.facts import Reading, facts_of
from disclosure_rules.tables.nodes import Truth, conj, disj, neg, one_of, some
from disclosure_rules.tables.standing import AN_ELEMENT, NOWHERE, Standing, Within, of_each, source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import Exemption, Rule


def paths_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return every path that a row can lack, sorted."""
    found = set()
    for fact in facts_of(vocabulary):
        found.add(fact.path)
        if isinstance(fact.type, Records):
            found |= {field.path for field in fact.type.fields.values()}
    return tuple(sorted(found))


class Lacking:
    """What rows lack, as far as some paths are concerned: one of them for each bit."""

    def __init__(self, standing: Standing, paths: Iterable[str]) -> None:
        """Tell of these paths alone."""
        self._standing = standing
        self._bits: Mapping[str, int] = {path: 1 << bit for bit, path in enumerate(paths)}

    # --- Rules ---------------------------------------------------------------------------------

    def rules(self, rules: Iterable[Rule]) -> Bits:
        """Return what rules lack, none of which is true."""
        return union(self._rule(asked) for asked in rules)

    def _rule(self, asked: Rule) -> Bits:
        with self._standing.asking(asked):
            lacks = union(self._rule_parts(asked))
            return _unless(lambda: self._standing.rule(asked, wanted=False), lacks)

    def _rule_parts(self, asked: Rule) -> Iterator[Bits]:
        """Yield what each part of a rule lacks, when none of them makes it false."""
        # No part of a head that is true or none lacks anything; what is unknown is neither.
        heads = self._standing.head(asked.head, asked.effect, wanted=True)
        for reading, stands in heads:
            yield self._bit(reading, neg(stands))
        if asked.when is not None:
            yield self._condition(asked.when, NOWHERE, never=False)
        if asked.unless is not None:
            yield self._condition(asked.unless, NOWHERE, never=True)
        for below in asked.exceptions:
            yield self._exemption(below)

    def _exemption(self, asked: Exemption) -> Bits:
        """Return what an exception lacks that is not true."""
        below = (self._exemption(inner) for inner in asked.exceptions)
        lacks = union((self._condition(asked.when, NOWHERE, never=False), *below))
        return _unless(lambda: self._standing.exemption(asked, wanted=False), lacks)

    # --- Conditions ----------------------------------------------------------------------------

    def _condition(self, asked: c.Condition, within: Within, *, never: bool) -> Bits:
        """Return what a condition lacks of which it is known that it is `never` true, or false."""
        match asked:
            case c.Test():
                return self._test(asked, within, never=never)
            case c.Not(part):
                return self._condition(part, within, never=not never)
            case c.Holds():
                inside = self._standing.inside(asked, within)
                means = self._standing.in_force.definitions[asked.definition].means
                return self._condition(means, inside, never=never)
            case c.All(parts) | c.AnyOf(parts):
                settling = isinstance(asked, c.AnyOf)
                lacks = union(self._condition(part, within, never=settling) for part in parts)
            case c.Some() | c.Every():
                settling = isinstance(asked, c.Some)
                lacks = self._quantified(asked, within, settling=settling)
            case c.PermittedBy():
                settling = True
                lacks = self.rules(self._standing.permitting(asked))
            case _:
                assert_never(asked)
        if never is settling:
            return lacks
        return _unless(lambda: self._standing.condition(asked, within, wanted=settling), lacks)

    def _quantified(self, asked: c.Some | c.Every, within: Within, *, settling: bool) -> Bits:
        """Return what a quantifier lacks that no record settles."""
        reading = self._standing.reader.fact(asked.of.fact)
        of_known = self._condition(asked.where, of_each(asked, within), never=settling)
        # With the list alone supplied, a record in it could still leave the row open. A record of
        # which nothing is known stands for every record there could be.
        unknown = of_each(asked, within, name=None)
        of_unknown = self._condition(asked.where, unknown, never=settling)
        of_unknown = _unless(
            lambda: self._standing.condition(asked.where, unknown, wanted=settling), of_unknown
        )
        of_each_known = union_of_each(reading.value, AN_ELEMENT, of_known)
        return where(
            reading.unknown,
            union((self._bit(reading, truth=True), of_unknown)),
            where(reading.given, of_each_known),
        )

    def _test(self, asked: c.Test, within: Within, *, never: bool) -> Bits:
        paths = [asked.path]
        if isinstance(asked.operand, c.The):
            paths.append(asked.operand.path)
        readings = [self._standing.reading(path, within) for path in paths]
        lacks = []
        for path, reading in zip(paths, readings, strict=True):
            _, element = source(path, within)
            # What an unknown list would hold is lacking with the list.
            if element is None or element.name is not None:
                lacks.append(self._bit(reading, disj((reading.unknown, self._too_broad(reading)))))
        if any(_describes(reading) for reading in readings):
            settled: Callable[[], Truth] = lambda: self._standing.condition(  # noqa: E731
                asked, within, wanted=not never
            )
        else:
            # What means one thing alone leaves a test open only where it is unknown.
            settled = lambda: disj(reading.none for reading in readings)  # noqa: E731
        return _unless(settled, union(lacks))

    # --- Facts ---------------------------------------------------------------------------------

    def _bit(self, reading: Reading, truth: Truth) -> Bits:
        """Return the bit of a fact where something holds."""
        bit = self._bits.get(reading.fact.path)
        return 0 if bit is None else where(truth, bit)

    def _too_broad(self, reading: Reading) -> Truth:
        """Return that a fact is given by a term that has narrower ones."""
        kind = reading.fact.type
        if reading.settled or not _describes(reading):
            return False
        taxonomy = self._standing.vocabulary.taxonomies[cast("OneTerm", kind).taxonomy]
        inner = [term for term in taxonomy.terms if not taxonomy.is_leaf(term)]
        if isinstance(kind, OneTerm):
            return conj((reading.known, one_of(reading.value, inner)))
        some_inner = some(reading.value, "a term", lambda term: one_of(term, inner))
        return conj((reading.known, some_inner))


def _describes(reading: Reading) -> bool:
    """Tell whether a fact is said in terms that may mean anything narrower."""
    return isinstance(reading.fact.type, (OneTerm, Categories))


def _unless(settled: Callable[[], Truth], lacks: Bits) -> Bits:
    """Return what lacks, and nothing where it is settled; what lacks nothing is not asked."""
    return 0 if lacks == 0 else where(settled(), 0, lacks)
