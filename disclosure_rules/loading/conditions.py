"""The tree of a condition into a Condition: every name resolved, every type checked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.language.conditions import (
    All,
    AnyOf,
    Condition,
    Every,
    FactPath,
    Holds,
    Not,
    Path,
    PermittedBy,
    RecordPath,
    Some,
)
from disclosure_rules.language.patterns import ID_PATTERN
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import (
    Fact,
    RecordOf,
    Records,
    Type,
    Vocabulary,
    describe_type,
)
from disclosure_rules.loading.atoms import AtomReader
from disclosure_rules.loading.comparisons import OPERATORS
from disclosure_rules.loading.hints import hint
from disclosure_rules.loading.paths import PathReader, Surroundings
from disclosure_rules.loading.types import listed
from disclosure_rules.loading.vocabularies import CONDITION_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from disclosure_rules.language.source import Span
    from disclosure_rules.loading.declarations import Declarations
    from disclosure_rules.loading.faults import Faults

_QUANTIFIER_KEYS: Final = ("of", "as", "where")
_FOREIGN_WORDS: Final = {"or": "any", "and": "all", "if": None, "when": None}
"""Words that other languages begin conditions with, and what they are called here."""


class ConditionReader:
    """Read conditions against a vocabulary and what the policies declare."""

    def __init__(self, vocabulary: Vocabulary, declarations: Declarations, faults: Faults) -> None:
        """Read with these words and names; put faults there."""
        self.vocabulary = vocabulary
        self.declarations = declarations
        self.faults = faults
        self.paths: PathReader = PathReader(vocabulary, faults)
        self.atoms: AtomReader = AtomReader(vocabulary, declarations, self.paths, faults)

    def read(self, node: Node, around: Surroundings) -> Condition | None:
        """Return the condition that a node writes; None with faults."""
        if isinstance(node, Sequence):
            self.faults.add("bare_list", node.span)
            return None
        if not isinstance(node, Mapping):
            expected = phrase("condition")
            self.faults.add("wrong_shape", node.span, expected=expected, hint=hint(node, expected))
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
        if key in _FOREIGN_WORDS and key not in around.arguments:
            meant = _FOREIGN_WORDS[key]
            surplus = key if meant is None else None
            self.faults.add("unknown_fact", key.span, word=key, nearest=meant, surplus=surplus)
            return None
        path = self.paths.read(key, key.span, around)
        tests = self._tests(path, key, value, around)
        return self._joined(tests, key.span) if tests else None

    def _not(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        part = self.read_single(value, key.span, replace(around, lifts_denial=False))
        return Not(part, key.span) if part else None

    def _list(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        if not isinstance(value, Sequence) or not value:
            self.faults.add("wrong_shape", value.span, expected=phrase("conditions"))
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
            name = Scalar(str(called), str(called), called.place)
        if name is None or not isinstance(name.value, str):
            self.faults.add(
                "wrong_shape",
                value.span,
                expected=phrase("definition"),
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
    ) -> dict[str, tuple[Path | RecordPath, Span]] | None:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            self.faults.add("wrong_shape", given.span, expected=phrase("arguments"))
            return None
        arguments: dict[str, tuple[Path | RecordPath, Span]] = {}
        complete = True
        for name, word in given.items():
            if not isinstance(word, Scalar) or not isinstance(word.value, str):
                self.faults.add("wrong_shape", word.span, expected=phrase("path"))
                complete = False
                continue
            path = self.paths.read_argument(word.text, word.span, around)
            complete = complete and path is not None
            if path is not None:
                arguments[str(name)] = (path, word.span)
        return arguments if complete else None

    def _fits_signature(
        self,
        name: str,
        arguments: Table[str, tuple[Path | RecordPath, Span]],
        given: Table[str, Type | RecordOf | None],
        span: Span,
    ) -> bool:
        if set(arguments) != set(given):
            self.faults.add(
                "wrong_arguments",
                span,
                word=name,
                known=listed(sorted(given)) if given else phrase("nothing"),
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
        usable = self._is_usable(named, around)
        inner = replace(
            around,
            elements={**around.elements, named.text: records},
            lifts_denial=False,
        )
        where = self.read(keys["where"], inner)
        if records is None or where is None or not usable:
            return None
        made = Some if key == "some" else Every
        return made(FactPath(records), named.text, where, key.span)

    def _records(self, of: Scalar, around: Surroundings) -> Fact | None:
        path = self.paths.read(of.text, of.span, around)
        if path is None:
            return None
        if not isinstance(path, FactPath) or not isinstance(path.type, Records):
            self.faults.add("not_a_list", of.span, word=of.text, found=describe_type(path.type))
            return None
        return path.fact

    def _is_usable(self, name: Scalar, around: Surroundings) -> bool:
        """Tell whether a quantifier can give its records this name.

        A name that is taken is reported, and given all the same: what follows is no further fault.
        """
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
        return True

    def _permitted_by(self, key: Key, value: Node, around: Surroundings) -> Condition | None:
        if not around.lifts_denial:
            self.faults.add("misplaced_permitted_by", key.span)
            return None
        if not isinstance(value, Scalar) or not isinstance(value.value, str):
            self.faults.add("wrong_shape", value.span, expected=phrase("ground_or_rule"))
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
            return [self.atoms.read(path, "is", key.span, value, around)]
        if isinstance(value, Sequence):
            return [self.atoms.read(path, "one_of", key.span, value, around)]
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
                tests.append(self.atoms.read(path, str(operator), operator.span, operand, around))
                continue
            self.faults.unknown(
                "unknown_operator", operator.span, operator, OPERATORS, known=listed(OPERATORS)
            )
            tests.append(None)
        return tests
