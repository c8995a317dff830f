"""The engine: where policies come from, what each way of asking returns, and what is in force."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules import (
    Decision,
    DisclosureDenied,
    Engine,
    InvalidRequest,
    PolicyError,
    Request,
)
from disclosure_rules.language.catalogue import severity
from disclosure_rules.packaged import example_policies
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import MOMENT, VOCABULARY, ask, documents, load, policy

ALLOW_ALL = "always: {effect: allow, ground: law}"


def written(documents: dict[str, str], folder: Path) -> Path:
    for name, text in documents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# --- Loading -------------------------------------------------------------------------------------


def zipped(documents: dict[str, str], folder: Path) -> zipfile.Path:
    archive = folder / "policies.zip"
    with zipfile.ZipFile(archive, "w") as open_archive:
        for name, text in documents.items():
            open_archive.writestr(f"rules/{name}", text)
    return zipfile.Path(archive, "rules/")


ORIGINS: dict[str, Callable[[dict[str, str], Path], Any]] = {
    "a folder": lambda texts, folder: str(written(texts, folder)),
    "a folder with a slash": lambda texts, folder: f"{written(texts, folder)}/",
    "a path": written,
    "a folder of an archive": zipped,
    "texts by name": lambda texts, _: texts,
}


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
def test_every_origin_gives_the_same_engine(
    origin: Callable[[dict[str, str], Path], Any], tmp_path: Path
) -> None:
    texts = documents(policy(ALLOW_ALL))
    texts = {
        "vocabulary.yaml": texts.pop("vocabulary.yaml"),
        "below/policy.yml": texts.popitem()[1],
    }
    loaded, expected = Engine.load(origin(texts, tmp_path)), Engine.load(texts)
    assert loaded.policy_set.digest == expected.policy_set.digest
    assert loaded.policy_set.source_digest == expected.policy_set.source_digest
    assert loaded.decide(ask()).as_dict() == expected.decide(ask()).as_dict()


def test_the_example_comes_with_the_package() -> None:
    assert (
        Engine.load(example_policies()).policy_set.digest == ekspressjob.engine().policy_set.digest
    )


def test_policy_error_carries_every_diagnostic_and_their_text() -> None:
    faulty = policy(
        "a: {effect: allow, ground: lw}\nb: {effect: deny, purpose: ofers, ground: law}"
    )
    with pytest.raises(PolicyError) as caught:
        Engine.load({**documents(faulty), "other.yaml": "kind: policcy\n"})
    found = [(d.span.file, d.span.line, d.code) for d in caught.value.diagnostics]
    assert found == [
        ("other.yaml", 1, "unknown_kind"),
        ("policy_0.yaml", 7, "unknown_term"),
        ("policy_0.yaml", 8, "unknown_term"),
        ("policy_0.yaml", 8, "ground_on_deny"),
    ]
    assert str(caught.value) == caught.value.text()
    for line in ("other.yaml:1:7: error[unknown_kind]", "policy_0.yaml:7:", "did you mean `law`?"):
        assert line in caught.value.text()


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("no/such/folder", "no_such_folder"),
        ("README.md", "no_such_folder"),
        ("a\0b", "no_such_folder"),
        ("long" * 2000, "no_such_folder"),
        (Path("nowhere"), "no_such_folder"),
        ({"policy.yaml": policy(ALLOW_ALL)}, "no_vocabulary"),
        pytest.param(
            {},
            "no_documents",
        ),
    ],
)
def test_what_is_no_policy_set_is_refused(origin: Any, code: str) -> None:
    with pytest.raises(PolicyError) as caught:
        Engine.load(origin)
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == [code]
    assert caught.value.text("et")


def test_an_empty_folder_is_no_policy_set(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no YAML files"):
        Engine.load(tmp_path)


def test_a_warning_does_not_keep_a_set_from_loading() -> None:
    gap = [
        policy(ALLOW_ALL, in_force="{from: 2026-01-01, to: 2026-01-31}"),
        policy(ALLOW_ALL, version="2", in_force="{from: 2026-03-01}"),
    ]
    assert severity("version_gap") == "warning"
    assert load(*gap).allows(ask())


def test_repr_names_the_policies() -> None:
    engine = load(policy(ALLOW_ALL))
    assert repr(engine) == f"Engine('small', digest='{engine.policy_set.digest[:12]}')"


# --- Outcomes ------------------------------------------------------------------------------------

OUTCOME_RULES = """
by_consent:
  effect: allow
  ground: consent
  operation: disclose
  when: {client.adult: true}
