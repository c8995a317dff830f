"""The vocabulary: taxonomies as trees, and facts with what their absence means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.language.vocabulary import Records
from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import NOTHING, Node, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.vocabulary import Entity, Fact, Taxonomy, Term
    from disclosure_rules.publishing.telling import Teller


def vocabulary_page(teller: Teller) -> Node:
    """Return every term and every fact."""
    vocabulary = teller.vocabulary
    taxonomies = vocabulary.taxonomies.values()
    entities = [entity for entity in vocabulary.entities.values() if entity.facts]
    contents = [
        *(teller.taxonomy(taxonomy.id) for taxonomy in taxonomies),
        teller.link("vocabulary", "all-facts", teller.say("facts")),
    ]
    return (
        teller.sentence("vocabulary_intro"),
        element("nav", bullets(contents), class_="contents short"),
        *(_taxonomy(teller, taxonomy) for taxonomy in taxonomies),
        element(
            "section",
            element("h2", teller.say("facts")),
            teller.sentence("facts_intro"),
            _table(teller, vocabulary.request_facts.values(), teller.say("of_the_request")),
            *(_entity(teller, entity) for entity in entities),
            id="all-facts",
        ),
    )


# --- Terms ---------------------------------------------------------------------------------------


def _taxonomy(teller: Teller, taxonomy: Taxonomy) -> Node:
    roots = [term for term in taxonomy.terms.values() if term.parent is None]
    return element(
        "section",
        element("h2", teller.name_of(taxonomy.id)),
        _branches(teller, taxonomy, roots),
        id=taxonomy.id,
    )


def _branches(teller: Teller, taxonomy: Taxonomy, terms: Iterable[Term]) -> Node:
    return element("ul", *(_branch(teller, taxonomy, term) for term in terms), class_="tree")


def _branch(teller: Teller, taxonomy: Taxonomy, term: Term) -> Node:
    narrower = [taxonomy.terms[child] for child in term.narrower]
    return element(
        "li",
        element("b", teller.local(term.label, term.id)),
        " ",
        element("code", term.id),
        *(element("p", told, class_="about") for told in _about(teller, taxonomy, term)),
        _branches(teller, taxonomy, narrower) if narrower else NOTHING,
        id=f"{taxonomy.id}.{term.id}",
    )


def _about(teller: Teller, taxonomy: Taxonomy, term: Term) -> Iterator[Node]:
    if term.description:
        yield teller.local(term.description, term.id)
    inherited = taxonomy.terms[term.parent].involves if term.parent else frozenset()
    if term.involves != inherited:
        involved = [teller.say(f"involves_{part}") for part in sorted(term.involves)]
        yield teller.say("involves", parts=teller.both(involved))
    if term.carries:
        clauses = [teller.clause(name) for name in term.carries]
        yield teller.say("carries", clauses=teller.both(clauses))
    if term.same_as:
        yield teller.say("same_as", iri=element("code", term.same_as))
    if taxonomy.id == "grounds":
        rules = [
            teller.rule(version, rule)
            for versions in teller.book.versions.values()
            for version in versions
            for rule in version.rules.values()
            if rule.ground == term.id
        ]
        if rules:
            yield teller.say("rests_on_it", rules=teller.both(rules))


# --- Facts ---------------------------------------------------------------------------------------


def _entity(teller: Teller, entity: Entity) -> Node:
    about: list[Node] = []
    if entity.silence is not None:
        about.append(teller.say(f"entity_silence_{entity.silence}"))
    if entity.because:
        about.append(teller.local(entity.because, entity.id))
    name = (teller.local(entity.label, entity.id), " ", element("code", entity.id))
    told = tuple(element("span", part, class_="about") for part in about)
    return _table(teller, entity.facts.values(), (name, told))


def _table(teller: Teller, facts: Iterable[Fact], name: Node) -> Node:
    heads = ("fact", "kind", "silence")
    return element(
        "table",
        element("caption", name),
        element(
            "thead",
            element(
                "tr", *(element("th", teller.say(f"column_{key}"), scope="col") for key in heads)
            ),
        ),
        element("tbody", *(row for fact in facts for row in _rows(teller, fact))),
        class_="facts",
    )


def _rows(teller: Teller, fact: Fact, *, field: bool = False) -> Iterator[Node]:
    silence = element("p", teller.say(f"silence_{fact.silence}"))
    because = (
        element("p", teller.local(fact.because, ""), class_="about") if fact.because else NOTHING
    )
    changes = (
        element("p", teller.say(f"changes_by_{fact.changes_by}"), class_="about")
        if fact.changes_by
        else NOTHING
    )
    yield element(
        "tr",
        element("td", teller.label(fact), " ", element("code", fact.path), changes),
        element("td", teller.type(fact.type)),
        element("td", silence, because),
        id=f"fact-{fact.path}",
        class_="field" if field else None,
    )
    if isinstance(fact.type, Records):
        for below in fact.type.fields.values():
            yield from _rows(teller, below, field=True)
