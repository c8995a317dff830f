"""The commands: what they print in text and JSON, their exit codes, and how they fail."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from disclosure_rules import __version__
from disclosure_rules.cli.main import commands
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import MOMENT, documents, policy

VARIABLE = "DISCLOSURE_RULES_POLICIES"
EKSPRESSJOB = str(ekspressjob.FOLDER)
ALLOW_ALL = policy("always: {effect: allow, ground: law}")
CASE = """\
kind: cases
cases:
  one: {{request: {{moment: "2026-03-01T12:00:00Z"}}, expect: {expected}}}
"""
COMMANDS = ("check", "decide", "explain", "test", "demo")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def run(
    *arguments: str,
    given: bytes | str | None = None,
    code: int = 0,
    env: dict[str, str] | None = None,
) -> Result:
    result = CliRunner(env=env).invoke(commands, arguments, input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    assert "\x1b" not in result.output
    return result


def data(result: Result) -> Any:
    return json.loads(result.stdout)


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def small_set(folder: Path, *policies: str, **more: str) -> Path:
    texts = documents(*(policies or (ALLOW_ALL,)))
    return write(folder, {**texts, **{f"{name}.yaml": text for name, text in more.items()}})


def request_file(name: str = "request.json", **parts: Any) -> str:
    Path(name).write_text(json.dumps(ekspressjob.ask(**parts)), encoding="utf-8")
    return name


Decide = Callable[..., Result]


@pytest.fixture(scope="session")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of EkspressJob's policies without the cases, which take time to read."""
    texts = ekspressjob.texts()
    kept = {name: text for name, text in texts.items() if not name.startswith("cases/")}
    return write(tmp_path_factory.mktemp("ekspressjob"), kept)


@pytest.fixture
def decide(lean: Path) -> Decide:
    """Return the command that decides under EkspressJob's policies."""
    return lambda *arguments, **options: run(
        "decide", *arguments, "--policies", str(lean), **options
    )


# --- The command itself --------------------------------------------------------------------------


def test_help_names_every_command_and_exit_code() -> None:
    for flag in ("--help", "-h"):
        text = run(flag).output
        assert all(re.search(rf"^  {name} ", text, re.MULTILINE) for name in COMMANDS)
        assert all(f"{code} " in text for code in range(7))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_common_options(command: str) -> None:
    text = run(command, "--help").output
    assert "--format" in text
    assert "--lang" in text


def test_version() -> None:
    assert run("--version").output == f"disclosure-rules, version {__version__}\n"