to_authorities:
  effect: allow
  ground: law
  recipient: authority
  when: {demand.provision: {present: true}}
no_codes:
  effect: deny
  data: personal_code
  unless: {client.age: {at_least: 18}}
"""

CODE = [{"name": "code", "category": "personal_code"}]

OUTCOMES: list[tuple[str, dict[str, Any], str]] = [
    ("allowed, nothing denies", {"client": {"adult": True}}, "permitted"),
    ("nothing allows", {"client": {"adult": False}}, "no_ground"),
    ("the allowing fact is missing", {"client": {}}, "facts_missing"),
    ("denied", {"client": {"adult": True, "age": 17}, "items": CODE}, "prohibited"),
    ("denied, though nothing allows", {"client": {"adult": False, "age": 1}, "items": CODE},
     "prohibited"),
    ("the lifting fact is missing", {"client": {"adult": True}, "items": CODE}, "facts_missing"),
    ("nothing allows, a denial is open", {"client": {"adult": False}, "items": CODE}, "no_ground"),
    ("denied, the allowing fact is missing", {"client": {"age": 2}, "items": CODE}, "prohibited"),
    ("the operation is too broad", {"client": {"adult": True}, "operation": "processing"},
     "facts_missing"),
    ("another operation", {"client": {"adult": True}, "operation": "store"}, "no_ground"),
    ("no subject", {"client": None}, "facts_missing"),
    ("no items", {"client": {"adult": True}, "items": []}, "facts_missing"),
    ("nothing but a moment", {"client": None, "operation": None, "items": None, "purpose": None,
                              "recipient": None}, "facts_missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "outcome"), [row[1:] for row in OUTCOMES], ids=[row[0] for row in OUTCOMES]
)
def test_outcomes(parts: dict[str, Any], outcome: str) -> None:
    engine = load(policy(OUTCOME_RULES))
    request = ask(**parts)
    decision = engine.decide(request)
    assert decision.outcome == outcome
    assert decision.allowed is bool(decision) is engine.allows(request) is (outcome == "permitted")
    assert outcome == "facts_missing" or engine.needs(request) == ()


def test_without_any_policy_nothing_is_permitted() -> None:
    engine = Engine.load({"vocabulary.yaml": VOCABULARY})
    decision = engine.decide(ask())
    assert decision.outcome == "no_ground"
    assert decision.as_dict()["policy_set"] == {
        "id": "small",
        "digest": engine.policy_set.digest,
        "versions": {},
    }


def test_items_are_decided_one_by_one() -> None:
    items = [{"name": "email", "category": "email"}, *CODE, {"name": "any"}]
    decision = load(policy(OUTCOME_RULES)).decide(
        ask(client={"adult": True, "age": 3}, items=items)
    )
    assert {item.name: item.outcome for item in decision.items} == {
        "email": "permitted",
        "code": "prohibited",
        "any": "facts_missing",
    }
    assert decision.outcome == "prohibited"
    assert decision["any"].missing == ("item.category",)
    assert decision.missing == ("item.category",)
    assert decision["email"].missing == decision["code"].missing == ()


def test_of_several_categories_an_allow_rule_needs_all_and_a_deny_rule_one() -> None:
    engine = load(
        policy(
            """
            contact: {effect: allow, ground: law, data: [contact_data, personal_code]}
            code: {effect: deny, data: personal_code, purpose: serve_better}
            """
        )
    )
    both = [{"name": "both", "category": ["email", "personal_code"]}]
    assert engine.decide(ask(items=both)).outcome == "permitted"
    assert engine.decide(ask(items=both, purpose="offers")).outcome == "prohibited"


def test_a_decision_says_what_was_asked_and_what_decided() -> None:
    engine = load(policy(ALLOW_ALL), policy(ALLOW_ALL, name="q", version="2026-2"))
    told = engine.decide(ask(moment="2026-07-01T00:30:00Z")).as_dict()
    assert told["moment"] == "2026-07-01T03:30:00+03:00"
    assert told["recipient"] == {"id": "r-1", "kind": "partner"}
    assert (told["operation"], told["purpose"]) == ("transmit", "contract")
    assert told["policy_set"] == {
        "id": "small",
        "digest": engine.policy_set.digest,
        "versions": {"p": "1", "q": "2026-2"},
    }
    assert engine.decide({"moment": MOMENT}).as_dict()["recipient"] is None
    assert engine.decide(ask(recipient={})).as_dict()["recipient"] == {"id": None, "kind": None}


def test_a_typed_request_and_a_mapping_mean_the_same() -> None:
    engine = load(policy(OUTCOME_RULES))
    parts = ask(client={"adult": True}, demand={"provision": "§ 1"})
    assert engine.decide(Request(**parts)).as_dict() == engine.decide(parts).as_dict()
    assert engine.allows(Request(**parts))
    assert engine.needs(Request(moment=MOMENT)) == engine.needs({"moment": MOMENT})


@pytest.mark.parametrize("asking", ["decide", "allows", "enforce", "needs"])
@pytest.mark.parametrize(
    "request_", [None, [], "x", 3, {}, {"moment": None}, {"moment": MOMENT, "x": 1}]
)
def test_what_does_not_fit_is_refused_by_every_way_of_asking(asking: str, request_: Any) -> None:
    engine = load(policy(ALLOW_ALL))
    with pytest.raises(InvalidRequest):
        getattr(engine, asking)(request_)


# --- Enforcing -----------------------------------------------------------------------------------

OBLIGATIONS = """
obligations:
  verify:
    title:
      et: kontrolli
      en: verify
    timing: before
  ask_chief:
    title:
      et: küsi ülemalt
      en: ask the chief
    timing: before
  record:
    title:
      et: registreeri
      en: record it
    timing: with
  report:
    title:
      et: teata
      en: report it
    timing: after
    within: 1 month
