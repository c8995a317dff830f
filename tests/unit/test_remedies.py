"""Remedies: for every type of fact and operator one that works, and nothing that may not change."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from disclosure_rules import Engine
from tests.unit.small import VOCABULARY, ask, documents, policy

FACTS = re.compile(r"(\b(?:\w+): \{(?:type|term|set): [^{}]*)\}")
CHANGEABLE = FACTS.sub(r"\1, changes_by: establishing}", VOCABULARY)


@cache
def engine(rules: str, vocabulary: str = CHANGEABLE) -> Engine:
    return Engine.load(documents(policy(rules), vocabulary=vocabulary))


def remedies(rules: str, vocabulary: str = CHANGEABLE, **parts: Any) -> Any:
    decision = engine(rules, vocabulary).decide(ask(**parts))
    found = decision.remedies()["email"]
    if found["ending"] == "found":
        assert str(decision.explain("et"))
    return [[(c["path"], c.get("value", c.get("add"))) for c in r] for r in found["remedies"]]


def allowed_when(condition: str) -> str:
    return f"one: {{effect: allow, ground: law, when: {{{condition}}}}}"


MOMENT = "2026-11-22T12:00:00+02:00"
VALUES: list[tuple[str, Any]] = [
    ("client.adult: true", True),
    ("client.adult: false", False),
    ("not: {client.adult: true}", False),
    ("client.city: Tartu", "Tartu"),
    ("client.age: 7", 7),
    ("client.age: {at_least: 18}", 18),
    ("client.age: {more_than: 18}", 19),
    ("client.age: {less_than: 18}", 17),
    ("client.age: {at_most: 18}", 18),
    ("not: {client.age: {at_most: 18}}", 19),
    ("client.score: {more_than: 1.5}", 2.5),
    ("client.born_on: {before: 2000-01-01}", "1999-12-31"),
    ("client.born_on: {at_or_before: 2000-01-01}", "2000-01-01"),
    ("client.born_on: {after: 2000-01-01}", "2000-01-02"),
    ("client.born_on: {at_or_before: {the: moment}}", "2026-11-22"),
    ("client.joined_at: {at_or_before: {the: moment}}", MOMENT),
    ("client.joined_at: {before: 2000-01-01}", "1999-12-31T12:00:00+02:00"),
    ("client.left_at: {present: true}", MOMENT),
    ("client.nickname: {present: true}", "new"),
    ("client.nickname: {is: {the: recipient.id}}", "r-1"),
    ("client.rank: gold", "gold"),
    ("client.rank: [silver]", "silver"),
    ("not: {client.rank: gold}", "silver"),
    ("client.hobbies: {includes: chess}", ["chess"]),
    ("client.hobbies: {overlaps: [chess, go]}", ["chess"]),
    ("client.hobbies: {includes: {the: recipient.id}}", ["r-1"]),
    ("client.refused: {covers: {the: recipient.kind}}", ["partner"]),
    ("client.refused: {within: [authority]}", ["authority"]),
]


@pytest.mark.parametrize(("condition", "value"), VALUES)
def test_every_type_and_operator_has_a_remedy(condition: str, value: Any) -> None:
    path = re.search(r"client\.\w+", condition)
    assert path
    assert [(path[0], value)] in remedies(allowed_when(condition))


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("client.born_on: {at_or_before: {the: client.joined_at, minus: 18 years}}", "2002-02-28"),
        ("client.left_at: {after: {the: client.joined_at, plus: 12 hours}}", "2020-03-02T00:00:00"),
        ("client.left_at: {after: {the: client.joined_at, plus: 1 month}}", "2020-03-30T12:00:00"),
    ],
)
def test_a_time_counted_from_another_has_a_remedy(condition: str, value: str) -> None:
    joined = "2020-02-29T12:00:00+02:00"
    found = remedies(allowed_when(condition), client={"joined_at": joined})
    (((_, told),),) = found
    assert told.startswith(value)


def test_beyond_the_calendar_nothing_is_found() -> None:
    late = allowed_when("client.born_on: {after: {the: client.joined_at, plus: 9000 years}}")
    assert remedies(late, client={"joined_at": "2020-02-29T12:00:00+02:00"}) == []


def test_what_is_on_the_right_may_change_as_well() -> None:
    found = remedies(
        allowed_when("client.hobbies: {includes: {the: client.city}}"),
        client={"hobbies": ["chess"], "city": "Tartu"},
    )
    assert [("client.city", "chess")] in found
    assert [("client.hobbies", ["Tartu", "chess"])] in found
    same = allowed_when("client.city: {is: {the: client.nickname}}")
    found = remedies(same, client={"city": "Tartu", "nickname": "K"})
    assert found == [[("client.city", "K")], [("client.nickname", "Tartu")]]


def test_a_set_keeps_what_it_holds() -> None:
    found = remedies(allowed_when("client.hobbies: {includes: go}"), client={"hobbies": ["chess"]})
    assert found == [[("client.hobbies", ["chess", "go"])]]


def test_what_may_not_change_is_never_suggested_unless_it_is_unknown() -> None:
    rules = allowed_when("client.city: Tartu")
    assert remedies(rules, VOCABULARY, client={"city": "Narva"}) == []
    assert remedies(rules, VOCABULARY) == [[("client.city", "Tartu")]]
    decision = engine(rules, VOCABULARY).decide(ask())
    ((change,),) = decision.remedies()["email"]["remedies"]
    assert change["how"] == "finding_out"


def test_what_is_asked_is_never_suggested_to_change() -> None:
    rules = "one: {effect: allow, ground: law, recipient: court, when: {client.adult: true}}"
    assert remedies(rules) == []


EXCEPTION = """
one: {effect: allow, ground: law}
two:
  effect: deny
  when: {client.adult: false}
  except:
    known: {when: {client.city: Tartu}, except: {far: {when: {client.nickname: K}}}}
