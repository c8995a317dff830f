"""Policy documents into policies: first what they declare, then what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from disclosure_rules.language.policy import (
    HEAD_TAXONOMIES,
    Definition,
    Effect,
    Exemption,
    Head,
    Obligation,
    Parameter,
    ParameterEntry,
    Period,
    Policy,
    Rule,
    Timing,
)
from disclosure_rules.language.times import read_date
from disclosure_rules.language.tree import Scalar
from disclosure_rules.language.vocabulary import (
    Plain,
    RecordOf,
    Records,
    Texts,
    Type,
    Vocabulary,
    describe_type,
)
from disclosure_rules.loading.conditions import ConditionReader
from disclosure_rules.loading.declarations import Declarations, Declared, Signature, Sort
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.notices import read_clauses
from disclosure_rules.loading.paths import Surroundings
from disclosure_rules.loading.placeholders import PlaceholderReader
from disclosure_rules.loading.texts import read_sentences, read_texts
from disclosure_rules.loading.types import (
    PARAMETER_TYPES,
    listed,
    read_constant,
    read_term,
    read_type,
    refuse_value,
    term_type,
)
from disclosure_rules.loading.vocabularies import CONDITION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Table

    from disclosure_rules.language.documents import (
        DefinitionShape,
        ExceptionShape,
        ObligationShape,
        ParameterShape,
        PeriodShape,
        PolicyShape,
        RuleShape,
    )
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.tree import Key, Node
    from disclosure_rules.loading.shapes import Document


def declare(document: Document, vocabulary: Vocabulary, faults: Faults) -> Declared | None:
    """Return what a policy document declares; None when its period cannot be read."""
    shape = cast("PolicyShape", document.shape)
    period = read_period(shape.in_force, document.key("in_force"), None, faults)
    if period is None:
        return None
    names: dict[Sort, dict[str, Signature]] = {
        "definition": {
            str(key): Signature(period, _given(definition, vocabulary, faults))
            for key, definition in (shape.definitions or {}).items()
        },
        "parameter": {
            str(key): Signature(
                period,
                {},
                type=_parameter_type(key, parameter, vocabulary, faults),
                in_hours=any("hour" in str(entry.value) for entry in parameter.values),
            )
            for key, parameter in (shape.parameters or {}).items()
        },
        "obligation": {str(key): Signature(period, {}) for key in shape.obligations or {}},
        "rule": {
            str(key): Signature(
                read_period(rule.in_force, key.span, period, Faults()) or period,
                {},
                effect=cast("Effect", rule.effect.text),
                ground=rule.ground.text if rule.ground else None,
            )
            for key, rule in (shape.rules or {}).items()
        },
    }
    return Declared(
        policy=shape.id.text,
        version=shape.version.text,
        period=period,
        names=names,
        broken=document.broken,
        span=document.key("id"),
    )


def _given(
    definition: DefinitionShape, vocabulary: Vocabulary, faults: Faults
) -> dict[str, Type | RecordOf | None]:
    given: dict[str, Type | RecordOf | None] = {}
    for name, node in (definition.given or {}).items():
        if name in (*CONDITION_WORDS, *vocabulary.request_facts, *vocabulary.entities):
            faults.add("reserved_word", name.span, word=name)
        given[str(name)] = _given_type(node, vocabulary, faults)
    return given


def _given_type(node: Node, vocabulary: Vocabulary, faults: Faults) -> Type | RecordOf | None:
    """Return the type of an argument: of a fact, or by the path of a list, of its records."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and "." in node.value:
        fact = vocabulary.fact(node.value)
        if fact is not None and isinstance(fact.type, Records):
            return RecordOf(fact.path)
        if fact is not None:
            found = describe_type(fact.type)
            faults.add("not_a_list", node.span, word=node.value[:120], found=found)
            return None
        lists = (
            fact.path
            for entity in vocabulary.entities.values()
            for fact in entity.facts.values()
            if isinstance(fact.type, Records)
        )
        faults.unknown("unknown_fact", node.span, node.value, lists)
        return None
    return read_type(node, vocabulary.taxonomies, faults)


def _parameter_type(
    key: Key, shape: ParameterShape, vocabulary: Vocabulary, faults: Faults
) -> Type | None:
    given = [name for name in ("type", "term", "set") if getattr(shape, name) is not None]
    if len(given) != 1:
        faults.add("one_of_keys", key.span, known=listed(("type", "term", "set")))
        return None
    if shape.type is not None:
        return read_type(shape.type, vocabulary.taxonomies, faults, words=PARAMETER_TYPES)
    return term_type(given[0], getattr(shape, given[0]), vocabulary.taxonomies, faults)


