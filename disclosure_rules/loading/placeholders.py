"""Placeholders of a rule's sentence into what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from disclosure_rules.language.conditions import Condition, FactPath, FieldPath, Holds, Some, walk
from disclosure_rules.language.policy import Definition, ParameterName, Placeholder
from disclosure_rules.language.vocabulary import Records, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from disclosure_rules.language.source import Span
    from disclosure_rules.loading.declarations import Declared
    from disclosure_rules.loading.faults import Faults


@dataclass(frozen=True, slots=True)
class NamesGiven:
    """The names that quantifiers give, for the placeholders of a rule's sentence."""

    lists: Table[str, FactPath]
    """Names that stand for a record of one list."""
    ambiguous: frozenset[str]
    """Names that stand for records of several lists."""
    whole: bool
    """Whether every condition that can give a name could be read."""


class PlaceholderReader:
    """Read placeholders against the vocabulary and what the policy document itself declares."""

    def __init__(
        self,
        own: Declared,
        vocabulary: Vocabulary,
        definitions: Table[str, Definition],
        faults: Faults,
    ) -> None:
        """Read with these names and definitions; put faults there."""
        self.own = own
        self.vocabulary = vocabulary
        self.definitions = definitions
        self.faults = faults

    def names_given(self, when: Condition | None, *, whole: bool) -> NamesGiven:
        """Return the names that quantifiers give in a rule's `when`.

        Definitions of the document itself count.
        """
        found: dict[str, FactPath] = {}
        ambiguous: set[str] = set()
        seen: set[str] = set()
        pending = [when] if when else []
        while pending:
            for part in walk(pending.pop()):
                if isinstance(part, Some):
                    if found.setdefault(part.element, part.of) != part.of:
                        ambiguous.add(part.element)
                elif isinstance(part, Holds) and part.definition not in seen:
                    seen.add(part.definition)
                    policy, _, name = part.definition.partition("#")
                    if policy == self.own.policy and name in self.definitions:
                        pending.append(self.definitions[name].means)
                    elif policy == self.own.policy:
                        whole = False
        lists = {name: of for name, of in found.items() if name not in ambiguous}
        return NamesGiven(lists, frozenset(ambiguous), whole)

    def read(self, word: str, span: Span, names: NamesGiven) -> Placeholder | None:
        """Return what a placeholder of a rule's sentence stands for."""
        root, dot, rest = word.partition(".")
        of = names.lists.get(root) if dot else None
        fields = cast("Records", of.fact.type).fields if of else {}
        if rest in fields:
            return FieldPath(root, fields[rest])
        if not dot and word in self.own.names["parameter"]:
            return ParameterName(f"{self.own.policy}#{word}")
        fact = self.vocabulary.fact(word)
        if fact is not None and not isinstance(fact.type, Records):
            return FactPath(fact)
        self._refuse(word, span, names)
        return None

    def _refuse(self, word: str, span: Span, names: NamesGiven) -> None:
        root, dot, _ = word.partition(".")
        if dot and root in names.ambiguous:
            self.faults.add("ambiguous_placeholder", span, word=word, name=root)
            return
        hidden = root not in self.vocabulary.entities and not names.whole
        if (dot and hidden) or word in self.own.broken:
            return
        known = [
            *(
                f"{name}.{below}"
                for name, of in names.lists.items()
                for below in cast("Records", of.fact.type).fields
            ),
            *self.own.names["parameter"],
            *(f.path for e in self.vocabulary.entities.values() for f in e.facts.values()),
            *self.vocabulary.request_facts,
        ]
        self.faults.unknown("unknown_placeholder", span, word, known)