USAGE: list[tuple[tuple[str, ...], str]] = [
    ((), "Usage:"),
    (("decied",), "No such command"),
    (("decide",), "Missing argument"),
    (("decide", "a", "b"), "unexpected extra argument"),
    (("decide", "a", "--format", "xml"), "Invalid value for '--format'"),
    (("demo", "--lang", "de"), "Invalid value for '--lang'"),
    (("check", "--polices"), "No such option"),
    (("check",), "no policy set here"),
    (("test",), "no policy set here"),
    (("decide", "request.json"), "no policy set here: name one with --policies"),
    (("decide", "-"), "no policy set here: name one with --policies"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments, code=2)
    assert said in result.stderr
    assert result.stdout == ""


# --- decide --------------------------------------------------------------------------------------

PERMITTED = {"items": ekspressjob.ask()["items"][:1]}
UNTOLD = {"client": {"id": "c-1", "consents": [], "stop_demands": []}, **PERMITTED}
PROHIBITED = {"purpose": "offers", "recipient": {"id": "p-5", "kind": "partner"}}

DECIDED: list[tuple[dict[str, Any], str, int, tuple[str, str]]] = [
    (PERMITTED, "permitted", 0, ("permitted", "lubatud")),
    ({}, "no_ground", 5, ("no ground", "alus puudub")),
    (PROHIBITED, "prohibited", 5, ("prohibited", "keelatud")),
    (UNTOLD, "facts_missing", 6, ("facts missing", "asjaolud selgitamata")),
]


@pytest.mark.parametrize(("parts", "outcome", "code", "words"), DECIDED)
def test_decide(
    decide: Decide, parts: dict[str, Any], outcome: str, code: int, words: tuple[str, str]
) -> None:
    english, estonian = words
    name = request_file(**parts)
    assert decide(name, code=code).stdout.splitlines()[0] == english
    assert decide(name, "--lang", "et", code=code).stdout.splitlines()[0] == estonian
    told = data(decide(name, "--format", "json", code=code))
    assert told == ekspressjob.engine().decide(ekspressjob.ask(**parts)).as_dict()
    assert told["outcome"] == outcome


def test_the_short_form(decide: Decide) -> None:
    assert decide(request_file(), code=5).stdout == (
        "no ground\n"
        "  invoice: permitted (disclosure#contract_breach): The client has breached the contract, "
        "and the data is connected with that breach (b-7).\n"
        "  email: no ground; nearest: Disclosure because the client breached the contract — record "
        "`b-7`: breaches the data is connected with: none; required: to include `b-7` "
        "(id of the breach)\n"
        "  at the same time: disclose only what is connected with the breach (invoice)\n"
        "  at the same time: record the disclosure (invoice)\n"
    )


def test_the_short_form_in_estonian(decide: Decide) -> None:
    assert decide(request_file(**UNTOLD), "--lang", "et", code=6).stdout == (
        "asjaolud selgitamata\n  invoice: asjaolud selgitamata; välja selgitada: "
        "kliendi lepingurikkumised (client.breaches)\n"
    )


def test_a_duty_of_all_items_names_none_of_them(decide: Decide) -> None:
    name = request_file(**ekspressjob.demanded())
    assert "  at the same time: record the disclosure\n" in decide(name).stdout


def test_a_term_that_is_too_broad_is_told_apart(decide: Decide) -> None:
    name = request_file(
        recipient={"id": "k-1", "kind": "authority"},
        dispute={"court": "k-1", "data": ["client_data"]},
        items=[{"name": "email", "category": "contact_data", "related_to": []}],
    )
    told = decide(name, code=6).stdout
    assert "said too broadly: recipient (recipient.kind)" in told


def test_before_the_first_version_that_is_the_reason(decide: Decide) -> None:
    name = request_file(moment="2025-12-31T23:59:59+02:00")
    assert decide(name, code=5).stdout == (
        "no ground\n"
        "  no policy is in force yet at this moment: nothing is permitted\n"
        "  invoice: no ground\n"
        "  email: no ground\n"
    )


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_json_cannot_act_on_a_terminal(lean: Path, command: str) -> None:
    hostile = "\u009b31m\u202ex\U000e0001"
    name = request_file(items=[{"name": hostile, "category": "name"}], operation="stop_offers")
    printed = run(command, name, "--policies", str(lean), "--format", "json").stdout
    assert all(line.isprintable() for line in printed.splitlines())
    items = json.loads(printed)["items"]
    assert hostile in (items[0].get("name"), *items[0].get("names", ()))


def test_a_question_about_any_data_has_no_name(decide: Decide) -> None:
    name = request_file(items=[], operation="stop_offers")
    told = decide(name).stdout.splitlines()[1]
    assert told.startswith("  any data: permitted (client_rights#no_more_offers)")


def test_obligations_before_and_after_are_told_with_their_time(decide: Decide) -> None:
    name = request_file(**ekspressjob.demanded())
    assert "beforehand: verify that the demand is genuine" in decide(name).stdout
    requester = {"identity_verified": True, "provision": "§ 1", "assessed": "well_founded"}
    name = request_file(operation="erase_own_data", requester=requester)
    assert "afterwards, within 30 days: confirm to the client" in decide(name).stdout
    assert "pärast toimingut, tähtaeg 30 päeva: " in decide(name, "--lang", "et").stdout


YAML = """\
# A request as people write it.
operation: transmit
purpose: protect_rights
moment: 2026-11-22T12:00:00+02:00
recipient: {id: r-9, kind: other_third_person}
client:
  breaches:
  - {id: b-7, occurred_at: 2026-09-01T00:00:00+03:00}
  consents: []
  stop_demands: []
items:
- name: invoice
  category: transaction_data
  related_to: [b-7]
"""


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ekspressjob.ask(**PERMITTED)),
        json.dumps(ekspressjob.ask(**PERMITTED), indent=2, ensure_ascii=False),
        json.dumps(ekspressjob.ask(**PERMITTED), indent="\t"),
        json.dumps(ekspressjob.ask(**PERMITTED), separators=(",", ":")),
        json.dumps(ekspressjob.ask(**PERMITTED)).replace("/", "\\/"),
        YAML,
        pytest.param(
            json.dumps(ekspressjob.ask(**PERMITTED)).replace('"c-1"', '"\\ud83d\\ude00"'),
        ),
        pytest.param(
            json.dumps(ekspressjob.ask(**PERMITTED)).replace('": ', '"\n: '),
        ),
    ],
    ids=["json", "indented", "tabs", "tight", "escaped", "yaml", "emoji", "new lines"],
)
def test_requests_may_be_json_or_yaml_from_a_file_or_standard_input(
    decide: Decide, text: str
) -> None:
    Path("request").write_text(text, encoding="utf-8")
    from_file = decide("request", "--format", "json").stdout
    assert decide("-", "--format", "json", given=text).stdout == from_file


