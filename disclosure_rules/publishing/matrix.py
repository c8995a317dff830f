"""A policy set on a day into who may be given what: always, never, or on which grounds.

Each answer is that of the semantics to a question of which only four things are known: operation,
purpose, kind of recipient and category of data. What is known then stays so whatever else becomes
known, by the first two laws of docs/semantics.md: what is permitted stays permitted, what is
prohibited stays prohibited, and what has no ground never gets one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from disclosure_rules.deciding import semantics
from disclosure_rules.deciding.kleene import TRUE, UNKNOWN, Truth
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.language.vocabulary import Categories, OneTerm, TermSet
from disclosure_rules.request import Facts, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from disclosure_rules.language.policy import InForce, Rule
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.request import Value

Terms: TypeAlias = tuple[str, ...]
Named: TypeAlias = "Mapping[str, frozenset[str]]"
"""Terms that a rule names, by taxonomy."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether data of some categories may go to some recipients, whatever else is the case."""

    verdict: Literal["always", "never", "possible"]
    allowing: Terms
    """The allow rules that are not false: on their grounds it is, or may be, permitted."""
    denying: Terms
    """The deny rules that are true if it is never permitted for them, else those still open."""


@dataclass(frozen=True, slots=True)
class Table:
    """Recipients by categories; what no answer tells apart stands together."""

    columns: tuple[Terms, ...]
    rows: tuple[tuple[Terms, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The tables of some purposes: one for the operations that it is the same for."""

    purposes: Terms
    """Empty for operations that involve no purpose."""
    tables: tuple[tuple[Terms, Table], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known: terms that have nothing narrower."""

    operation: str
    purpose: str | None
    recipient: str
    data: str

    def terms(self) -> tuple[tuple[str, str | None], ...]:
        """Return each term with its taxonomy; no purpose is None."""
        return (
            ("operations", self.operation),
            ("purposes", self.purpose),
            ("recipients", self.recipient),
            ("data", self.data),
        )


def who_may_get_what(vocabulary: Vocabulary, in_force: InForce) -> tuple[Part, ...]:
    """Return the answers for every operation that has a recipient, with purposes alike together."""
    return _Matrix(vocabulary, in_force).parts()


class _Matrix:
    def __init__(self, vocabulary: Vocabulary, in_force: InForce) -> None:
        self.vocabulary = vocabulary
        self.in_force = in_force
        self.rules = (*in_force.allow_rules, *in_force.deny_rules)
        self.named: dict[str, Named] = {}
        self.seen: dict[tuple[str, str, str], frozenset[str]] = {}
        self.truths: dict[tuple[str, object], Truth] = {}
        entities = vocabulary.entities.values()
        paths = [*vocabulary.request_facts, *(f.path for e in entities for f in e.facts.values())]
        # Nothing else is known, not even of facts whose silence would mean that there is none.
        self.unknown = dict.fromkeys(paths, cast("Value", semantics.Absent.UNKNOWN))

    # --- What stands together: groups of terms, each asked about by its first ---

    def parts(self) -> tuple[Part, ...]:
        """Return the whole, in the order of the vocabulary."""
        terms = self.vocabulary.taxonomies["operations"].terms
        disclosing = [o for o in self._groups("operations") if "recipient" in terms[o[0]].involves]
        with_purpose = [o for o in disclosing if "purpose" in terms[o[0]].involves]
        without = [o for o in disclosing if o not in with_purpose]
        parts = []
        if with_purpose:
            purposes = self._groups("purposes")
            tables = {first: self._tables(with_purpose, first) for first, *_ in purposes}
            together = self._together("purposes", purposes, tables.__getitem__)
            parts = [Part(alike, tables[alike[0]]) for alike in together]
        if without:
            parts.append(Part((), self._tables(without, None)))
        return tuple(parts)

    def _tables(
        self, operations: Iterable[Terms], purpose: str | None
    ) -> tuple[tuple[Terms, Table], ...]:
        tables = {first: self._table(first, purpose) for first, *_ in operations}
        together = self._together("operations", operations, tables.__getitem__)
        return tuple((alike, tables[alike[0]]) for alike in together)

    def _table(self, operation: str, purpose: str | None) -> Table:
        recipients, data = self._groups("recipients"), self._groups("data")
        categories = [alike[0] for alike in data]
        about = self._about(self.rules, operation=operation, purpose=purpose)
        cells = {}
        for to, *_ in recipients:
            about_them = self._about(about, recipient=to)
            for of in categories:
                asked = _Asked(operation, purpose, to, of)
                cells[to, of] = self._cell(self._about(about_them, data=of), asked)

        def row(to: str) -> tuple[Cell, ...]:
            return tuple(cells[to, of[0]] for of in columns)

        def column(of: str) -> tuple[Cell, ...]:
            return tuple(cells[to, of] for to, *_ in recipients)

        columns = self._together("data", data, column)
        rows = self._together("recipients", recipients, row)
        return Table(columns, tuple((alike, row(alike[0])) for alike in rows))

    def _together(
        self, taxonomy: str, groups: Iterable[Terms], key: Callable[[str], object]
    ) -> tuple[Terms, ...]:
        """Return groups with those of equal key made one, all in the order of the vocabulary."""
        found: dict[object, list[str]] = {}
        for group in groups:
            found.setdefault(key(group[0]), []).extend(group)
        place = {
            term: number for number, term in enumerate(self.vocabulary.taxonomies[taxonomy].terms)
        }
        made = [tuple(sorted(terms, key=place.__getitem__)) for terms in found.values()]
        return tuple(sorted(made, key=lambda terms: place[terms[0]]))

    def _groups(self, taxonomy: str) -> tuple[Terms, ...]:
        """Return the terms that have nothing narrower; those that no rule tells apart together."""
        words = self.vocabulary.taxonomies[taxonomy]
        named = frozenset(t for rule in self.rules for t in self._named(rule).get(taxonomy, ()))
        narrowest = [(term,) for term in words.terms if words.is_leaf(term)]
        return self._together(
            taxonomy, narrowest, lambda t: (named & {*words.ancestors(t)}, words.terms[t].involves)
        )

    # --- What is answered ---

    def _about(self, rules: Iterable[Rule], **asked: str | None) -> tuple[Rule, ...]:
        """Return the rules without those whose head is false: they say nothing of it."""
        for part, term in asked.items():
            words = self.vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
            broader = set[str]() if term is None else {*words.ancestors(term)}
            grants = [(rule, getattr(rule.head, part)) for rule in rules]
            rules = [rule for rule, terms in grants if not terms or broader & {*terms}]
        return tuple(rules)

    def _cell(self, rules: Iterable[Rule], asked: _Asked) -> Cell:
        """Return what the rules come to: see `One item` in docs/semantics.md."""
        stands: dict[tuple[str, Truth], list[str]] = {}
        for rule in rules:
            stands.setdefault((rule.effect, self._truth(rule, asked)), []).append(rule.name)
        prohibiting, open_denials = (
            stands.get(("deny", TRUE), ()),
            stands.get(("deny", UNKNOWN), ()),
        )
        permitting, perhaps = stands.get(("allow", TRUE), ()), stands.get(("allow", UNKNOWN), ())
        possible = tuple(sorted((*permitting, *perhaps)))
        if prohibiting or not possible:
            return Cell("never", (), tuple(prohibiting))
        if permitting and not open_denials:
            return Cell("always", tuple(permitting), ())
        return Cell("possible", possible, tuple(open_denials))

    def _truth(self, rule: Rule, asked: _Asked) -> Truth:
        """Return how a rule stands; it tells two terms apart only by the terms that it names."""
        key = (rule.name, tuple(self._seen(rule, *known) for known in asked.terms()))
        if key not in self.truths:
            self.truths[key] = semantics.rule(rule, self._scope(asked))
        return self.truths[key]

    def _seen(self, rule: Rule, taxonomy: str, term: str | None) -> frozenset[str] | None:
        """Return what a rule sees of a term: those of the terms it names that cover it."""
        if term is None:
            return None
        key = (rule.name, taxonomy, term)
        if key not in self.seen:
            broader = self.vocabulary.taxonomies[taxonomy].ancestors(term)
            self.seen[key] = self._named(rule).get(taxonomy, frozenset()).intersection(broader)
        return self.seen[key]

    def _scope(self, asked: _Asked) -> semantics.Scope:
        purpose = semantics.Absent.NONE if asked.purpose is None else asked.purpose
        given = {
            **self.unknown,
            "operation": asked.operation,
            "purpose": cast("Value", purpose),
            "recipient.kind": asked.recipient,
        }
        return self._of(given, {**self.unknown, "item.category": (asked.data,)})

    def _of(self, given: Mapping[str, Value], of_item: Mapping[str, Value]) -> semantics.Scope:
        """Return the scope of facts. That the moment lies on this day is all one knows of it."""
        item = Item(of_item, known=True)
        facts = Facts(given, frozenset(self.vocabulary.entities), (item,), cast("datetime", None))
        return semantics.Scope(self.vocabulary, self.in_force, facts, item)

    # --- Which terms a rule names ---

    def _named(self, rule: Rule) -> Named:
        """Return the terms that a rule names in its head and its conditions, by taxonomy."""
        if rule.name not in self.named:
            found = {
                taxonomy: {*getattr(rule.head, part)} for part, taxonomy in HEAD_TAXONOMIES.items()
            }
            for asked in rule.conditions():
                self._collect(asked, found, set())
            self.named[rule.name] = {name: frozenset(terms) for name, terms in found.items()}
        return self.named[rule.name]

    def _collect(self, asked: c.Condition, found: dict[str, set[str]], seen: set[str]) -> None:
        """Collect the terms that a condition names, through definitions and other rules."""
        for part in c.walk(asked):
            if isinstance(part, c.Test):
                self._collect_terms(part.operand, found)
            elif isinstance(part, c.Holds) and part.definition not in seen:
                seen.add(part.definition)
                self._collect(self.in_force.definitions[part.definition].means, found, seen)
            elif isinstance(part, c.PermittedBy):
                for rule in semantics.permitting(part, self._of(self.unknown, self.unknown)):
                    for taxonomy, terms in self._named(rule).items():
                        found.setdefault(taxonomy, set()).update(terms)

    def _collect_terms(self, operand: c.Operand, found: dict[str, set[str]]) -> None:
        kind = operand.type
        if isinstance(operand, c.The) or not isinstance(kind, (OneTerm, Categories, TermSet)):
            return
        written: object = (
            operand.value
            if isinstance(operand, c.Literal)
            else self.in_force.parameters[operand.parameter]
        )
        terms = written if isinstance(written, tuple) else (written,)
        found.setdefault(kind.taxonomy, set()).update(cast("Terms", terms))
