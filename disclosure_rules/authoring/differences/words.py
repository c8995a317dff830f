"""Two vocabularies into what became of each word: new, gone, renamed, moved, or of another type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.language.vocabulary import Categories, OneTerm, Records, TermSet
from disclosure_rules.proving.asked import Asked, form_of
from disclosure_rules.proving.differences import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.vocabulary import Fact, Taxonomy, Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Words:
    """What became of the words of a vocabulary."""

    renamed: tuple[tuple[Word, Word], ...]
    """Terms that are called otherwise: before, and after."""
    added: tuple[Word, ...]
    removed: tuple[Word, ...]
    moved: tuple[Word, ...]
    """Terms that have another broader term, or that now have one, or have none now."""
    facts_added: tuple[str, ...]
    facts_removed: tuple[str, ...]
    retyped: tuple[str, ...]
    """Paths of facts whose values are written otherwise."""
    places: Mapping[str, tuple[str, ...]]
    """By taxonomy: the facts, and fields of records, whose terms both vocabularies read."""

    @property
    def names(self) -> Mapping[Word, str]:
        """What each renamed term is called now."""
        return {before: after.term for before, after in self.renamed}


def compare_words(old: Vocabulary, new: Vocabulary) -> Words:
    """Return what became of each word between two vocabularies."""
    renamed: list[tuple[Word, Word]] = []
    added: list[Word] = []
    removed: list[Word] = []
    moved: list[Word] = []
    for name in sorted(old.taxonomies.keys() | new.taxonomies.keys()):
        before, after = old.taxonomies.get(name), new.taxonomies.get(name)
        names = dict(_renamed(before, after)) if before and after else {}
        there = {} if before is None else before.terms
        here = {} if after is None else after.terms
        renamed += ((Word(name, a), Word(name, b)) for a, b in names.items())
        removed += (Word(name, t) for t in there if t not in here and t not in names)
        added += (Word(name, t) for t in here if t not in there and t not in names.values())
        moved += (
            Word(name, names.get(t, t))
            for t, term in there.items()
            if (there_now := here.get(names.get(t, t))) is not None
            if there_now.parent != (names.get(term.parent, term.parent) if term.parent else None)
        )
    was, now = dict(facts_of(old)), dict(facts_of(new))
    return Words(
        tuple(renamed),
        tuple(added),
        tuple(removed),
        tuple(moved),
        facts_added=tuple(path for path in now if path not in was),
        facts_removed=tuple(path for path in was if path not in now),
        retyped=tuple(
            path
            for path, fact in now.items()
            if path in was and form_of(fact.type) != form_of(was[path].type)
        ),
        places=_places(was, now),
    )


def _places(was: Mapping[str, Fact], now: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    places: dict[str, tuple[str, ...]] = {}
    for path, fact in now.items():
        if isinstance(fact.type, (OneTerm, Categories, TermSet)):
            taxonomy = fact.type.taxonomy
            if path in was and form_of(fact.type) == form_of(was[path].type):
                places[taxonomy] = (*places.get(taxonomy, ()), path)
    return places


def _renamed(old: Taxonomy, new: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield terms that are gone, each with the new one that must be the same.

    It stands below the same broader term, and has a label, a public name or narrower terms in
    common with it; and no other does.
    """
    names: dict[str, str] = {}
    gone = [term for term in old.terms.values() if term.id not in new.terms]
    come = [term for term in new.terms.values() if term.id not in old.terms]
    for term in sorted(gone, key=lambda term: len([*old.ancestors(term.id)])):
        parent = names.get(term.parent, term.parent) if term.parent else None
        like = [t for t in come if t.parent == parent and _is_like(term, t)]
        rivals = [
            t for t in gone if t.parent == term.parent and any(_is_like(t, one) for one in like)
        ]
        if len(like) == 1 and len(rivals) == 1 and like[0].id not in names.values():
            names[term.id] = like[0].id
            yield term.id, like[0].id


def _is_like(term: Term, other: Term) -> bool:
    return (
        any(other.label.get(language) == label for language, label in term.label.items())
        or (term.same_as is not None and term.same_as == other.same_as)
        or bool(set(term.narrower) & set(other.narrower))
    )


def facts_of(vocabulary: Vocabulary) -> Iterator[tuple[str, Fact]]:
    """Yield every fact and field of a vocabulary, by its path."""
    pending = [*vocabulary.request_facts.values()]
    for entity in vocabulary.entities.values():
        pending += entity.facts.values()
    for fact in pending:
        yield fact.path, fact
        if isinstance(fact.type, Records):
            yield from ((field.path, field) for field in fact.type.fields.values())


def can_read(vocabulary: Vocabulary, written_by: Vocabulary, path: str) -> bool:
    """Tell whether a vocabulary reads a fact of a request that is written by another.

    A fact for which that one has no words is written by the first.
    """
    kind, written = Asked.kind(vocabulary, path), Asked.kind(written_by, path)
    return kind is not None and (written is None or form_of(kind) == form_of(written))
