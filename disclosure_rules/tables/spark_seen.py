"""Rows of a frame of Spark into what they have in common: what none lacks need not be asked for.

It is learned by the job that looks for moments, as a few columns more. Most rules of a set do not
concern a frame: their heads speak of terms that no row has. Where every row gives a fact, and none
gives it broadly, a rule that asks for it is false where it is not true.

# INVARIANT: a row that has not what was seen here is not plain: see `spark_reading`. So those of a
frame that gives other rows when it is read again are refused, and not decided by fewer rules.
"""

from __future__ import annotations

from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.language.vocabulary import Categories, OneTerm, Records
from disclosure_rules.tables.bits import BITS, bits
from disclosure_rules.tables.facts import MOMENT, Common, given_name
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    chosen,
    column,
    disj,
    field,
    given,
    neg,
    one_of,
    own,
    some,
    sql,
    whole,
)
from disclosure_rules.tables.spark_printing import call
from disclosure_rules.tables.spark_types import ABSENT, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from disclosure_rules.language.vocabulary import Fact, Taxonomy, Vocabulary
    from disclosure_rules.tables.binding import Binding
    from disclosure_rules.tables.spark_types import Bound


class Seen(NamedTuple):
    """What rows of a frame have in common."""

    given: frozenset[str] = frozenset()
    """The paths of facts, also of fields, that are never NULL."""
    terms: Mapping[str, frozenset[str]] = {}
    """By the path of a fact, also of a field: all terms that rows may have."""

    def common(self, vocabulary: Vocabulary) -> Common:
        """Return what less need be asked for."""
        there = {given_name(path.partition(".")[0]) for path in self.given if path.count(".") == 1}
        leaves = {
            path
            for path, terms in self.terms.items()
            if all(map(_taxonomy(vocabulary, path).is_leaf, terms))
        }
        return Common(self.given | there, frozenset(leaves))

    def heads(self) -> dict[str, list[Any]]:
        """Return, by path, what heads may find: NULL stands for anything."""
        found: dict[str, list[Any]] = {}
        for path in HEAD_PATHS.values():
            nothing = [] if path in self.given and path in self.terms else [None]
            found[path] = [*self.terms.get(path, ()), *nothing]
        return found


NOTHING_SEEN: Final = Seen()


class Question(NamedTuple):
    """What is asked of all rows together."""

    paths: tuple[str, ...]
    """Of which facts."""
    asked: Node
    """A truth, or bits of which terms there are."""
    terms: tuple[str, ...] | None = None
    """The terms that rows have where the truth holds of all, or those that bits stand for; None
    where rows give the facts then."""


def questions(
    binding: Binding, types: Mapping[str, Bound], places: Mapping[str, str]
) -> list[Question]:
    """Return what is asked of rows, with columns that are called as `places` tells."""
    asker = _Asker(binding.vocabulary)
    found: list[Question] = []
    for path, name in binding.columns.items():
        if path != MOMENT and types[name].name != "NULL":
            fact = cast("Fact", binding.vocabulary.fact(path))
            found += asker.of_column(fact, column(places[name]), types[name])
    return found


def seen_by(asked: Sequence[Question], answers: Iterable[Sequence[Any]]) -> Seen:
    """Return what rows have in common, by what was answered of several parts of them."""
    given_paths: set[str] = set()
    terms: dict[str, frozenset[str]] = {}
    for each, found in zip(asked, zip(*answers, strict=True), strict=False):
        if any(answer is False for answer in found):
            continue
        if each.terms is None:
            given_paths.update(each.paths)
            continue
        there = {term for bit, term in enumerate(each.terms) if _is_there(bit, found)}
        terms[each.paths[0]] = terms.get(each.paths[0], frozenset()) | there
    return Seen(frozenset(given_paths), terms)


def _is_there(bit: int, found: Iterable[bool | int | None]) -> bool:
    """Tell whether rows may have a term: by its bit, or since nothing is known but a truth."""
    return any(answer is None or answer is True or answer >> bit & 1 for answer in found)


class _Asker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of_column(self, fact: Fact, value: Node, found: Bound) -> Iterator[Question]:
        """Yield what is asked of a column."""
        yield Question((fact.path,), _in_all(given(value)))
        match fact.type:
            case OneTerm(taxonomy) | Categories(taxonomy) if found.id == "varchar":
                terms = self._vocabulary.taxonomies[taxonomy]
                if fact.path in HEAD_PATHS.values():
                    yield from _of_terms(fact, sorted(terms.terms), value)
                else:
                    yield self._of_leaves(fact, lambda inner: one_of(value, inner))
            case Categories():
                yield self._of_leaves(
                    fact, lambda inner: some(value, "a term", lambda term: one_of(term, inner))
                )
            case Records(fields):
                types = fields_of(found)
                there = (types.get(name, ABSENT).name != "NULL" for name in fields)
                yield from self._of_fields([*compress(fields.values(), there)], value)
            case _:
                pass

    def _of_fields(self, fields: Sequence[Fact], items: Node) -> Iterator[Question]:
        """Yield what is asked of records; whether one lacks a fact, in one question of all."""

        def of_some(wrong: Callable[[Node], Truth]) -> Truth:
            return some(items, "a record", wrong)

        asked = [fact for fact in fields if fact.silence != "none"]
        if asked:
            lacking = of_some(
                lambda record: disj(neg(given(field(record, fact.name))) for fact in asked)
            )
            yield Question(tuple(fact.path for fact in asked), _in_all(neg(lacking)))
        for fact in fields:
            if isinstance(fact.type, OneTerm):
                yield self._of_leaves(fact, partial(_has_of_terms, items, fact.name))

    def _of_leaves(self, fact: Fact, has: Callable[[Iterable[str]], Truth]) -> Question:
        """Return whether no row has a term that may mean anything narrower."""
        taxonomy = self._vocabulary.taxonomies[cast("OneTerm", fact.type).taxonomy]
        leaves = tuple(term for term in taxonomy.terms if taxonomy.is_leaf(term))
        inner = taxonomy.terms.keys() - {*leaves}
        return Question((fact.path,), _in_all(neg(has(inner)) if inner else True), leaves)


def _of_terms(fact: Fact, terms: Sequence[str], value: Node) -> Iterator[Question]:
    """Yield which terms rows have."""
    for start in range(0, len(terms), BITS):
        some_of_them = tuple(terms[start : start + BITS])
        cases = ((one_of(value, (t,)), whole(1 << bit)) for bit, t in enumerate(some_of_them))
        yield Question((fact.path,), call("BIT_OR", bits(chosen(cases, whole(0)))), some_of_them)


def _has_of_terms(items: Node, name: str, terms: Iterable[str]) -> Truth:
    """Return that a record has one of some terms."""
    return some(items, "a record", lambda record: one_of(field(record, name), terms))


def _in_all(truth: Truth) -> Node:
    """Return that something holds of all rows, but for those of which it cannot be said."""
    return call("BOOL_AND", own(sql(truth)))


def _taxonomy(vocabulary: Vocabulary, path: str) -> Taxonomy:
    fact = vocabulary.fact(path)
    if fact is None:
        above, _, name = path.rpartition(".")
        fact = cast("Records", cast("Fact", vocabulary.fact(above)).type).fields[name]
    return vocabulary.taxonomies[cast("OneTerm", fact.type).taxonomy]
