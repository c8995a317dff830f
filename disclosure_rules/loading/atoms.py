"""Tests into atoms: a fact, an operator, and an operand that the operator takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.language.conditions import (
    Argument,
    Condition,
    Constant,
    FactPath,
    Literal,
    Operand,
    ParameterValue,
    Path,
    Test,
    The,
)
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Mapping, Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import (
    TIME_TYPES,
    Categories,
    Plain,
    Records,
    Type,
    describe_type,
)
from disclosure_rules.loading.comparisons import OPERATORS, accepts, fits, literal_type
from disclosure_rules.loading.types import describe_value, listed, read_constant

if TYPE_CHECKING:
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.times import Duration
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.loading.declarations import Declarations
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.paths import PathReader, Surroundings

_LIST_OF_VALUES: Final = phrase("values")


class AtomReader:
    """Read tests of facts against a vocabulary and what the policies declare."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        declarations: Declarations,
        paths: PathReader,
        faults: Faults,
    ) -> None:
        """Read with these words and names; put faults there."""
        self.vocabulary = vocabulary
        self.declarations = declarations
        self.paths = paths
        self.faults = faults

    def read(
        self, path: Path | None, operator: str, span: Span, value: Node, around: Surroundings
    ) -> Condition | None:
        """Return the test of a fact by an operator; None with faults."""
        if path and fits(operator, path.type) and self._is_name(value, path.type, around):
            return None
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

    def _is_name(self, value: Node, left: Type, around: Surroundings) -> bool:
        """Refuse a text that is the name of a fact or a parameter: `the` was surely forgotten.

        Read as a text it would equal nothing, and a denial that waits for it would never come.
        """
        texts = [
            part.value
            for part in (value if isinstance(value, Sequence) else [value])
            if isinstance(part, Scalar) and isinstance(part.value, str)
        ]
        # A term may be called as a parameter is: it is the term that is meant.
        taxonomy = self.vocabulary.taxonomies.get(getattr(left, "taxonomy", ""))
        for text in texts:
            root, dot, rest = text.partition(".")
            named = self.vocabulary.fact(text) is not None or text in around.arguments
            if taxonomy is not None and text in taxonomy.terms:
                continue
            if named or (dot and rest and root in around.elements):
                self.faults.add("fact_as_text", value.span, word=text)
                return True
            if around.own is not None and text in around.own.names["parameter"]:
                self.faults.add("parameter_as_text", value.span, word=text)
                return True
        return False

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
                expected=phrase("operand"),
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
            self.faults.add("wrong_shape", name.span, expected=phrase("parameter"))
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
            self.faults.add("wrong_shape", word.span, expected=phrase("path"))
            return None
        path = self.paths.read(word.text, word.span, around)
        if not keys:
            return The(path) if path else None
        direction, (at, amount) = next(iter(keys.items()))
        if len(keys) > 1 or direction not in ("plus", "minus"):
            self.faults.add("wrong_shape", key.span, expected=phrase("shifted"))
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