UNREADABLE: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "empty_file"),
    ("a list", b"[1]", "not_a_mapping"),
    ("null", b"null", "not_a_mapping"),
    ("a text", b"hello", "not_a_mapping"),
    ("no YAML", b"{a: 1", "yaml_syntax"),
    ("not UTF-8", b"a: \xff", "not_utf8"),
    ("a byte-order mark", b"\xef\xbb\xbf{}", "byte_order_mark"),
    ("a control character", b"a: \x07", "control_character"),
    ("a duplicate key", b'{"moment": 1, "moment": 2}', "duplicate_key"),
    ("an alias", b"a: &x 1\nb: *x", "yaml_anchor"),
    ("a tag", b"a: !!python/name:os.system x", "yaml_tag"),
    ("deep", b"[" * 100_000, "too_deep"),
    ("two documents", b"a: 1\n---\nb: 1", "second_document"),
    ("a number as a key", b"1: 2", "key_not_text"),
    ("large", b"#" * (16 * 1024 * 1024 + 1), "file_too_large"),
]


@pytest.mark.parametrize(
    ("content", "code"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_a_request_that_cannot_be_read_exits_with_1(
    folder: Path, content: bytes, code: str
) -> None:
    small_set(folder)
    Path("request").write_bytes(content)
    assert re.match(
        rf"request:[12]:\d+: error\[{code}\]: ", run("decide", "request", code=1).output
    )
    told = data(run("decide", "request", "--format", "json", code=1))
    assert told["diagnostics"][0]["code"] == code
    assert told["diagnostics"][0]["file"] == "request"
    assert run("decide", "-", given=content, code=1).output.startswith("standard input:")


@pytest.mark.parametrize(
    "text",
    [
        "client: {id: SECRET, id: x}",
        'client: {id: "SECRET" x}',
        "client: {id: &SECRET x}",
        "client: {SECRET: 1, SECRET: 2}",
    ],
)
def test_a_request_that_cannot_be_read_is_not_quoted(decide: Decide, text: str) -> None:
    Path("request").write_text(text)
    assert "SECRET" not in decide("request", code=1).output


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_opened_exits_with_1(decide: Decide, name: str) -> None:
    assert f"{name}: cannot be read (" in decide(name, code=1).output


def test_a_file_that_cannot_be_opened_is_told_in_json_too(decide: Decide) -> None:
    assert data(decide("missing.json", "--format", "json", code=1))


def test_a_request_that_does_not_fit_exits_with_1_and_names_every_fault(decide: Decide) -> None:
    name = request_file(purpose="ofers", moment="SECRET")
    text = decide(name, code=1).output
    assert "the request does not fit the vocabulary" in text
    assert "purpose: is no term of `purposes`; did you mean `offers`?" in text
    assert "moment: must be a time with its offset" in text
    assert "SECRET" not in text
    told = data(decide(name, "--format", "json", code=1))
    assert [(fault["path"], fault["code"]) for fault in told["invalid_request"]] == [
        ("purpose", "unknown_term"),
        ("moment", "wrong_value"),
    ]
    assert all(fault["message"] for fault in told["invalid_request"])


# --- Finding policies ----------------------------------------------------------------------------


def test_policies_are_this_folder(folder: Path) -> None:
    small_set(folder)
    Path("request.txt").write_text(f"moment: {MOMENT}")
    assert run("decide", "request.txt").stdout.startswith("permitted")
    assert "no errors" in run("check").stdout


@pytest.mark.parametrize("below", ["policies", "policies/only"])
def test_policies_are_below_policies(folder: Path, below: str) -> None:
    small_set(folder / below)
    assert run("decide", "-", given=f"moment: {MOMENT}").stdout.startswith("permitted")
    assert f"\n{below}: no errors" in run("check").stdout


def test_of_several_sets_one_must_be_named(folder: Path) -> None:
    small_set(folder / "policies/one")
    small_set(folder / "policies/two", policy("never: {effect: deny}"))
    (folder / "policies/empty").mkdir()
    (folder / "policies/README.md").touch()
    result = run("decide", "-", given=f"moment: {MOMENT}", code=2)
    assert "several policy sets here (policies/one, policies/two)" in result.stderr
    named = run("decide", "-", "--policies", "policies/two", given=f"moment: {MOMENT}", code=5)
    assert named.stdout.startswith("prohibited")
    summaries = re.findall(r"^(\S+): no errors", run("check").stdout, re.MULTILINE)
    assert summaries == ["policies/one", "policies/two"]


def test_the_variable_names_policies_and_the_option_goes_before_it(folder: Path) -> None:
    small_set(folder)
    other = str(
        small_set(folder.parent / f"{folder.name}_elsewhere", policy("never: {effect: deny}"))
    )
    moment = f"moment: {MOMENT}"
    assert run("decide", "-", given=moment).stdout.startswith("permitted")
    assert run("decide", "-", given=moment, code=5, env={VARIABLE: other}).stdout
    option = ("--policies", str(folder))
    assert run("decide", "-", *option, given=moment, env={VARIABLE: other}).stdout
    assert run("decide", "-", given=moment, env={VARIABLE: ""}).stdout


def test_invalid_policies_exit_with_3(folder: Path) -> None:
    faulty = small_set(folder / "faulty", policy("a: {effect: allow, ground: lw}"))
    sound = small_set(folder / "sound", cases=CASE.format(expected="permitted"))
    for arguments in (("decide", "-", "--policies", str(faulty)), ("test", str(faulty))):
        result = run(*arguments, given=f"moment: {MOMENT}", code=3)
        assert "error[unknown_term]: `lw` is not a ground" in result.stderr
        assert result.stdout == ""
        told = data(run(*arguments, "--format", "json", given=f"moment: {MOMENT}", code=3))
        assert [each["code"] for each in told["diagnostics"]] == ["unknown_term"]
    result = run("check", str(sound), str(faulty), code=3)
    assert f"{sound}: no errors" in result.stdout
    assert f"{faulty}: 1 error, 0 warnings" in result.stdout
    told = data(run("check", str(sound), str(faulty), "--format", "json", code=3))
    (diagnostic,) = (d for d in told["diagnostics"] if d["severity"] == "error")
    assert diagnostic["file"] == f"{faulty}/policy_0.yaml"
    assert diagnostic["severity"] == "error"
    assert diagnostic["help"].startswith("did you mean `law`?")


@pytest.mark.parametrize("command", ["check", "test", "decide - --policies"])
@pytest.mark.parametrize("path", ["nowhere", "request.txt"])
def test_what_is_no_folder_exits_with_3(command: str, path: str) -> None:
    Path("request.txt").touch()
    result = run(*command.split(), path, given="{}", code=3)
    assert f"{path}:1:1: error[no_such_folder]" in result.output


# --- check ---------------------------------------------------------------------------------------


def test_check_counts_what_it_read(folder: Path) -> None:
    assert re.fullmatch(
        r"\S+/ekspressjob: no errors \(4 policies, 21 rules, 18 clauses, \d+ guarantees, "
        r"\d+ cases, 0 warnings\); digest [0-9a-f]{12}\n",
        run("check", EKSPRESSJOB).stdout,
    )
    assert "1 policy, 1 rule, 0 clauses" in run("check", str(small_set(folder))).stdout
    assert data(run("check", EKSPRESSJOB, "--format", "json")) == {"diagnostics": []}


def test_warnings_are_shown_and_do_not_fail(folder: Path) -> None:
    small_set(folder, policy("a: {effect: deny}", in_force="{from: 2026-01-01, to: 2026-02-01}"))
    result = run("check")
    assert "warning[version_end]" in result.stdout
    assert re.search(r"\d+ warnings\); digest", result.stdout)


# --- test ----------------------------------------------------------------------------------------


def test_ekspressjobs_cases_are_as_expected() -> None:
    assert re.fullmatch(
        r"\S+/ekspressjob: \d+ cases, all as expected\n", run("test", EKSPRESSJOB).stdout
    )
    told = data(run("test", EKSPRESSJOB, "--format", "json"))["cases"]
    assert len(told) == len(ekspressjob.engine().policy_set.cases)
    assert all(case["met"] and case["differences"] == [] for case in told)


def test_a_case_that_fails_exits_with_4(folder: Path) -> None:
    small_set(folder, cases=CASE.format(expected="{outcome: no_ground, rules: [], grounds: []}"))
    result = run("test", code=4)
    assert result.stdout.splitlines() == [
        "./cases.yaml:3:3: case `one` failed",
        "  ./cases.yaml:3: outcome expected no_ground, found permitted",
        "  ./cases.yaml:3: rules expected none, found p#always",
        "  ./cases.yaml:3: grounds expected none, found law",
        "  the decision: permitted",
        "    any data: permitted (p#always)",
        ".: 1 case, 1 failed",
    ]
    (case,) = data(run("test", "--format", "json", code=4))["cases"]
    assert (case["case"], case["met"], case["line"]) == ("one", False, 3)
    assert [each["of"] for each in case["differences"]] == ["outcome", "rules", "grounds"]


def test_a_set_without_cases_exits_with_4(folder: Path) -> None:
    small_set(folder)
    assert "nothing is tested: add a document with `kind: cases`" in run("test", code=4).stdout
    told = data(run("test", "--format", "json", code=4))
    assert (told["cases"], told["summary"]["cases"]) == ([], 0)


def test_several_sets_are_tested(folder: Path) -> None:
    met = small_set(folder / "policies/met", cases=CASE.format(expected="permitted"))
    failing = small_set(folder / "policies/failing", cases=CASE.format(expected="prohibited"))
    lines = run("test", code=4).stdout.splitlines()
    assert "policies/met: 1 case, all as expected" in lines
    assert "policies/failing: 1 case, 1 failed" in lines
    assert run("test", str(met)).stdout
    assert run("test", str(met), str(failing), code=4).stdout


@pytest.mark.parametrize(
    ("expected", "code"), [("invalid", 4), ("permitted", 0), ("facts_missing", 4)]
)
def test_a_case_of_a_request_that_does_not_fit(folder: Path, expected: str, code: int) -> None:
    small_set(folder, cases=CASE.format(expected=expected))
    run("test", code=code)


# --- demo ----------------------------------------------------------------------------------------


def test_demo_needs_nothing() -> None:
    text = run("demo").stdout
    first = text.splitlines()[0]
    assert first.startswith("EkspressJob's policies: ")
    assert "4 policies, 21 rules, " in first
    outcomes = ["permitted", "no ground", "prohibited", "facts missing"]
    assert [line.strip() for line in text.splitlines() if line[:3] == "   " and line[3] != " "] == (
        outcomes
    )
    estonian = run("demo", "--lang", "et").stdout
    assert "4 poliitikat, 21 reeglit, " in estonian
    assert "asjaolud selgitamata" in estonian
    told = data(run("demo", "--format", "json"))["decisions"]
    assert [each["outcome"].replace("_", " ") for each in told] == outcomes


# --- What could act on a terminal ----------------------------------------------------------------

HOSTILE = "a\x1b[31m\r\x9b2J\N{RIGHT-TO-LEFT OVERRIDE}b\x00\N{LINE SEPARATOR}c"


def escaped(text: str) -> str:
    return json.dumps(text)


def assert_harmless(text: str) -> None:
    assert [character for character in text if not character.isprintable()] == ["\n"] * text.count(
        "\n"
    )


def test_names_of_items_and_values_in_sentences_are_made_visible(decide: Decide) -> None:
    breach = {"id": HOSTILE, "occurred_at": "2026-09-01T00:00:00+03:00"}
    client = {**ekspressjob.ask()["client"], "breaches": [breach]}
    items = [{"name": HOSTILE, "category": "transaction_data", "related_to": [HOSTILE]}]
    text = decide("-", given=escaped_request(client=client, items=items)).stdout
    assert_harmless(text)
    assert "a\\u001b[31m\\u000d\\u009b2J\\u202eb\\u0000\\u2028c: permitted" in text
    assert "(a\\u001b[31m" in text


def escaped_request(**parts: Any) -> str:
    return json.dumps(ekspressjob.ask(**parts))


def test_a_name_cannot_forge_a_line(decide: Decide) -> None:
    items = [{"name": "email: permitted\n  code", "category": "personal_code", "related_to": []}]
    lines = decide("-", given=escaped_request(items=items), code=5).stdout.splitlines()
    assert len(lines) == 2


def test_words_and_texts_of_policies_are_made_visible(folder: Path) -> None:
    text = f"{{et: {escaped(HOSTILE)}, en: {escaped(HOSTILE)}}}"
    small_set(
        folder / "sound",
        policy(
            f"always: {{effect: allow, ground: law, because: {text}, obliges: [o]}}",
            more=f"obligations:\n  o: {{title: {text}, timing: with}}",
        ),
    )
    told = run("decide", "-", "--policies", "sound", given=f"moment: {MOMENT}").stdout
    assert_harmless(told)
    assert told.count("\\u001b") == 2
    small_set(folder / "faulty", policy(f"a: {{effect: allow, ground: {escaped(HOSTILE)}}}"))
    for result in (
        run("check", "faulty", code=3),
        run("decide", "-", "--policies", "faulty", given=f"moment: {MOMENT}", code=3),
    ):
        assert_harmless(result.output)
    assert "\\u001b" in run("check", "faulty", code=3).output


def test_names_of_folders_and_files_are_made_visible(decide: Decide, folder: Path) -> None:
    for arguments in (("check", "a\x1b[31mb"), ("test", "a\x1b[31mb"),
                      ("decide", "-", "--policies", "a\x1b[31mb")):  # fmt: skip
        assert_harmless(run(*arguments, given="{}", code=3).output)
    assert_harmless(decide("a\x1b[31m\rb", code=1).output)
    (folder / "policies/a\x1b[31m").mkdir(parents=True)
    small_set(folder / "policies/a\x1b[31m", cases=CASE.format(expected="prohibited"))
    assert_harmless(run("test", code=4).output)


# --- A real process ------------------------------------------------------------------------------


MAIN = "from disclosure_rules.cli.main import main; main()"


NAMED = ("--policies", "policies/ekspressjob")


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "TZ": "Pacific/Chatham", "FORCE_COLOR": "1"}
    environment.pop("PYTHONIOENCODING", None)
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        capture_output="stdout" not in options,
        env=environment,
        check=False,
        **{"cwd": ekspressjob.ROOT, "stdin": subprocess.DEVNULL, **options},
    )
    assert b"Traceback" not in (done.stderr or b""), done.stderr
    return done


