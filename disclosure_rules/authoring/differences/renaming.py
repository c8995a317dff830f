"""A policy set into the same set in the terms of another: renamed terms go by their new names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.language.conditions import Literal, PermittedBy
from disclosure_rules.language.noun import is_noun, parts_of_noun, with_parts
from disclosure_rules.language.policy import (
    HEAD_TAXONOMIES,
    Head,
    InForce,
    Parameter,
    PolicySet,
    Rule,
)
from disclosure_rules.language.source import Span
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Taxonomy,
    Term,
    TermSet,
    Vocabulary,
)
from disclosure_rules.proving.differences import Word

if TYPE_CHECKING:
    from disclosure_rules.language.conditions import Constant

_LEFT: Final = (Span, Fact, str, int, type(None))
"""What has no term in it."""


def renamed(policy_set: PolicySet, names: Mapping[Word, str]) -> PolicySet:
    """Return a policy set in which terms go by other names; what it means stays.

    Args:
        policy_set: The policies.
        names: What each term is to be called that has another name.
    """
    if not names:
        return policy_set
    renamer = _Renamer(names)
    return with_parts(
        policy_set,
        vocabulary=renamer.of(policy_set.vocabulary),
        policies=renamer.of(policy_set.policies),
        _epochs=dict[Any, InForce](),
    )


class _Renamer:
    def __init__(self, names: Mapping[Word, str]) -> None:
        self._names = names

    def of(self, value: Any) -> Any:
        """Return a value with its terms renamed."""
        match value:
            case Taxonomy():
                return self._taxonomy(value)
            case Head():
                return with_parts(
                    value,
                    **{
                        part: self._constant(getattr(value, part), taxonomy)
                        for part, taxonomy in HEAD_TAXONOMIES.items()
                    },
                )
            case Literal(constant, OneTerm(name) | Categories(name) | TermSet(name)):
                return with_parts(value, value=self._constant(constant, name))
            case Parameter(type=OneTerm(name) | Categories(name) | TermSet(name)):
                return with_parts(
                    value,
                    values=tuple(
                        with_parts(e, value=self._constant(e.value, name)) for e in value.values
                    ),
                )
            case PermittedBy(ground=str(ground)):
                return with_parts(value, ground=self._term("grounds", ground))
            case Rule(ground=str(ground)):
                return self._parts(with_parts(value, ground=self._term("grounds", ground)))
            case _:
                return self._rest(value)

    def _rest(self, value: Any) -> Any:
        if isinstance(value, _LEFT):
            return value
        if isinstance(value, tuple):
            return tuple(map(self.of, value))
        if isinstance(value, Mapping):
            return {key: self.of(part) for key, part in value.items()}
        return self._parts(value) if is_noun(value) else value

    def _parts(self, noun: Any) -> Any:
        left = {"entities", "request_facts"} if isinstance(noun, Vocabulary) else set[str]()
        parts = (name for name in parts_of_noun(type(noun)) if name not in left)
        return with_parts(noun, **{name: self.of(getattr(noun, name)) for name in parts})

    def _taxonomy(self, taxonomy: Taxonomy) -> Taxonomy:
        def name(term: str) -> str:
            return self._term(taxonomy.id, term)

        def called(term: Term) -> Term:
            return with_parts(
                term,
                id=name(term.id),
                parent=None if term.parent is None else name(term.parent),
                narrower=tuple(map(name, term.narrower)),
            )

        terms = {name(id_): called(term) for id_, term in taxonomy.terms.items()}
        return with_parts(taxonomy, terms=terms)

    def _term(self, taxonomy: str, term: str) -> str:
        return self._names.get(Word(taxonomy, term), term)

    def _constant(self, value: Constant, taxonomy: str) -> Constant:
        if isinstance(value, tuple):
            return tuple(sorted(self._term(taxonomy, term) for term in value))
        return self._term(taxonomy, str(value))
