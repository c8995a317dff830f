"""The tree of a condition into a Condition: every name resolved, every type checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.language.conditions import (
    All,
    AnyOf,
    Argument,
    Condition,
    Constant,
    Every,
    FactPath,
    FieldPath,
    Holds,
    Literal,
    Not,
    Operand,
    ParameterValue,
    Path,
    PermittedBy,
    Some,
    Test,
    The,
)
from disclosure_rules.language.documents import ID_PATTERN
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import (
    TIME_TYPES,
    Categories,
    Fact,
    Plain,
    Records,
    Type,
    Vocabulary,
)
from disclosure_rules.loading.comparisons import OPERATORS, accepts, fits, literal_type
from disclosure_rules.loading.types import describe_type, describe_value, listed, read_constant
from disclosure_rules.loading.vocabularies import CONDITION_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from disclosure_rules.language.policy import Period
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.times import Duration
    from disclosure_rules.loading.declarations import Declarations, Declared
    from disclosure_rules.loading.faults import Faults

_QUANTIFIER_KEYS: Final = ("of", "as", "where")
_LIST_OF_VALUES: Final = "a list of values, or a parameter that is a set of them"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a condition may refer to where it stands."""

    own: Declared | None = None
    """What the policy document itself declares; None outside of policies."""
    period: Period | None = None
    """The days on which the condition is asked; None: whenever what it names is in force."""
    arguments: Table[str, Type | None] = field(default_factory=dict)
    elements: Table[str, Fact | None] = field(default_factory=dict)
    """Names that quantifiers give, with the list they range over."""
    lifts_denial: bool = False
    """Whether `permitted_by` may stand here."""