def test_output_is_utf8_without_colour_whatever_the_locale() -> None:
    done = process("demo", "--lang", "et")
    assert done.returncode == 0
    assert "Samasse kontserni kuuluv isik küsib" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""


def test_every_set_of_the_repository_is_found() -> None:
    done = process("check")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"policies/ekspressjob: no errors" in done.stdout
    assert done.stdout.count(b": no errors") == len(list(ekspressjob.FOLDER.parent.iterdir()))


def test_which_of_several_sets_decides_is_not_guessed() -> None:
    done = process("decide", "-")
    assert done.returncode == 2
    assert b"several policy sets here" in done.stderr
    assert b"--policies FOLDER" in done.stderr


def test_exit_codes_of_a_process(folder: Path) -> None:
    request = (folder / request_file()).as_posix()
    assert process("decide", request, *NAMED).returncode == 5
    assert process("decide", "--polices", request).returncode == 2
    assert process("decide", "-", cwd=folder).returncode == 2
    assert process("decide", "nowhere.json", *NAMED).returncode == 1


def test_a_name_that_is_no_text_is_shown_all_the_same() -> None:
    name = os.fsdecode(b"\xff\xfe.json")
    done = process("decide", name, *NAMED)
    assert done.returncode == 1
    assert b"\\udcff\\udcfe.json: cannot be read" in done.stdout
    assert process("check", name, "--format", "json").returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close in another way")
