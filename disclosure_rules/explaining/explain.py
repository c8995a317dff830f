"""A decision and what it was made on into its explanation."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.deciding.kleene import TRUE
from disclosure_rules.deciding.reasons import reason_for
from disclosure_rules.explaining.data import as_data, of_remedies
from disclosure_rules.explaining.grouping import for_the_same_reasons
from disclosure_rules.explaining.markdown import as_markdown
from disclosure_rules.explaining.outline import Outliner
from disclosure_rules.explaining.page import as_fragment, as_page
from disclosure_rules.explaining.plain_text import as_text
from disclosure_rules.explaining.proving import Prover
from disclosure_rules.explaining.remedies import Finding, of_remedies_read
from disclosure_rules.explaining.short import ShortTeller
from disclosure_rules.explaining.speaking import Speaker
from disclosure_rules.explaining.told import Answer, Explained, Told, closed
from disclosure_rules.explanation import Explanation
from disclosure_rules.language.phrases import READERS
from disclosure_rules.language.source import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.deciding.semantics import Scope
    from disclosure_rules.decision import Decision, ItemDecision, Reason
    from disclosure_rules.explaining.likeness import Likeness
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Clause


_LANGUAGES: Final = ", ".join(f"'{reader}'" for reader in READERS)


def explain(  # noqa: PLR0913 - what was decided on, and how to tell it
    scopes: tuple[Scope, ...],
    asked: Mapping[str, Any],
    clauses: Mapping[str, Clause],
    decision: Decision,
    reader: Reader,
    *,
    everything: bool,
) -> Explanation:
    """Return the explanation of a decision from the snapshot that it was made on.

    Args:
        scopes: The items as they were decided, in the order of the decision's.
        asked: What of the request its decision repeats.
        clauses: The clauses that rules may name.
        decision: What is explained.
        reader: The language to explain it in.
        everything: Whether rules about something else and all records are told too.

    Raises:
        ValueError: The language is not one that explanations are written in.
    """
    if reader not in READERS:
        message = f"explanations are written in {_LANGUAGES}"
        raise ValueError(message)
    vocabulary, in_force = scopes[0].vocabulary, scopes[0].in_force
    policies = (policy.span for policy in in_force.policies.values())
    named = (clause.span for clause in clauses.values())
    speaker = Speaker(vocabulary, reader, folder_of([vocabulary.span, *policies, *named]))
    outliner = Outliner(
        speaker, clauses, everything=everything, why_closed=closed(decision, speaker)
    )

    @cache
    def told() -> Told:
        groups = tuple(Explained(names, answer) for names, answer in _grouped(scopes, decision))
        sections = tuple(
            outliner.section(part) for part in for_the_same_reasons(groups, everything=everything)
        )
        return Told(decision, asked, groups, sections, speaker, everything)

    short = ShortTeller(speaker, outliner, Prover(vocabulary, in_force))
    return Explanation(
        decision.outcome,
        reader,
        short=lambda: "\n".join(short.lines(decision, scopes)),
        text=lambda: as_text(told()),
        markdown=lambda: as_markdown(told()),
        page=lambda: as_page(told()),
        fragment=lambda: as_fragment(told()),
        data=lambda: as_data(told()),
    )


def remedies_of(scopes: tuple[Scope, ...]) -> dict[str | None, dict[str, Any]]:
    """Return, by item, the fewest changes that would have it permitted."""
    finding = Finding(Prover(scopes[0].vocabulary, scopes[0].in_force))
    zone = scopes[0].vocabulary.zone
    return {
        scope.item.name: of_remedies(finding.find(finding.prover.item(scope), scope), zone)
        for scope in scopes
    }


def _grouped(
    scopes: tuple[Scope, ...], decision: Decision
) -> Iterator[tuple[tuple[str, ...], Answer]]:
    """Yield the answers, each with the names of the items that have it."""
    finding = Finding(Prover(scopes[0].vocabulary, scopes[0].in_force))
    likeness = finding.prover.likeness
    answers: dict[object, Answer] = {}
    reasons: dict[int, Reason] = {}
    names: dict[object, list[str]] = {}
    same: dict[object, Answer] = {}
    for scope, decided in zip(scopes, decision.items, strict=True):
        read = likeness.of_item(scope)
        if read not in answers:
            answers[read] = _answer(scope, decided, finding, reasons)
        # Items of which rules read different things may have the same answer all the same.
        answer = answers[read]
        key = _in_full(answer, likeness)
        same.setdefault(key, answer)
        names.setdefault(key, []).extend([] if scope.item.name is None else [scope.item.name])
    yield from ((tuple(names[key]), answer) for key, answer in same.items())


def _answer(
    scope: Scope, decided: ItemDecision, finding: Finding, reasons: dict[int, Reason]
) -> Answer:
    proof = finding.prover.item(scope)
    holding = [rule for rule in proof.all_rules if rule.truth is TRUE]
    for rule in holding:
        if id(rule) not in reasons:
            reasons[id(rule)] = reason_for(rule.rule, scope)
    given = {rule.rule.name: reasons[id(rule)] for rule in holding}
    return Answer(decided, proof, given, scope, finding.find)


def _in_full(answer: Answer, likeness: Likeness) -> object:
    """Return all that is told of an item but its name: a rule's proof, by which one it is."""
    # INVARIANT: the prover gives one proof for all that reads the same, and keeps it.
    rules = tuple(id(rule) for rule in answer.proof.all_rules)
    return rules, answer.proof.categories, of_remedies_read(answer.proof, answer.scope, likeness)
