"""A policy set into its texts for people, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.language.vocabulary import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.policy import Exemption, Policy, PolicySet, Sentence
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact, Texts, Vocabulary


class Told(NamedTuple):
    """A text in the languages it has, or in none."""

    word: str
    """Whose text it is."""
    key: str
    """Which of its texts, such as `label`."""
    texts: Texts
    span: Span
    """The place of the word; the text stands below it."""
    beside: str
    """Texts beside each other should not be the same: what they are."""


def told(inspected: Inspected) -> tuple[Told, ...]:
    """Return every text; gathered once."""
    return inspected.remembered("texts", lambda: tuple(_told(inspected.policy_set)))


def _told(policy_set: PolicySet) -> Iterator[Told]:
    yield from _of_vocabulary(policy_set.vocabulary)
    for clause in policy_set.clauses.values():
        yield Told(clause.id, "where", clause.where, clause.span, "")
        yield Told(clause.id, "says", clause.says, clause.span, "clause")
    for policy in policy_set.policies:
        yield from _of_policy(policy)
    for guarantee in policy_set.guarantees:
        yield Told(guarantee.id, "title", guarantee.title, guarantee.span, "guarantee")
    for case in policy_set.cases:
        yield Told(case.id, "title", case.title, case.span, "")


def _of_vocabulary(vocabulary: Vocabulary) -> Iterator[Told]:
    for taxonomy in vocabulary.taxonomies.values():
        for term in taxonomy.terms.values():
            yield Told(term.id, "label", term.label, term.span, f"term {taxonomy.id}")
            yield Told(term.id, "description", term.description, term.span, "")
    for entity in vocabulary.entities.values():
        yield Told(entity.id, "label", entity.label, entity.span, "entity")
        yield Told(entity.id, "because", entity.because, entity.span, "")
        yield from _of_facts(entity.facts.values(), entity.id)


def _of_facts(facts: Iterable[Fact], above: str) -> Iterator[Told]:
    for fact in facts:
        if not fact.built_in:
            yield Told(fact.path, "label", fact.label, fact.span, f"fact {above}")
            yield Told(fact.path, "because", fact.because, fact.span, "")
            if isinstance(fact.type, Records):
                yield from _of_facts(fact.type.fields.values(), fact.path)


def _of_policy(policy: Policy) -> Iterator[Told]:
    version = f"{policy.id} {policy.version}"
    for rule in policy.rules.values():
        yield Told(rule.id, "title", rule.title, rule.span, f"rule {version}")
        yield Told(rule.id, "because", _plain(rule.because), rule.span, "")
        yield from _of_exemptions(rule.exceptions)
    for definition in policy.definitions.values():
        beside = f"definition {version}"
        yield Told(definition.id, "title", definition.title, definition.span, beside)
    for parameter in policy.parameters.values():
        yield Told(parameter.id, "title", parameter.title, parameter.span, f"parameter {version}")
    for obligation in policy.obligations.values():
        beside = f"obligation {version}"
        yield Told(obligation.id, "title", obligation.title, obligation.span, beside)


def _of_exemptions(exemptions: Iterable[Exemption]) -> Iterator[Told]:
    for exemption in exemptions:
        yield Told(exemption.id, "title", exemption.title, exemption.span, "")
        yield from _of_exemptions(exemption.exceptions)


def _plain(because: Mapping[str, Sentence]) -> Texts:
    """Return sentences as texts; what stands for a placeholder is left out."""
    return {
        language: "".join(part if isinstance(part, str) else "…" for part in sentence)
        for language, sentence in because.items()
    }
