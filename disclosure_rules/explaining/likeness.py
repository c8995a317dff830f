"""What conditions and rules read: where two questions read the same, they have the same answer.

A key stands for all that is read. Whoever works something out keeps it by its key, and so does it
once for all items, and all changes of an item, that make no difference to it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, assert_never, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.language import conditions as c

if TYPE_CHECKING:
    from disclosure_rules.language.policy import InForce, Rule
    from disclosure_rules.language.vocabulary import Fact, Vocabulary

Key: TypeAlias = Hashable


@dataclass(slots=True)
class Reads:
    """What a condition reads, and by which names."""

    facts: dict[str, Fact] = field(default_factory=dict)
    """Facts of the request, of an entity or of the item, by path."""
    elements: dict[str, None] = field(default_factory=dict)
    """Names of records that a quantifier looks at, or that a definition was handed."""
    arguments: dict[str, None] = field(default_factory=dict)
    """Names of facts that a definition was handed."""
    lists: list[tuple[Fact, Reads]] = field(default_factory=list)
    """Each list, and what is read beside its records, which matters only if there are any."""

    def add(self, other: Reads) -> None:
        """Read what another reads too."""
        self.facts |= other.facts
        self.elements |= other.elements
        self.arguments |= other.arguments
        self.lists += other.lists

    def reads(self, path: str) -> bool:
        """Tell whether a fact is read."""
        return path in self.facts or any(
            fact.path == path or beside.reads(path) for fact, beside in self.lists
        )

    def unnamed(self) -> Reads:
        """Return what is read without what has a name only inside a definition."""
        lists = [(fact, beside.unnamed()) for fact, beside in self.lists]
        return Reads(facts=self.facts, lists=lists)


class Likeness:
    """Tell which questions about the items of one request must have the same answer."""

    def __init__(self, vocabulary: Vocabulary, in_force: InForce) -> None:
        """Compare under these policies."""
        self.vocabulary = vocabulary
        self.in_force = in_force
        self._conditions: dict[int, Reads] = {}
        self._rules: dict[str, Reads] = {}
        self._heads: dict[str, Reads] = {}
        self._name_is_read = any(
            self._reads_of_rule(rule).reads("item.name")
            for rule in (*in_force.allow_rules, *in_force.deny_rules)
        )
        self._of_facts: dict[tuple[int, int], Key] = {}
        self._kept: dict[int, object] = {}
        # INVARIANT: what a key names by its identity is kept here, so that nothing else gets it.

    # --- Keys ---

    def of_condition(self, asked: c.Condition, scope: s.Scope, *, new: bool = False) -> Key:
        """Return a key of all that a condition reads; with `new`, also of a record yet to come."""
        return id(asked), self._key(self._reads(asked), scope, new=new)

    def of_quantifier(self, asked: c.Some | c.Every, scope: s.Scope) -> Key:
        """Return a key of all that a quantifier reads beside the records of its list."""
        ((_, beside),) = self._reads(asked).lists
        return id(asked), self._key(beside, scope)

    def of_head(self, asked: Rule, scope: s.Scope) -> Key:
        """Return a key of all that a rule's head reads."""
        if asked.name not in self._heads:
            self._heads[asked.name] = self._reads_of_head(asked)
        return asked.name, self._key(self._heads[asked.name], scope)

    def of_rule(self, asked: Rule, scope: s.Scope, *, new: bool = False) -> Key:
        """Return a key of all that a rule and its sentence read; `new` as for a condition."""
        return asked.name, self._key(self._reads_of_rule(asked), scope, new=new)

    def reads(self, asked: Rule, paths: frozenset[str]) -> bool:
        """Tell whether a rule reads some of these facts."""
        return any(self._reads_of_rule(asked).reads(path) for path in paths)

    def of_item(self, scope: s.Scope) -> Key:
        """Return a key of all that rules and their sentences read of an item."""
        facts = self.vocabulary.entities["item"].facts.values()
        return scope.item.known, tuple(
            self._reading(fact, scope)
            for fact in facts
            if self._name_is_read or fact.path != "item.name"
        )

    def keep(self, thing: object) -> int:
        """Return the identity of something, which nothing else will have from now on."""
        self._kept[id(thing)] = thing
        return id(thing)

    def _key(self, reads: Reads, scope: s.Scope, *, new: bool = False) -> Key:
        facts = self._facts(reads, scope)
        if not (reads.elements or reads.arguments or reads.lists):
            return facts
        return (
            facts,
            *(self.keep(scope.elements[name].record) for name in reads.elements),
            *(self._argument(name, scope) for name in reads.arguments),
            *(self._list(fact, beside, scope, new=new) for fact, beside in reads.lists),
        )

    def _facts(self, reads: Reads, scope: s.Scope) -> Key:
        """Return what is read of facts: for every record of a list that is the same."""
        if not reads.facts:
            return None
        key = id(scope.item), id(reads)
        if key not in self._of_facts:
            self.keep(scope.item)
            self.keep(reads)
            self._of_facts[key] = tuple(self._reading(fact, scope) for fact in reads.facts.values())
        return self._of_facts[key]

    def _reading(self, fact: Fact, scope: s.Scope) -> Key:
        value = scope.fact(fact)
        if isinstance(value, tuple) and isinstance(value[0], Mapping):
            return self.keep(value)
        # Equal numbers may be written differently, and are told as they were given.
        return str(value) if isinstance(value, Decimal) else cast("Key", value)

    def _argument(self, name: str, scope: s.Scope) -> Key:
        fact, element = scope.arguments[name]
        if element is not None:
            return fact.path, self.keep(element.record)
        return fact.path, self._reading(fact, scope)

    def _list(self, fact: Fact, beside: Reads, scope: s.Scope, *, new: bool) -> Key:
        if scope.fact(fact) is s.Absent.NONE and not (new and fact.may_change):
            return s.Absent.NONE
        return self._reading(fact, scope), self._key(beside, scope, new=new)

    # --- What is read ---

    def _reads(self, asked: c.Condition) -> Reads:
        if id(asked) not in self._conditions:
            self._conditions[id(asked)] = self._worked_out(asked)
        return self._conditions[id(asked)]

    def _worked_out(self, asked: c.Condition) -> Reads:
        reads = Reads()
        match asked:
            case c.Test(path=path, operand=operand):
                _add_path(path, reads)
                if isinstance(operand, c.The):
                    _add_path(operand.path, reads)
            case c.All() | c.AnyOf() | c.Not():
                for part in c.parts_of(asked):
                    reads.add(self._reads(part))
            case c.Some() | c.Every():
                beside = Reads()
                beside.add(self._reads(asked.where))
                beside.elements.pop(asked.element, None)
                reads.lists.append((asked.of.fact, beside))
            case c.Holds():
                reads.add(self._reads(self.in_force.definitions[asked.definition].means).unnamed())
                for _, handed in asked.arguments:
                    _add_path(handed, reads)
            case c.PermittedBy():
                for rule in self.in_force.allow_rules:
                    reads.add(self._reads_of_rule(rule))
            case _:
                assert_never(asked)
        return reads

    def _reads_of_rule(self, asked: Rule) -> Reads:
        if asked.name not in self._rules:
            reads = self._rules[asked.name] = Reads()
            reads.add(self._reads_of_head(asked))
            for condition in asked.conditions():
                reads.add(self._reads(condition))
            for part in (part for sentence in asked.because.values() for part in sentence):
                if isinstance(part, c.FactPath):
                    _add_path(part, reads)
        return self._rules[asked.name]

    def _reads_of_head(self, asked: Rule) -> Reads:
        paths = [path for part, path in s.HEAD_FACTS.items() if getattr(asked.head, part)]
        return Reads({path: cast("Fact", self.vocabulary.fact(path)) for path in paths})


def _add_path(path: c.Path | c.RecordPath, reads: Reads) -> None:
    match path:
        case c.FactPath(fact):
            reads.facts[fact.path] = fact
        case c.FieldPath(element) | c.RecordPath(element):
            reads.elements[element] = None
        case c.Argument(name):
            reads.arguments[name] = None
