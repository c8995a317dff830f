"""A policy set into its trace: clauses, with what names each; rules, with the cases they decide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.conditions import Holds, ParameterValue, Test, The, walk
from disclosure_rules.language.policy import Exemption
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.engine import Engine
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.policy import Clause, Parameter, PolicySet, Rule
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Texts

Kind: TypeAlias = Literal["term", "rule", "exception", "parameter", "guarantee"]
CARRIERS: Final[frozenset[Kind]] = frozenset({"term", "rule", "exception", "parameter"})
"""What carries a clause out; a guarantee only says that it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """What names a clause."""

    kind: Kind
    name: str
    """Of a term `taxonomy.term`; of an exception its own; of others the name they go by."""
    title: Texts
    span: Span
    rule: TracedRule | None = None
    """The rule itself, or the one that has the exception or reads the parameter."""


@dataclass(frozen=True, slots=True)
class TracedClause:
    """A clause with everything that names it."""

    clause: Clause
    links: tuple[Link, ...]
    """Terms, then rules with their exceptions and parameters, then guarantees."""
    cases: tuple[Case, ...]
    """The cases that say they test it."""

    @property
    def carried(self) -> bool:
        """Whether something carries it out."""
        return any(link.kind in CARRIERS for link in self.links)


@dataclass(frozen=True, slots=True)
class TracedRule:
    """A rule of one version with the clauses it rests on, and the cases that it decides."""

    rule: Rule
    version: str
    clauses: tuple[str, ...]
    """Its own, then those of its exceptions, then those of the parameters that it reads."""
    guarantees: tuple[Guarantee, ...]
    """Those that cite a clause of it."""
    cases: tuple[Case, ...]
    """Those in which it permits or prohibits an item."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Clauses, rules, guarantees and cases of a policy set, and how they hang together."""

    policy_set: PolicySet
    clauses: tuple[TracedClause, ...]
    """In the order of the notices."""
    rules: tuple[TracedRule, ...]
    """By policy, version and place."""


def trace(engine: Engine) -> Trace:
    """Return the trace of an engine's policy set, for which its cases are decided."""
    policy_set = engine.policy_set
    rules = tuple(_rules(policy_set, _decided(engine)))
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for clause, link in _links(policy_set, rules):
        links[clause].append(link)
    testing: defaultdict[str, list[Case]] = defaultdict(list)
    for case in policy_set.cases:
        for clause in case.clauses:
            testing[clause].append(case)
    clauses = tuple(
        TracedClause(clause, tuple(links[name]), tuple(testing[name]))
        for name, clause in policy_set.clauses.items()
    )
    return Trace(policy_set, clauses, rules)


def _rules(policy_set: PolicySet, decided: Mapping[Span, list[Case]]) -> Iterator[TracedRule]:
    for policy in policy_set.policies:
        for rule in sorted(policy.rules.values(), key=lambda rule: rule.span):
            clauses = tuple(dict.fromkeys(clause for clause, *_ in _citations(rule, policy_set)))
            guarantees = tuple(g for g in policy_set.guarantees if {*clauses} & {*g.clauses})
            cases = tuple(decided.get(rule.span, ()))
            yield TracedRule(rule, policy.version, clauses, guarantees, cases)


def _links(policy_set: PolicySet, rules: Iterable[TracedRule]) -> Iterator[tuple[str, Link]]:
    """Yield each clause that something names, with what names it."""
    for taxonomy in policy_set.vocabulary.taxonomies.values():
        for term in taxonomy.terms.values():
            link = Link("term", f"{taxonomy.id}.{term.id}", term.label, term.span)
            yield from ((clause, link) for clause in term.carries)
    for traced in rules:
        for clause, kind, part in _citations(traced.rule, policy_set):
            name = part.id if isinstance(part, Exemption) else part.name
            yield clause, Link(kind, name, part.title, part.span, traced)
    for guarantee in policy_set.guarantees:
        link = Link("guarantee", guarantee.id, guarantee.title, guarantee.span)
        yield from ((clause, link) for clause in guarantee.clauses)


def _decided(engine: Engine) -> Mapping[Span, list[Case]]:
    """Return the cases in which each rule decides an item, by the place of the rule."""
    policy_set = engine.policy_set
    vocabulary = policy_set.vocabulary
    found: defaultdict[Span, list[Case]] = defaultdict(list)
    for case in policy_set.cases:
        try:
            decision = engine.decide(case.request)
        except InvalidRequest:
            # Only a case that expects it is loaded with a request that does not fit.
            continue
        moment = read_request(vocabulary, case.request).moment
        in_force = policy_set.in_force(moment.astimezone(vocabulary.zone).date())
        deciding = {name for item in decision.items for name in item.rules}
        for rule in (*in_force.allow_rules, *in_force.deny_rules):
            if rule.name in deciding:
                found[rule.span].append(case)
    return found


# --- What of a rule names clauses ----------------------------------------------------------------


def _citations(
    rule: Rule, policy_set: PolicySet
) -> Iterator[tuple[str, Kind, Rule | Exemption | Parameter]]:
    """Yield each clause that a rule rests on, with what of the rule names it."""
    yield from ((clause, "rule", rule) for clause in rule.clauses)
    for exception in _exceptions(rule.exceptions):
        yield from ((clause, "exception", exception) for clause in exception.clauses)
    for parameter in _parameters(rule, policy_set):
        set_by = dict.fromkeys(clause for entry in parameter.values for clause in entry.clauses)
        yield from ((clause, "parameter", parameter) for clause in set_by)


def _exceptions(exceptions: Iterable[Exemption]) -> Iterator[Exemption]:
    """Yield exceptions, each before the exceptions to it."""
    for exception in exceptions:
        yield exception
        yield from _exceptions(exception.exceptions)


def _parameters(rule: Rule, policy_set: PolicySet) -> Iterator[Parameter]:
    """Yield the parameters that a rule reads, through definitions too, in every version of them.

    Those of the rules that `permitted_by` names are these rules' own.
    """
    beside = [policy for policy in policy_set.policies if policy.period.overlap(rule.period)]
    seen: set[str] = set()
    pending = list(rule.conditions())
    while pending:
        for part in walk(pending.pop()):
            name = part.definition if isinstance(part, Holds) else _parameter_of(part)
            if name is None or name in seen:
                continue
            seen.add(name)
            policy, _, own = name.partition("#")
            for version in (version for version in beside if version.id == policy):
                if isinstance(part, Holds):
                    pending += [d.means for d in [version.definitions.get(own)] if d]
                else:
                    yield from (p for p in [version.parameters.get(own)] if p)


def _parameter_of(condition: Condition) -> str | None:
    if not isinstance(condition, Test):
        return None
    operand = condition.operand
    value = operand.shift if isinstance(operand, The) else operand
    return value.parameter if isinstance(value, ParameterValue) else None
