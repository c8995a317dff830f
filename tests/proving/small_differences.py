"""Two policy sets in a world so small that every request can be tried, and all that differs.

What is found is held against what two engines answer to every request: whatever they answer
otherwise must be in some class, and each class must have a request that the engines answer so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any, NamedTuple

from disclosure_rules import Engine, InvalidRequest
from disclosure_rules.authoring.differences.find import Change, Differences, find_differences
from disclosure_rules.language.policy import Period
from disclosure_rules.proving.differences import Duty, Pair, Released, Word
from disclosure_rules.proving.goals import Side
from tests.generators.policies import Traits, random_policies
from tests.generators.vocabularies import Words
from tests.generators.worlds import loads
from tests.proving.small_worlds import every_request, small_words, stands

Documents = tuple[dict[str, Any], ...]
LIMIT = 50_000_000


class Answer(NamedTuple):
    """What one set answers to a request."""

    outcome: str
    grounds: frozenset[str]
    duties: frozenset[tuple[str, str]]
    """The ids of obligations, and when they are due."""
    ways: frozenset[frozenset[str]]
    """For each rule that permits: what must be fulfilled before."""
    truths: Callable[[], dict[str, str]]
    """How the semantics say that each rule stands."""


INVALID = Answer("invalid", frozenset(), frozenset(), frozenset(), dict)


# --- Edits -------------------------------------------------------------------------------------


def _other_policies(chance: Random, words: Words, old: Documents) -> Documents:
    return (old[0], *random_policies(chance, words, Traits(ends=False)))


def _rule_gone(chance: Random, _: Words, old: Documents) -> Documents:
    new = json.loads(json.dumps(old))
    policies = [document["rules"] for document in new if len(document.get("rules", ())) > 1]
    if policies:
        rules = chance.choice(policies)
        del rules[chance.choice(sorted(rules))]
    return tuple(new)


def _other_ground(chance: Random, _: Words, old: Documents) -> Documents:
    new = json.loads(json.dumps(old))
    policies = [document["rules"] for document in new if "rules" in document]
    rules = [rule for each in policies for rule in each.values() if "ground" in rule]
    if not rules:
        return old
    rule = chance.choice(rules)
    rule["ground"] = chance.choice([g for g in ("gr1", "gr1_1") if g != rule["ground"]])
    for one in rules:
        if chance.random() < 1 / 2:
            one.pop("obliges", None)
    return tuple(new)


def _other_silence(chance: Random, _: Words, old: Documents) -> Documents:
    new = json.loads(json.dumps(old))
    for entity in new[0]["facts"].values():
        for fact in entity.values():
            if isinstance(fact, dict) and chance.random() < 1 / 2:
                if fact.pop("silence_means", None) is None:
                    fact["silence_means"] = "none"
                    fact["because"] = "all are kept"
                else:
                    fact.pop("because", None)
    return tuple(new)


def _term_moved(_: Random, __: Words, old: Documents) -> Documents:
    new = json.loads(json.dumps(old))
    data = new[0]["terms"]["data"]
    data["da1"]["narrower"]["da2"] = data.pop("da2")
    return tuple(new)


def _term_renamed(_: Random, __: Words, old: Documents) -> Documents:
    return tuple(json.loads(json.dumps(old).replace('"da2"', '"da9"')))


def _term_added(_: Random, __: Words, old: Documents) -> Documents:
    new = json.loads(json.dumps(old))
    new[0]["terms"]["data"]["da9"] = {}
    return tuple(new)


EDITS: dict[str, Callable[[Random, Words, Documents], Documents]] = {
    "other policies": _other_policies,
    "a rule is gone": _rule_gone,
    "other grounds and duties": _other_ground,
    "silence means something else": _other_silence,
    "a term is moved": _term_moved,
    "a term is renamed": _term_renamed,
    "a term is added": _term_added,
}


def worlds(edit: str, seed: int) -> tuple[Words, Engine, Engine]:
    """Return a vocabulary, and the engines before and after an edit."""
    chance = Random(f"{edit} {seed}")  # noqa: S311 - no secrets
    while True:
        words = small_words(chance)
        vocabulary = words.document()
        vocabulary["terms"]["data"]["da2"] = {"label": {"en": "the second"}}
        before = (vocabulary, *random_policies(chance, words, Traits(ends=False)))
        after = EDITS[edit](chance, words, before)
        old, new = loads(before), loads(after)
        if old is not None and new is not None:
            return words, old, new


# --- All requests ------------------------------------------------------------------------------


def answer(engine: Engine, request: dict[str, Any]) -> Answer:
    """Return what an engine answers."""
    try:
        decision = engine.decide(request)
    except InvalidRequest:
        return INVALID
    item = decision.items[0]
    by_rule = {
        name: frozenset(o.id for o in item.obligations if o.rule == name and o.timing == "before")
        for name in item.rules
    }
    duties = frozenset((o.id, o.timing) for o in item.obligations)
    side = _side(engine, date.fromisoformat(request["moment"][:10]))
    ways = frozenset(by_rule.values()) if item.permitted else frozenset()
    return Answer(
        item.outcome, frozenset(item.grounds), duties, ways, lambda: stands(side, request)
    )


def _side(engine: Engine, day: date) -> Side:
    return Side(engine.policy_set, engine.policy_set.in_force(day), Period(day, day))


def both(edit: str, old: Engine, new: Engine, request: dict[str, Any]) -> tuple[Answer, Answer]:
    """Return what both answer to a request in the words of the old one, where they have these."""
    now = request
    if edit == "a term is renamed":
        now = json.loads(json.dumps(request).replace('"da2"', '"da9"'))
    return answer(old, request), answer(new, now)


def ways_to_change(before: Answer, after: Answer) -> Iterator[str]:
    """Yield how an answer changed; told here in another way than by the tool."""
    if before.outcome == "invalid":
        if after.outcome == "permitted":
            yield "permitted_in_new_words"
    elif after.outcome == "invalid":
        if before.outcome == "permitted":
            yield "refused_in_old_words"
    elif before.outcome != after.outcome:
        yield _turn(before.outcome, after.outcome)
    else:
        yield from _beside(before, after)


def _turn(before: str, after: str) -> str:
    if after == "permitted":
        return "newly_permitted"
    if after == "facts_missing":
        return "newly_undecided"
    return "newly_refused" if before in ("permitted", "facts_missing") else "refused_otherwise"


def _beside(before: Answer, after: Answer) -> Iterator[str]:
    if after.grounds - before.grounds:
        yield "on_another_ground"
    elif before.grounds - after.grounds:
        yield "on_fewer_grounds"
    if before.duties - after.duties or _easier(before, after):
        yield "with_fewer_obligations"
    elif after.duties - before.duties or _easier(after, before):
        yield "with_more_obligations"


def _easier(before: Answer, after: Answer) -> bool:
    """Tell whether something is enough after that was not enough before."""
    return any(not any(way <= enough for way in before.ways) for enough in after.ways)


def covers(change: Change, before: Answer, after: Answer) -> bool:
    """Tell whether what a class comes from can be what a change of an answer comes from."""
    match change.cause:
        case Pair(old, new):
            names = {rule.name for rule in (old, new) if rule is not None}
            was, now = before.truths(), after.truths()
            return any(was.get(n, "false") != now.get(n, "false") for n in names)
        case str(ground):
            return ground in before.grounds ^ after.grounds
        case Duty(id_, timing):
            return (id_, timing) in before.duties ^ after.duties
        case Released(duties):
            enough = (any(way <= duties for way in one.ways) for one in (before, after))
            return next(enough) != next(enough)
        case Word():
            return INVALID in (before, after)
    raise AssertionError(change)


def check_differences(edit: str, seed: int) -> int:
    """Hold all that is found of an edit against all requests; return how many are answered so."""
    words, old, new = worlds(edit, seed)
    found = find_differences(old, new, limit=LIMIT, most=1000)
    assert found.result == "complete", (edit, seed)
    _classes_are_real(found, old, new)
    changed = 0
    for request in _requests(edit, words):
        before, after = both(edit, old, new, request)
        for way in ways_to_change(before, after):
            changed += 1
            of_kind = [change for change in found.changes if change.kind == way]
            assert any(covers(one, before, after) for one in of_kind), (edit, seed, way, request)
    return changed


def _requests(edit: str, words: Words) -> Iterator[dict[str, Any]]:
    for request in every_request(words):
        yield request
        if edit == "a term is added" and request.get("items") == [{"category": "da1"}]:
            yield {**request, "items": [{"category": "da9"}]}


def _classes_are_real(found: Differences, old: Engine, new: Engine) -> None:
    for change in found.changes:
        before = answer(old, change.shown.old.request)
        after = answer(new, change.shown.new.request)
        assert change.kind in ways_to_change(before, after), change.kind
        assert covers(change, before, after), change.kind
