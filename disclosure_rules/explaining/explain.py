"""A decision and what it was made on into its explanation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.explaining.data import as_data, of_remedies
from disclosure_rules.explaining.markdown import as_markdown
from disclosure_rules.explaining.outline import Outliner
from disclosure_rules.explaining.page import as_fragment, as_page
from disclosure_rules.explaining.plain_text import as_text
from disclosure_rules.explaining.proving import prove_item
from disclosure_rules.explaining.questions import open_questions
from disclosure_rules.explaining.remedies import find_remedies
from disclosure_rules.explaining.speaking import Speaker
from disclosure_rules.explaining.told import Explained, Told
from disclosure_rules.explanation import Explanation
from disclosure_rules.language import conditions as c
from disclosure_rules.language.phrases import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.deciding.semantics import Scope
    from disclosure_rules.decision import Decision, ItemDecision, Outcome
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Clause, InForce, Policy


_LANGUAGES: Final = ", ".join(f"'{reader}'" for reader in READERS)


def explain(
    scopes: tuple[Scope, ...],
    clauses: Mapping[str, Clause],
    decision: Decision,
    reader: Reader,
    *,
    everything: bool,
) -> Explanation:
    """Return the explanation of a decision from the snapshot that it was made on.

    Args:
        scopes: The items as they were decided, in the order of the decision's.
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
    speaker = Speaker(scopes[0].vocabulary, reader)
    outliner = Outliner(speaker, clauses, everything=everything)
    groups = tuple(
        _explained(alike, outliner) for alike in _alike(zip(scopes, decision.items, strict=True))
    )
    told = Told(decision, groups, speaker, everything)
    return Explanation(
        decision.outcome,
        reader,
        text=partial(as_text, told),
        markdown=partial(as_markdown, told),
        page=partial(as_page, told),
        fragment=partial(as_fragment, told),
        data=partial(as_data, told),
    )


def _explained(alike: list[tuple[Scope, ItemDecision]], outliner: Outliner) -> Explained:
    scope, decided = alike[0]
    proof = prove_item(scope)
    questions = open_questions(proof, scope.vocabulary)
    remedies = find_remedies(scope)
    return Explained(
        names=tuple(item.name for _, item in alike if item.name is not None),
        proof=proof,
        questions=questions,
        remedies=remedies,
        outline=outliner.item(proof, decided, questions, remedies),
    )


def remedies_of(scopes: tuple[Scope, ...]) -> dict[str | None, dict[str, Any]]:
    """Return, by item, the fewest changes that would have it permitted."""
    return {scope.item.name: of_remedies(find_remedies(scope)) for scope in scopes}


def _alike(
    items: Iterable[tuple[Scope, ItemDecision]],
) -> Iterator[list[tuple[Scope, ItemDecision]]]:
    """Yield the items that say the same, together: no rule can tell them apart."""
    groups: dict[tuple[Outcome, str], list[tuple[Scope, ItemDecision]]] = {}
    told_apart: bool | None = None
    for scope, item in items:
        if told_apart is None:
            told_apart = _names_matter(scope.in_force)
        given = {p: v for p, v in scope.item.given.items() if told_apart or p != "item.name"}
        groups.setdefault((item.outcome, repr(sorted(given.items()))), []).append((scope, item))
    yield from groups.values()


def _names_matter(in_force: InForce) -> bool:
    """Tell whether some condition or sentence reads the name of an item."""
    return any(_reads_name(policy) for policy in in_force.policies.values())


def _reads_name(policy: Policy) -> bool:
    conditions = [definition.means for definition in policy.definitions.values()]
    placeholders: list[object] = []
    for rule in policy.rules.values():
        conditions += rule.conditions()
        placeholders += [part for sentence in rule.because.values() for part in sentence]
    paths: list[object] = list(placeholders)
    for part in (part for condition in conditions for part in c.walk(condition)):
        if isinstance(part, c.Test):
            paths += [part.path, part.operand.path if isinstance(part.operand, c.The) else None]
        elif isinstance(part, c.Holds):
            paths += [path for _, path in part.arguments]
    return any(isinstance(path, c.FactPath) and path.fact.path == "item.name" for path in paths)
