"""A policy set into what is proved of its rules and definitions, as diagnostics.

What the other checks told of a rule or a definition is not told again in other words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, assert_never

import yaml

from disclosure_rules.authoring.checks.inspected import finding
from disclosure_rules.authoring.counterexamples import plain
from disclosure_rules.authoring.smallest import smallest
from disclosure_rules.deciding import semantics
from disclosure_rules.deciding.kleene import TRUE
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language import conditions as c
from disclosure_rules.language.phrases import phrase
from disclosure_rules.proving.constants import constant_definitions
from disclosure_rules.proving.effects import (
    IsRedundant,
    Meet,
    NeverBites,
    NeverDecides,
    NotDecided,
    effects,
)
from disclosure_rules.proving.promises import sides_of
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.phrases import Phrase
    from disclosure_rules.language.policy import Definition, PolicySet, Rule
    from disclosure_rules.proving.constants import Constant
    from disclosure_rules.proving.effects import Effect
    from disclosure_rules.proving.solving import Request

_MILLION: Final = 1_000_000
_SAID: Final[Mapping[type, frozenset[str]]] = {
    NeverDecides: frozenset({"rule_never_applies", "rule_always_denied"}),
    IsRedundant: frozenset(
        {
            "rule_never_applies",
            "rule_always_denied",
            "rule_covered",
            "near_duplicate",
            "deny_not_needed",
        }
    ),
    NeverBites: frozenset(
        {"rule_never_applies", "rule_covered", "near_duplicate", "deny_not_needed"}
    ),
}
"""What the other checks say of a rule that says as much."""
_SAID_OF_DEFINITIONS: Final = frozenset({"condition_never_holds", "condition_always_holds"})


def deep_findings(
    policy_set: PolicySet,
    told: Iterable[Diagnostic],
    limit: int,
    progress: Callable[[int, int], None],
) -> Iterator[Diagnostic]:
    """Yield what is proved to be amiss, or worth knowing, for every possible request.

    Args:
        policy_set: A set without errors.
        told: What the other checks found in it.
        limit: How many steps of the solver one question may take.
        progress: Is told how many steps of how many are done.
    """
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in told:
        said[one.span.file, str(one.details.get("word"))].add(one.code)
    constants = list(constant_definitions(policy_set, limit))
    hollow = {found.definition.name for found in constants if found.holds == "never"}
    hollow |= {
        definition.name
        for policy in policy_set.policies
        for definition in policy.definitions.values()
        if "condition_never_holds" in said[definition.span.file, definition.id]
    }
    for constant in constants:
        definition = constant.definition
        known = said[definition.span.file, definition.id] & _SAID_OF_DEFINITIONS
        if not known and not _names([definition.means], hollow - {definition.name}):
            yield _of_definition(constant, limit)
    yield from _of_rules(policy_set, said, hollow, limit, progress)


def _of_rules(
    policy_set: PolicySet,
    said: Mapping[tuple[str, str], set[str]],
    hollow: set[str],
    limit: int,
    progress: Callable[[int, int], None],
) -> Iterator[Diagnostic]:
    def known(rule: Rule) -> set[str]:
        return said.get((rule.span.file, rule.id), set())

    rules = [rule for policy in policy_set.policies for rule in policy.rules.values()]
    told_of = [id(rule) for rule in rules if known(rule) & _SAID[IsRedundant]]
    sides = list(sides_of(policy_set))
    found = list(effects(sides, limit, first=told_of, progress=progress))
    denied = {
        (id(one.rule), id(deny))
        for one in found
        if isinstance(one, NeverDecides)
        for deny in one.denied_by
    }
    before = {
        obligation.name
        for policy in policy_set.policies
        for obligation in policy.obligations.values()
        if obligation.timing == "before"
    }
    for one in found:
        match one:
            case Meet(allow, deny):
                # Where the one denies all that the other allows, that is told.
                if (id(allow), id(deny)) not in denied and not known(allow) & _SAID[NeverDecides]:
                    yield _of_meeting(policy_set, one)
            case NeverDecides(rule, denied_by):
                rests = not denied_by and _names(rule.conditions(), hollow)
                if not rests and not known(rule) & _SAID[NeverDecides]:
                    yield _of_rule(one, before, limit)
            case IsRedundant(rule) | NeverBites(rule):
                if not known(rule) & _SAID[type(one)]:
                    yield _of_rule(one, before, limit)
            case NotDecided():
                yield _of_rule(one, before, limit)
            case _:
                assert_never(one)


def _names(conditions: Iterable[c.Condition], definitions: set[str]) -> bool:
    """Tell whether conditions name one of some definitions."""
    return any(
        isinstance(part, c.Holds) and part.definition in definitions
        for asked in conditions
        for part in c.walk(asked)
    )


# --- Findings ------------------------------------------------------------------------------------


def _of_definition(constant: Constant, limit: int) -> Diagnostic:
    definition = constant.definition
    if constant.holds == "undecided":
        return _undecided(definition, phrase("whether_constant", word=definition.id), limit)
    code = {"always": "definition_always_holds", "never": "definition_never_holds"}
    return finding(code[constant.holds], definition.span, word=definition.id)


def _of_rule(found: Effect, before: set[str], limit: int) -> Diagnostic:
    match found:
        case NeverDecides(rule, denied_by):
            rules = _listed(denied_by)
            reason = phrase("denied_whenever" if rules else "never_holds")
            return finding(
                "rule_never_decides", rule.span, word=rule.id, reason=reason, rules=rules or None
            )
        case IsRedundant(rule, because_of):
            return finding(
                "rule_redundant",
                rule.span,
                word=rule.id,
                rules=_listed(because_of) or None,
                own=_own(rule, because_of, before),
            )
        case NeverBites(rule):
            return finding("deny_never_bites", rule.span, word=rule.id)
        case NotDecided(rule, question, other):
            beside = {} if other is None else {"other": _reference(other, beside=rule)}
            asked = phrase(f"whether_{question}", word=rule.id, **beside)
            return _undecided(rule, asked, limit)
        case Meet():
            raise AssertionError(found)
    assert_never(found)


def _undecided(about: Rule | Definition, question: Phrase, limit: int) -> Diagnostic:
    return finding(
        "not_decided",
        about.span,
        question=question,
        reason=phrase("beyond_limit", limit=f"{limit / _MILLION:.6f}".rstrip("0").rstrip(".")),
        mend=phrase("try_more"),
    )


def _reference(named: Rule, *, beside: Rule) -> str:
    return named.id if named.policy == beside.policy else named.name


def _listed(rules: Iterable[Rule]) -> str:
    told = sorted({f"`{rule.name}` ({rule.span.line_reference})" for rule in rules})
    return ", ".join(told)


def _own(rule: Rule, others: Iterable[Rule], before: set[str]) -> Phrase | None:
    """Return what a rule adds though every outcome is the same, or None.

    An obligation that is to be met before is a condition: the others may not ask for more.
    """
    others = list(others)
    ground = any(other.ground != rule.ground for other in others)
    obligations = any(
        not set(rule.obliges) <= set(other.obliges)
        or not before & set(other.obliges) <= set(rule.obliges)
        for other in others
    )
    if rule.ground is not None and ground:
        return phrase("own_both" if obligations else "own_ground", ground=rule.ground)
    return phrase("own_obligations") if obligations else None


def _of_meeting(policy_set: PolicySet, met: Meet) -> Diagnostic:
    allow, deny = met.allow, met.deny
    other = _reference(deny, beside=allow)

    def shows(request: Request) -> bool:
        return both_hold(policy_set, allow, deny, request)

    if not shows(met.request):
        return finding(
            "not_decided",
            allow.span,
            question=phrase("whether_meets", word=allow.id, other=other),
            reason=phrase("prover_mistaken"),
            mend=phrase("report_it"),
        )
    small = smallest(policy_set.vocabulary, met.request, shows)
    written = yaml.safe_dump(
        plain(small), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000
    )
    return finding(
        "allow_meets_deny",
        allow.span,
        word=allow.id,
        other=other,
        at=deny.span.line_reference,
        request=written.strip(),
    )


def both_hold(policy_set: PolicySet, allow: Rule, deny: Rule, request: Request) -> bool:
    """Tell whether two rules hold together for some item of a request."""
    vocabulary = policy_set.vocabulary
    try:
        facts = read_request(vocabulary, request)
    except InvalidRequest:
        return False
    in_force = policy_set.in_force(facts.moment.astimezone(vocabulary.zone).date())
    if not any(rule is allow for rule in in_force.allow_rules) or not any(
        rule is deny for rule in in_force.deny_rules
    ):
        return False
    scopes = (semantics.Scope(vocabulary, in_force, facts, item) for item in facts.items)
    return any(
        semantics.rule(allow, scope) is TRUE and semantics.rule(deny, scope) is TRUE
        for scope in scopes
    )
