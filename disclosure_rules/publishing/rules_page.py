"""Rules in plain sentences, with the definitions and parameters that they lean on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.language.policy import HEAD_TAXONOMIES, ParameterName
from disclosure_rules.language.vocabulary import language_for
from disclosure_rules.publishing.conditions import ConditionTeller, bullets
from disclosure_rules.publishing.html import NOTHING, Node, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.policy import (
        Definition,
        Exemption,
        Head,
        Parameter,
        Policy,
        Rule,
        Sentence,
    )
    from disclosure_rules.publishing.book import Sort
    from disclosure_rules.publishing.telling import Teller

MARKS: Final = {"allow": "✓", "deny": "✗"}


def rules_page(teller: Teller) -> Node:
    """Return the rules of every version of every policy, those in force first."""
    policies = [policy for versions in teller.book.versions.values() for policy in versions]
    policies.sort(key=lambda policy: not teller.book.counts(policy))
    return (
        teller.sentence("rules_intro"),
        element(
            "nav", bullets(_contents(teller, policy) for policy in policies), class_="contents"
        ),
        *(_policy(teller, policy) for policy in policies),
    )


def _contents(teller: Teller, policy: Policy) -> Node:
    rules = [
        (
            element("span", MARKS[rule.effect], class_=f"mark {rule.effect}"),
            " ",
            _link(teller, policy, rule),
        )
        for rule in policy.rules.values()
    ]
    title = teller.link("rules", teller.book.policy_anchor(policy), _title(teller, policy))
    return (title, bullets(rules))


def _link(teller: Teller, policy: Policy, rule: Rule) -> Node:
    anchor = teller.book.anchor("rules", policy, rule.id)
    return teller.link("rules", anchor, teller.local(rule.title, rule.id))


def _title(teller: Teller, policy: Policy) -> Node:
    title = teller.local(policy.title, policy.id)
    return teller.say("version_of", policy=title, version=element("bdi", policy.version))


def _policy(teller: Teller, policy: Policy) -> Node:
    state = "in_force" if teller.book.counts(policy) else "not_in_force"
    about = teller.say(state, day=teller.book.day.isoformat())
    return element(
        "section",
        element("h2", _title(teller, policy)),
        element(
            "p",
            teller.period(policy.period),
            " · ",
            element("span", about, class_=f"state {state}"),
            " · ",
            element("code", policy.id),
            " · ",
            element("code", teller.book.place(policy.span)),
            class_="about",
        ),
        *(_rule(teller, policy, rule) for rule in policy.rules.values()),
        *_section(
            teller,
            "definitions",
            [_definition(teller, policy, d) for d in policy.definitions.values()],
        ),
        *_section(
            teller,
            "parameters",
            [_parameter(teller, policy, p) for p in policy.parameters.values()],
        ),
        id=teller.book.policy_anchor(policy),
        class_="policy",
    )


def _section(teller: Teller, key: str, entries: list[Node]) -> tuple[Node, ...]:
    return (element("h3", teller.say(key)), *entries) if entries else ()


# --- Rules ---------------------------------------------------------------------------------------


def _rule(teller: Teller, policy: Policy, rule: Rule) -> Node:
    told = ConditionTeller(teller, policy)
    entries = [*head_entries(teller, rule.head), *told.entries(rule.when)]
    return element(
        "article",
        element(
            "h3",
            element("span", teller.say(rule.effect), class_="effect"),
            " ",
            teller.local(rule.title, rule.id),
        ),
        _name(teller, "rules", policy, rule),
        lead(teller, rule.effect, rule.head, entries),
        asked_too(teller, "unless", told.entries(rule.unless)),
        *exceptions_of(teller, told, rule.exceptions, "exceptions"),
        details_of(_about_rule(teller, policy, rule)),
        id=teller.book.anchor("rules", policy, rule.id),
        class_=f"rule {rule.effect}",
    )


def _name(teller: Teller, sort: Sort, policy: Policy, named: Rule | Definition | Parameter) -> Node:
    """Return the name of something as a link to itself, and where it is written."""
    anchor = teller.book.anchor(sort, policy, named.id)
    return element(
        "p",
        teller.link("rules", anchor, element("code", f"{policy.id}#{named.id}")),
        " · ",
        element("code", teller.book.place(named.span)),
        class_="about",
    )


def head_entries(teller: Teller, head: Head) -> list[Node]:
    """Return what a head asks beside the operation, one by one."""
    asked = [(part, getattr(head, part)) for part in ("recipient", "purpose", "data")]
    return [
        teller.say(f"head_{part}", terms=teller.terms(HEAD_TAXONOMIES[part], terms))
        for part, terms in asked
        if terms
    ]


def lead(teller: Teller, effect: str, head: Head, entries: list[Node]) -> Node:
    """Return the sentence that says what is allowed or prohibited, and if what holds."""
    count = {0: "always", 1: "if_one"}.get(len(entries), "if_all")
    sentence = element(
        "p",
        teller.say(f"{effect}_{count}", operations=teller.operations(head.operation)),
        class_="lead",
    )
    return (sentence, bullets(entries, "asked")) if entries else sentence


def asked_too(teller: Teller, key: str, entries: list[Node]) -> Node:
    """Return what must not hold, or must hold too, below what it is said of."""
    if not entries:
        return NOTHING
    count = "one" if len(entries) == 1 else "all"
    sentence = element("p", teller.say(f"{key}_{count}"), class_="lead")
    return (sentence, bullets(entries, "asked"))


def exceptions_of(
    teller: Teller, told: ConditionTeller, exceptions: tuple[Exemption, ...], key: str
) -> tuple[Node, ...]:
    """Return what lifts a rule, or an exception to it, with the exceptions to that."""
    if not exceptions:
        return ()
    entries = [_exception(teller, told, exception) for exception in exceptions]
    return (element("p", teller.say(key), class_="lead"), bullets(entries, "asked"))


def _exception(teller: Teller, told: ConditionTeller, exception: Exemption) -> Node:
    clauses = [teller.clause(name) for name in exception.clauses]
    cited = (" ", element("small", joined(clauses, "; "))) if clauses else NOTHING
    return (
        element("b", teller.local(exception.title, exception.id)),
        cited,
        bullets(told.entries(exception.when)),
        *exceptions_of(teller, told, exception.exceptions, "exceptions_to_it"),
    )


def _about_rule(teller: Teller, policy: Policy, rule: Rule) -> Iterator[tuple[Node, Node]]:
    say = teller.say
    if rule.ground is not None:
        yield say("ground"), teller.term("grounds", rule.ground)
    if rule.clauses:
        yield say("clauses"), bullets(teller.cited(rule.clauses))
    if rule.obliges:
        duties = [teller.duty(name, policy) for name in rule.obliges]
        yield say("obligations"), bullets(duties)
    if rule.because:
        yield say("because"), _because(teller, rule)
    if rule.period != policy.period:
        yield say("rule_dates"), teller.period(rule.period)


def _because(teller: Teller, rule: Rule) -> Node:
    """Return the sentence that a decision gives, with what it will name."""
    language = cast("str", language_for(rule.because, teller.reader))
    foreign = None if language == teller.reader else language
    return element("q", *_sentence(teller, rule.because[language]), lang=foreign)


def _sentence(teller: Teller, sentence: Sentence) -> Iterator[Node]:
    for part in sentence:
        if isinstance(part, str):
            # The spaces at a part's ends keep it from what is put in between.
            words = " ".join(part.split())
            yield f"{' ' * part[0].isspace()}{words}{' ' * part[-1].isspace()}" if words else " "
        elif isinstance(part, ParameterName):
            yield element("span", teller.named("parameters", part.parameter), class_="filled")
        else:
            yield element("span", teller.fact(part.fact), class_="filled")


def details_of(rows: Iterable[tuple[Node, Node]]) -> Node:
    """Return what there is to know of something, by name."""
    entries = [(element("dt", name), element("dd", told)) for name, told in rows]
    return element("dl", *entries) if entries else NOTHING


# --- Definitions and parameters ------------------------------------------------------------------


def _definition(teller: Teller, policy: Policy, definition: Definition) -> Node:
    told = ConditionTeller(teller, policy)
    given = [
        (element("code", name), ": ", teller.type(kind)) for name, kind in definition.given.items()
    ]
    taken = element("p", teller.say("given", facts=joined(given, "; ")), class_="about")
    return element(
        "article",
        element("h4", teller.local(definition.title, definition.id)),
        _name(teller, "definitions", policy, definition),
        taken if given else NOTHING,
        bullets(told.entries(definition.means), "asked"),
        id=teller.book.anchor("definitions", policy, definition.id),
        class_="definition",
    )


def _parameter(teller: Teller, policy: Policy, parameter: Parameter) -> Node:
    return element(
        "article",
        element("h4", teller.local(parameter.title, parameter.id)),
        _name(teller, "parameters", policy, parameter),
        values_of(teller, parameter),
        id=teller.book.anchor("parameters", policy, parameter.id),
        class_="parameter",
    )


def values_of(teller: Teller, parameter: Parameter) -> Node:
    """Return the values of a parameter with their dates, as a table."""
    return element(
        "table",
        element(
            "tr",
            *(element("th", teller.say(key), scope="col") for key in ("from", "value", "clauses")),
        ),
        *(
            element(
                "tr",
                element("td", entry.start.isoformat(), class_="date"),
                element("td", teller.value(entry.value, parameter.type)),
                element("td", joined([teller.clause(name) for name in entry.clauses], "; ")),
            )
            for entry in parameter.values
        ),
    )
