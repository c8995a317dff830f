"""The meaning of the policy language: what every other evaluator must agree with.

A fact is known, none or unknown; a condition is true, false or unknown. Nothing here is fast;
everything here is meant to be read beside docs/semantics.md, in whose order it stands: how facts
stand, conditions, rules, outcomes. `kleene` has the logic, `operators` what each test says.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never, cast

from disclosure_rules.deciding.kleene import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    conjunction,
    disjunction,
    negation,
    truth,
)
from disclosure_rules.deciding.operators import OPERATORS, Side, fits
from disclosure_rules.language import conditions as c
from disclosure_rules.language.times import Duration, shift
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Silence,
    TermSet,
    Vocabulary,
)
from disclosure_rules.request import Facts, Item, Record, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from disclosure_rules.decision import Outcome
    from disclosure_rules.language.policy import Exemption, Head, InForce, Rule


class Absent(Enum):
    """How a fact that is not known stands."""

    NONE = "none"
    UNKNOWN = "unknown"


Reading: TypeAlias = Value | Absent


class Verdict(NamedTuple):
    """The answer for one item, with the rules that give it."""

    outcome: Outcome
    rules: tuple[Rule, ...]


# --- Facts ---------------------------------------------------------------------------------------


class Element(NamedTuple):
    """The record a quantifier looks at; None stands for a record of which nothing is known."""

    record: Record | None


class Scope:
    """What a condition is asked about: one item of a request, under the policies in force."""

    def __init__(self, vocabulary: Vocabulary, in_force: InForce, facts: Facts, item: Item) -> None:
        """Look at this item of these facts."""
        self.vocabulary = vocabulary
        self.in_force = in_force
        self.facts = facts
        self.item = item
        self.elements: Mapping[str, Element] = {}
        self.arguments: Mapping[str, tuple[Fact, Element | None]] = {}
        self.known_truths: dict[object, Truth] = {}
        """Truths of definitions already worked out for this item, by definition and arguments."""

    def __getstate__(self) -> dict[str, object]:
        """Leave the truths worked out behind: they are kept by the identity of records."""
        return {**self.__dict__, "known_truths": {}}

    def inside(
        self,
        *,
        elements: Mapping[str, Element] | None = None,
        arguments: Mapping[str, tuple[Fact, Element | None]] | None = None,
    ) -> Scope:
        """Return the scope below a quantifier or inside a definition."""
        scope = type(self)(self.vocabulary, self.in_force, self.facts, self.item)
        scope.elements = self.elements if elements is None else elements
        scope.arguments = self.arguments if arguments is None else arguments
        scope.known_truths = self.known_truths
        return scope

    def source(self, path: c.Path) -> tuple[Fact, Element | None]:
        """Return the fact that a path names, and the record it is read from, if any."""
        match path:
            case c.FactPath(fact):
                return fact, None
            case c.FieldPath(element, fact):
                return fact, self.elements[element]
            case c.Argument(name):
                return self.arguments[name]
        assert_never(path)

    def read(self, path: c.Path) -> Reading:
        """Return how the fact that a path names stands."""
        fact, element = self.source(path)
        if element is None:
            return self.fact(fact)
        if element.record is None:
            return Absent.UNKNOWN
        value = element.record.get(fact.name)
        return _silence(fact.silence) if value is None else _known(value)

    def fact(self, fact: Fact) -> Reading:
        """Return how a fact of the request, of an entity or of the item stands."""
        entity = fact.path.partition(".")[0]
        facts = self.item if entity == "item" else self.facts
        value = facts.given.get(fact.path)
        return self._absence(fact, entity) if value is None else _known(value)

    def _absence(self, fact: Fact, entity: str) -> Absent:
        """Return what it means that a request does not give a fact."""
        if entity == "item":
            return _silence(fact.silence) if self.item.known else Absent.UNKNOWN
        if entity in ("operation", "purpose", "recipient") and entity not in self.facts.entities:
            return self._involvement(entity)
        if entity in self.facts.entities:
            return _silence(fact.silence)
        if entity == self.vocabulary.subject:
            return Absent.UNKNOWN
        return _silence(self.vocabulary.entities[entity].silence or fact.silence)

    def _involvement(self, part: str) -> Absent:
        """Return none for a part that neither the operation nor any narrower one involves."""
        operation = self.facts.given.get("operation")
        if operation is None:
            return Absent.UNKNOWN
        operations = self.vocabulary.taxonomies["operations"]
        possible = operations.descendants(cast("str", operation))
        involved = any(part in operations.terms[term].involves for term in possible)
        return Absent.UNKNOWN if involved else Absent.NONE


def _silence(silence: Silence) -> Absent:
    return Absent.NONE if silence == "none" else Absent.UNKNOWN


def _known(value: Value) -> Reading:
    """Return a given value; an empty list or set is none."""
    return Absent.NONE if value == () else value


# --- Conditions ----------------------------------------------------------------------------------


def operand_reading(operand: c.Operand, scope: Scope) -> Reading:
    """Return how the right side of a test stands."""
    match operand:
        case c.Literal(value):
            return cast("Value", value)
        case c.ParameterValue(parameter):
            return cast("Value", scope.in_force.parameters[parameter])
        case c.The(path, amount, backwards):
            unshifted = scope.read(path)
            if isinstance(unshifted, Absent) or amount is None:
                return unshifted
            duration = cast("Duration", cast("object", operand_reading(amount, scope)))
            moved = shift(
                cast("datetime | date", unshifted),
                duration,
                backwards=backwards,
                zone=scope.vocabulary.zone,
            )
            return cast("Value", moved)
    assert_never(operand)


def side(value: Value, operand: c.Operand | c.Path, scope: Scope) -> Side:
    """Return a side of a test, with its terms where its type has any."""
    kind = operand.type
    described = isinstance(kind, (OneTerm, Categories)) and not isinstance(
        operand, (c.Literal, c.ParameterValue)
    )
    if not isinstance(kind, (OneTerm, Categories, TermSet)):
        return Side(value, (), None, describes=False)
    terms = value if isinstance(value, tuple) else (value,)
    taxonomy = scope.vocabulary.taxonomies[kind.taxonomy]
    return Side(value, cast("tuple[str, ...]", terms), taxonomy, describes=described)


def test(atom: c.Test, scope: Scope) -> Truth:
    """Tell how a test stands: none makes it false, else unknown makes it unknown."""
    return compared(atom, scope.read(atom.path), operand_reading(atom.operand, scope), scope)


def compared(atom: c.Test, left: Reading, right: Reading, scope: Scope) -> Truth:
    """Tell how a test stands with these on its sides."""
    if atom.operator == "present":
        if left is Absent.UNKNOWN:
            return UNKNOWN
        return truth((left is not Absent.NONE) == right)
    if left is Absent.NONE or right is Absent.NONE:
        return FALSE
    if isinstance(left, Absent) or isinstance(right, Absent):
        return UNKNOWN
    sides = side(left, atom.path, scope), side(right, atom.operand, scope)
    return OPERATORS[atom.operator](*sides, scope.vocabulary.zone)


def condition(asked: c.Condition, scope: Scope) -> Truth:
    """Tell how a condition stands."""
    match asked:
        case c.Test():
            return test(asked, scope)
        case c.All(parts):
            return conjunction(condition(part, scope) for part in parts)
        case c.AnyOf(parts):
            return disjunction(condition(part, scope) for part in parts)
        case c.Not(part):
            return negation(condition(part, scope))
        case c.Some():
            return quantified(asked, scope, disjunction)
        case c.Every():
            return quantified(asked, scope, conjunction)
        case c.Holds():
            return definition(asked, scope)
        case c.PermittedBy():
            return disjunction(rule(allowing, scope) for allowing in permitting(asked, scope))
    assert_never(asked)


def quantified(
    asked: c.Some | c.Every, scope: Scope, join: Callable[[Iterable[Truth]], Truth]
) -> Truth:
    """Tell how `some` or `every` stands: unknown over an unknown list, whatever `where` says."""
    if scope.fact(asked.of.fact) is Absent.UNKNOWN:
        return UNKNOWN
    return join(condition(asked.where, inside) for inside in elements(asked, scope))


def elements(asked: c.Some | c.Every, scope: Scope) -> Iterator[Scope]:
    """Yield the scope of each record of the list that a quantifier ranges over."""
    records = scope.fact(asked.of.fact)
    if not isinstance(records, Absent):
        for record in cast("tuple[Record, ...]", records):
            named = {**scope.elements, asked.element: Element(record)}
            yield scope.inside(elements=named)


def definition(asked: c.Holds, scope: Scope) -> Truth:
    """Tell how a definition stands for its arguments; each is worked out once for an item."""
    inside = definition_scope(asked, scope)
    key = definition_key(asked, inside)
    if key not in scope.known_truths:
        means = scope.in_force.definitions[asked.definition].means
        scope.known_truths[key] = condition(means, inside)
    return scope.known_truths[key]


def definition_scope(asked: c.Holds, scope: Scope) -> Scope:
    """Return the scope inside a definition: what it was handed, and no quantifier's names."""
    elements: dict[str, Element] = {}
    arguments: dict[str, tuple[Fact, Element | None]] = {}
    for name, path in asked.arguments:
        if isinstance(path, c.RecordPath):
            elements[name] = scope.elements[path.element]
        else:
            arguments[name] = scope.source(path)
    return scope.inside(elements=elements, arguments=arguments)


