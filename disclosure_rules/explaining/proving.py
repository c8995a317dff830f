"""Items of a request into the proofs of their answers: the semantics, with every step kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import (
    FALSE,
    TRUE,
    UNKNOWN,
    conjunction,
    disjunction,
    negation,
)
from disclosure_rules.explaining.likeness import Key, Likeness
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
    from disclosure_rules.decision import Outcome
    from disclosure_rules.language.policy import Exemption, InForce, Rule
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.request import Item, Record


def _answered(
    item: Item, denying: tuple[RuleProof, ...], allowing: tuple[RuleProof, ...]
) -> ItemProof:
    """Return what the rules come to: see §4 of the semantics, of which this is a second reading."""
    denied = disjunction(proof.truth for proof in denying)
    allowed = disjunction(proof.truth for proof in allowing)
    outcome: Outcome
    if denied is TRUE:
        outcome = "prohibited"
    elif denied is FALSE and allowed is TRUE:
        outcome = "permitted"
    else:
        outcome = "no_ground" if allowed is FALSE else "facts_missing"
    return ItemProof(item.name, item.categories, outcome, denying, allowing)


class Prover:
    """Prove the items of one request: what reads the same is proved once."""

    def __init__(self, vocabulary: Vocabulary, in_force: InForce) -> None:
        """Prove under these policies."""
        self.likeness: Likeness = Likeness(vocabulary, in_force)
        self._heads: dict[Key, tuple[HeadProof, ...]] = {}
        self._rules: dict[Key, RuleProof] = {}
        self._conditions: dict[Key, Proof] = {}
        self._records: dict[Key, RecordProof] = {}
        self._names: dict[int, RecordName] = {}

    def item(self, scope: s.Scope) -> ItemProof:
        """Return the proof of the answer for one item."""
        denying = tuple(self.rule(rule, scope) for rule in scope.in_force.deny_rules)
        allowing = tuple(self.rule(rule, scope) for rule in scope.in_force.allow_rules)
        return _answered(scope.item, denying, allowing)

    # --- Rules ---

    def rule(self, asked: Rule, scope: s.Scope) -> RuleProof:
        """Return the proof of a rule; of one whose head is false nothing else is looked at."""
        key = self.likeness.of_head(asked, scope)
        if key not in self._heads:
            self._heads[key] = _head(asked, scope)
        head = self._heads[key]
        fails = any(part.truth is FALSE for part in head)
        if not fails:
            key = self.likeness.of_rule(asked, scope)
        if key not in self._rules:
            self._rules[key] = (
                RuleProof(FALSE, asked, head, None, None, ())
                if fails
                else self._rule(asked, head, scope)
            )
        return self._rules[key]

    def _rule(self, rule: Rule, head: tuple[HeadProof, ...], scope: s.Scope) -> RuleProof:
        when = None if rule.when is None else self.condition(rule.when, scope)
        unless = None if rule.unless is None else self.condition(rule.unless, scope)
        exceptions = tuple(self._exception(below, scope) for below in rule.exceptions)
        truth = conjunction(
            [
                *(part.truth for part in head),
                *([] if when is None else [when.truth]),
                *([] if unless is None else [negation(unless.truth)]),
                *(negation(below.truth) for below in exceptions),
            ]
        )
        return RuleProof(truth, rule, head, when, unless, exceptions)

    def _exception(self, exception: Exemption, scope: s.Scope) -> ExceptionProof:
        when = self.condition(exception.when, scope)
        below = tuple(self._exception(part, scope) for part in exception.exceptions)
        truth = conjunction([when.truth, *(negation(part.truth) for part in below)])
        return ExceptionProof(truth, exception, when, below)

    # --- Conditions ---

    def condition(self, asked: c.Condition, scope: s.Scope) -> Proof:
        """Return the proof of a condition."""
        key = self.likeness.of_condition(asked, scope)
        if key not in self._conditions:
            self._conditions[key] = self._condition(asked, scope)
        return self._conditions[key]

    def _condition(self, asked: c.Condition, scope: s.Scope) -> Proof:
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
                rules = tuple(self.rule(rule, scope) for rule in s.permitting(asked, scope))
                return PermittedByProof(disjunction(proof.truth for proof in rules), asked, rules)
        assert_never(asked)

    def _test(self, asked: c.Test, scope: s.Scope) -> TestProof:
        operand = asked.operand
        left, compared_with = self._look(asked.path, scope), s.operand_reading(operand, scope)
        return TestProof(
            truth=s.compared(asked, left.reading, compared_with, scope),
            asked=asked,
            left=left,
            right=self._look(operand.path, scope) if isinstance(operand, c.The) else None,
            compared_with=compared_with,
        )

    def _look(self, path: c.Path, scope: s.Scope) -> Look:
        fact, element = scope.source(path)
        return Look(fact, self._name(element), scope.read(path))

    def _name(self, element: s.Element | None) -> RecordName | None:
        if element is None or element.record is None:
            return None
        return self._names.get(id(element.record))

    def _quantified(self, asked: c.Some | c.Every, scope: s.Scope) -> ListProof:
        look = Look(asked.of.fact, None, scope.fact(asked.of.fact))
        if look.reading is s.Absent.UNKNOWN:
            named = {**scope.elements, asked.element: s.Element(None)}
            any_record = self.condition(asked.where, scope.inside(elements=named))
            return ListProof(
                UNKNOWN, asked, look, (RecordProof(any_record.truth, None, any_record),)
            )
        given = (
            () if isinstance(look.reading, s.Absent) else cast("tuple[Record, ...]", look.reading)
        )
        beside = self.likeness.of_quantifier(asked, scope)
        records = tuple(
            self._record(asked, record, number, beside, scope)
            for number, record in enumerate(given, 1)
        )
        join = disjunction if isinstance(asked, c.Some) else conjunction
        return ListProof(join(record.truth for record in records), asked, look, records)

    def _record(
        self, asked: c.Some | c.Every, record: Record, number: int, beside: Key, scope: s.Scope
    ) -> RecordProof:
        key = beside, self.likeness.keep(record)
        if key not in self._records:
            if id(record) not in self._names:
                identity = cast("str | None", record.get("id"))
                self._names[id(record)] = RecordName(asked.of.fact.path, number, identity)
            named = {**scope.elements, asked.element: s.Element(record)}
            # The key of the record is as good as one of its own for what is asked of it.
            where = self._condition(asked.where, scope.inside(elements=named))
            self._records[key] = RecordProof(where.truth, self._names[id(record)], where)
        return self._records[key]

    def _definition(self, asked: c.Holds, scope: s.Scope) -> DefinitionProof:
        definition = scope.in_force.definitions[asked.definition]
        means = self.condition(definition.means, s.definition_scope(asked, scope))
        return DefinitionProof(means.truth, asked, definition, means)


def _head(rule: Rule, scope: s.Scope) -> tuple[HeadProof, ...]:
    parts = {path: part for part, path in s.HEAD_FACTS.items()}
    return tuple(
        HeadProof(
            truth,
            cast("Literal['operation', 'purpose', 'recipient', 'data']", parts[fact.path]),
            Look(fact, None, scope.fact(fact)),
            getattr(rule.head, parts[fact.path]),
        )
        for fact, truth in s.head_parts(rule.head, scope, rule.effect)
    )