"""

OBLIGING = """
by_law: {effect: allow, ground: law, purpose: contract, obliges: [verify, ask_chief, record]}
by_consent: {effect: allow, ground: consent, when: {client.adult: true}, obliges: [record, report]}
by_interest: {effect: allow, ground: marketing, when: {client.age: 18}, obliges: [verify]}
never_codes: {effect: deny, data: personal_code, obliges: [report]}
"""

ENFORCED: list[tuple[str, dict[str, Any], Any, tuple[str, ...] | None]] = [
    ("nothing fulfilled", {}, (), ("ask_chief", "verify")),
    ("one of two", {}, ["verify"], ("ask_chief",)),
    ("both", {}, {"verify", "ask_chief"}, None),
    ("more than is asked", {}, ["verify", "ask_chief", "record"], None),
    ("what comes with or after does not count", {}, ["record", "report"], ("ask_chief", "verify")),
    ("another rule asks nothing before", {"adult": True}, (), None),
    ("the rule that lacks fewest is named", {"age": 18}, (), ("verify",)),
    ("one of two rules is fulfilled", {"age": 18}, ["verify"], None),
    ("a text is one obligation", {"age": 18}, "verify", None),
    ("a text is no list of letters", {}, "verify", ("ask_chief",)),
]  # fmt: skip


def obliging() -> Engine:
    return load(policy(OBLIGING, more=OBLIGATIONS))


@pytest.mark.parametrize(
    ("client", "fulfilled", "open_"),
    [row[1:] for row in ENFORCED],
    ids=[row[0] for row in ENFORCED],
)
def test_enforce(
    client: dict[str, Any], fulfilled: Iterable[str], open_: tuple[str, ...] | None
) -> None:
    known = {"adult": False, "age": 1, **client}
    if open_ is None:
        assert obliging().enforce(ask(client=known), fulfilled).allowed
        return
    with pytest.raises(DisclosureDenied) as caught:
        obliging().enforce(ask(client=known), fulfilled)
    assert caught.value.open_obligations == open_
    assert caught.value.decision.outcome == "permitted"
    listed = ", ".join(f"`{name}`" for name in open_)
    assert str(caught.value) == f"to fulfil before disclosing: {listed}"


def test_enforce_takes_any_iterable_of_ids() -> None:
    ids = (name for name in ("verify", "ask_chief"))
    assert obliging().enforce(ask(client={"adult": False, "age": 1}), ids)


def test_an_obligation_that_is_marked_as_not_fulfilled_is_open() -> None:
    marked: Any = {"verify": False, "ask_chief": False}
    with pytest.raises((DisclosureDenied, TypeError, ValueError)):
        obliging().enforce(ask(client={"adult": False, "age": 1}), marked)


def test_enforce_names_each_item_that_stays() -> None:
    items = [{"name": "email", "category": "email"}, *CODE, {"category": "personal_code"}]
    with pytest.raises(DisclosureDenied) as caught:
        obliging().enforce(ask(items=items), fulfilled=["verify", "ask_chief"])
    assert str(caught.value) == "item `code` is prohibited; the request is prohibited"
    assert caught.value.open_obligations == ()
    assert caught.value.decision["email"].permitted


@pytest.mark.parametrize("fulfilled", [["verfy"], "verfy", ["verify", "p#verify"], [""], [3]])
@pytest.mark.parametrize("category", ["email", "personal_code"])
def test_an_unknown_obligation_is_an_error(fulfilled: Any, category: str) -> None:
    request = ask(items=[{"name": "x", "category": category}])
    with pytest.raises(ValueError, match="no obligation in force is called"):
        obliging().enforce(request, fulfilled)


def test_obligations_are_listed_for_each_rule_that_decides() -> None:
    items = [{"name": "email", "category": "email"}, *CODE]
    decision = obliging().decide(ask(client={"adult": True, "age": 1}, items=items))
    listed = [(o.rule, o.id, o.timing, o.within) for o in decision["email"].obligations]
    assert listed == [
        ("p#by_consent", "record", "with", None),
        ("p#by_consent", "report", "after", "1 month"),
        ("p#by_law", "ask_chief", "before", None),
        ("p#by_law", "record", "with", None),
        ("p#by_law", "verify", "before", None),
    ]
    assert [(o.rule, o.id) for o in decision["code"].obligations] == [("p#never_codes", "report")]
    assert [(o.rule, o.id) for o in decision.obligations] == [
        *((rule, name) for rule, name, _, _ in listed),
        ("p#never_codes", "report"),
    ]
    assert decision["email"].obligations[0].title == {"et": "registreeri", "en": "record it"}


def test_what_is_undecided_or_without_ground_has_no_obligations_and_no_grounds() -> None:
    for client, purpose in (({}, "offers"), ({"adult": False, "age": 3}, "offers")):
        item = obliging().decide(ask(client=client, purpose=purpose))["email"]
        assert item.outcome in ("facts_missing", "no_ground")
        assert (item.obligations, item.grounds, item.rules, item.reasons) == ((), (), (), ())


def test_grounds_are_those_of_the_permitting_rules() -> None:
    items = [{"name": "email", "category": "email"}, *CODE]
    decision = obliging().decide(ask(client={"adult": True, "age": 18}, items=items))
    assert decision["email"].rules == ("p#by_consent", "p#by_interest", "p#by_law")
    assert decision["email"].grounds == ("consent", "law", "marketing")
    assert decision["code"].grounds == ()
    assert decision.grounds == ("consent", "law", "marketing")


# --- Many at once --------------------------------------------------------------------------------


def test_decide_many_answers_in_order() -> None:
    engine = load(policy(OUTCOME_RULES))
    requests = [ask(client={"adult": adult}) for adult in (True, False, None)]
    decisions = engine.decide_many(iter(requests))
    assert [decision.outcome for decision in decisions] == [
        "permitted",
        "no_ground",
        "facts_missing",
    ]
    assert list(engine.decide_many([])) == []


def test_decide_many_raises_where_a_request_does_not_fit() -> None:
    engine = load(policy(ALLOW_ALL))
    with pytest.raises(InvalidRequest, match="moment: must be a time"):
        list(engine.decide_many([ask(), {"moment": "now"}, ask()]))


def test_decide_many_returns_the_fault_in_its_place() -> None:
    engine = load(policy(ALLOW_ALL))
    answers = list(engine.decide_many([ask(), {"moment": "now"}, ask()], on_invalid="return"))
    assert [type(answer) for answer in answers] == [Decision, InvalidRequest, Decision]


@pytest.mark.parametrize("on_invalid", ["skip", "", None, True])
def test_decide_many_refuses_another_way_at_once(on_invalid: Any) -> None:
    with pytest.raises(ValueError, match="on_invalid must be"):
        load(policy(ALLOW_ALL)).decide_many([ask()], on_invalid=on_invalid)


# --- What is needed ------------------------------------------------------------------------------

NEEDS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("everything is known", {"client": {"adult": True}}, ()),
    ("what is decided needs nothing", {"client": {"age": 1}, "items": CODE}, ()),
    ("what is absent", {}, ("client.adult",)),
    ("of denials and grounds", {"items": CODE}, ("client.adult", "client.age")),
    ("only what could still deny", {"client": {"adult": True}, "items": CODE}, ("client.age",)),
    ("a broad term is not absent", {"operation": "processing", "client": {"adult": True}}, ()),
    ("what is absent", {"operation": None, "client": {"adult": True}}, ("operation",)),
    ("no items", {"items": [], "client": {"adult": True}}, ("client.age", "item.category")),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "needed"), [r[1:] for r in NEEDS], ids=[r[0] for r in NEEDS])
def test_needs(parts: dict[str, Any], needed: tuple[str, ...]) -> None:
    assert load(policy(OUTCOME_RULES)).needs(ask(**parts)) == needed


# --- Reloading -----------------------------------------------------------------------------------


def test_reloaded_reads_an_edited_folder_and_the_old_engine_goes_on(tmp_path: Path) -> None:
    folder = written(documents(policy(ALLOW_ALL)), tmp_path)
    old = Engine.load(folder)
    written(documents(policy("never: {effect: deny}")), tmp_path)
    new = old.reloaded()
    assert old.decide(ask()).outcome == "permitted"
    assert new.decide(ask()).outcome == "prohibited"
    assert old.policy_set.digest != new.policy_set.digest
    assert old.policy_set.source_digest != new.policy_set.source_digest


def test_reloading_faulty_policies_raises_and_the_old_engine_goes_on(tmp_path: Path) -> None:
    engine = Engine.load(written(documents(policy(ALLOW_ALL)), tmp_path))
    (tmp_path / "policy_0.yaml").write_text("kind: policy\n")
    with pytest.raises(PolicyError):
        engine.reloaded()
    assert engine.allows(ask())


def test_an_engine_without_an_origin_cannot_be_reloaded() -> None:
    with pytest.raises(ValueError, match="not loaded from an origin"):
        Engine(load(policy(ALLOW_ALL)).policy_set).reloaded()


# --- Time ----------------------------------------------------------------------------------------

VERSIONED = [
    policy(
        "to_partners: {effect: allow, ground: law}",
        in_force="{from: 2026-01-01, to: 2026-06-30}",
        version="first",
    ),
    policy(
        "to_partners: {effect: allow, ground: consent}\nto_nobody: {effect: deny, data: email}",
        in_force="{from: 2026-07-01, to: 2026-12-31}",
        version="second",
    ),
]
OTHER = policy("always: {effect: allow, ground: law}\nno_offers: {effect: deny, purpose: offers}",
               name="other")  # fmt: skip

# The policies' dates are Tallinn's: UTC+3 in summer, UTC+2 in winter.
BY_DATE: list[tuple[str, str, dict[str, str]]] = [
    ("2025-12-31T23:59:59.999999+02:00", "no_ground", {}),
    ("2025-12-31T22:00:00Z", "permitted", {"p": "first", "other": "1"}),
    ("2026-06-30T23:59:59.999999+03:00", "permitted", {"p": "first", "other": "1"}),
    ("2026-06-30T20:59:59.999999Z", "permitted", {"p": "first", "other": "1"}),
    ("2026-06-30T21:00:00Z", "prohibited", {"p": "second", "other": "1"}),
    ("2026-07-01T00:00:00+03:00", "prohibited", {"p": "second", "other": "1"}),
    ("2026-12-31T23:59:59+02:00", "prohibited", {"p": "second", "other": "1"}),
    ("2026-12-31T22:00:00Z", "no_ground", {"other": "1"}),
    ("9999-12-29T00:00:00Z", "no_ground", {"other": "1"}),
]


@pytest.mark.parametrize(("moment", "outcome", "versions"), BY_DATE)
def test_versions_change_at_midnight_in_the_sets_zone(
    moment: str, outcome: str, versions: dict[str, str]
) -> None:
    engine = load(*VERSIONED, OTHER)
    decision = engine.decide(ask(moment=moment))
    assert decision.outcome == outcome
    assert decision.policy_set["versions"] == versions
    assert engine.allows(ask(moment=moment)) is (outcome == "permitted")


def test_after_a_policy_lapsed_nothing_is_permitted_but_denials_hold() -> None:
    engine = load(*VERSIONED, OTHER)
    lapsed = "2027-01-01T00:00:00+02:00"
    assert engine.decide(ask(moment=lapsed)).outcome == "no_ground"
    assert engine.decide(ask(moment=lapsed, purpose="offers")).outcome == "prohibited"
    assert engine.needs(ask(moment=lapsed, purpose=None)) == ()


def test_a_lapse_between_versions_stops_everything_until_the_next() -> None:
    engine = load(
        policy(ALLOW_ALL, in_force="{from: 2026-01-01, to: 2026-01-31}"),
        policy(ALLOW_ALL, version="2", in_force="{from: 2026-03-01}"),
        OTHER,
    )
    days = {"2026-01-31": True, "2026-02-01": False, "2026-02-28": False, "2026-03-01": True}
    assert {day: engine.allows(ask(moment=f"{day}T12:00:00Z")) for day in days} == days


def test_a_repealed_policy_is_not_missed() -> None:
    ended = VERSIONED[1] + "repealed: true\n"
    engine = load(VERSIONED[0], ended, OTHER)
    assert engine.allows(ask(moment="2027-01-01T00:00:00+02:00"))
    assert engine.decide(ask(moment="2026-12-31T23:59:59+02:00")).outcome == "prohibited"


def test_a_policy_that_has_not_begun_is_not_missed() -> None:
    later = policy("never: {effect: deny}", name="later", in_force="{from: 2027-01-01}")
    engine = load(policy(ALLOW_ALL), later)
    assert engine.allows(ask(moment="2026-12-31T23:59:59+02:00"))
    assert engine.decide(ask(moment="2027-01-01T00:00:00+02:00")).outcome == "prohibited"


def test_a_rule_has_days_of_its_own() -> None:
    engine = load(
        policy(
            """
            always: {effect: allow, ground: law}
            in_march: {effect: deny, in_force: {from: 2026-03-01, to: 2026-03-31}}
            """
        )
    )
    days = {"2026-02-28": True, "2026-03-01": False, "2026-03-31": False, "2026-04-01": True}
    assert {day: engine.allows(ask(moment=f"{day}T12:00:00Z")) for day in days} == days


PARAMETERS = """
parameters:
  age_of_majority:
    type: integer
    values:
      - {from: 2026-06-01, value: 16}
      - {from: 2026-01-01, value: 18}
  waiting_time:
    type: duration
    values: [{from: 2026-01-01, value: 30 days}]
  trusted:
    set: recipients
    values: [{from: 2026-01-01, value: [authority]}]