def definition_key(asked: c.Holds, inside: Scope) -> object:
    """Return what tells one use of a definition from another: which facts it was handed."""
    facts = (
        (name, fact.path, id(element.record) if element else None)
        for name, (fact, element) in sorted(inside.arguments.items())
    )
    records = ((name, id(element.record)) for name, element in sorted(inside.elements.items()))
    return asked.definition, tuple(facts), tuple(records)


def permitting(asked: c.PermittedBy, scope: Scope) -> Iterator[Rule]:
    """Yield the allow rules that `permitted_by` names, or that rest on its ground."""
    grounds = scope.vocabulary.taxonomies["grounds"]
    for allowing in scope.in_force.allow_rules:
        if asked.rule is not None:
            named = allowing.name == asked.rule
        else:
            named = grounds.covers(cast("str", asked.ground), cast("str", allowing.ground))
        if named:
            yield allowing


# --- Rules ---------------------------------------------------------------------------------------

HEAD_FACTS: Mapping[str, str] = {
    "operation": "operation",
    "purpose": "purpose",
    "recipient": "recipient.kind",
    "data": "item.category",
}
"""The fact that each part of a head speaks of."""


def head_parts(head: Head, scope: Scope, effect: str) -> Iterator[tuple[Fact, Truth]]:
    """Yield the fact of each part of a head, and how the part stands.

    Of several categories, an allow head needs all to fit, a deny head some.
    """
    for part, path in HEAD_FACTS.items():
        grants: tuple[str, ...] = getattr(head, part)
        if not grants:
            continue
        fact = cast("Fact", scope.vocabulary.fact(path))
        described = scope.fact(fact)
        if isinstance(described, Absent):
            yield fact, FALSE if described is Absent.NONE else UNKNOWN
            continue
        taxonomy = scope.vocabulary.taxonomies[cast("OneTerm | Categories", fact.type).taxonomy]
        terms = described if isinstance(described, tuple) else (described,)
        each = (
            disjunction(fits(taxonomy, cast("str", term), grant) for grant in grants)
            for term in terms
        )
        yield fact, conjunction(each) if effect == "allow" else disjunction(each)


