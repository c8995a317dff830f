"""Explanations: what they say of operators, records, exceptions and groups, and in which marks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from disclosure_rules import Engine
from disclosure_rules.explaining.marked import in_language, pieces, quoted, unmarked
from disclosure_rules.language.phrases import READERS, Reader
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import VOCABULARY, ask, documents, load, policy

# --- Every operator, in words --------------------------------------------------------------------

MOMENT = "2026-11-22T12:00:00+02:00"
OPERATORS: list[tuple[str, dict[str, Any], str, str]] = [
    # the condition, the client's facts, and what is said of it in each language
    ("client.adult: true", {"adult": True}, "yes; as asked", "jah; nagu nõutud"),
    ("client.adult: true", {"adult": False}, "no; required: yes", "ei; nõutav: jah"),
    ("client.adult: true", {}, "not known; required: yes", "teadmata; nõutav: jah"),
    ("client.city: Tartu", {"city": "Tartu"}, "`Tartu`; as asked", "`Tartu`; nagu nõutud"),
    ("client.city: Tartu", {"city": "Narva"}, "`Narva`; is not `Tartu`", "`Narva`; ei ole `Tartu`"),
    (
        "client.city: {is: {the: client.nickname}}",
        {"city": "Tartu", "nickname": "Tartu"},
        "`Tartu`; is `Tartu` (`client.nickname`)",
        "`Tartu`; on `Tartu` (`client.nickname`)",
    ),
    (
        "client.city: {is: {the: client.nickname}}",
        {"city": "Tartu"},
        "`Tartu`; required: `client.nickname` (none)",
        "`Tartu`; nõutav: `client.nickname` (puudub)",
    ),
    (
        "client.city: [Tartu, Narva]",
        {"city": "Narva"},
        "`Narva`; is one of `Narva`, `Tartu`",
        "`Narva`; on üks järgmistest: `Narva`, `Tartu`",
    ),
    (
        "client.city: [Tartu, Narva]",
        {"city": "Elva"},
        "`Elva`; is none of `Narva`, `Tartu`",
        "`Elva`; ei ole ükski järgmistest: `Narva`, `Tartu`",
    ),
    (
        "client.age: {one_of: [1, 2, 3]}",
        {"age": 2},
        "2; is one of 1, 2, 3",
        "2; on üks järgmistest: 1, 2, 3",
    ),
    (
        "client.refused: {covers: {the: recipient.kind}}",
        {"refused": ["partner"]},
        "`partner`; covers `partner` (recipient)",
        "`partner`; hõlmab: `partner` (vastuvõtja)",
    ),
    (
        "client.refused: {covers: {the: recipient.kind}}",
        {"refused": ["court"]},
        "`court`; does not cover `partner` (recipient)",
        "`court`; ei hõlma: `partner` (vastuvõtja)",
    ),
    (
        "client.hobbies: {includes: chess}",
        {"hobbies": ["chess", "golf"]},
        "`chess`, `golf`; includes `chess`",
        "`chess`, `golf`; nende hulgas on `chess`",
    ),
    (
        "client.hobbies: {includes: chess}",
        {"hobbies": ["golf"]},
        "`golf`; does not include `chess`",
        "`golf`; nende hulgas ei ole `chess`",
    ),
    (
        "client.hobbies: {includes: chess}",
        {},
        "not known; required: to include `chess`",
        "teadmata; nõutav, et nende hulgas oleks `chess`",
    ),
    (
        "client.refused: {within: [authority, partner]}",
        {"refused": ["court"]},
        "`court`; lies within `authority`, `partner`",
        "`court`; jääb piiridesse: `authority`, `partner`",
    ),
    (
        "client.refused: {within: authority}",
        {"refused": ["partner"]},
        "`partner`; does not lie within `authority`",
        "`partner`; ei jää piiridesse: `authority`",
    ),
    (
        "client.hobbies: {overlaps: [chess, go]}",
        {"hobbies": ["go"]},
        "`go`; has something in common with `chess`, `go`",
        "`go`; on ühisosa järgmisega: `chess`, `go`",
    ),
    (
        "client.hobbies: {overlaps: [chess, go]}",
        {"hobbies": ["golf"]},
        "`golf`; has nothing in common with `chess`, `go`",
        "`golf`; ei ole ühisosa järgmisega: `chess`, `go`",
    ),
    (
        "client.born_on: {before: 2000-01-01}",
        {"born_on": "1999-12-31"},
        "1999-12-31; is before 2000-01-01",
        "1999-12-31; on varasem kui 2000-01-01",
    ),
    (
        "client.born_on: {before: 2000-01-01}",
        {"born_on": "2000-01-01"},
        "2000-01-01; is not before 2000-01-01",
        "2000-01-01; ei ole varasem kui 2000-01-01",
    ),
    (
        "client.joined_at: {at_or_before: {the: moment}}",
        {"joined_at": "2026-11-22T10:00:00Z"},
        f"{MOMENT}; is not later than {MOMENT} (moment of the request)",
        f"{MOMENT}; ei ole hilisem kui {MOMENT} (päringu hetk)",
    ),
    (
        "client.joined_at: {at_or_before: {the: moment}}",
        {"joined_at": "2026-11-22T10:00:01Z"},
        f"2026-11-22T12:00:01+02:00; is later than {MOMENT} (moment of the request)",
        f"2026-11-22T12:00:01+02:00; on hilisem kui {MOMENT} (päringu hetk)",
    ),
    (
        "client.born_on: {after: 2000-01-01}",
        {"born_on": "2000-01-02"},
        "2000-01-02; is after 2000-01-01",
        "2000-01-02; on hilisem kui 2000-01-01",
    ),
    (
        "client.born_on: {after: 2000-01-01}",
        {"born_on": "2000-01-01"},
        "2000-01-01; is not after 2000-01-01",
        "2000-01-01; ei ole hilisem kui 2000-01-01",
    ),
    (
        "client.born_on: {at_or_after: 2000-01-01}",
        {"born_on": "2000-01-01"},
        "2000-01-01; is not earlier than 2000-01-01",
        "2000-01-01; ei ole varasem kui 2000-01-01",
    ),
    (
        "client.born_on: {at_or_after: 2000-01-01}",
        {"born_on": "1999-01-01"},
        "1999-01-01; is earlier than 2000-01-01",
        "1999-01-01; on varasem kui 2000-01-01",
    ),
    ("client.age: {at_least: 18}", {"age": 18}, "18; is at least 18", "18; on vähemalt 18"),
    ("client.age: {at_least: 18}", {"age": 17}, "17; is less than 18", "17; on väiksem kui 18"),
    ("client.age: {at_most: 18}", {"age": 18}, "18; is at most 18", "18; on kõige rohkem 18"),
    ("client.age: {at_most: 18}", {"age": 19}, "19; is more than 18", "19; on suurem kui 18"),
    ("client.age: {more_than: 18}", {"age": 19}, "19; is more than 18", "19; on suurem kui 18"),
    (
        "client.age: {more_than: 18}",
        {"age": 18},
        "18; is not more than 18",
        "18; ei ole suurem kui 18",
    ),
    (
        "client.score: {less_than: 1.5}",
        {"score": 1},
        "1; is less than 1.5",
        "1; on väiksem kui 1.5",
    ),
    (
        "client.score: {less_than: 1.5}",
        {"score": 1.5},
        "1.5; is not less than 1.5",
        "1.5; ei ole väiksem kui 1.5",
    ),
    ("client.nickname: {present: true}", {"nickname": "K"}, "`K`; there is one", "`K`; on olemas"),
    (
        "client.nickname: {present: true}",
        {},
        "none; required: to be stated",
        "puudub; nõutav, et oleks nimetatud",
    ),
    ("client.nickname: {present: false}", {}, "none; as required", "puudub; nagu nõutud"),
    ("client.nickname: {present: false}", {"nickname": "K"}, "`K`; there is one", "`K`; on olemas"),
    (
        "moment: {at_or_after: {the: client.born_on, plus: 18 years}}",
        {"born_on": "2008-02-29"},
        f"{MOMENT}; is not earlier than 2026-02-28 (2008-02-29 (`client.born_on`), plus 18 years)",
        f"{MOMENT}; ei ole varasem kui 2026-02-28 (2008-02-29 (`client.born_on`), pluss 18 aastat)",
    ),
    (
        "moment: {at_or_after: {the: client.born_on, plus: 1 year}}",
        {},
        f"{MOMENT}; required: not earlier than `client.born_on` (not known), plus 1 year",
        f"{MOMENT}; nõutav: mitte varasem kui `client.born_on` (teadmata), pluss 1 aasta",
    ),
    (
        "moment: {before: {the: client.born_on, plus: 9000 years}}",
        {"born_on": "2008-02-29"},
        f"{MOMENT}; is before beyond every date (2008-02-29 (`client.born_on`), plus 9000 years)",
        f"{MOMENT}; on varasem kui väljaspool kalendrit (2008-02-29 (`client.born_on`), pluss 9000",
    ),
    (
        "moment: {before: {the: client.joined_at, minus: 1000000 hours}}",
        {"joined_at": "0001-01-02T00:00:00Z"},
        "is not before beyond every date (0001-01-02T01:39:00+01:39 (`client.joined_at`), minus",
        "ei ole varasem kui väljaspool kalendrit (0001-01-02T01:39:00+01:39 (`client.joined_at`), ",
    ),
    (
        "client.age: {at_least: {parameter: of_age}}",
        {"age": 20},
        "20; is at least 18 (parameter `p#of_age`)",
        "20; on vähemalt 18 (parameeter `p#of_age`)",
    ),
]
PARAMETERS = "parameters: {of_age: {type: integer, values: [{from: 2026-01-01, value: 18}]}}"


def told(condition: str, reader: Reader, **client: Any) -> str:
    engine = load(
        policy(
            f"one: {{effect: allow, ground: law, when: {{{condition}}}}}"
            if not condition.startswith("- ")
            else condition,
            more=PARAMETERS,
        )
    )
    return str(engine.decide(ask(client={"id": "c-1", **client})).explain(reader))


@pytest.mark.parametrize(("condition", "client", "english", "estonian"), OPERATORS)
def test_every_operator_is_told_in_words(
    condition: str, client: dict[str, Any], english: str, estonian: str
) -> None:
    assert english in told(condition, "en", **client)
    assert estonian in told(condition, "et", **client)


OPEN: list[tuple[str, str, str]] = [
    ("adult: false", "whether it is so", "kas see on nii"),
    ("rank: {is: gold}", "whether it is `gold`", "kas on `gold`"),
    ("city: [a, b]", "whether it is one of `a`, `b`", "kas on üks järgmistest: `a`, `b`"),
    ("refused: {covers: court}", "whether it covers `court`", "kas hõlmab: `court`"),
    ("hobbies: {includes: a}", "whether `a` is among them", "kas nende hulgas on `a`"),
    ("refused: {within: court}", "whether it lies within `court`", "kas jääb piiridesse: `court`"),
    (
        "hobbies: {overlaps: a}",
        "whether it has something in common with `a`",
        "kas on ühisosa järgmisega: `a`",
    ),
    (
        "born_on: {before: 2000-01-01}",
        "whether it is before 2000-01-01",
        "kas on varasem kui 2000-01-01",
    ),
    (
        "born_on: {at_or_before: 2000-01-01}",
        "whether it is not later than 2000-01-01",
        "kas ei ole hilisem kui 2000-01-01",
    ),
    ("born_on: {after: 2000-01-01}", "whether it is after 2000-01-01", "kas on hilisem kui"),
    (
        "born_on: {at_or_after: 2000-01-01}",
        "whether it is not earlier than 2000-01-01",
        "kas ei ole varasem kui 2000-01-01",
    ),
    ("age: {at_least: 18}", "whether it is at least 18", "kas on vähemalt 18"),
    ("age: {at_most: 18}", "whether it is at most 18", "kas on kõige rohkem 18"),
    ("age: {more_than: 18}", "whether it is more than 18", "kas on suurem kui 18"),
    ("age: {less_than: 18}", "whether it is less than 18", "kas on väiksem kui 18"),
]


@pytest.mark.parametrize(("test", "english", "estonian"), OPEN)
def test_every_operator_is_asked_in_words(test: str, english: str, estonian: str) -> None:
    path = test.partition(":")[0]
    for reader, asked in (("en", english), ("et", estonian)):
        text = told(f"client.{test}", reader)  # type: ignore[arg-type]
        assert f"? `client.{path}`: {asked}" in text


def test_a_term_that_is_too_broad_is_asked_for_more_exactly() -> None:
    engine = load(
        policy("one: {effect: allow, ground: law, data: email, recipient: [court, police]}")
    )
    request = ask(
        recipient={"kind": "authority"}, items=[{"name": "all", "category": "contact_data"}]
    )
    text = str(engine.decide(request).explain())
    assert "? recipient, said only as `authority`: whether it is one of `court`, `police`" in text
    assert "? `all`, data, said only as `contact_data`: whether it is `email`" in text
    assert text.count("depends on this: `one` (p#one)") == 2


def test_the_other_side_of_a_comparison_is_asked_for_too() -> None:
    text = told("client.city: {is: {the: client.nickname}}", "en", nickname="K")
    assert "? `client.city`: whether it is `K` (`client.nickname`)" in text
    text = told("recipient.id: {is: {the: client.city}}", "et")
    assert (
        "? `client.city`: milline täpselt, et võrrelda seda järgmisega: vastuvõtja (tunnus)"
        in text.replace("`recipient`", "vastuvõtja")
    )


# --- What a rule says, and which parts of it ------------------------------------------------------

EXCEPTIONS = policy(
    """
    one:
      effect: deny
      title: {en: No e-mail, et: Ei mingit e-kirja}
      because: {en: 'This is e-mail ({item.name}).', et: 'See on e-kiri ({item.name}).'}
      data: contact_data
      unless: {permitted_by: consent}
      except:
        known_people:
          title: {en: People we know, et: Tuttavad}
          when: {client.adult: true}
          except:
            far_away: {when: {client.city: Narva}}
    agreed: {effect: allow, ground: consent, when: {client.nickname: agreed}}
    always: {effect: allow, ground: law}
    """
)


def lines(text: str) -> list[str]:
    return [line.split("  [")[0].strip() for line in text.split("\n")]


@pytest.mark.parametrize(
    ("client", "outcome", "said"),
    [
        ({"adult": True, "city": "Elva"}, "permitted", ["✓ exception: People we know"]),
        (
            {"adult": True, "city": "Narva"},
            "prohibited",
            ["✗ exception: People we know", "✓ exception to it: `far_away`"],
        ),
        ({"adult": False, "city": "Elva"}, "prohibited", ["✗ exception: People we know"]),
        ({"nickname": "agreed"}, "permitted", ["✓ unless: permitted on the ground `consent`"]),
        ({"adult": True}, "facts_missing", ["? exception to it: `far_away`"]),
    ],
)
def test_exceptions_taken_and_not_taken_are_told(
    client: dict[str, Any], outcome: str, said: list[str]
) -> None:
    decision = load(EXCEPTIONS).decide(ask(client=client))
    assert decision.outcome == outcome
    assert set(said) <= set(lines(str(decision.explain())))


def test_the_reason_of_a_rule_that_holds_comes_first_below_it() -> None:
    request = ask(client={"adult": False, "city": "Elva"})
    text = lines(str(load(EXCEPTIONS).decide(request).explain("et")))
    place = text.index("✓ Ei mingit e-kirja (p#one)")
    assert text[place + 1] == "See on e-kiri (email)."
    permitted = str(load(EXCEPTIONS).decide(ask(client={"nickname": "agreed"})).explain())
    assert "This is e-mail" not in permitted


def test_what_would_permit_is_told_of_a_prohibition() -> None:
    request = ask(client={"adult": False, "city": "Elva"})
    text = lines(str(load(EXCEPTIONS).decide(request).explain()))
    assert "would be permitted, were it not for the prohibition:" in text
    assert "✓ `always` (p#always)" in text


def test_a_rule_that_is_told_twice_gives_its_reason_both_times() -> None:
    rules = """
    one: {effect: deny, unless: {permitted_by: consent}, when: {client.city: Tartu}}
    agreed: {effect: allow, ground: consent, because: {en: They agreed., et: Oldi nõus.}}
    two: {effect: deny}
    """
    decision = load(policy(rules)).decide(ask(client={"city": "Tartu"}))
    assert str(decision.explain()).count("They agreed.") == 2
    (told_rules,) = decision.explain().as_dict()["items"]
    (nested,) = told_rules["denying"][0]["unless"]["rules"]
    assert nested == told_rules["allowing"][0]
    assert nested["reason"] == {"en": "They agreed.", "et": "Oldi nõus."}


def test_a_rule_that_may_be_named_lifts_a_denial() -> None:
    rules = """
    one: {effect: deny, unless: {permitted_by: p#court}}
    court: {effect: allow, ground: law, recipient: court}
    always: {effect: allow, ground: law}
    """
    text = str(load(policy(rules)).decide(ask()).explain("et"))
    assert "✗ välja arvatud, kui: lubatud reegliga `p#court`" in text
    assert "ükski reegel sellel alusel ei luba" in text


def test_rules_about_something_else_are_counted_or_told() -> None:
    rules = """
    one: {effect: allow, ground: law, operation: view_own_data}
    two: {effect: deny, recipient: police}
    """
    decision = load(policy(rules)).decide(ask())
    short, whole = str(decision.explain()), str(decision.explain(everything=True))
    assert "2 further rules are about something else (`--all` tells them)" in short
    assert "p#one" not in short
    assert "2 further rules are about something else:\n" in whole
    assert "✗ recipient: `partner`; the rule says `police`" in whole
    told_rules = decision.explain(everything=True).as_dict()["items"][0]
    assert [rule["rule"] for rule in told_rules["allowing"]] == ["p#one"]
    assert decision.explain().as_dict()["items"][0]["allowing"] == []


NEARLY = """
near: {effect: allow, ground: law, purpose: contract, recipient: court}
nearer: {effect: allow, ground: law, recipient: court, when: {client.id: somebody}}
other_operation: {effect: allow, ground: law, operation: view_own_data}
two_parts: {effect: allow, ground: law, purpose: offers, recipient: court}
denied: {effect: deny, recipient: court}
"""


def test_allow_rules_that_one_part_of_their_head_keeps_away_are_told() -> None:
    told_refusal = str(load(policy(NEARLY)).decide(ask()).explain())
    assert "nearest: `near` — recipient: `partner`; the rule says `court`" in told_refusal
    _, _, told_near = told_refusal.partition("would be about this, but for one part of the head:")
    assert "✗ `near` (p#near)" in told_near
    assert "✗ `nearer` (p#nearer)" in told_near
    assert told_near.count("✗ recipient: `partner`; the rule says `court`") == 2
    assert "3 further rules are about something else (`--all` tells them)" in told_near
    assert "p#two_parts" not in told_refusal
    assert "p#other_operation" not in told_refusal
    assert "p#denied" not in told_refusal
    short = load(policy(NEARLY)).decide(ask()).explain("et").short()
    assert "kõige lähemal: `near` — vastuvõtja: `partner`; reeglis on `court`" in short


def test_no_more_than_three_of_them_are_told_and_none_of_a_permitted_item() -> None:
    rules = "\n".join(f"r{n}: {{effect: allow, ground: law, recipient: court}}" for n in range(5))
    text = str(load(policy(rules)).decide(ask()).explain())
    assert text.count("the rule says `court`") == 4  # the nearest, and three
    assert "2 further rules are about something else" in text
    open_to_all = f"{rules}\nfree: {{effect: allow, ground: law}}"
    assert "but for one part" not in str(load(policy(open_to_all)).decide(ask()).explain())


def test_a_set_without_rules_in_force_says_so() -> None:
    early = policy("one: {effect: allow, ground: law}", in_force="{from: 2026-12-01}")
    text = str(load(early).decide(ask()).explain("et"))
    assert "sel hetkel ei kehti veel ükski poliitika: miski ei ole lubatud" in text
    assert "puuduta" not in text
    over = policy(
        "one: {effect: allow, ground: law}", in_force="{from: 2026-01-01, to: 2026-02-01}"
    )
    explanation = load(over).decide(ask()).explain()
    assert "no version of the policy `p` is in force: nothing is permitted" in str(explanation)
    assert explanation.as_dict()["lapsed"] == ["p"]


def test_places_are_told_in_the_folder_of_the_set(tmp_path: Path) -> None:
    for name, text in documents(policy("one: {effect: allow, ground: law}")).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    explanation = Engine.load(tmp_path).decide(ask()).explain(everything=True)
    told = (str(explanation), explanation.html(), json.dumps(explanation.as_dict()))
    assert all("policy_0.yaml:" in text and str(tmp_path) not in text for text in told)


# --- Records -------------------------------------------------------------------------------------

CONSENTED = policy(
    """
    one:
      effect: allow
      ground: consent
      when:
        some:
          of: client.consents
          as: consent
          where: {consent.purposes: {covers: {the: purpose}}, consent.written: true}
    """
)
EVERY = CONSENTED.replace("some:", "every:")


def consents(number: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {"id": f"k-{n}", "purposes": ["offers"], "written": True, **more} for n in range(number)
    ]


def explained(consents: list[dict[str, Any]] | None, text: str = CONSENTED, **how: Any) -> Any:
    return load(text).decide(ask(client={"consents": consents})).explain(**how)


def test_records_alike_are_told_once_and_then_named() -> None:
    text = str(explained([*consents(13), {"purposes": ["contract"], "written": False}]))
    assert all(f"✗ record `k-{n}`" in text for n in range(3))
    assert "✗ 10 more records, for the same reason: `k-3`, `k-4`" in text
    assert "and 2 more" in text
    assert "✗ record no. 14" in text
    whole = str(explained(consents(13), everything=True))
    assert all(f"✗ record `k-{n}`" in whole for n in range(13))
    assert "1 more record, for the same reason: `k-3`" in str(explained(consents(4)))


def test_records_alike_are_grouped_in_data_too() -> None:
    rule = explained(consents(13)).as_dict()["items"][0]["allowing"][0]
    assert [found["record"]["id"] for found in rule["when"]["records"]] == ["k-0", "k-1", "k-2"]
    (more,) = rule["when"]["more_records"]
    assert more["like"] == {"number": 1, "id": "k-0"}
    assert [record["number"] for record in more["records"]] == [*range(4, 14)]
    whole = explained(consents(13), everything=True).as_dict()["items"][0]["allowing"][0]["when"]
    assert len(whole["records"]) == 13
    assert whole["more_records"] == []


@pytest.mark.parametrize(
    ("text", "given", "english", "estonian"),
    [
        (CONSENTED, [], "✗ the condition: `client.consents`: there are none", "puuduvad"),
        (CONSENTED, None, "? the condition: `client.consents`: not known", "teadmata"),
        (EVERY, [], "✓ the condition: `client.consents`: there are none", "puuduvad"),
        (EVERY, [{}], "`client.consents`: each of them must serve", "sobima peavad kõik"),
        (CONSENTED, [{}], "`client.consents`: one of them must serve", "sobima peab vähemalt üks"),
    ],
)
def test_lists_are_told(text: str, given: Any, english: str, estonian: str) -> None:
    assert english in str(explained(given, text))
    assert estonian in str(explained(given, text, reader="et"))


def test_of_a_list_that_is_not_known_what_would_be_asked_is_told() -> None:
    text = str(explained(None))
    assert "what would be asked of each" in text
    assert "? `client.consents`: which there are" in text
    found = explained(None).as_dict()["items"][0]["allowing"][0]["when"]
    assert found["length"] is None
    assert [record["record"] for record in found["records"]] == [None]


# --- Groups --------------------------------------------------------------------------------------


def names(explanation: Any) -> list[list[str]]:
    return [group["names"] for group in explanation.as_dict()["items"]]


def items(*facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": f"i-{number}", "category": "email", **given} for number, given in enumerate(facts)
    ]


READS_BREACHES = policy(
    """
    one:
      effect: allow
      ground: law
      when:
        some:
          of: client.breaches
          as: breach
          where: {item.related_to: {includes: {the: breach.id}}}
    """
)


def test_items_that_differ_in_what_no_rule_reads_are_told_together() -> None:
    engine = load(policy("one: {effect: allow, ground: law, when: {item.size: {at_most: 3}}}"))
    given = items({"size": 1}, {"size": 1, "related_to": ["a"]}, {"size": 2}, {"size": 1})
    assert names(engine.decide(ask(items=given)).explain()) == [["i-0", "i-1", "i-3"], ["i-2"]]


def test_items_of_other_categories_are_told_apart() -> None:
    given = items({}, {"category": "phone"}, {"category": ["email", "phone"]}, {})
    engine = load(policy("one: {effect: allow, ground: law}"))
    assert names(engine.decide(ask(items=given)).explain()) == [["i-0", "i-3"], ["i-1"], ["i-2"]]


def test_items_whose_difference_meets_no_record_are_told_together() -> None:
    given = items({"related_to": ["a"]}, {"related_to": ["b"]}, {"related_to": []})
    deny = READS_BREACHES.replace("effect: allow\n    ground: law", "effect: deny")
    decision = load(deny).decide(ask(items=given, client={"breaches": []}))
    assert names(decision.explain()) == [["i-0", "i-1", "i-2"]]
    decision = load(deny).decide(ask(items=given, client={"breaches": [{"id": "a"}]}))
    assert names(decision.explain()) == [["i-0"], ["i-1"], ["i-2"]]


@pytest.mark.parametrize(
    "rule",
    [
        "one: {effect: allow, ground: law, when: {item.name: i-1}}",
        "one: {effect: allow, ground: law, because: {en: 'On {item.name}.', et: '{item.name}.'}}",
    ],
)
def test_items_are_told_apart_where_rules_or_reasons_name_them(rule: str) -> None:
    decision = load(policy(rule)).decide(ask(items=items({}, {}, {})))
    told_apart = names(decision.explain())
    assert ["i-1"] in told_apart
    assert sorted(name for group in told_apart for name in group) == ["i-0", "i-1", "i-2"]


def test_many_names_are_all_told() -> None:
    decision = load(policy("one: {effect: allow, ground: law}")).decide(
        ask(items=items(*[{}] * 20))
    )
    text = str(decision.explain())
    assert "`i-7` and 12 more (20 items, decided alike): permitted" in text
    assert "all of these items: " in text
    assert "`i-19`" in text


def test_a_question_about_items_told_together_names_none_of_them() -> None:
    engine = load(policy("one: {effect: allow, ground: law, when: {item.size: {at_most: 3}}}"))
    text = str(engine.decide(ask(items=items({}, {}))).explain())
    assert "? each of these items, `item.size`: whether it is at most 3" in text
    assert "? any data, `item.size`" in str(engine.decide(ask(items=[])).explain())


# --- Data ----------------------------------------------------------------------------------------


def seen(condition: str, **client: Any) -> Any:
    engine = load(policy(f"one: {{effect: allow, ground: law, when: {{{condition}}}}}"))
    decision = engine.decide(ask(client={"id": "c-1", **client}))
    return decision.explain().as_dict()["items"][0]["allowing"][0]["when"]


@pytest.mark.parametrize(
    ("condition", "client", "found"),
    [
        ("client.score: {at_least: 1}", {"score": 1.5}, 1.5),
        ("client.score: {at_least: 1}", {"score": 2.0}, 2),
        ("client.score: {at_least: 1}", {"score": 10**30}, str(10**30)),
        ("client.score: {at_least: 1}", {"score": 0.1}, 0.1),
        ("client.adult: true", {"adult": True}, True),
        ("client.hobbies: {includes: a}", {"hobbies": ["b", "a"]}, ["a", "b"]),
        (
            "client.joined_at: {before: {the: moment}}",
            {"joined_at": "2026-07-01T00:00:00Z"},
            "2026-07-01T03:00:00+03:00",
        ),
        ("client.born_on: {before: 2000-01-01}", {"born_on": "1999-01-01"}, "1999-01-01"),
        ("client.adult: true", {}, {"absent": "unknown"}),
        ("client.nickname: K", {}, {"absent": "none"}),
    ],
)
def test_values_are_plain_data_with_times_in_the_zone(
    condition: str, client: dict[str, Any], found: Any
) -> None:
    value = seen(condition, **client)["seen"]
    assert value == found
    assert type(value) is type(found)
    json.dumps(value)


def test_an_exact_number_that_json_cannot_hold_is_told_as_text() -> None:
    from decimal import Decimal

    exact = Decimal("0.1000000000000000000000000001")
    assert seen("client.score: {at_least: 1}", score=exact)["seen"] == str(exact)
    huge = Decimal("1E+400")
    assert seen("client.score: {at_least: 1}", score=huge)["seen"] == "1E+400"


def test_a_shifted_date_is_told_as_a_date() -> None:
    condition = "moment: {at_or_after: {the: client.born_on, plus: 18 years}}"
    assert seen(condition, born_on="2008-02-29")["compared_with"] == "2026-02-28"
    far = "moment: {before: {the: client.born_on, plus: 9000 years}}"
    assert seen(far, born_on="2008-02-29")["compared_with"] is None
    assert seen("client.age: {one_of: [1, 2, 3]}", age=2)["compared_with"] == [1, 2, 3]


# --- Many records, many items --------------------------------------------------------------------

MANY = policy(
    "one: {effect: allow, ground: law, when: {some: {of: client.consents, as: c, where: "
    "{c.written: true, c.rank: gold, item.related_to: {includes: {the: c.id}}, "
    "not: {c.withdrawn_at: {at_or_before: {the: moment}}}}}}}"
)


def many_consents(number: int) -> list[dict[str, Any]]:
    """Return consents that fail in ever other parts, the first of them in the fewest."""
    return [
        {
            "id": f"k-{place}",
            "written": place % 2 == 0,
            "rank": "gold" if place % 3 == 0 else "silver",
            **({"withdrawn_at": "2026-01-01T00:00:00Z"} if place % 5 == 4 else {}),
        }
        for place in range(number)
    ]


def many_items(number: int) -> list[dict[str, Any]]:
    return [
        {"name": f"i-{place}", "category": "email", "related_to": [f"x-{place}"]}
        for place in range(number)
    ]


def test_of_records_that_differ_the_nearest_are_told_and_why_the_others_fail() -> None:
    decision = load(MANY).decide(ask(client={"consents": many_consents(30)}, items=many_items(1)))
    told = str(decision.explain())
    # Of the nearest only what fails is told.
    nearest = told[told.index("record `k-0`") : told.index("record `k-2`")]
    assert "does not include `k-0`" in nearest
    assert "written" not in nearest
    for why in (
        "`client.consents.rank`; is not `gold`: `k-",
        "`client.consents.written`; required: yes: `k-1`, `k-5`",
        "`item.related_to`: `k-",
        "`client.consents.withdrawn_at`; is not later than 2026-11-22T12:00:00+02:00",
    ):
        assert f"further records, for this: {why}" in told
    assert "veel 14 kannet, sest: `client.consents.written`; nõutav: jah" in str(
        decision.explain("et")
    )
    whole = str(decision.explain(everything=True))
    assert "further records" not in whole
    assert all(f"record `k-{place}`" in whole for place in range(30))


def test_one_further_record_is_told_in_the_singular() -> None:
    consents = [
        {"id": "k-0", "written": False, "rank": "gold"},
        {"id": "k-1", "written": True, "rank": "silver"},
        {"id": "k-2", "written": True, "rank": "gold"},
        {"id": "k-3", "written": False, "rank": "silver"},
    ]
    text = str(load(MANY).decide(ask(client={"consents": consents})).explain())
    assert "1 further record, for this: `client.consents.rank`; is not `gold`: `k-3`" in text


def test_of_items_that_differ_for_the_same_reasons_three_are_told() -> None:
    asked = ask(client={"consents": many_consents(4)}, items=many_items(9))
    decision = load(MANY).decide(asked)
    text = str(decision.explain())
    told = [line for line in text.splitlines() if line.startswith("`")]
    others = "`i-3`, `i-4`, `i-5`, `i-6`, `i-7`, `i-8` (6 items, decided for the same reasons)"
    assert told == [f"{name}: no ground" for name in ("`i-0`", "`i-1`", "`i-2`", others)]
    assert text.endswith("\n  for the same reasons as `i-0`, with other values")
    estonian = str(decision.explain("et"))
    assert estonian.endswith("samadel põhjustel nagu `i-0`, kuid teiste väärtustega")
    assert "(andmeühikuid 6, otsuse põhjused on samad)" in estonian
    for whole in (decision.explain(everything=True), decision.explain()):
        assert [group["names"] for group in whole.as_dict()["items"]] == [
            [f"i-{place}"] for place in range(9)
        ]
    assert "decided for the same reasons" not in str(decision.explain(everything=True))


def test_items_that_came_out_so_for_other_reasons_are_all_told() -> None:
    items = many_items(4)
    items[3]["related_to"] = ["k-1"]
    text = str(load(MANY).decide(ask(client={"consents": many_consents(4)}, items=items)).explain())
    assert "decided for the same reasons" not in text


def test_of_many_questions_of_a_sort_three_are_told() -> None:
    consents = [{"id": f"k-{place}", "rank": "gold"} for place in range(6)]
    item = {"name": "email", "category": "email", "related_to": [c["id"] for c in consents]}
    decision = load(MANY).decide(ask(client={"consents": consents}, items=[item]))
    text = str(decision.explain())
    asked = [line for line in text.splitlines() if ": whether it is so" in line]
    assert [line.split("`")[1] for line in asked] == ["k-0", "k-1", "k-2"]
    assert "? and 3 more of this sort" in text
    assert "? ja veel 3 samasugust" in str(decision.explain("et"))
    assert str(decision.explain(everything=True)).count(": whether it is so") == 6
    assert len(decision.explain().as_dict()["items"][0]["questions"]) == 6
    fewer = load(MANY).decide(ask(client={"consents": consents[:4]}, items=[item]))
    assert "? and 1 more of this sort" in str(fewer.explain())


# --- Remedies, as they are told ------------------------------------------------------------------


def test_a_field_that_would_change_is_told_with_its_record() -> None:
    vocabulary = VOCABULARY.replace(
        "written: {type: boolean}", "written: {type: boolean, changes_by: establishing}"
    )
    engine = Engine.load(documents(CONSENTED, vocabulary=vocabulary))
    given = [{"id": "k-1", "purposes": ["contract"], "written": False}]
    decision = engine.decide(ask(client={"consents": given}))
    told = "record `k-1`, `client.consents.written`: establish that it is so"
    assert told in str(decision.explain())
    assert decision.remedies()["email"]["remedies"][0] == [
        {
            "how": "establishing",
            "path": "client.consents.written",
            "for_example": [],
            "record": {"list": "client.consents", "number": 1, "id": "k-1"},
            "value": True,
        }
    ]


@pytest.mark.parametrize(
    ("rule", "english", "estonian"),
    [
        (
            "one: {effect: allow, ground: law, when: {client.nickname: K}}",
            "nothing that may change would have it permitted",
            "ükski võimalik muudatus ei muudaks otsust lubavaks",
        ),
        (
            "one: {effect: allow, ground: law, recipient: court}",
            "nothing that may change would have it permitted",
            "ükski võimalik muudatus ei muudaks otsust lubavaks",
        ),
    ],
)
def test_that_nothing_helps_is_said(rule: str, english: str, estonian: str) -> None:
    decision = load(policy(rule)).decide(ask())
    assert decision.remedies()["email"]["ending"] == "none_possible"
    assert english in str(decision.explain())
    assert estonian in str(decision.explain("et"))


def test_that_the_search_stopped_is_another_thing() -> None:
    vocabulary = VOCABULARY.replace(
        "nickname: {type: text, silence_means: none}",
        "nickname: {type: text, silence_means: none, changes_by: establishing}",
    )
    contradiction = policy(
        "one: {effect: allow, ground: law, when: {client.nickname: K, not: {client.nickname: K}}}"
    )
    decision = Engine.load(documents(contradiction, vocabulary=vocabulary)).decide(ask())
    assert decision.remedies()["email"]["ending"] == "stopped"
    assert "no remedy was found, but not everything was tried" in str(decision.explain())


def test_remedies_of_missing_facts_may_have_to_wait() -> None:
    engine = load(policy("one: {effect: allow, ground: law, recipient: court}"))
    decision = engine.decide(ask(recipient=None))
    found = decision.remedies()["email"]
    assert (found["ending"], found["waits_for"]) == ("facts_first", ["recipient.kind"])
    text = str(decision.explain("et"))
    assert "mida veel vaja on, saab öelda siis, kui teadmata asjaolud on välja selgitatud" in text


# --- Hostile texts -------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "</code></main><img src=x onerror=alert(1)>",
    "<!-- --><b>b</b>&amp;&#60;",
    "\x1b[2J\x1b]0;title\x07",
    "\x0equoted\x03 \x0fet\x1fforeign\x03",
    "{0} {name} {title.__class__} %s %(x)s ${x} {{",
    "\u202eesrever\u2066\u200f",
    "one\n# two\r\n- three\u2028four\x85five",
    "`code` ``more`` ```fence```",
    "`",
    "*bold* _it_ __u__ **b** ~~s~~ [a](javascript:alert(1)) ![i](x) <http://e.example>",
    "# heading #",
    "- item + other 1. two",
    "1. one",
    "123456789) x",
    "> quote",
    "| a | b |",
    "---",
    "===",
    "a\\b\\`c",
    "&lt;b&gt;",
    " leads and trails ",
    "שלום עולם",
    "javascript:alert(1)",
    "\ud7ff\uffff\U000e0001",
]


@dataclass
class Page(HTMLParser):
    """What a page holds: its elements, their attributes, and its text by language."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)


ELEMENTS = {
    *("html", "head", "meta", "title", "body", "style", "main", "nav", "article", "section"),
    *("h1", "h2", "h3", "p", "ul", "li", "a", "details", "summary", "span", "code"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "open"),
    *("aria-hidden", "aria-label", "dir"),
}


def page(html: str) -> Page:
    read = Page()
    read.feed(html)
    read.close()
    assert read.open == []
    return read


def hostile_engine(text: str) -> Engine:
    told_as = json.dumps(text, ensure_ascii=True)  # YAML reads JSON's texts
    vocabulary = VOCABULARY.replace(
        "    city: {type: text}",
        f"    city: {{type: text, label: {{et: {told_as}, en: {told_as}}}}}",
    ).replace("    partner:\n", f"    partner: {{label: {{et: {told_as}, en: {told_as}}}}}\n")
    rules = f"""
    one:
      effect: allow
      ground: law
      title: {{et: {told_as}, en: {told_as}}}
      recipient: partner
      when: {{client.city: {told_as}, client.nickname: {{is: {{the: client.city}}}}}}
    """
    return Engine.load(documents(policy(rules), vocabulary=vocabulary))


def shown(text: str) -> str:
    """Return how a text is shown: with everything that acts made visible."""
    from disclosure_rules.language.phrases import printable

    return printable(text)


def hostile(text: str) -> Any:
    """Return a decision on a request that says a text wherever it can."""
    given = ask(
        client={"id": text, "city": text, "nickname": "other"},
        recipient={"id": text, "kind": "partner"},
        items=[{"name": text, "category": "email", "related_to": [text]}],
    )
    try:
        engine = hostile_engine(text)
    except Exception:  # noqa: BLE001 - policies may not say this at all; requests may
        engine = load(policy("one: {effect: allow, ground: law, when: {client.city: x}}"))
    return engine.decide(given)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", HOSTILE)
class TestHostile:
    def test_reaches_a_terminal_as_text(self, text: str, reader: Reader) -> None:
        told = str(hostile(text).explain(reader))
        assert all(line.isprintable() for line in told.split("\n"))
        assert f"`{shown(text)}`" in told

    def test_reaches_a_page_as_text(self, text: str, reader: Reader) -> None:
        explanation = hostile(text).explain(reader)
        for html in (explanation.html(), f"<main>{explanation._repr_html_()}</main>"):
            read = page(html)
            assert {name for name, _ in read.elements} <= ELEMENTS
            attributes = {name for _, given in read.elements for name in given}
            assert attributes <= ATTRIBUTES
            links = [given["href"] for _, given in read.elements if "href" in given]
            assert all(str(link).startswith("#items-") for link in links)
            assert all(part.replace("\n", "").isprintable() for part in read.texts)
            assert shown(text) in read.texts

    def test_reaches_markdown_as_text(self, text: str, reader: Reader) -> None:
        plain, markdown = hostile(text).explain(reader), MarkdownIt("commonmark")
        tokens = markdown.parse(plain.markdown())
        allowed = {"heading", "bullet_list", "list_item", "paragraph", "inline"}
        assert {
            token.type.removesuffix("_open").removesuffix("_close") for token in tokens
        } <= allowed
        inline = [part for token in tokens for part in token.children or ()]
        kinds = {"text", "code_inline", "text_special", "strong_open", "strong_close"}
        assert {part.type for part in inline} <= kinds
        # The one text in bold is the outcome of the whole.
        assert sum(part.type == "strong_open" for part in inline) == 1
        codes = [part.content for part in inline if part.type == "code_inline"]
        assert shown(text) in codes
        assert markdown_text(tokens) == as_lines(str(plain))

    def test_reaches_data_as_it_is(self, text: str, reader: Reader) -> None:
        data = hostile(text).explain(reader).as_dict()
        assert data["items"][0]["names"] == [text]
        assert json.loads(json.dumps(data)) == data


def markdown_text(tokens: Iterable[Any]) -> list[str]:
    """Return the text of each line of Markdown, without what makes it one."""
    texts = []
    for token in tokens:
        if token.type == "inline":
            parts = (
                f"`{part.content}`" if part.type == "code_inline" else part.content
                for part in token.children
            )
            texts.append("".join(parts))
    return texts[1:]


def as_lines(text: str) -> list[str]:
    """Return the lines of a text as Markdown has them: places in brackets, headings bare."""
    found = []
    for line in filter(str.strip, text.split("\n")):
        told, bracket, place = line.strip().rpartition("  [")
        is_section = line.endswith(":") and line.startswith("  ") and line[2] != " "
        bare = line.strip().removesuffix(":" if is_section else "")
        found.append(f"{told} ({place.removesuffix(']')})" if bracket else bare)
    return found


# --- Marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_marks_hold_what_they_mark(text: str) -> None:
    marked = f"say: {quoted(text)}, {in_language(text, 'et')} and more"
    read = list(pieces(marked))
    assert [piece.text for piece in read] == ["say: ", shown(text), ", ", shown(text), " and more"]
    assert [piece.quoted for piece in read] == [False, True, False, False, False]
    assert [piece.language for piece in read] == [None, None, None, "et", None]
    assert unmarked(marked) == f"say: `{shown(text)}`, {shown(text)} and more"


def test_a_text_in_another_language_is_marked_for_screen_readers() -> None:
    rules = """
    one:
      effect: allow
      ground: law
      title: {et: Ainult eesti keeles}
      because: {et: Seadus nõuab.}
      purpose: contract
    """
    texts = documents(policy(rules))
    decision = Engine.load(texts).decide(ask())
    for reader, foreign in (("et", False), ("en", True)):
        html = decision.explain(reader).html()  # type: ignore[arg-type]
        read = page(html)
        assert read.elements[0] == ("html", {"lang": reader})
        spans = [given for tag, given in read.elements if tag == "span" and "lang" in given]
        assert all(given["lang"] == "et" for given in spans)
        assert bool(spans) is foreign
        assert ('<span lang="et" dir="auto">Ainult eesti keeles</span>' in html) is foreign
        assert ('<span lang="et" dir="auto">Seadus nõuab.</span>' in html) is foreign


# --- EkspressJob's rules --------------------------------------------------------------------------


def rules_told() -> Iterator[tuple[str, str]]:
    """Yield the rules that golden explanations tell, each with how it stands."""
    from tests.golden.test_golden import CASES, request

    for case in CASES:
        decision = ekspressjob.engine().decide(request(case))
        for group in decision.explain().as_dict()["items"]:
            for rule in (*group["denying"], *group["allowing"]):
                yield rule["rule"], rule["truth"]


def test_every_rule_of_ekspressjob_holds_and_fails_in_some_golden_explanation() -> None:
    told_rules = set(rules_told())
    for found in ekspressjob.engine().policy_set.policies:
        for rule in found.rules.values():
            assert (rule.name, "true") in told_rules
            # A rule that is all head is about something else where it does not hold.
            assert (rule.name, "false") in told_rules or not any(rule.conditions())
