"""The three policy sets into random requests to them, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from disclosure_rules import Engine
from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from tests.oracles.ekspressjob_requests import random_request

SEED: Final = 20_261_122
COUNTS: Final = {"ekspressjob": 4000, "clinic": 3000, "university": 3000}
HEADS: Final = 40
KNOWN: Final = (1.0, 1.0, 0.95, 0.8)
"""How much of what a request could say it says."""


class Asker:
    """Makes random requests in the words of a policy set."""

    def __init__(self, engine: Engine, chance: Random) -> None:
        """Know the texts that rules compare with, so that they are met at times."""
        self.vocabulary = engine.policy_set.vocabulary
        self.chance = chance
        self.heads: list[dict[str, Any]] = []
        self.texts: dict[str, list[str]] = {}
        for policy in engine.policy_set.policies:
            asked = [d.means for d in policy.definitions.values()]
            asked += [part for rule in policy.rules.values() for part in rule.conditions()]
            for part in asked:
                self._learn(part)
        self.heads = [self._head() for _ in range(HEADS)]

    def _head(self) -> dict[str, Any]:
        """Return what programs are made for: they are made for few, and asked many things."""
        return {
            "operation": self._term("operations"),
            "purpose": self._term("purposes"),
            "kind": self._term("recipients"),
        }

    def _learn(self, asked: c.Condition) -> None:
        for part in c.walk(asked):
            if isinstance(part, c.Test) and isinstance(part.operand, c.Literal):
                fact = getattr(part.path, "fact", None)
                value = part.operand.value
                if fact is None or fact.type != Plain("text"):
                    continue
                found = value if isinstance(value, tuple) else (value,)
                texts = [text for text in found if isinstance(text, str)]
                self.texts.setdefault(fact.path, []).extend(texts)

    def request(self) -> dict[str, Any]:
        """Return a request."""
        known = self.chance.choice(KNOWN)
        request: dict[str, Any] = {"moment": self._instant()}
        head = self.chance.choice(self.heads)
        for name in ("operation", "purpose"):
            if self.chance.random() < known:
                request[name] = head[name]
        for name, entity in self.vocabulary.entities.items():
            if name != "item" and self.chance.random() < known:
                request[name] = self._facts(entity.facts.values(), known)
        if "kind" in request.get("recipient", {}):
            request["recipient"]["kind"] = head["kind"]
        facts = self.vocabulary.entities["item"].facts.values()
        request["items"] = [
            {**self._facts(facts, known), "name": f"item {number}"}
            for number in range(self.chance.choice((1, 1, 2, 3)))
        ]
        return request

    def _facts(self, facts: Any, known: float) -> dict[str, Any]:
        given = {}
        for fact in facts:
            if self.chance.random() < (known * 0.6 if fact.silence == "none" else known):
                given[fact.name] = self._value(fact, known)
        return given

    def _value(self, fact: Fact, known: float) -> Any:  # noqa: C901 - a case for each type
        match fact.type:
            case OneTerm(taxonomy):
                return self._term(taxonomy)
            case Categories(taxonomy):
                many = self.chance.random() < 0.1
                return (
                    sorted({self._term(taxonomy) for _ in range(2)})
                    if many
                    else self._term(taxonomy)
                )
            case TermSet(taxonomy):
                return sorted({self._term(taxonomy) for _ in range(self.chance.randint(0, 3))})
            case TextSet():
                return sorted({self.chance.choice("abc") for _ in range(self.chance.randint(0, 2))})
            case Records(fields):
                count = self.chance.choice((0, 1, 1, 2))
                return [self._facts(fields.values(), known) for _ in range(count)]
            case Plain("boolean"):
                return self.chance.random() < 0.7
            case Plain("integer" | "number"):
                return self.chance.choice((0, 1, 5, 16, 18, 20))
            case Plain("date"):
                return self._instant()[:10]
            case Plain("time"):
                return self._instant()
            case _:
                written = self.texts.get(fact.path)
                if written and self.chance.random() < 0.6:
                    return self.chance.choice(written)
                return self.chance.choice("abc")

    def _term(self, taxonomy: str) -> str:
        terms = self.vocabulary.taxonomies[taxonomy].terms
        leaves = [term for term in terms if not terms[term].narrower]
        return self.chance.choice([*terms] if self.chance.random() < 0.1 else leaves)

    def _instant(self) -> str:
        hours = self.chance.choice((self.chance.randint(-10_000, 10_000), 24 * 297, 24 * 297 + 1))
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        if self.chance.random() < 0.5:
            return moment.astimezone(self.vocabulary.zone).isoformat()
        return moment.isoformat()


def requests(name: str, engine: Engine) -> Iterator[dict[str, Any]]:
    """Yield the requests to a policy set."""
    chance = Random(f"{SEED} {name}")  # noqa: S311 - samples, not secrets
    asker = Asker(engine, chance)
    for _ in range(COUNTS[name]):
        yield random_request(chance) if name == "ekspressjob" else asker.request()
