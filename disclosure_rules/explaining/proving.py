"""An item of a request into the proof of its answer: the semantics, with every step kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, assert_never, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    conjunction,
    disjunction,
    negation,
)
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ExceptionProof,
    HeadProof,
    ItemProof,
    JoinProof,
    ListProof,
    Look,
    PermittedByProof,
    Proof,
    RecordName,
    RecordProof,
    RuleProof,
    TestProof,
)
from disclosure_rules.language import conditions as c

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.decision import Outcome
    from disclosure_rules.language.policy import Exemption, Rule
    from disclosure_rules.request import Record


def prove_item(scope: s.Scope) -> ItemProof:
    """Return the proof of the answer for one item."""
    prover = _Prover(scope)
    denying = tuple(prover.rule(rule) for rule in scope.in_force.deny_rules)
    allowing = tuple(prover.rule(rule) for rule in scope.in_force.allow_rules)
    item = scope.item
    outcome = _outcome([p.truth for p in denying], [p.truth for p in allowing])
    return ItemProof(item.name, item.categories, outcome, denying, allowing)


def _outcome(denying: Iterable[Truth], allowing: Iterable[Truth]) -> Outcome:
    """Return what the rules come to: see §4 of the semantics, of which this is a second reading."""
    denied, allowed = disjunction(denying), disjunction(allowing)
    if denied is TRUE:
        return "prohibited"
    if denied is FALSE and allowed is TRUE:
        return "permitted"
    return "no_ground" if allowed is FALSE else "facts_missing"


class _Prover:
    """Prove the rules of one item; a definition is proved once for what it is handed."""

    def __init__(self, scope: s.Scope) -> None:
        self.scope = scope
        self.rules: dict[str, RuleProof] = {}
        self.definitions: dict[object, Proof] = {}
        self.names = {
            id(record): RecordName(path, number, cast("str | None", record.get("id")))
            for given in (scope.facts.given, scope.item.given)
            for path, value in given.items()
            if isinstance(value, tuple)
            for number, record in enumerate(value, 1)
            if isinstance(record, Mapping)
        }

    # --- Rules ---

    def rule(self, rule: Rule) -> RuleProof:
        """Return the proof of a rule."""
        if rule.name not in self.rules:
            self.rules[rule.name] = self._rule(rule)
        return self.rules[rule.name]

    def _rule(self, rule: Rule) -> RuleProof:
        parts = {path: part for part, path in s.HEAD_FACTS.items()}
        head = tuple(
            HeadProof(
                truth,
                cast("Literal['operation', 'purpose', 'recipient', 'data']", parts[fact.path]),
                Look(fact, None, self.scope.fact(fact)),
                getattr(rule.head, parts[fact.path]),
            )
            for fact, truth in s.head_parts(rule.head, self.scope, rule.effect)
        )
        if any(part.truth is FALSE for part in head):
            return RuleProof(FALSE, rule, head, None, None, ())
        when = None if rule.when is None else self.condition(rule.when, self.scope)
        unless = None if rule.unless is None else self.condition(rule.unless, self.scope)
        exceptions = tuple(self._exception(below) for below in rule.exceptions)
        truth = conjunction(
            [
                *(part.truth for part in head),
                *([] if when is None else [when.truth]),
                *([] if unless is None else [negation(unless.truth)]),
                *(negation(below.truth) for below in exceptions),
            ]
        )
        return RuleProof(truth, rule, head, when, unless, exceptions)

    def _exception(self, exception: Exemption) -> ExceptionProof:
        when = self.condition(exception.when, self.scope)
        below = tuple(self._exception(part) for part in exception.exceptions)
        truth = conjunction([when.truth, *(negation(part.truth) for part in below)])
        return ExceptionProof(truth, exception, when, below)

    # --- Conditions ---

    def condition(self, asked: c.Condition, scope: s.Scope) -> Proof:
        """Return the proof of a condition."""
        match asked:
            case c.Test():
                return self._test(asked, scope)
            case c.All(parts):
                proofs = tuple(self.condition(part, scope) for part in parts)
                return JoinProof(conjunction(proof.truth for proof in proofs), asked, proofs)
            case c.AnyOf(parts):
                proofs = tuple(self.condition(part, scope) for part in parts)
                return JoinProof(disjunction(proof.truth for proof in proofs), asked, proofs)
            case c.Not(part):
                proof = self.condition(part, scope)
                return JoinProof(negation(proof.truth), asked, (proof,))
            case c.Some() | c.Every():
                return self._quantified(asked, scope)
            case c.Holds():
                return self._definition(asked, scope)
            case c.PermittedBy():
                rules = tuple(self.rule(rule) for rule in s.permitting(asked, self.scope))
                return PermittedByProof(disjunction(proof.truth for proof in rules), asked, rules)
        assert_never(asked)

    def _test(self, asked: c.Test, scope: s.Scope) -> TestProof:
        operand = asked.operand
        return TestProof(
            truth=s.test(asked, scope),
            asked=asked,
            left=self._look(asked.path, scope),
            right=self._look(operand.path, scope) if isinstance(operand, c.The) else None,
            compared_with=s.operand_reading(operand, scope),
        )

    def _look(self, path: c.Path, scope: s.Scope) -> Look:
        fact, element = scope.source(path)
        return Look(fact, self._name(element), scope.read(path))

    def _name(self, element: s.Element | None) -> RecordName | None:
        if element is None or element.record is None:
            return None
        return self.names[id(element.record)]

    def _quantified(self, asked: c.Some | c.Every, scope: s.Scope) -> ListProof:
        look = Look(asked.of.fact, None, scope.fact(asked.of.fact))
        if look.reading is s.Absent.UNKNOWN:
            named = {**scope.elements, asked.element: s.Element(None)}
            any_record = self.condition(asked.where, scope.inside(elements=named))
            return ListProof(
                UNKNOWN, asked, look, (RecordProof(any_record.truth, None, any_record),)
            )
        records = tuple(self._record(asked, inside) for inside in s.elements(asked, scope))
        join = disjunction if isinstance(asked, c.Some) else conjunction
        return ListProof(join(record.truth for record in records), asked, look, records)

    def _record(self, asked: c.Some | c.Every, inside: s.Scope) -> RecordProof:
        where = self.condition(asked.where, inside)
        record = cast("Record", inside.elements[asked.element].record)
        return RecordProof(where.truth, self.names[id(record)], where)

    def _definition(self, asked: c.Holds, scope: s.Scope) -> DefinitionProof:
        inside = s.definition_scope(asked, scope)
        key = s.definition_key(asked, inside)
        definition = scope.in_force.definitions[asked.definition]
        if key not in self.definitions:
            self.definitions[key] = self.condition(definition.means, inside)
        means = self.definitions[key]
        return DefinitionProof(means.truth, asked, definition, means)
