"""Paths into what they name: a fact, a field of a record looked at, or an argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from disclosure_rules.language.conditions import Argument, FactPath, FieldPath, Path, RecordPath
from disclosure_rules.language.vocabulary import Fact, Records, Type, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from disclosure_rules.language.policy import Period
    from disclosure_rules.language.source import Span
    from disclosure_rules.loading.declarations import Declared
    from disclosure_rules.loading.faults import Faults


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


class PathReader:
    """Find what paths name, by a vocabulary and what surrounds them."""

    def __init__(self, vocabulary: Vocabulary, faults: Faults) -> None:
        """Find paths in this vocabulary; put faults there."""
        self.vocabulary = vocabulary
        self.faults = faults

    def read(self, word: str, span: Span, around: Surroundings) -> Path | None:
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
            fact = self.vocabulary.fact(word)
            if fact is not None:  # the name is taken, which is reported where it is given
                return FactPath(fact)
            known = [f"{root}.{name}" for name in fields]
            self.faults.unknown(
                "unknown_fact", span, word[:120], known, listed=records.span.line_reference
            )
            return None
        fact = self.vocabulary.fact(word)
        if fact is not None:
            return FactPath(fact)
        self._report_unknown(word, span, around)
        return None

    def read_argument(
        self, word: str, span: Span, around: Surroundings
    ) -> Path | RecordPath | None:
        """Return what a definition is handed: what a path names, or a record by its own name."""
        if word in around.elements:
            records = around.elements[word]
            return None if records is None else RecordPath(word, records.path)
        return self.read(word, span, around)

    def _report_unknown(self, word: str, span: Span, around: Surroundings) -> None:
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
