"""Write the corpus of frozen cases: requests to the three policy sets, and what each item gets.

    python scripts/write_corpus.py

The answers are those of the semantics. A change of the file is a change of meaning, of the sets or
of the language, and wants a reason: `tests/equality/test_corpus.py` holds the engine to it.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from disclosure_rules import Engine  # noqa: E402 - found from here
from disclosure_rules.language import conditions as c  # noqa: E402 - found from here
from disclosure_rules.language.vocabulary import (  # noqa: E402 - found from here
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from tests.equality.judging import Said, by_semantics  # noqa: E402 - found from here
from tests.oracles.ekspressjob_requests import random_request  # noqa: E402 - found from here

CORPUS: Final = ROOT / "tests" / "equality" / "corpus.json.xz"
SEED: Final = 20_261_122
COUNTS: Final = {"ekspressjob": 4000, "clinic": 3000, "university": 3000}
KNOWN: Final = (1.0, 1.0, 0.95, 0.8)
"""How much of what a request could say it says."""


class Asker:
    """Makes random requests in the words of a policy set."""

    def __init__(self, engine: Engine, chance: Random) -> None:
        """Know the texts that rules compare with, so that they are met at times."""
        self.vocabulary = engine.policy_set.vocabulary
        self.chance = chance
        self.texts: dict[str, list[str]] = {}
        for policy in engine.policy_set.policies:
            asked = [d.means for d in policy.definitions.values()]
            asked += [part for rule in policy.rules.values() for part in rule.conditions()]
            for part in asked:
                self._learn(part)

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
        for name, fact in self.vocabulary.request_facts.items():
            if name != "moment" and self.chance.random() < known:
                request[name] = self._value(fact, known)
        for name, entity in self.vocabulary.entities.items():
            if name != "item" and self.chance.random() < known:
                request[name] = self._facts(entity.facts.values(), known)
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

    def _value(self, fact: Fact, known: float) -> Any:
        match fact.type:
            case OneTerm(taxonomy):
                return self._term(taxonomy)
            case Categories(taxonomy):
                many = self.chance.random() < 0.1
                return sorted({self._term(taxonomy) for _ in range(2)}) if many else self._term(taxonomy)
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


def corpus() -> dict[str, list[Any]]:
    """Return by set the cases: a request, and the outcome and rules of each item."""
    cases: dict[str, list[Any]] = {}
    for name in COUNTS:
        engine = Engine.load(ROOT / "policies" / name)
        cases[name] = []
        for request in requests(name, engine):
            said = by_semantics(engine, request)
            assert isinstance(said, Said), (name, said)  # noqa: S101 - all of them are valid
            cases[name].append([request, said.verdicts])
    return cases


def main() -> None:
    """Write the file anew."""
    text = json.dumps(corpus(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    beside = CORPUS.with_suffix(".new")
    beside.write_bytes(lzma.compress(text.encode(), preset=9))
    beside.replace(CORPUS)
    print(f"{CORPUS.name}: {sum(COUNTS.values())} cases, {CORPUS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