"""


def test_a_parameter_has_the_value_of_the_day() -> None:
    engine = load(
        policy(
            """
            adults:
              effect: allow
              ground: law
              because:
                et: Alates {age_of_majority}. eluaastast, ootega {waiting_time}.
                en: From the age of {age_of_majority} on, waiting {waiting_time}.
              when: {client.age: {at_least: {parameter: age_of_majority}}}
            """,
            more=PARAMETERS,
        )
    )
    ages = {("2026-05-31", 17): False, ("2026-05-31", 18): True, ("2026-06-01", 16): True}
    for (day, age), allowed in ages.items():
        moment = f"{day}T23:59:59+03:00"
        assert engine.allows(ask(client={"age": age}, moment=moment)) is allowed
    (reason,) = engine.decide(ask(client={"age": 20}))["email"].reasons
    assert reason.text == {
        "et": "Alates 16. eluaastast, ootega 30 päeva.",
        "en": "From the age of 16 on, waiting 30 days.",
    }


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-03-30T23:59:59+03:00", False),
        ("2026-03-31T00:00:00+03:00", False),
        ("2026-04-01T00:00:00+03:00", True),
    ],
)
def test_a_waiting_time_is_counted_in_civil_days(moment: str, *, allowed: bool) -> None:
    waited = "demand.issued_at, plus: {parameter: waiting_time}"
    rules = (
        f"waited: {{effect: allow, ground: law, when: {{moment: {{after: {{the: {waited}}}}}}}}}"
    )
    engine = load(policy(rules, more=PARAMETERS))
    demand = {"issued_at": "2026-03-01T15:00:00+02:00"}
    assert engine.allows(ask(moment=moment, demand=demand)) is allowed


def test_in_the_repeated_hour_times_compare_as_instants() -> None:
    rules = "given: {effect: allow, ground: law, when: {client.joined_at: {before: {the: moment}}}}"
    engine = load(policy(rules))
    first, second = "2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00"
    assert engine.allows(ask(client={"joined_at": first}, moment=second))
    assert not engine.allows(ask(client={"joined_at": second}, moment=first))
    assert not engine.allows(ask(client={"joined_at": first}, moment="2026-10-25T00:30:00Z"))


# --- Denials that law lifts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lifting", "client", "outcome"),
    [
        ("law", {"adult": True, "age": 1}, "permitted"),
        ("law", {"adult": False, "age": 1}, "prohibited"),
        ("law", {"age": 1}, "facts_missing"),
        ("law", {"adult": False, "age": 18}, "prohibited"),
        ("interest", {"adult": False, "age": 18}, "permitted"),
        ("marketing", {"adult": False, "age": 18}, "permitted"),
        ("p#adults", {"adult": True, "age": 1}, "permitted"),
        ("p#adults", {"adult": False, "age": 18}, "prohibited"),
    ],
)
def test_permitted_by(lifting: str, client: dict[str, Any], outcome: str) -> None:
    engine = load(
        policy(
            f"""
            adults: {{effect: allow, ground: law, when: {{client.adult: true}}}}
            marketing: {{effect: allow, ground: marketing, when: {{client.age: 18}}}}
            stopped: {{effect: deny, unless: {{permitted_by: {lifting}}}}}
            """
        )
    )
    assert engine.decide(ask(client=client)).outcome == outcome


def test_permitted_by_does_not_count_denials() -> None:
    engine = load(
        policy(
            """
            adults: {effect: allow, ground: law, when: {client.adult: true}}
            no_codes: {effect: deny, data: personal_code}
            stopped: {effect: deny, except: {by_law: {when: {permitted_by: law}}}}
            """
        )
    )
    decision = engine.decide(ask(client={"adult": True}, items=CODE))
    assert decision["code"].rules == ("p#no_codes",)


def test_in_a_lapse_no_rule_lifts_a_denial() -> None:
    engine = load(
        policy(
            """
            always: {effect: allow, ground: law}
            stopped: {effect: deny, unless: {permitted_by: law}}
            """
        ),
        policy(ALLOW_ALL, name="short", in_force="{from: 2026-01-01, to: 2026-01-31}"),
    )
    assert engine.allows(ask(moment="2026-01-31T12:00:00Z"))
    assert engine.decide(ask(moment="2026-02-01T12:00:00Z")).outcome == "prohibited"


def test_nested_exceptions_take_turns() -> None:
    engine = load(
        policy(
            """
            always: {effect: allow, ground: law}
            stopped:
              effect: deny
              except:
                adults:
                  when: {client.adult: true}
                  except:
                    old:
                      when: {client.age: {more_than: 90}}
            """
        )
    )
    assert not engine.allows(ask(client={"adult": False, "age": 99}))
    assert engine.allows(ask(client={"adult": True, "age": 20}))
    assert not engine.allows(ask(client={"adult": True, "age": 99}))
    assert engine.needs(ask(client={"adult": True})) == ("client.age",)


# --- Reasons -------------------------------------------------------------------------------------

REASONED = """
by_consent:
  effect: allow
  ground: consent
  because:
    et: Nõusolekud {consent.id} ({consent.given_at}) eesmärgil {purpose}.
    en: Consents {consent.id} ({consent.given_at}) for {purpose}.
  when: {holds: covering}
