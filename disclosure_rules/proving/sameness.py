"""Rules of two sides into pairs: those that stand alike whatever is asked, and those that may not.

Two rules stand alike if they are built of the same conditions over the same words, whatever their
names, places and order: then nothing has to be solved. Everything else is for the solver to tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS, HEAD_TAXONOMIES, Exemption
from disclosure_rules.language.vocabulary import Categories, OneTerm, Records, TermSet
from disclosure_rules.proving.differences import Compared, Pair
from disclosure_rules.proving.heads import permitting

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from disclosure_rules.language.policy import Head, Rule
    from disclosure_rules.language.vocabulary import Fact, Vocabulary
    from disclosure_rules.proving.goals import Side

Built: TypeAlias = int
"""A number that stands for all that is built in one way."""
_ALONE: Final = "the record"
"""Stands for the one record that a quantifier looks at: there is never another in reach."""


def paired(old: Side, new: Side, builder: Builder) -> Compared:
    """Return two sides with their rules in pairs.

    Args:
        old: The side before.
        new: The side after.
        builder: What tells how rules are built; one for all sides that are compared.
    """
    left_old, left_new = dict(old.by_name), dict(new.by_name)
    same = [
        (left_old.pop(name), left_new.pop(name))
        for name in sorted(left_old.keys() & left_new.keys())
        if builder.rule(old, left_old[name]) == builder.rule(new, left_new[name])
    ]
    moved: dict[Built, list[str]] = {}
    for name in sorted(left_new):
        moved.setdefault(builder.rule(new, left_new[name]), []).append(name)
    same += [
        (left_old.pop(name), left_new.pop(there.pop(0)))
        for name in sorted(left_old)
        if (there := moved.get(builder.rule(old, left_old[name])))
    ]
    return Compared(old, new, tuple(same), tuple(_rest(left_old, left_new)))


def _rest(old: dict[str, Rule], new: dict[str, Rule]) -> Iterable[Pair]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before and after and before.effect != after.effect:
            yield Pair(before, None)
            yield Pair(None, after)
        else:
            yield Pair(before, after)


class Builder:
    """Tells how conditions and rules are built: equal numbers mean that they stand alike."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._numbers: dict[Hashable, Built] = {}
        self._rules: dict[tuple[int, str], Built] = {}
        self._definitions: dict[tuple[int, str], Built] = {}
        self._taxonomies: dict[tuple[int, str], Built] = {}
        self._sides: list[Side] = []
        """Kept, so that no other object gets the identity of one of them."""

    def _number(self, *parts: Hashable) -> Built:
        return self._numbers.setdefault(parts, len(self._numbers))

    def rule(self, side: Side, rule: Rule) -> Built:
        """Return how a rule is built."""
        key = (id(side), rule.name)
        if key not in self._rules:
            self._sides.append(side)
            self._rules[key] = self._number(
                rule.effect,
                side.vocabulary.time_zone,
                side.vocabulary.subject,
                self._head(side, rule.head),
                None if rule.when is None else self.condition(side, rule.when),
                None if rule.unless is None else self.condition(side, rule.unless),
                self._exceptions(side, rule.exceptions),
            )
        return self._rules[key]

    def _exceptions(self, side: Side, asked: tuple[Exemption, ...]) -> frozenset[Built]:
        return frozenset(
            self._number(self.condition(side, e.when), self._exceptions(side, e.exceptions))
            for e in asked
        )

    def _head(self, side: Side, head: Head) -> Built:
        parts = []
        for part, path in HEAD_PATHS.items():
            grants: tuple[str, ...] = getattr(head, part)
            if grants:
                fact = self._fact(side.vocabulary.fact_or_field(path), side.vocabulary)
                taxonomy = self._taxonomy(side.vocabulary, HEAD_TAXONOMIES[part])
                parts.append(self._number(part, frozenset(grants), fact, taxonomy))
        return self._number(*parts)

    def condition(self, side: Side, asked: c.Condition) -> Built:
        """Return how a condition is built."""
        match asked:
            case c.Test(path, operator, operand):
                return self._number(
                    "test", self._path(side, path), operator, self._operand(side, operand)
                )
            case c.All(parts) | c.AnyOf(parts):
                each = frozenset(self.condition(side, part) for part in parts)
                return self._number(type(asked).__name__, each)
            case c.Not(part):
                return self._number("not", self.condition(side, part))
            case c.Some(of, element, where) | c.Every(of, element, where):
                # A quantifier stands in no other, so that its record needs no name.
                inside = _Renamed(self, {element: _ALONE})
                return self._number(
                    type(asked).__name__, self._path(side, of), inside.condition(side, where)
                )
            case c.Holds():
                arguments = ((name, self._path(side, path)) for name, path in asked.arguments)
                means = self.definition(side, asked.definition)
                return self._number("holds", means, frozenset(arguments))
            case c.PermittedBy():
                rules = frozenset(self.rule(side, rule) for rule in permitting(side, asked))
                return self._number("permitted", rules)
        assert_never(asked)

    def definition(self, side: Side, name: str) -> Built:
        """Return how a definition is built, whatever its name."""
        key = (id(side), name)
        if key not in self._definitions:
            means = side.in_force.definitions[name].means
            self._definitions[key] = self.condition(side, means)
        return self._definitions[key]

    def _path(self, side: Side, path: c.Path | c.RecordPath) -> Built:
        match path:
            case c.FactPath(fact):
                return self._fact(fact, side.vocabulary)
            case c.FieldPath(element, fact):
                return self._number("of", self._name(element), self._fact(fact, side.vocabulary))
            case c.Argument(name):
                return self._number("argument", name)
            case c.RecordPath(element):
                return self._number("record", self._name(element))
        assert_never(path)

    def _name(self, element: str) -> str:
        return element

    def _operand(self, side: Side, operand: c.Operand) -> Built:
        match operand:
            case c.Literal(value, kind):
                terms = self._terms(side.vocabulary, kind)
                return self._number(type(value).__name__, _unordered(value), str(kind), terms)
            case c.ParameterValue(parameter, kind):
                value = side.in_force.parameters[parameter]
                terms = self._terms(side.vocabulary, kind)
                return self._number(type(value).__name__, _unordered(value), str(kind), terms)
            case c.The(path, shift, backwards):
                by = None if shift is None else self._operand(side, shift)
                return self._number("the", self._path(side, path), by, backwards)
        assert_never(operand)

    def _terms(self, vocabulary: Vocabulary, kind: object) -> Built | None:
        if isinstance(kind, (OneTerm, Categories, TermSet)):
            return self._taxonomy(vocabulary, kind.taxonomy)
        return None

    def _fact(self, fact: Fact, vocabulary: Vocabulary) -> Built:
        """Return how a fact is read: its type, and what silence means."""
        entity = vocabulary.entities.get(fact.path.partition(".")[0])
        involved = None
        if fact.path == "purpose" or fact.path.startswith("recipient."):
            # What no operation involves is none, rather than unknown.
            involved = self._taxonomy(vocabulary, "operations")
        kind: Hashable = "records" if isinstance(fact.type, Records) else str(fact.type)
        return self._number(
            "fact",
            fact.path,
            kind,
            fact.silence,
            None if entity is None else entity.silence,
            self._terms(vocabulary, fact.type),
            involved,
        )

    def _taxonomy(self, vocabulary: Vocabulary, name: str) -> Built:
        key = (id(vocabulary), name)
        if key not in self._taxonomies:
            terms: Mapping[str, object] = vocabulary.taxonomies[name].terms
            found = (
                (t.id, t.parent, t.involves) for t in vocabulary.taxonomies[name].terms.values()
            )
            self._taxonomies[key] = self._number("terms", len(terms), frozenset(found))
        return self._taxonomies[key]


class _Renamed(Builder):
    """Tells how what stands in a quantifier is built, in which its record has another name."""

    def __init__(self, above: Builder, names: Mapping[str, str]) -> None:
        self.__dict__.update(above.__dict__)
        self._above = above
        self._names = names

    def definition(self, side: Side, name: str) -> Built:
        # In a definition its own names count.
        return self._above.definition(side, name)

    def _name(self, element: str) -> str:
        return self._names.get(element, element)


def _unordered(value: c.Constant) -> Hashable:
    return frozenset(value) if isinstance(value, tuple) else value