def test_a_reader_that_stops_is_no_error_of_ours() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = process("demo", stdout=pipe, stderr=subprocess.PIPE)
    assert done.returncode in (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed in another way")
def test_without_a_standard_input_a_request_cannot_be_read() -> None:
    done = process("decide", "-", *NAMED, stdin=None, preexec_fn=lambda: os.close(0))
    assert done.returncode == 1


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root for a while: to root nothing is closed."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("closed", ["policies", "policies/closed"])
def test_a_folder_that_may_not_be_opened_is_no_crash(folder: Path, closed: str) -> None:
    (folder / closed).mkdir(parents=True)
    folder.chmod(0o755)
    CliRunner().invoke(commands, ["check", str(folder)])  # what is imported is imported now
    (folder / closed).chmod(0o000)
    try:
        with as_nobody():
            result = CliRunner().invoke(commands, ["check"])
    finally:
        (folder / closed).chmod(0o700)
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code in (2, 3)


# --- In the language of the reader ---------------------------------------------------------------


def test_faults_are_told_in_estonian(folder: Path) -> None:
    small_set(folder / "set", more="kind: polcy\n")
    assert run("check", "set", "--lang", "et", code=3).stdout == (
        "set/more.yaml:1:7: viga[unknown_kind]: `polcy` ei ole dokumendi liik\n"
        "    1 | kind: polcy\n"
        "      |       ^^^^^\n"
        "  abi: kas mõtlesite `policy`? liigid on `vocabulary`, `notice`, `policy`, `guarantees`, "
        "`cases`\n"
        "\n"
        "set: 1 viga, 0 hoiatust\n"
    )
    for command in (["test", "set"], ["decide", "-", "--policies", "set"]):
        told = run(*command, "--lang", "et", given="{}", code=3)
        assert "viga[unknown_kind]: `polcy` ei ole dokumendi liik" in told.stderr
    (told,) = data(run("check", "set", "--lang", "et", "--format", "json", code=3))["diagnostics"]
    assert (told["severity"], told["message"]) == ("error", "`polcy` ei ole dokumendi liik")


def test_a_sound_set_is_summed_up_in_estonian(folder: Path) -> None:
    small_set(folder / "set", cases=CASE.format(expected="prohibited"))
    sound = run("check", "set", "--lang", "et").stdout
    assert "\nset: vigu ei ole (1 poliitika, 1 reegel, 0 punkti, 0 tagatist, " in sound
    assert run("test", "set", "--lang", "et", code=4).stdout == (
        "set/cases.yaml:3:3: juhtum `one` ei vasta ootusele\n"
        "  set/cases.yaml:3: outcome: oodati prohibited, saadi permitted\n"
        "  otsus: lubatud\n"
        "    mis tahes andmed: lubatud (p#always)\n"
        "set: 1 juhtum, ootusele ei vasta 1\n"
    )


def test_faults_of_requests_are_told_in_estonian(folder: Path) -> None:
    small_set(folder / "set")
    ask = ("decide", "-", "--policies", "set", "--lang", "et")
    assert run(*ask, given="{}", code=1).stdout == (
        "päring ei sobi sõnavaraga:\nmoment: puudub; mootoril endal kella ei ole\n"
    )
    assert run(*ask, given="[", code=1).stdout.startswith("standardsisend:1:2: viga[yaml_syntax]")
    nowhere = run("decide", "nowhere.json", *ask[2:], code=1).stdout
    assert nowhere.startswith("nowhere.json: ei saa lugeda (")