class ConditionReader:
    """Read conditions against a vocabulary and what the policies declare."""

    def __init__(self, vocabulary: Vocabulary, declarations: Declarations, faults: Faults) -> None:
        """Read with these words and names; put faults there."""
        self.vocabulary = vocabulary
        self.declarations = declarations
        self.faults = faults

    def read(self, node: Node, around: Surroundings) -> Condition | None:
        """Return the condition that a node writes; None with faults."""
        if isinstance(node, Sequence):
            self.faults.add("bare_list", node.span)
            return None
        if not isinstance(node, Mapping):
            self.faults.add(
                "wrong_shape", node.span, expected="a condition: `fact: test` on lines of its own"
            )
            return None
        if not node:
            self.faults.add("empty_condition", node.span)
            return None
        parts = [self._entry(key, value, around) for key, value in node.items()]
        return self._joined(parts, next(iter(node)).span)

    def read_single(self, node: Node, key: Span, around: Surroundings) -> Condition | None:
        """Return the condition below `not` or `unless`, which must have one entry."""
        if isinstance(node, Sequence) or (isinstance(node, Mapping) and len(node) > 1):
            self.faults.add("bare_list", key)
            return None
        return self.read(node, around)

    def path(self, word: str, span: Span, around: Surroundings) -> Path | None:
        """Return what a path names here; None with a fault."""
        root, dot, rest = word.partition(".")
        if not dot and root in around.arguments:
            kind = around.arguments[root]
            return Argument(root, kind) if kind else None
        if dot and root in around.elements:
            records = around.elements[root]
            if records is None:
                return None
            fields = cast("Records", records.type).fields
            if rest in fields:
                return FieldPath(root, fields[rest])
            known = [f"{root}.{name}" for name in fields]
            self.faults.unknown(
                "unknown_fact", span, word[:120], known, listed=records.span.line_reference
            )
            return None
        fact = self.vocabulary.fact(word)
        if fact is not None:
            return FactPath(fact)
        self._report_unknown_path(word, span, around)
        return None

    def _report_unknown_path(self, word: str, span: Span, around: Surroundings) -> None:
        entities = self.vocabulary.entities
        parent = self.vocabulary.fact(word.rpartition(".")[0])
        if parent is not None and isinstance(parent.type, Records):
            self.faults.add("field_of_list", span, word=word[:120], list=parent.path)
            return
        known = [f.path for e in entities.values() for f in e.facts.values()]
        known += [*self.vocabulary.request_facts, *around.arguments]
        known += [
            f"{name}.{below}"
            for name, records in around.elements.items()
            if records is not None
            for below in cast("Records", records.type).fields
        ]
        entity = entities.get(word.partition(".")[0])
        self.faults.unknown(
            "unknown_fact",
            span,
            word[:120],
            known,
            listed=entity.span.line_reference if entity else None,
        )

    def _joined(self, parts: list[Condition | None], span: Span) -> Condition | None:
        if any(part is None for part in parts):
            return None
        whole = cast("list[Condition]", parts)
        return whole[0] if len(whole) == 1 else All(tuple(whole), span)

    def _entry(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        joining = {
            "all": self._list,
            "any": self._list,
            "not": self._not,
            "holds": self._holds,
            "some": self._quantifier,
            "every": self._quantifier,
            "permitted_by": self._permitted_by,
        }
        if key in joining:
            return joining[str(key)](key, value, around)
        path = self.path(key, key.span, around)
        tests = self._tests(path, key, value, around)
        return self._joined(tests, key.span) if tests else None

    def _not(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        part = self.read_single(value, key.span, replace(around, lifts_denial=False))
        return Not(part, key.span) if part else None

    def _list(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        if not isinstance(value, Sequence) or not value:
            self.faults.add(
                "wrong_shape", value.span, expected="a list of conditions, each behind a dash"
            )
            return None
        parts = [self.read(part, around) for part in value]
        if any(part is None for part in parts):
            return None
        whole = tuple(cast("list[Condition]", parts))
        return All(whole, key.span) if key == "all" else AnyOf(whole, key.span)

    def _holds(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        given: Node | None = None
        name: Scalar | None = value if isinstance(value, Scalar) else None
        if isinstance(value, Mapping) and len(value) == 1:
            ((called, given),) = value.items()
            name = Scalar(str(called), str(called), called.span)
        if name is None or not isinstance(name.value, str):
            self.faults.add(
                "wrong_shape",
                value.span,
                expected="the name of a definition, or `{name: {argument: fact}}`",
            )
            return None
        found = self.declarations.resolve(
            "definition", name, around.own, around.period, self.faults
        )
        arguments = self._arguments(given, around)
        if found is None or arguments is None:
            return None
        qualified, signatures = found
        for signature in signatures:
            if not self._fits_signature(qualified, arguments, signature.given, name.span):
                return None
        return Holds(qualified, tuple(sorted((n, p) for n, (p, _) in arguments.items())), key.span)

    def _arguments(
        self, given: Node | None, around: Surroundings
    ) -> dict[str, tuple[Path, Span]] | None:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            self.faults.add(
                "wrong_shape", given.span, expected="`argument: fact` for each argument"
            )
            return None
        arguments: dict[str, tuple[Path, Span]] = {}
        complete = True
        for name, word in given.items():
            if not isinstance(word, Scalar) or not isinstance(word.value, str):
                self.faults.add("wrong_shape", word.span, expected="the path of a fact")
                complete = False
                continue
            path = self.path(word.text, word.span, around)
            complete = complete and path is not None
            if path is not None:
                arguments[str(name)] = (path, word.span)
        return arguments if complete else None

    def _fits_signature(
        self,
        name: str,
        arguments: Table[str, tuple[Path, Span]],
        given: Table[str, Type | None],
        span: Span,
    ) -> bool:
        if set(arguments) != set(given):
            self.faults.add(
                "wrong_arguments", span, word=name, known=listed(sorted(given)) if given else "none"
            )
            return False
        fits = True
        for argument, (path, at) in arguments.items():
            expected = given[argument]
            if expected is not None and path.type != expected:
                self.faults.add(
                    "wrong_argument_type",
                    at,
                    argument=argument,
                    expected=describe_type(expected),
                    found=describe_type(path.type),
                )
                fits = False
        return fits

    def _quantifier(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        if not isinstance(value, Mapping):
            self.faults.add("quantifier_shape", value.span, word=key)
            return None
        keys = {str(name): part for name, part in value.items()}
        strangers = [name for name in value if name not in _QUANTIFIER_KEYS]
        for name in strangers:
            self.faults.unknown(
                "unknown_key", name.span, name, _QUANTIFIER_KEYS, known=listed(_QUANTIFIER_KEYS)
            )
        if strangers:
            return None
        if set(keys) != set(_QUANTIFIER_KEYS):
            self.faults.add("quantifier_shape", key.span, word=key)
            return None
        of, named = keys["of"], keys["as"]
        if not isinstance(of, Scalar) or not isinstance(named, Scalar):
            self.faults.add("quantifier_shape", key.span, word=key)
            return None
        records = self._records(of, around)
        free = self._is_free(named, around)
        inner = replace(
            around,
            elements={**around.elements, named.text: records},
            lifts_denial=False,
        )
        where = self.read(keys["where"], inner)
        if records is None or where is None or not free:
            return None
        made = Some if key == "some" else Every
        return made(FactPath(records), named.text, where, key.span)

    def _records(self, of: Scalar, around: Surroundings) -> Fact | None:
        path = self.path(of.text, of.span, around)
        if path is None:
            return None
        if not isinstance(path, FactPath) or not isinstance(path.type, Records):
            self.faults.add("not_a_list", of.span, word=of.text, found=describe_type(path.type))
            return None
        return path.fact

    def _is_free(self, name: Scalar, around: Surroundings) -> bool:
        """Tell whether a quantifier may give its records this name."""
        if not isinstance(name.value, str) or not re.fullmatch(ID_PATTERN, name.value):
            self.faults.add("bad_id", name.span, word=name.text[:60])
            return False
        if name.text in CONDITION_WORDS:
            self.faults.add("reserved_word", name.span, word=name.text)
            return False
        taken = (
            {*self.vocabulary.entities, *self.vocabulary.request_facts, "items"}
            | set(around.arguments)
            | set(around.elements)
        )
        if name.text in taken:
            self.faults.add("shadowed_name", name.span, word=name.text)
            return False
        return True

    def _permitted_by(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        if not around.lifts_denial:
            self.faults.add("misplaced_permitted_by", key.span)
            return None
        if not isinstance(value, Scalar) or not isinstance(value.value, str):
            self.faults.add("wrong_shape", value.span, expected="a ground, or `policy#rule`")
            return None
        if "#" not in value.text:
            return self._permitted_by_ground(value, key.span)
        found = self.declarations.resolve("rule", value, around.own, around.period, self.faults)
        if found is None:
            return None
        name, signatures = found
        if any(signature.effect == "deny" for signature in signatures):
            self.faults.add("not_an_allow_rule", value.span, word=name)
            return None
        return PermittedBy(rule=name, ground=None, span=key.span)

    def _permitted_by_ground(self, word: Scalar, span: Span) -> Condition | None:
        grounds = self.vocabulary.taxonomies["grounds"]
        if word.text not in grounds.terms:
            self.faults.unknown(
                "unknown_term",
                word.span,
                word.text,
                grounds.terms,
                taxonomy="grounds",
                listed=grounds.span.line_reference,
            )
            return None
        versions = [v for vs in self.declarations.versions.values() for v in vs]
        used = {
            signature.ground
            for version in versions
            for signature in version.names["rule"].values()
            if signature.ground in grounds.terms
        }
        allowing = [ground for ground in used if ground and grounds.covers(word.text, ground)]
        unread = self.declarations.incomplete or any(version.broken for version in versions)
        if not allowing and not unread:
            self.faults.add("unused_ground", word.span, word=word.text)
            return None
        return PermittedBy(rule=None, ground=word.text, span=span)

    def _tests(
        self, path: Path | None, key: Key, value: Node, around: Surroundings
    ) -> list[Condition | None]:
        if isinstance(value, Scalar):
            return [self._test(path, "is", key.span, value, around)]
        if isinstance(value, Sequence):
            return [self._test(path, "one_of", key.span, value, around)]
        if not value:
            self.faults.add("empty_condition", key.span)
            return [None]
        operandless = next((word for word in value if word in ("the", "parameter")), None)
        if operandless is not None:
            self.faults.add("operator_missing", operandless.span, word=operandless)
            return [None]
        tests: list[Condition | None] = []
        for operator, operand in value.items():
            if operator in OPERATORS:
                tests.append(self._test(path, str(operator), operator.span, operand, around))
                continue
            self.faults.unknown(
                "unknown_operator", operator.span, operator, OPERATORS, known=listed(OPERATORS)
            )
            tests.append(None)
        return tests

    def _test(
        self, path: Path | None, operator: str, span: Span, value: Node, around: Surroundings
    ) -> Condition | None:
        operand = self._operand(value, path.type if path else None, operator, around)
        if path is None:
            return None
        if not fits(operator, path.type):
            self._refuse_operator(path, operator, span)
            return None
        if operand is None:
            return None
        if operator == "one_of" and not accepts(operator, path.type, operand):
            self.faults.add("wrong_value", value.span, expected=_LIST_OF_VALUES)
            return None
        if not accepts(operator, path.type, operand):
            self.faults.add(
                "wrong_comparison",
                value.span,
                operator=operator,
                left=describe_type(path.type),
                right=describe_type(operand.type),
            )
            return None
        if (
            operator == "present"
            and not isinstance(path, Argument)
            and path.fact.silence == "unknown"
        ):
            self.faults.add("present_of_unknown", span, word=path.fact.path)
            return None
        return Test(path, operator, operand, span)

    def _refuse_operator(self, path: Path, operator: str, span: Span) -> None:
        if isinstance(path.type, Categories) and operator in ("is", "one_of"):
            self.faults.add("several_categories", span)
            return
        fitting = [name for name in OPERATORS if fits(name, path.type)]
        if not isinstance(path, Argument) and path.fact.silence == "unknown":
            fitting.remove("present")
        records = isinstance(path, FactPath) and isinstance(path.type, Records)
        self.faults.add(
            "operator_does_not_fit",
            span,
            operator=operator,
            left=describe_type(path.type),
            list=path.fact.path if isinstance(path, FactPath) and records else None,
            known=listed(fitting) or None,
        )

    def _operand(
        self, node: Node, left: Type | None, operator: str, around: Surroundings
    ) -> Operand | None:
        if operator == "present":
            return self._literal(node, Plain("boolean"), operator)
        if isinstance(node, Mapping):
            if "the" in node:
                return self._the(node, around)
            if set(node) == {"parameter"}:
                return self._parameter(next(iter(node.values())), around)
            self.faults.add(
                "wrong_shape",
                node.span,
                expected="a value, `{the: fact}` or `{parameter: name}`",
            )
            return None
        if left is None:
            return None
        expected = literal_type(operator, left)
        if expected is None:
            return None
        return self._literal(node, expected, operator)

    def _literal(self, node: Node, expected: Type, operator: str) -> Literal | None:
        taxonomies = self.vocabulary.taxonomies
        if operator == "one_of":
            if not isinstance(node, Sequence) or not node:
                self.faults.add("wrong_shape", node.span, expected=_LIST_OF_VALUES)
                return None
            values = [read_constant(part, expected, taxonomies, self.faults) for part in node]
            if any(value is None for value in values):
                return None
            return Literal(tuple(sorted(set(cast("list[str]", values)))), expected)
        value: Constant | None
        if expected in TIME_TYPES:
            value = self._time_literal(node)
        else:
            value = read_constant(node, expected, taxonomies, self.faults)
        return None if value is None else Literal(value, expected)

    def _time_literal(self, node: Node) -> Constant | None:
        """Read a time or a date: either may be compared with either."""
        dated = isinstance(node, Scalar) and len(node.text) == len("2026-01-31")
        return read_constant(
            node, Plain("date" if dated else "time"), self.vocabulary.taxonomies, self.faults
        )

    def _parameter(self, name: Node, around: Surroundings) -> ParameterValue | None:
        if not isinstance(name, Scalar) or not isinstance(name.value, str):
            self.faults.add("wrong_shape", name.span, expected="the name of a parameter")
            return None
        found = self.declarations.resolve("parameter", name, around.own, around.period, self.faults)
        if found is None:
            return None
        qualified, signatures = found
        kinds = {signature.type for signature in signatures}
        kind = kinds.pop()
        if kinds:
            self.faults.add("types_differ_by_version", name.span, word=qualified)
            return None
        return ParameterValue(qualified, kind) if kind else None

    def _the(self, node: Mapping, around: Surroundings) -> The | None:
        keys = {str(key): (key, value) for key, value in node.items()}
        key, word = keys.pop("the")
        if not isinstance(word, Scalar) or not isinstance(word.value, str):
            self.faults.add("wrong_shape", word.span, expected="the path of a fact")
            return None
        path = self.path(word.text, word.span, around)
        if not keys:
            return The(path) if path else None
        direction, (at, amount) = next(iter(keys.items()))
        if len(keys) > 1 or direction not in ("plus", "minus"):
            self.faults.add(
                "wrong_shape", key.span, expected="`{the: fact}`, with `plus` or `minus` for a time"
            )
            return None
        shift = self._shift(amount, around)
        if path is None or shift is None:
            return None
        if path.type == Plain("date") and self._in_hours(shift):
            self.faults.add("hours_on_date", amount.span)
            return None
        return self._shifted(path, shift, at.span, backwards=direction == "minus")

    def _in_hours(self, shift: Literal | ParameterValue) -> bool:
        if isinstance(shift, Literal):
            return cast("Duration", shift.value).unit == "hours"
        policy, _, name = shift.parameter.partition("#")
        versions = self.declarations.versions[policy]
        return any(
            v.names["parameter"][name].in_hours for v in versions if name in v.names["parameter"]
        )

    def _shifted(
        self, path: Path, shift: Literal | ParameterValue, span: Span, *, backwards: bool
    ) -> The | None:
        if isinstance(path, FactPath) and path.fact.path == "moment":
            self.faults.add("shifted_moment", span)
            return None
        if path.type not in TIME_TYPES:
            self.faults.add("shift_of_no_time", span, found=describe_type(path.type))
            return None
        return The(path, shift, backwards)

    def _shift(self, amount: Node, around: Surroundings) -> Literal | ParameterValue | None:
        duration = Plain("duration")
        if isinstance(amount, Mapping) and set(amount) == {"parameter"}:
            value = self._parameter(next(iter(amount.values())), around)
            if value is None:
                return None
            if value.type != duration:
                self.faults.add("wrong_value", amount.span, expected=describe_value(duration))
                return None
            return value
        constant = self.duration(amount)
        return None if constant is None else Literal(constant, duration)

    def duration(self, node: Node) -> Duration | None:
        """Return the duration that a node writes; None with a fault."""
        duration = Plain("duration")
        constant = read_constant(node, duration, self.vocabulary.taxonomies, self.faults)
        return cast("Duration | None", constant)
