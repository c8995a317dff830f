"""A world so small that every request in it can be tried, and what is true of all of them.

A proof says that no request is such; then none of those tried may be. An example is asked of the
semantics. So nothing that the prover answers goes unheard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from disclosure_rules import Engine
from disclosure_rules.deciding.semantics import Scope, rule
from disclosure_rules.language.policy import Period, Rule
from disclosure_rules.proving.goals import (
    AllOf,
    Goal,
    OneOf,
    Opposite,
    Reads,
    Says,
    Side,
    Stands,
    outcome_is,
    unknown,
)
from disclosure_rules.proving.solving import Example, Impossible, exists, find
from disclosure_rules.request import read_request
from tests.generators.policies import Traits, random_policies
from tests.generators.vocabularies import FURTHER, FactWord, Forest, Kind, Words, happenings
from tests.generators.worlds import loads
from tests.proving.pinned_worlds import OUTCOMES

DAY = date(2027, 1, 1)
"""A day on which everything is in force that lasts."""
REQUEST = 0
"""Stands for the request itself, beside the ids of sides."""
MOMENT = "2027-01-01T12:00:00Z"
BOOLEAN, TEXT = Kind("plain", "boolean"), Kind("plain", "text")
VALUES: dict[Kind, tuple[Any, ...]] = {
    BOOLEAN: (None, True, False),
    TEXT: (None, "a", "b", "z"),
    Kind("term", "data"): (None, "da1", "da1_1", "da2"),
    Kind("set", "data"): (None, [], ["da1"], ["da1_2", "da2"]),
    Kind("set", "text"): (None, [], ["a"], ["b", "z"]),
}
"""Every value of each type that a fact has, or nearly: of texts and sets, one of each sort."""
CATEGORIES: tuple[Any, ...] = (None, [], "da1", "da1_1", ["da1_1", "da2"])


def small_words(chance: Random) -> Words:
    """Return a vocabulary in which requests have few facts."""
    involves = {"op1": frozenset[str](), "op1_1": frozenset({"recipient"}), "op2": frozenset[str]()}
    forests = {
        "operations": Forest("operations", {"op1": None, "op1_1": "op1", "op2": None}, involves),
        "purposes": Forest("purposes", {"pu1": None}),
        "recipients": Forest("recipients", {"re1": None, "re1_1": "re1", "re2": None}),
        "data": Forest("data", {"da1": None, "da1_1": "da1", "da1_2": "da1", "da2": None}),
        "grounds": Forest("grounds", {"gr1": None, "gr1_1": "gr1"}),
        FURTHER: Forest(FURTHER, {"co1": None}),
    }
    silences = chance.choices(("unknown", "none"), k=4)
    kinds = chance.choices(list(VALUES), k=2)
    record = chance.choice((BOOLEAN, BOOLEAN, TEXT))
    alone = chance.random() < 1 / 2
    entities = {
        "recipient": {
            "kind": FactWord("recipient.kind", Kind("term", "recipients"), "unknown", built_in=True)
        },
        "client": {
            "f0": FactWord("client.f0", kinds[0], silences[0]),  # type: ignore[arg-type]
            "l0": FactWord(
                "client.l0",
                Kind("list", ""),
                silences[1],  # type: ignore[arg-type]
                (FactWord("client.l0.g0", record, silences[2]),),  # type: ignore[arg-type]
            ),
        },
        "item": {
            "category": FactWord(
                "item.category", Kind("categories", "data"), "unknown", built_in=True
            ),
            "f1": FactWord("item.f1", kinds[1], silences[3]),  # type: ignore[arg-type]
        },
    }
    # One fact fewer, and there are so few requests that all can be tried in a moment.
    del entities["client" if alone else "item"]["f0" if alone else "f1"]
    zone = ZoneInfo("UTC")
    return Words(zone, "client", forests, entities, frozenset(), happenings(zone)[:3])


def every_request(words: Words) -> Iterator[dict[str, Any]]:
    """Yield every request of a small vocabulary with at most two records, up to their order."""
    client, item = words.entities["client"], words.entities["item"]
    values = VALUES[client["l0"].fields[0].kind]
    records = [_given(g0=value) for value in values]
    lists = [None, [], *([one] for one in records)]
    lists += [[one, other] for n, one in enumerate(records) for other in records[n + 1 :]]
    clients = [None, *(_given(f0=f, l0=m) for f in _values(client, "f0") for m in lists)]
    recipients = [None, {}, {"kind": "re1"}, {"kind": "re1_1"}, {"kind": "re2"}]
    items = [
        None,
        *([_given(category=c, f1=f)] for c in CATEGORIES for f in _values(item, "f1")),
    ]
    operations = (None, "op1", "op1_1", "op2")
    for parts in product(operations, recipients, clients, items):
        named = zip(("operation", "recipient", "client", "items"), parts, strict=True)
        yield {"moment": MOMENT, **{name: part for name, part in named if part is not None}}


def _values(facts: Mapping[str, FactWord], name: str) -> tuple[Any, ...]:
    return VALUES[facts[name].kind] if name in facts else (None,)


def _given(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def small_engines(chance: Random, words: Words, count: int) -> list[Engine]:
    """Return engines of random policies in a small vocabulary."""
    found: list[Engine] = []
    while len(found) < count:
        documents = (words.document(), *random_policies(chance, words, Traits(ends=False)))
        engine = loads(documents)
        if engine is not None:
            found.append(engine)
    return found


def side_of(engine: Engine) -> Side:
    """Return the side of the day on which everything is asked."""
    policy_set = engine.policy_set
    following = policy_set.next_change(DAY)
    end = following - timedelta(days=1) if following else date.max
    return Side(policy_set, policy_set.in_force(DAY), Period(DAY, end))


def stands(side: Side, request: dict[str, Any]) -> dict[str, str]:
    """Return the truth of every rule for a request's item."""
    vocabulary = side.vocabulary
    facts = read_request(vocabulary, request)
    scope = Scope(vocabulary, side.in_force, facts, facts.items[0])
    return {name: rule(one, scope).value for name, one in side.by_name.items()}


