"""Words that are declared and never used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.case_values import case_values
from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.usage import Usage, usage
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.language.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact


def unused_word(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find definitions, parameters, obligations, facts, taxonomies, grounds and fixtures."""
    used = usage(inspected)
    yield from _of_policies(inspected, used)
    yield from _facts(inspected, used)
    for taxonomy in inspected.vocabulary.taxonomies.values():
        if taxonomy.id not in (*HEAD_TAXONOMIES.values(), "grounds", *used.taxonomies):
            yield _unused("taxonomy", taxonomy.id, taxonomy.span)
    yield from _grounds(inspected)
    yield from _fixtures(inspected)


def _unused(sort: str, word: str, span: Span, at: str | None = None) -> Diagnostic:
    return finding("unused_word", span, word=word, sort=phrase(f"unused_{sort}"), at=at)


def _of_policies(inspected: Inspected, used: Usage) -> Iterator[Diagnostic]:
    for policy in inspected.policy_set.policies:
        for definition in policy.definitions.values():
            if definition.name not in used.definitions:
                yield _unused("definition", definition.id, definition.span)
        for parameter in policy.parameters.values():
            if parameter.name not in used.parameters:
                yield _unused("parameter", parameter.id, parameter.span)
        for obligation in policy.obligations.values():
            if obligation.name not in used.obligations:
                yield _unused("obligation", obligation.id, obligation.span)


def _facts(inspected: Inspected, used: Usage) -> Iterator[Diagnostic]:
    """Find facts that nothing reads: the whole list or entity, where nothing of it is read."""
    unused = {f.path for f in inspected.facts.values() if not f.built_in} - used.facts
    for entity in inspected.vocabulary.entities.values():
        own = {fact.path for fact in entity.facts.values() if not fact.built_in}
        if len(own) > 1 and own <= unused and not any(f.built_in for f in entity.facts.values()):
            unused -= {path for path in unused if path.startswith(f"{entity.id}.")}
            yield _unused("entity", entity.id, entity.span)
    for path in sorted(unused):
        # The id of a record is shown with decisions, whatever conditions ask.
        of_record = path.count(".") > 1
        if not of_record or not (path.endswith(".id") or path.rpartition(".")[0] in unused):
            yield _fact(inspected.facts[path], inspected, used)


def _fact(fact: Fact, inspected: Inspected, used: Usage) -> Diagnostic:
    """Return the finding: at its declaration, or where it was forgotten.

    A fact that cases give is meant to matter: most likely the one condition that reads what stands
    beside it has lost a part.
    """
    readers = used.readers.get(fact.path.rpartition(".")[0], set())
    if len(readers) == 1 and fact.path in case_values(inspected):
        return _unused("fact", fact.path, next(iter(readers)), fact.span.line_reference)
    return _unused("fact", fact.path, fact.span)


def _grounds(inspected: Inspected) -> Iterator[Diagnostic]:
    grounds = inspected.vocabulary.taxonomies["grounds"]
    allowing = [rule for rule in inspected.rules if rule.ground]
    used = {above for rule in allowing for above in grounds.ancestors(str(rule.ground))}
    for term in grounds.terms.values():
        if term.id in used or (term.parent and term.parent not in used):
            continue
        namesakes = [rule for rule in allowing if rule.id == term.id]
        if len(namesakes) == 1:
            span = inspected.place(namesakes[0].span, "ground")
            yield _unused("ground", term.id, span, term.span.line_reference)
        else:
            yield _unused("ground", term.id, term.span)


def _fixtures(inspected: Inspected) -> Iterator[Diagnostic]:
    for document in inspected.trees("cases"):
        fixtures, cases = document.get("fixtures"), document.get("cases")  # type: ignore[call-overload]
        if isinstance(fixtures, Mapping) and isinstance(cases, Mapping):
            used = {
                word.text
                for case in cases.values()
                if isinstance(case, Mapping)
                for word in _words(case.get("uses"))  # type: ignore[call-overload]
            }
            for fixture in fixtures:
                if fixture not in used:
                    yield _unused("fixture", fixture, fixture.span)


def _words(node: object) -> Iterator[Scalar]:
    for part in node if isinstance(node, Sequence) else (node,):
        if isinstance(part, Scalar):
            yield part
