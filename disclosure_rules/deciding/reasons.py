"""Why the deciding rules decided: the records that carried them, and their sentences."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.deciding.kleene import TRUE
from disclosure_rules.deciding.semantics import (
    Absent,
    Reading,
    Scope,
    condition,
    definition_key,
    definition_scope,
    elements,
)
from disclosure_rules.decision import Reason
from disclosure_rules.language import conditions as c
from disclosure_rules.language.phrases import READERS, texts_of
from disclosure_rules.language.policy import ParameterName, Placeholder, Rule, Sentence
from disclosure_rules.language.times import Duration
from disclosure_rules.language.vocabulary import Categories, OneTerm, TermSet, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    reader: texts_of("explanations", reader) for reader in READERS
}
_OTHERWISE: Final = "en"
"""The language of the few words of our own in a set of other languages."""


def reason_for(rule: Rule, scope: Scope) -> Reason:
    """Return why a rule that is true decided the item."""
    witnesses = list(_witnesses(rule.when, scope, set())) if rule.when is not None else []
    records = {
        (some.of.fact.path, identity)
        for some, inside in witnesses
        if isinstance(identity := _record_id(some, inside), str)
    }
    return Reason(
        rule=rule.name,
        effect=rule.effect,
        ground=rule.ground,
        clauses=rule.clauses,
        records=tuple(sorted(records)),
        text={
            **rule.title,
            **{
                language: _sentence(sentence, language, scope, witnesses)
                for language, sentence in rule.because.items()
            },
        },
    )


def _record_id(some: c.Some, inside: Scope) -> Reading | None:
    record = inside.elements[some.element].record
    return record.get("id") if record is not None else None


def _witnesses(
    asked: c.Condition, scope: Scope, seen: set[object]
) -> Iterator[tuple[c.Some, Scope]]:
    """Yield, for each `some` that helps the condition to hold, the records that satisfy it."""
    if condition(asked, scope) is not TRUE:
        return
    match asked:
        case c.All(parts) | c.AnyOf(parts):
            for part in parts:
                yield from _witnesses(part, scope, seen)
        case c.Some():
            for inside in elements(asked, scope):
                if condition(asked.where, inside) is TRUE:
                    yield asked, inside
        case c.Holds():
            inside = definition_scope(asked, scope)
            key = definition_key(asked, inside)
            if key not in seen:
                seen.add(key)
                means = scope.in_force.definitions[asked.definition].means
                yield from _witnesses(means, inside, seen)
        case c.Test() | c.Not() | c.Every() | c.PermittedBy():
            return


def _sentence(
    sentence: Sentence, language: str, scope: Scope, witnesses: Iterable[tuple[c.Some, Scope]]
) -> str:
    witnesses = tuple(witnesses)
    return "".join(
        part if isinstance(part, str) else _filled(part, language, scope, witnesses)
        for part in sentence
    )


def _filled(
    part: Placeholder,
    language: str,
    scope: Scope,
    witnesses: tuple[tuple[c.Some, Scope], ...],
) -> str:
    """Return what a placeholder stands for; of several witnesses, each, sorted."""
    if isinstance(part, ParameterName):
        policy, _, name = part.parameter.partition("#")
        kind = scope.in_force.policies[policy].parameters[name].type
        value = scope.in_force.parameters[part.parameter]
        if isinstance(value, Duration):
            key = value.unit if value.amount != 1 else f"{value.unit}_one"
            return _say(key, language, amount=value.amount)
        return _shown(cast("Reading", value), kind, language, scope)
    if isinstance(part, c.FactPath):
        return _shown(scope.read(part), part.type, language, scope)
    found = {
        _shown(inside.read(part), part.type, language, scope)
        for some, inside in witnesses
        if some.element == part.element and part.fact.path.startswith(f"{some.of.fact.path}.")
    }
    return ", ".join(sorted(found)) or _shown(Absent.NONE, None, language, scope)


def _say(key: str, language: str, **details: object) -> str:
    return _WORDS.get(language, _WORDS[_OTHERWISE])[key].format_map(details)


def _shown(value: Reading, kind: Type | None, language: str, scope: Scope) -> str:
    """Return a value as a reader of the language sees it; times in the vocabulary's zone."""
    if isinstance(value, Absent):
        return _say(f"value_{value.value}", language)
    if isinstance(value, bool):
        return _say("yes" if value else "no", language)
    if isinstance(value, datetime):
        return value.astimezone(scope.vocabulary.zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, tuple):
        value = (str(value),)
    words = (str(part) for part in value)
    if isinstance(kind, (OneTerm, TermSet, Categories)):
        words = (scope.vocabulary.label(kind.taxonomy, word, language) for word in words)
    return ", ".join(words)