def all_truths(sides: tuple[Side, Side], request: dict[str, Any]) -> dict[int, dict[str, str]]:
    """Return how all rules stand, by their side, and what the request says of some facts."""
    said: dict[str, Any] = {"operation": request.get("operation")}
    said["recipient.kind"] = request.get("recipient", {}).get("kind")
    return {REQUEST: said, **{id(side): stands(side, request) for side in sides}}


def holds(goal: Goal, truths: dict[int, dict[str, str]]) -> bool:
    """Tell whether a goal is so where the rules of each side stand so; its meaning, told again."""
    match goal:
        case Reads():
            return True
        case Says(path, term):
            return truths[REQUEST].get(path) == term
        case Stands(side, Rule() as asked, truth):
            return truths[id(side)][asked.name] == truth
        case AllOf(parts):
            return all(holds(part, truths) for part in parts)
        case OneOf(parts):
            return any(holds(part, truths) for part in parts)
        case Opposite(part):
            return not holds(part, truths)
        case _:
            raise AssertionError(goal)


def goals_of(chance: Random, old: Side, new: Side) -> Iterator[Goal]:
    """Yield goals about rules and outcomes of one set, and about two sets beside each other."""
    for one in old.by_name.values():
        for asked in (Stands(old, one, "true"), Stands(old, one, "false"), unknown(old, one)):
            yield AllOf((Reads(old), asked))
    rules = list(old.by_name.values())
    for one in rules:
        said = Says("operation", chance.choice((None, "op1", "op1_1", "op2")))
        kind = Says("recipient.kind", chance.choice((None, "re1", "re1_1", "re2")))
        asked = chance.choice((Stands(old, one, "true"), unknown(old, one)))
        yield AllOf((Reads(old), said, chance.choice((kind, Opposite(kind))), asked))
    for _ in range(6):
        chosen = chance.choices(rules, k=3)
        parts = [Stands(old, one, chance.choice(("true", "false"))) for one in chosen]
        yield AllOf((Reads(old), *(chance.choice((part, Opposite(part))) for part in parts)))
    for outcome in OUTCOMES:
        yield AllOf((Reads(old), outcome_is(old, outcome)))
        yield AllOf(
            (Reads(old), Reads(new), outcome_is(old, outcome), Opposite(outcome_is(new, outcome)))
        )


def check_small(seed: int) -> tuple[int, int]:
    """Hold proofs and examples of a small world against all requests; return how many of each."""
    chance = Random(seed)  # noqa: S311 - no secrets
    words = small_words(chance)
    old, new = map(side_of, small_engines(chance, words, 2))
    requests = list(every_request(words))
    tried = [all_truths((old, new), request) for request in requests]
    # Many requests stand alike, whatever is asked.
    alike = {str(sorted(each.values(), key=str)): each for each in tried}.values()
    examples = proofs = 0
    for number, goal in enumerate(goals_of(chance, old, new)):
        answer = (find if number % 4 == 0 else exists)(goal)
        if isinstance(answer, Example):
            examples += 1
            assert holds(goal, all_truths((old, new), answer.request)), (seed, answer.request)
        else:
            assert isinstance(answer, Impossible), seed
            proofs += 1
            assert not any(holds(goal, each) for each in alike), seed
    return examples, proofs