"""


def test_a_denial_is_lifted_by_its_condition_or_its_exceptions() -> None:
    child = {"adult": False, "city": "Narva"}
    assert remedies(EXCEPTION, client=child) == [
        [("client.adult", True)],
        [("client.city", "Tartu")],
    ]
    found = remedies(EXCEPTION, client={**child, "nickname": "K"})
    assert found[0] == [("client.adult", True)]
    assert all(len(remedy) == 2 for remedy in found[1:])


def test_an_exception_to_an_allow_rule_is_to_fail() -> None:
    rules = """
    one: {effect: allow, ground: law, except: {child: {when: {client.adult: false}}}}
    """
    assert remedies(rules, client={"adult": False}) == [[("client.adult", True)]]


def test_what_permits_may_lift_a_denial() -> None:
    rules = """
    one: {effect: deny, unless: {permitted_by: consent}}
    agreed: {effect: allow, ground: consent, when: {client.adult: true}}
    always: {effect: allow, ground: law}
    """
    assert remedies(rules, client={"adult": False}) == [[("client.adult", True)]]


def test_several_changes_may_be_needed_and_none_too_many() -> None:
    rules = allowed_when("client.adult: true, client.city: Tartu, client.rank: gold")
    found = remedies(rules, client={"adult": False, "city": "Narva", "rank": "gold"})
    assert found == [[("client.adult", True), ("client.city", "Tartu")]]


def test_one_of_several_ways_is_enough_the_shortest_first() -> None:
    rules = """
    long: {effect: allow, ground: law, when: {client.adult: true, client.city: Tartu}}
    short: {effect: allow, ground: consent, when: {client.rank: gold}}
    """
    found = remedies(rules, client={"adult": False, "city": "Narva", "rank": "silver"})
    assert found == [
        [("client.rank", "gold")],
        [("client.adult", True), ("client.city", "Tartu")],
    ]


def test_of_changes_of_which_fewer_are_enough_only_those_are_told() -> None:
    """The city that makes the first test hold makes the second hold too, unlooked for."""
    rules = allowed_when(
        "client.hobbies: {includes: {the: client.city}}, "
        "any: [{not: {client.city: Tartu}}, {client.adult: true}]"
    )
    client = {"hobbies": ["chess"], "city": "Tartu", "adult": False}
    assert remedies(rules, client=client) == [
        [("client.city", "chess")],
        [("client.adult", True), ("client.hobbies", ["Tartu", "chess"])],
    ]


RECORDS = VOCABULARY.replace(
    "    consents:\n      list:", "    consents:\n      changes_by: obtaining\n      list:"
)


def consented(quantifier: str, where: str) -> str:
    quantified = f"{quantifier}: {{of: client.consents, as: c, where: {{{where}}}}}"
    return allowed_when(quantified)


def test_a_record_may_be_added() -> None:
    rules = consented("some", "c.purposes: {covers: {the: purpose}}, c.written: true")
    found = remedies(rules, RECORDS, client={"consents": []})
    assert found == [
        [("client.consents", {"id": "new-consents", "purposes": ["contract"], "written": True})]
    ]


def test_a_record_may_be_added_that_something_speaks_of() -> None:
    rules = consented("some", "item.related_to: {includes: {the: c.id}}")
    item = {"name": "email", "category": "email", "related_to": ["k-9"]}
    found = remedies(rules, RECORDS, client={"consents": []}, items=[item])
    assert [("client.consents", {"id": "k-9"})] in found


def test_of_an_unknown_list_it_may_be_found_out_what_is_in_it() -> None:
    every = consented("every", "c.written: true")
    assert [("client.consents", [])] in remedies(every, RECORDS)
    some = consented("some", "c.written: true")
    assert [("client.consents", {"id": "new-consents", "written": True})] in remedies(some, RECORDS)


def test_an_unknown_field_of_a_record_may_be_found_out() -> None:
    given = [{"id": "k-1", "written": False}, {"id": "k-2"}]
    found = remedies(consented("some", "c.written: true"), VOCABULARY, client={"consents": given})
    assert found == [[("client.consents.written", True)]]
    decision = engine(consented("some", "c.written: true"), VOCABULARY).decide(
        ask(client={"consents": given})
    )
    ((change,),) = decision.remedies()["email"]["remedies"]
    assert change["record"] == {"list": "client.consents", "number": 2, "id": "k-2"}
    told = "record `k-2`, `client.consents.written`: find out whether it is so"
    assert told in str(decision.explain())


def test_records_that_fail_are_all_to_be_mended_for_every() -> None:
    given = [{"id": "k-1", "written": False}, {"id": "k-2", "written": False}]
    found = remedies(consented("every", "c.written: true"), client={"consents": given})
    assert found == [[("client.consents.written", True), ("client.consents.written", True)]]


def test_giving_a_fact_of_an_entity_changes_what_silence_means() -> None:
    """`demand` is none until something is said of it; then its date is unknown, and may deny."""
    rules = """
    one: {effect: allow, ground: law, when: {demand.provision: act}}
    two: {effect: deny, when: {demand.issued_at: {after: 2026-01-01}}}
    """
    assert remedies(rules) == []
    dated = {"issued_at": "2025-01-01T00:00:00Z"}
    assert remedies(rules, demand=dated) == [[("demand.provision", "act")]]


def test_a_record_that_says_more_than_enough_is_not_told() -> None:
    rules = consented("some", "c.written: true") + (
        "\ntwo: {effect: allow, ground: consent, when: {some: {of: client.consents, as: c, "
        "where: {c.written: true, c.rank: gold, c.given_at: {before: 2000-01-01}}}}}"
    )
    found = remedies(rules, RECORDS, client={"consents": []})
    assert found == [[("client.consents", {"id": "new-consents", "written": True})]]


def test_of_records_that_differ_in_a_time_one_is_told() -> None:
    rules = "\n".join(
        f"r{year}: " + consented("some", f"c.given_at: {{before: {year}-01-01}}").partition(" ")[2]
        for year in (2001, 2000)
    )
    assert len(remedies(rules, RECORDS, client={"consents": []})) == 1
    ranks = "\n".join(
        f"{rank}: " + consented("some", f"c.rank: {rank}").partition(" ")[2]
        for rank in ("gold", "silver")
    )
    assert len(remedies(ranks, RECORDS, client={"consents": []})) == 2


def test_of_one_kind_three_are_told_and_the_rest_counted() -> None:
    rules = "\n".join(
        f"r{n}: {{effect: allow, ground: law, when: {{client.city: c{n}}}}}" for n in range(20)
    )
    rules += "\nrank: {effect: allow, ground: law, when: {client.rank: gold}}"
    decision = engine(rules, CHANGEABLE).decide(ask(client={"city": "Narva", "rank": "silver"}))
    found = decision.remedies()["email"]
    assert [remedy[0]["value"] for remedy in found["remedies"]] == ["c0", "c1", "c10", "gold"]
    assert found["untried"] == 17
    assert "and 17 more like these, not tried one by one" in str(decision.explain())
    assert "ja veel 17 samasugust, mida ükshaaval ei proovitud" in str(decision.explain("et"))


def test_at_most_twelve_are_told() -> None:
    """Each rule asks for another pair of facts, so that each remedy is of a kind of its own."""
    facts = ["adult: true", "age: 7", "rank: gold", "nickname: K", "score: 7", "city: Tartu"]
    pairs = [f"client.{one}, client.{two}" for one, two in combinations(facts, 2)]
    rules = "\n".join(
        f"r{n}: {{effect: allow, ground: law, when: {{{when}}}}}" for n, when in enumerate(pairs)
    )
    client = {"adult": False, "age": 1, "rank": "silver", "score": 1, "city": "Narva"}
    found = engine(rules, CHANGEABLE).decide(ask(client=client)).remedies()["email"]
    assert (len(found["remedies"]), found["untried"]) == (12, len(pairs) - 12)


def test_a_record_is_never_added_under_an_id_that_is_taken() -> None:
    rules = consented("some", "c.written: true, item.related_to: {includes: {the: c.id}}")
    item = {"name": "email", "category": "email", "related_to": ["k-1", "new-consents"]}
    given = [{"id": name, "written": False} for name in ("k-1", "new-consents")]
    vocabulary = RECORDS.replace(
        "related_to: {set: text}", "related_to: {set: text, changes_by: establishing}"
    )
    (found,) = remedies(rules, vocabulary, client={"consents": given}, items=[item])
    assert found == [
        ("client.consents", {"id": "new-consents-2", "written": True}),
        ("item.related_to", ["k-1", "new-consents", "new-consents-2"]),
    ]
    decision = engine(rules, vocabulary).decide(ask(client={"consents": given}, items=[item]))
    ((record, related),) = decision.remedies()["email"]["remedies"]
    assert (record["for_example"], related["for_example"]) == (["id"], ["related_to"])
    english, estonian = str(decision.explain("en")), str(decision.explain("et"))
    assert "`item.related_to`: establish that that record is among them" in english
    assert "`item.related_to`: teha kindlaks, et nende hulgas on see kanne" in estonian
    assert "new-consents-2" not in english + estonian


RANKED = RECORDS.replace(
    "        rank: {term: ranks}", "        rank: {term: ranks, silence_means: none}"
)


def test_what_is_one_of_many_is_told_for_example() -> None:
    rules = consented(
        "some", "c.rank: {present: true}, c.number: {at_least: 3}, c.tags: {includes: a}"
    )
    decision = engine(rules, RANKED).decide(ask(client={"consents": []}))
    ((change,),) = decision.remedies()["email"]["remedies"]
    assert sorted(change["for_example"]) == ["id", "number", "rank"]
    text = str(decision.explain())
    assert "`client.consents.rank`: for example `gold`" in text
    assert "`client.consents.number`: for example 3" in text
    assert "`client.consents.tags`: `a`" in text


def test_what_a_rule_names_goes_before_what_is_free() -> None:
    rules = consented("some", "c.rank: {present: true}, any: [{c.rank: silver}]")
    decision = engine(rules, RANKED).decide(ask(client={"consents": []}))
    ((change,),) = decision.remedies()["email"]["remedies"]
    assert (change["add"]["rank"], change["for_example"]) == ("silver", ["id"])


@pytest.mark.parametrize(
    ("condition", "client", "english", "estonian"),
    [
        (
            "adult: true",
            {"adult": False},
            "establish that it is so",
            "teha kindlaks, et see on nii",
        ),
        (
            "adult: false",
            {"adult": True},
            "establish that it is not so",
            "teha kindlaks, et see ei ole nii",
        ),
        ("adult: true", {}, "find out whether it is so", "selgitada välja, kas see on nii"),
        (
            "nickname: {present: true}",
            {"adult": True},
            "establish that there is one",
            "teha kindlaks, et see on olemas",
        ),
        (
            "age: {at_least: 18}",
            {"age": 3},
            "establish that it is, for example, 18",
            "teha kindlaks, et see on näiteks 18",
        ),
        (
            "age: {at_least: 18}",
            {},
            "find out whether it serves, as 18 would",
            "selgitada välja, kas see sobib, nagu sobiks 18",
        ),
        (
            "rank: {one_of: [gold]}",
            {"rank": "silver"},
            "establish that it is `gold`",
            "teha kindlaks, et see on `gold`",
        ),
        ("age: 18", {"age": 3}, "establish that it is 18", "teha kindlaks, et see on 18"),
        (
            "refused: {covers: [partner, police]}",
            {"refused": []},
            "establish that these are among them: `partner`, `police`",
            "teha kindlaks, et nende hulgas on kõik järgmised: `partner`, `police`",
        ),
        (
            "hobbies: {includes: go}",
            {"hobbies": ["chess"]},
            "establish that `go` is among them",
            "teha kindlaks, et nende hulgas on `go`",
        ),
        (
            "hobbies: {overlaps: [go, tag]}",
            {"hobbies": ["chess"]},
            "establish that one of these is among them: `go`, `tag`",
            "teha kindlaks, et nende hulgas on üks järgmistest: `go`, `tag`",
        ),
    ],
)
def test_how_a_change_is_told(
    condition: str, client: dict[str, Any], english: str, estonian: str
) -> None:
    decision = engine(allowed_when(f"client.{condition}")).decide(ask(client=client))
    path = f"`client.{condition.partition(':')[0]}`"
    assert f"  {path}: {english}\n" in f"{decision.explain()}\n"
    assert f"  {path}: {estonian}\n" in f"{decision.explain('et')}\n"


@pytest.mark.parametrize(
    ("how", "client", "english", "estonian"),
    [
        ("obtaining", [], "obtain one more", "saada veel üks"),
        (
            "establishing",
            [],
            "establish that there is one more",
            "teha kindlaks, et on olemas veel üks",
        ),
        (
            "obtaining",
            None,
            "find out whether there is such a record; if not, obtain it",
            "selgitada välja, kas on olemas selline kanne; kui ei ole, siis see saada",
        ),
        (
            "nothing",
            None,
            "find out whether there is such a record",
            "selgitada välja, kas on olemas selline kanne",
        ),
    ],
)
def test_how_a_new_record_is_told(
    how: str, client: list[Any] | None, english: str, estonian: str
) -> None:
    vocabulary = RECORDS.replace("changes_by: obtaining", f"changes_by: {how}")
    given = {} if client is None else {"consents": client}
    decision = engine(consented("some", "c.written: true"), vocabulary).decide(ask(client=given))
    assert f"`client.consents`: {english}\n" in str(decision.explain())
    assert f"`client.consents`: {estonian}\n" in str(decision.explain("et"))


def test_items_with_other_remedies_are_told_apart() -> None:
    """Without a breach the rule fails for both alike; what would help is another for each."""
    vocabulary = VOCABULARY.replace(
        "    breaches:\n", "    breaches:\n      changes_by: establishing\n"
    )
    related = (
        "some: {of: client.breaches, as: b, where: {item.related_to: {includes: {the: b.id}}}}"
    )
    given = [
        {"name": name, "category": "email", "related_to": [name[-1]]} for name in ("i-a", "i-b")
    ]
    decision = engine(allowed_when(related), vocabulary).decide(
        ask(client={"breaches": []}, items=given)
    )
    groups = decision.explain().as_dict()["items"]
    assert [group["names"] for group in groups] == [["i-a"], ["i-b"]]
    added = [group["remedies"]["remedies"][0][0]["add"]["id"] for group in groups]
    assert added == ["a", "b"]


def test_a_record_without_an_id_may_be_added() -> None:
    vocabulary = RECORDS.replace("        id: {type: text}\n        purposes", "        purposes")
    found = remedies(consented("some", "c.written: true"), vocabulary, client={"consents": []})
    assert found == [[("client.consents", {"written": True})]]


def test_of_two_values_that_one_fact_cannot_both_have_neither_is_told() -> None:
    rules = allowed_when("client.age: {more_than: 30}, not: {client.age: {more_than: 40}}")
    assert remedies(rules, client={"age": 3}) == [[("client.age", 31)]]
    rules = allowed_when("client.age: {more_than: 30}, any: [{client.age: {at_most: 7}}]")
    assert remedies(rules, client={"age": 20}) == []


def test_what_is_to_be_in_a_set_for_two_reasons_is_added_together() -> None:
    rules = allowed_when("client.hobbies: {includes: go}, any: [{client.hobbies: {includes: tag}}]")
    found = remedies(rules, client={"hobbies": ["chess"]})
    assert found == [[("client.hobbies", ["chess", "go", "tag"])]]