def read_period(
    shape: PeriodShape | None, span: Span, outer: Period | None, faults: Faults
) -> Period | None:
    """Return the days that `in_force` names, within an outer period where there is one."""
    start = _read_day(shape.start if shape else None, faults)
    end = _read_day(shape.end if shape else None, faults)
    if outer is None and (shape is None or shape.start is None):
        faults.add("missing_key", span, word="from")
        return None
    if shape is not None and ((shape.start and not start) or (shape.end and not end)):
        return None
    if start and end and end < start:
        faults.add("dates_reversed", span, first=start.isoformat(), last=end.isoformat())
        return None
    if outer is None:
        return Period(start or date.min, end or date.max)
    if any(day is not None and day not in outer for day in (start, end)):
        faults.add(
            "rule_outside_policy",
            span,
            first=outer.start.isoformat(),
            last=outer.end.isoformat() if outer.end < date.max else None,
        )
        return None
    return Period(start or outer.start, end or outer.end)


def _read_day(node: Scalar | None, faults: Faults) -> date | None:
    if node is None:
        return None
    day = read_date(node.text)
    if day is None:
        refuse_value(node, Plain("date"), faults)
    return day


class PolicyReader:
    """Read one policy document against the vocabulary and what all policies declare."""

    def __init__(  # noqa: PLR0913, PLR0917 - a document, its context, and where faults go
        self,
        document: Document,
        own: Declared,
        vocabulary: Vocabulary,
        declarations: Declarations,
        clauses: Iterable[str],
        faults: Faults,
    ) -> None:
        """Read this document, in that context."""
        self.document = document
        self.shape: PolicyShape = cast("PolicyShape", document.shape)
        self.own = own
        self.vocabulary = vocabulary
        self.declarations = declarations
        self.clauses: frozenset[str] = frozenset(clauses)
        self.faults = faults
        self.conditions: ConditionReader = ConditionReader(vocabulary, declarations, faults)
        self.definitions: dict[str, Definition] = {}
        self.placeholders: PlaceholderReader = PlaceholderReader(
            own, vocabulary, self.definitions, faults
        )

    def read(self) -> Policy:
        """Return the policy, without the parts that have faults."""
        shape, own = self.shape, self.own
        for key, below in (shape.definitions or {}).items():
            definition = self._definition(key, below)
            if definition is not None:
                self.definitions[str(key)] = definition
        parameters = [self._parameter(k, s) for k, s in (shape.parameters or {}).items()]
        obligations = [self._obligation(k, s) for k, s in (shape.obligations or {}).items()]
        rules = [self._rule(key, below) for key, below in (shape.rules or {}).items()]
        return Policy(
            id=own.policy,
            version=own.version,
            title=self._texts(shape.title),
            period=own.period,
            repealed=bool(shape.repealed and shape.repealed.value),
            parameters={p.id: p for p in parameters if p is not None},
            definitions=self.definitions,
            obligations={o.id: o for o in obligations if o is not None},
            rules={rule.id: rule for rule in rules if rule is not None},
            span=own.span,
        )

    def _texts(self, node: Node | None) -> Texts:
        return read_texts(node, self.vocabulary.languages, self.faults)

    def cited(self, words: Iterable[Scalar] | None) -> tuple[str, ...]:
        """Return the clauses that words name."""
        incomplete = self.declarations.incomplete
        return read_clauses(words, self.clauses, self.faults, incomplete=incomplete)

    def _definition(self, key: Key, shape: DefinitionShape) -> Definition | None:
        given = self.own.names["definition"][str(key)].given
        vocabulary = self.vocabulary
        around = Surroundings(
            self.own,
            self.own.period,
            arguments={n: kind for n, kind in given.items() if not isinstance(kind, RecordOf)},
            elements={
                name: vocabulary.fact(kind.list)
                for name, kind in given.items()
                if isinstance(kind, RecordOf)
            },
        )
        means = self.conditions.read(shape.means, around)
        title = self._texts(shape.title)
        if means is None or any(kind is None for kind in given.values()):
            return None
        known = cast("Table[str, Type | RecordOf]", given)
        return Definition(self.own.policy, str(key), title, known, means, key.span)

    def _parameter(self, key: Key, shape: ParameterShape) -> Parameter | None:
        kind = self.own.names["parameter"][str(key)].type
        entries: list[ParameterEntry] = []
        days: set[date] = set()
        for below in shape.values:
            start = _read_day(below.start, self.faults)
            clauses = self.cited(below.clauses)
            if kind is None:
                continue
            value = read_constant(below.value, kind, self.vocabulary.taxonomies, self.faults)
            if start is None or value is None:
                continue
            if start in days:
                self.faults.add("parameter_date_twice", below.start.span, day=start.isoformat())
            days.add(start)
            entries.append(ParameterEntry(start, value, clauses))
        entries.sort(key=lambda entry: entry.start)
        if kind is None or len(entries) < len(shape.values):
            return None
        if entries[0].start > self.own.period.start:
            self.faults.add(
                "parameter_starts_late",
                key.span,
                word=key,
                day=entries[0].start.isoformat(),
                first=self.own.period.start.isoformat(),
            )
        title = self._texts(shape.title)
        return Parameter(self.own.policy, str(key), title, kind, tuple(entries), key.span)

    def _obligation(self, key: Key, shape: ObligationShape) -> Obligation | None:
        timing = cast("Timing", shape.timing.text)
        if (timing == "after") != (shape.within is not None):
            self.faults.add("within_only_after", key.span, word=key)
            return None
        within = None
        if shape.within is not None:
            within = self.conditions.atoms.duration(shape.within)
            if within is None:
                return None
        return Obligation(
            self.own.policy, str(key), self._texts(shape.title), timing, within, key.span
        )

    def _rule(self, key: Key, shape: RuleShape) -> Rule | None:
        period = self.own.period
        if shape.in_force is not None:
            place = self.document.key("rules", key, "in_force")
            inner = read_period(shape.in_force, place, self.own.period, self.faults)
            period = inner or period
        effect = cast("Effect", shape.effect.text)
        around = Surroundings(self.own, period)
        lifting = Surroundings(self.own, period, lifts_denial=effect == "deny")
        read = self.conditions
        when = read.read(shape.when, around) if shape.when is not None else None
        unless = (
            read.read_single(shape.unless, self.document.key("rules", key, "unless"), lifting)
            if shape.unless is not None
            else None
        )
        exceptions = self._exceptions(shape.exceptions or {}, lifting)
        clauses = self.cited(shape.clauses)
        names = self.placeholders.names_given(when, whole=when is not None or shape.when is None)
        because = read_sentences(
            shape.because,
            self.vocabulary.languages,
            lambda word, span: self.placeholders.read(word, span, names),
            self.faults,
        )
        return Rule(
            policy=self.own.policy,
            id=str(key),
            effect=effect,
            title=self._texts(shape.title),
            clauses=clauses,
            because=because,
            ground=self._ground(key, shape, effect),
            head=read_head(shape, self.vocabulary, self.faults),
            when=when,
            unless=unless,
            exceptions=exceptions,
            period=period,
            obliges=self._obliges(shape.obliges, period),
            span=key.span,
        )

    def _ground(self, key: Key, shape: RuleShape, effect: Effect) -> str | None:
        if effect == "deny":
            if shape.ground is not None:
                self.faults.add("ground_on_deny", shape.ground.span)
            return None
        if shape.ground is None:
            self.faults.add("ground_missing", key.span, word=key)
            return None
        return read_term(shape.ground, "grounds", self.vocabulary.taxonomies, self.faults)

    def _obliges(self, references: Iterable[Scalar] | None, period: Period) -> tuple[str, ...]:
        found = (
            self.declarations.resolve("obligation", word, self.own, period, self.faults)
            for word in references or ()
        )
        return tuple(sorted({resolved[0] for resolved in found if resolved}))

    def _exceptions(
        self, shapes: Table[Key, ExceptionShape], around: Surroundings
    ) -> tuple[Exemption, ...]:
        exemptions = []
        for key, shape in shapes.items():
            when = self.conditions.read(shape.when, around)
            # INVARIANT: `permitted_by` only ever lifts a denial: a new allow rule never denies.
            below = self._exceptions(shape.exceptions or {}, replace(around, lifts_denial=False))
            clauses = self.cited(shape.clauses)
            title = self._texts(shape.title)
            if when is not None:
                exemptions.append(Exemption(str(key), title, clauses, when, below, key.span))
        return tuple(sorted(exemptions, key=lambda exemption: exemption.id))


def read_head(shape: object, vocabulary: Vocabulary, faults: Faults) -> Head:
    """Return the head that the keys of a rule or a guarantee name."""
    parts: dict[str, tuple[str, ...]] = {}
    for part, taxonomy in HEAD_TAXONOMIES.items():
        terms = (
            read_term(word, taxonomy, vocabulary.taxonomies, faults)
            for word in getattr(shape, part) or ()
        )
        parts[part] = tuple(sorted({term for term in terms if term is not None}))
    return Head(**parts)
