"""`ask`: what it prints, in both languages and as data, its exit codes, and how it fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from disclosure_rules.language.policy import Period
from tests.cli.test_commands import EKSPRESSJOB, VARIABLE, data, run
from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.authoring.asking import Asked  # noqa: E402 - only with the solver
from disclosure_rules.proving.receiving import Wanted, ways_to_receive  # noqa: E402


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


TO_A_COURT = ("ask", EKSPRESSJOB, "--category", "personal_code", "--recipient", "court")
COURT_DEFENCE = """\
   recipient: court
   purpose: protecting our rights
   operation: disclosure (transmission, giving access, cross-use)
   ground: defence of rights
   rule: Disclosure to a court in defence of our rights (disclosure#court_defence, \
disclosure.yaml:133)
   if:
     - the recipient is the court that hears our case, and the case needs the data
         - court that hears the case: the same as id of recipient
         - data the case needs: covers data
   for example:
"""


def test_a_way_is_told_with_what_its_rule_asks_in_the_words_of_the_handbook():
    told = run(*TO_A_COURT).stdout
    assert told.startswith("who could be given personal code, from 2026-01-01 on:\n\n1. recipient:")
    assert COURT_DEFENCE[3:] in told
    assert told.endswith(
        "proved: nobody else could be given it, for no other purpose and by no other rule\n"
    )


def test_the_prohibitions_that_may_stand_against_a_way_are_told_once():
    told = run(*TO_A_COURT).stdout
    assert "   unless one of these prohibits it: offers#opted_out, processing#stopped\n" in told
    assert told.count("  No offers for a client who refused them (offers#opted_out, ") == 1
    assert "    Prohibits use, sending an offer and disclosure, if all of this holds:\n" in told


def test_it_is_told_in_estonian():
    told = run(*TO_A_COURT, "--lang", "et").stdout
    assert told.startswith("kellele võiks anda: isikukood, alates 2026-01-01:\n")
    assert "vastuvõtja: kohus\n" in told
    assert "õiguste kaitse" in told
    assert "tõestatud: kellelegi teisele" in told


def test_data_holds_every_way_with_its_example():
    found = data(run(*TO_A_COURT, "--purpose", "protect_rights", "--format", "json"))
    assert (found["result"], found["category"], found["recipient"]) == (
        "proved",
        "personal_code",
        "court",
    )
    assert {way["rule"] for way in found["ways"]} == {
        "disclosure#consent",
        "disclosure#contract_breach",
        "disclosure#court_defence",
    }
    for way in found["ways"]:
        assert way["purposes"] == ["protect_rights"]
        assert way["decision"]["allowed"]
        assert way["conditions"]


def test_a_day_before_all_policies_has_nobody():
    day = ("--moment", "2020-01-01")
    assert "nobody: no request for it is permitted" in run(*TO_A_COURT, *day).stdout
    instant = ("--moment", "2026-05-01T12:00:00+03:00")
    assert run(*TO_A_COURT, *instant).stdout == run(*TO_A_COURT).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--category", "personal_cod"), "is no term of data; did you mean `personal_code`?"),
        (("--category", "name", "--purpose", "x"), "`x` is no term of purposes"),
        (("--category", "name", "--moment", "now"), "`now` is neither a day nor a time"),
        (("--category", "\u202ename"), "`\\u202ename` is no term of data"),
        ((), "--category"),
    ],
)
def test_misuse_is_told_with_its_remedy(arguments, said):
    assert said in run("ask", EKSPRESSJOB, *arguments, code=2).stderr


def test_what_is_not_decided_exits_with_1(monkeypatch):
    def few(side, wanted, _limit):
        return ways_to_receive(side, wanted, 1)

    monkeypatch.setattr("disclosure_rules.authoring.asking.ways_to_receive", few)
    told = run(*TO_A_COURT, code=1).stdout
    assert "not decided within 20 million steps" in told
    assert "proved" not in told


@pytest.mark.parametrize(
    ("command", "language", "said"),
    [
        (TO_A_COURT, "en", "proofs need a solver"),
        (TO_A_COURT, "et", "tõestamiseks on vaja lahendajat"),
        (("handbook", "book", "--proved"), "en", "proofs need a solver"),
    ],
)
def test_without_a_solver_it_says_how_to_get_one(command, language, said, monkeypatch):
    monkeypatch.setattr("disclosure_rules.cli.solver.find_spec", lambda _: None)
    result = run(*command, "--lang", language, code=2)
    assert said in result.stderr
    assert "pip install 'disclosure-rules[proving]'" in result.stderr


# --- In the handbook -----------------------------------------------------------------------------


def test_the_handbook_has_a_page_of_it_where_that_is_asked_for():
    book = ("handbook", "book", "--policies", EKSPRESSJOB)
    run(*book, "--proved")
    page = Path("book/receivers.et.html").read_text("utf-8")
    assert 'href="rules.et.html#disclosure.court_defence"' in page
    assert "receivers.et.html" in Path("book/rules.et.html").read_text("utf-8")
    run(*book)
    assert not Path("book/receivers.et.html").exists()
    assert "receivers" not in Path("book/rules.et.html").read_text("utf-8")


@pytest.mark.parametrize("result", ["undecided", "mistaken"])
def test_a_handbook_is_not_made_where_that_is_not_proved(result, monkeypatch):
    asked = Asked(Wanted("name"), Period(date.min, date.max), result, ())
    monkeypatch.setattr(
        "disclosure_rules.authoring.asking.receivers", lambda *_: [(("name",), asked)]
    )
    told = run("handbook", "book", "--policies", EKSPRESSJOB, "--proved", code=1).stderr
    assert "who could receive `name`" in told
    assert not Path("book").exists()
