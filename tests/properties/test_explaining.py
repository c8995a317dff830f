"""What an explanation promises: its tree is the decision, and its remedies work.

On random policy sets and requests, as the laws of the semantics are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from disclosure_rules import Engine
from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN, conjunction, disjunction
from disclosure_rules.deciding.semantics import Absent, Scope, decide_item
from disclosure_rules.explaining.changes import Change, changed
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ItemProof,
    JoinProof,
    ListProof,
    Proof,
    RuleProof,
    walk,
)
from disclosure_rules.explaining.proving import Prover
from disclosure_rules.explaining.questions import open_questions
from disclosure_rules.explaining.remedies import (
    Remedies,
    _candidates,
    _Trying,
    find_remedies,
)
from disclosure_rules.explaining.repairs import Repairing
from disclosure_rules.language import conditions as c
from disclosure_rules.packaged import schema_text
from disclosure_rules.request import Record, read_request
from tests.generators.requests import random_request
from tests.generators.worlds import World, chances
from tests.oracles.ekspressjob_requests import random_request as ekspressjob_request
from tests.properties.test_laws import asked, worlds
from tests.unit import ekspressjob_set as ekspressjob


def scopes(engine: Engine, request: Any) -> Iterator[Scope]:
    facts = read_request(engine.policy_set.vocabulary, request)
    zone = engine.policy_set.vocabulary.zone
    in_force = engine.policy_set.in_force(facts.moment.astimezone(zone).date())
    for item in facts.items:
        yield Scope(engine.policy_set.vocabulary, in_force, facts, item)


def prove_item(scope: Scope) -> ItemProof:
    return Prover(scope.vocabulary, scope.in_force).item(scope)


def remedies_of(scope: Scope) -> Remedies:
    prover = Prover(scope.vocabulary, scope.in_force)
    return find_remedies(prover.item(scope), scope, Repairing(prover))


def joined(proof: Proof) -> Any:
    """Return the truth that the parts of a proof come to."""
    parts = [part.truth for part in getattr(proof, "parts", ())]
    match proof:
        case JoinProof(asked=c.All()):
            return conjunction(parts)
        case JoinProof(asked=c.AnyOf()):
            return disjunction(parts)
        case JoinProof():
            return {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[parts[0]]
        case DefinitionProof(means=means):
            return means.truth
        case ListProof(records=records) if all(record.record for record in records):
            join = disjunction if isinstance(proof.asked, c.Some) else conjunction
            return join(record.truth for record in records)
        case _:
            return proof.truth


def conditions(proof: RuleProof) -> Iterator[Proof]:
    for part in (proof.when, proof.unless, *(below.when for below in proof.exceptions)):
        if part is not None:
            yield from walk(part)


@given(worlds(), chances())
def test_the_root_of_a_proof_is_the_decision(world: World, chance: Random) -> None:
    for request in asked(chance, world):
        decided = world.engine.decide(request).items
        for scope, item in zip(scopes(world.engine, request), decided, strict=True):
            proof = prove_item(scope)
            questions = open_questions(proof, scope.vocabulary)
            assert (proof.name, proof.outcome, proof.rules) == (item.name, item.outcome, item.rules)
            assert tuple(sorted({question.path for question in questions})) == item.missing
            broad = {question.path for question in questions if question.too_broad}
            assert tuple(sorted(broad)) == item.too_broad


@given(worlds(), chances())
def test_every_part_of_a_proof_follows_from_its_own_parts(world: World, chance: Random) -> None:
    for request in asked(chance, world):
        for scope in scopes(world.engine, request):
            proof = prove_item(scope)
            for rule in (*proof.denying, *proof.allowing):
                for part in conditions(rule):
                    assert joined(part) is part.truth


SCHEMA = Draft202012Validator(json.loads(schema_text("explanation")))


def faults(explanation: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in SCHEMA.iter_errors(explanation)]


@given(worlds(), chances())
def test_data_of_explanations_fits_the_schema(world: World, chance: Random) -> None:
    for request in asked(chance, world):
        decision = world.engine.decide(request)
        for everything in (False, True):
            assert faults(decision.explain(everything=everything).as_dict()) == []


def alone(engine: Engine, request: Any, item: Any) -> dict[str, Any]:
    """Return the explanation of an item that is asked about alone."""
    decision = engine.decide({**request, "items": [item]})
    (told,) = decision.explain(everything=True).as_dict()["items"]
    return {**told, "names": None}


def assert_as_alone(engine: Engine, request: Any) -> int:
    """Check that items are told as if each were asked about alone; return how many groups."""
    groups = engine.decide(request).explain(everything=True).as_dict()["items"]
    told = {name: {**group, "names": None} for group in groups for name in group["names"]}
    assert sum(len(group["names"]) for group in groups) == len(request.get("items") or ())
    for item in request.get("items") or ():
        assert told[item["name"]] == alone(engine, request, item)
    return len(groups)


@given(worlds(), chances())
def test_items_told_together_are_told_as_each_would_be_alone(world: World, chance: Random) -> None:
    for request in asked(chance, world):
        assert_as_alone(world.engine, request)


def test_ekspressjob_items_are_told_as_each_would_be_alone() -> None:
    chance = Random(5)  # noqa: S311 - no secrets
    groups = [assert_as_alone(ekspressjob.engine(), ekspressjob_request(chance)) for _ in range(60)]
    assert max(groups) > 1


@given(worlds(), chances())
def test_explanations_can_be_read_in_every_form(world: World, chance: Random) -> None:
    for request in asked(chance, world):
        decision = world.engine.decide(request)
        for reader in ("en", "et"):
            explanation = decision.explain(reader)
            assert str(explanation)
            assert explanation.markdown().startswith("# ")
            assert explanation.html().startswith("<!DOCTYPE html>")
            json.dumps(explanation.as_dict())


def assert_made_up_nothing(scope: Scope, change: Change) -> None:
    """Check that what is not to change is only found out, and that no id is given twice."""
    unknown = scope.fact(change.fact) is Absent.UNKNOWN if change.record is None else None
    if change.new:
        unknown = scope.fact(change.fact) is Absent.UNKNOWN
        given = {**scope.facts.given, **scope.item.given}.get(change.fact.path, ())
        ids = {record.get("id") for record in cast("tuple[Record, ...]", given)} - {None}
        assert ids.isdisjoint(said.value for said in change.said if said.fact.name == "id")
    if unknown is not None:
        assert (change.how == "finding_out") is unknown


def assert_remedies(scope: Scope, remedies: Remedies | None = None) -> str:
    """Check that every remedy permits the item, and that no part of it does."""
    remedies = remedies or remedies_of(scope)
    for remedy in remedies.found:
        assert decide_item(changed(scope, remedy.changes)).outcome == "permitted"
        for size in range(len(remedy.changes)):
            for fewer in combinations(remedy.changes, size):
                assert decide_item(changed(scope, fewer)).outcome != "permitted"
        for change in remedy.changes:
            assert change.how in ("obtaining", "establishing", "finding_out")
            assert change.fact.may_change or change.how == "finding_out"
            assert_made_up_nothing(scope, change)
    kinds = Counter(remedy.kind for remedy in remedies.found)
    assert all(number <= 3 for number in kinds.values())
    return remedies.ending


@given(worlds(), chances())
def test_every_remedy_works_and_no_part_of_it_does(world: World, chance: Random) -> None:
    # One prover for the whole request, as explanations have it.
    repairing: Repairing | None = None
    for scope in scopes(world.engine, random_request(chance, world.words)):
        repairing = repairing or Repairing(Prover(scope.vocabulary, scope.in_force))
        proof = repairing.prover.item(scope)
        assert_remedies(scope, find_remedies(proof, scope, repairing))


@given(worlds(), chances())
def test_a_change_is_decided_as_the_semantics_decide_it(world: World, chance: Random) -> None:
    """Rules that a change leaves alone are not asked again: that must make no difference."""
    for scope in scopes(world.engine, random_request(chance, world.words)):
        repairing = Repairing(Prover(scope.vocabulary, scope.in_force))
        proof = repairing.prover.item(scope)
        trying = _Trying(repairing.prover.likeness, scope, proof)
        for changes in _candidates(proof, scope, repairing)[:20]:
            decided = decide_item(changed(scope, changes)).outcome
            assert trying.permits(changes) is (decided == "permitted")


def test_ekspressjob_items_have_remedies_that_work() -> None:
    chance, endings = Random(4), Counter[str]()  # noqa: S311 - no secrets
    for _ in range(120):
        for scope in scopes(ekspressjob.engine(), ekspressjob_request(chance)):
            if decide_item(scope).outcome != "permitted":
                endings[assert_remedies(scope)] += 1
    assert endings["found"] > 40
    assert endings["none_possible"] > 10


@given(worlds(), chances())
def test_where_nothing_helps_nothing_that_may_change_does(world: World, chance: Random) -> None:
    """A remedy that a search overlooked would show here, when requests are completed by chance."""
    for request in asked(chance, world):
        for scope in scopes(world.engine, request):
            if remedies_of(scope).ending == "none_possible":
                assert decide_item(scope).outcome != "permitted"


@pytest.mark.parametrize("reader", ["fr", "", "EN"])
def test_an_explanation_in_another_language_is_refused(reader: Any) -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    with pytest.raises(ValueError, match="explanations are written in 'en', 'et'"):
        decision.explain(reader)