def rule(asked: Rule, scope: Scope) -> Truth:
    """Tell how a rule stands: all of its parts together."""
    return conjunction(rule_parts(asked, scope))


def rule_parts(asked: Rule, scope: Scope) -> Iterator[Truth]:
    """Yield what a rule joins: head, `when`, not `unless`, and not each exception."""
    yield from (part for _, part in head_parts(asked.head, scope, asked.effect))
    if asked.when is not None:
        yield condition(asked.when, scope)
    if asked.unless is not None:
        yield negation(condition(asked.unless, scope))
    yield from (negation(exemption(below, scope)) for below in asked.exceptions)


def exemption(asked: Exemption, scope: Scope) -> Truth:
    """Tell how a named exception stands: its `when`, and none of its own exceptions."""
    return conjunction(exemption_parts(asked, scope))


def exemption_parts(asked: Exemption, scope: Scope) -> Iterator[Truth]:
    """Yield what an exception joins: its `when`, and not each of its own exceptions."""
    yield condition(asked.when, scope)
    yield from (negation(exemption(below, scope)) for below in asked.exceptions)


# --- Outcomes ------------------------------------------------------------------------------------


def decide_item(scope: Scope) -> Verdict:
    """Return the answer for one item: the definition of the whole engine."""
    denying = [(asked, rule(asked, scope)) for asked in scope.in_force.deny_rules]
    allowing = [(asked, rule(asked, scope)) for asked in scope.in_force.allow_rules]
    prohibiting = tuple(asked for asked, stands in denying if stands is TRUE)
    permitting_rules = tuple(asked for asked, stands in allowing if stands is TRUE)
    if prohibiting:
        return Verdict("prohibited", prohibiting)
    if permitting_rules and all(stands is FALSE for _, stands in denying):
        return Verdict("permitted", permitting_rules)
    if all(stands is FALSE for _, stands in allowing):
        return Verdict("no_ground", ())
    return Verdict("facts_missing", ())