by_breach:
  effect: allow
  ground: law
  because:
    et: Rikkumine {breach.id}.
    en: Breach {breach.id}.
  when:
    any:
      - some:
          of: client.breaches
          as: breach
          where: {breach.happened_at: {before: {the: moment}}}
      - client.adult: true
about_all:
  effect: allow
  ground: interest
  because:
    et: "{client.city}, {client.nickname}, {client.adult}, {client.score}, {client.born_on}"
    en: "{client.city}, {client.nickname}, {client.adult}, {client.score}, {client.born_on}"
  when: {not: {client.age: 1}}
"""
COVERING = """
definitions:
  covering:
    means:
      some: {of: client.consents, as: consent, where: {consent.purposes: {covers: {the: purpose}}}}
"""


def reasons(**client: Any) -> dict[str, Any]:
    engine = load(policy(REASONED, more=COVERING))
    decision = engine.decide(ask(client={"consents": [], "breaches": [], "age": 1, **client}))
    return {reason.rule.removeprefix("p#"): reason for reason in decision["email"].reasons}


def test_a_reason_names_its_records_and_says_its_sentence() -> None:
    given = {"id": "n-1", "purposes": ["contract"], "given_at": "2026-01-05T10:00:00Z"}
    other = {"id": "n-2", "purposes": ["offers"], "given_at": "2026-01-06T10:00:00Z"}
    reason = reasons(consents=[given, other], adult=False)["by_consent"]
    assert (reason.effect, reason.ground, reason.clauses) == ("allow", "consent", ())
    assert reason.records == (("client.consents", "n-1"),)
    assert reason.text == {
        "et": "Nõusolekud n-1 (2026-01-05T12:00:00+02:00) eesmärgil leping.",
        "en": "Consents n-1 (2026-01-05T12:00:00+02:00) for the contract.",
    }


def test_several_witnesses_are_listed_sorted_each_once() -> None:
    times = {"n-3": "2026-02-01T10:00:00Z", "n-1": "2026-07-01T10:00:00Z", "n-2": None}
    consents = [
        {"id": name, "purposes": ["contract"], "given_at": time} for name, time in times.items()
    ]
    for listed in (consents, consents[::-1], [*consents, *consents]):
        reason = reasons(consents=listed, adult=False)["by_consent"]
        assert reason.records == tuple(("client.consents", name) for name in sorted(times))
        assert reason.text["en"] == (
            "Consents n-1, n-2, n-3 (2026-02-01T12:00:00+02:00, 2026-07-01T13:00:00+03:00, "
            "not known) for the contract."
        )


def test_a_record_without_an_id_is_told_but_not_named() -> None:
    reason = reasons(consents=[{"purposes": ["contract"]}], adult=False)["by_consent"]
    assert reason.records == ()
    assert reason.text["et"] == "Nõusolekud teadmata (teadmata) eesmärgil leping."


def test_a_sentence_about_a_record_that_carried_nothing_says_none() -> None:
    reason = reasons(adult=True)["by_breach"]
    assert reason.records == ()
    assert reason.text == {"et": "Rikkumine puudub.", "en": "Breach none."}


def test_placeholders_of_facts_that_are_unknown_or_none() -> None:
    told = reasons(age=2)["about_all"].text
    assert told["et"] == "teadmata, puudub, teadmata, teadmata, teadmata"
    assert told["en"] == "not known, none, not known, not known, not known"


def test_placeholders_show_values_as_people_read_them() -> None:
    known = {"city": "Võru", "nickname": "M", "adult": True, "score": 0.1, "born_on": "2000-02-29"}
    told = reasons(age=2, **known)["about_all"].text
    assert told["et"] == "Võru, M, jah, 0.1, 2000-02-29"
    assert told["en"] == "Võru, M, yes, 0.1, 2000-02-29"


def test_a_long_number_can_be_told() -> None:
    text = '{et: "{client.age}", en: "{client.age}"}'
    rules = (
        f"any: {{effect: allow, ground: law, because: {text}, when: {{not: {{client.age: 1}}}}}}"
    )
    decision = load(policy(rules)).decide(ask(client={"age": 2**255}))
    assert decision["email"].reasons[0].text["en"] == str(2**255)


def test_a_denial_has_a_reason_too() -> None:
    decision = ekspressjob.engine().decide(
        ekspressjob.ask(purpose="offers", recipient={"id": "p-1", "kind": "partner"})
    )
    (reason,) = decision["email"].reasons
    assert (reason.effect, reason.ground) == ("deny", None)
    assert reason.clauses == ("partner_gets_no_data",)
    assert reason.text["en"].startswith("No record shows a valid interest")


def test_one_request_is_not_several() -> None:
    with pytest.raises(TypeError, match="for one request there is `decide`"):
        load(policy(ALLOW_ALL)).decide_many(ask())  # type: ignore[arg-type]
