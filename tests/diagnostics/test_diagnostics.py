"""Every kind of fault: what users see of it, as text and as data, and its page.

A folder here is a case: `CODE`, or `CODE__VARIANT`. Its documents are laid over those of `base/`,
or over those of `checked/` if checks find the fault in a set that loads, so that only the fault is
new; below `policies/` they are the whole set. What cannot be stored as a plain file is made by
`MADE`. `expected.txt` is the exact text that users see, `expected.et.txt`
the same in Estonian.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from disclosure_rules import Engine
from disclosure_rules.authoring.checks import CHECKS, checked
from disclosure_rules.authoring.trace.strict import loose_ends
from disclosure_rules.authoring.trace.traced import trace
from disclosure_rules.language.catalogue import CHECKED, CODES, DEEP, severity
from disclosure_rules.language.diagnostics import Diagnostic
from disclosure_rules.language.phrases import READERS, Reader
from disclosure_rules.language.policy import PolicySet
from disclosure_rules.language.rendering import as_data
from disclosure_rules.loading.declarations import Sort
from disclosure_rules.loading.files import LARGEST_FILE
from disclosure_rules.loading.load import Loaded, read_policies
from tests.needs import needs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGES = ROOT / "docs" / "diagnostics"
NO_CASES = {"base", "checked", "sound", "__pycache__"}

# --- Cases that are no plain files ---------------------------------------------------------------


def _bytes(content: bytes) -> Callable[[Path], None]:
    def make(policies: Path) -> None:
        (policies / "document.yaml").write_bytes(content)

    return make


def _link(name: str, target: str) -> Callable[[Path], None]:
    def make(policies: Path) -> None:
        outside = policies.parent / "outside"
        outside.mkdir()
        (outside / "rules.yaml").write_text("kind: policy\n", encoding="utf-8")
        (policies / name).symlink_to(target)

    return make


def _empty(policies: Path) -> None:
    for document in policies.iterdir():
        document.unlink()


def _file_for_folder(policies: Path) -> None:
    shutil.rmtree(policies)
    policies.write_text("kind: vocabulary\n", encoding="utf-8")


def _pipe(policies: Path) -> None:
    os.mkfifo(policies / "document.yaml")


def _deep_folder(policies: Path) -> None:
    policies.joinpath(*("below" for _ in range(17))).mkdir(parents=True)


MADE: dict[str, Callable[[Path], None]] = {
    "no_such_folder": shutil.rmtree,
    "no_such_folder__file": _file_for_folder,
    "no_documents": _empty,
    "file_unreadable": _pipe,
    "linked_folder": _link("more", "../outside"),
    "deep_folder": _deep_folder,
    "link_outside": _link("rules.yaml", "../outside/rules.yaml"),
    "link_outside__circle": _link("rules.yaml", "rules.yaml"),
    "link_outside__nowhere": _link("rules.yaml", "gone.yaml"),
    "file_too_large": _bytes(b"# " + b"x" * LARGEST_FILE),
    "byte_order_mark": _bytes("\ufeffkind: policy\n".encode()),
    "byte_order_mark__utf16": _bytes("kind: policy\n".encode("utf-16")),
    "not_utf8__utf16": _bytes("kind: policy\nid: keeld\n".encode("utf-16-le")),
    "not_utf8": _bytes("kind: policy\nid: keeld\n# õ\n".encode("iso-8859-1")),
    "control_character": _bytes(b"kind: policy\nid: kee\x00ld\n"),
    "control_character__line_separator": _bytes(
        "kind: policy\n# see section 3\u2028id: hidden\n".encode()
    ),
    "control_character__carriage_return": _bytes(b"kind: policy\n# see section 3\rid: hidden\n"),
    "control_character__bell": _bytes("kind: policy\nid: kustutus\u00a0\u0007\n".encode()),
}

STORED = {path.name for path in HERE.iterdir() if path.is_dir()} - NO_CASES
CASES = sorted(STORED | MADE.keys())


@pytest.fixture
def loaded(case: str, tmp_path: Path) -> Loaded:
    policies = tmp_path / "policies"
    folder = HERE / case
    if (folder / "policies").is_dir():
        shutil.copytree(folder / "policies", policies)
    else:
        shutil.copytree(HERE / ("checked" if _is_of_checks(case) else "base"), policies)
        for document in folder.glob("*.yaml"):
            shutil.copy(document, policies)
    if case in MADE:
        MADE[case](policies)
    loaded = read_policies(policies, shown_as="policies")
    if case.partition("__")[0] in LOOSE_ENDS:
        assert loaded.policy_set is not None, loaded.text()
        # What `trace --strict` refuses: deciding goes on.
        return replace(loaded, policy_set=None, diagnostics=_loose_ends(loaded.policy_set))
    if case.partition("__")[0] in DEEP:
        return _checked_deeply(case, loaded)
    return checked(loaded) if _is_of_checks(case) else loaded


def _checked_deeply(case: str, loaded: Loaded) -> Loaded:
    needs("z3", "to prove with; make .venv/dev installs it")
    from disclosure_rules.authoring.deep import deep_findings

    # Where it is to be too little, a step is.
    limit = 1 if case.startswith("not_decided") else 20_000_000
    return checked(loaded, lambda given, told: deep_findings(given, told, limit, lambda *_: None))


LOOSE_ENDS = {"clause_without_rule", "rule_without_clause", "rule_without_case"}
"""The codes that `trace --strict` reports, and no load."""


def _loose_ends(policy_set: PolicySet) -> tuple[Diagnostic, ...]:
    return loose_ends(trace(Engine(policy_set)))


def _is_of_checks(case: str) -> bool:
    return case.partition("__")[0] in CHECKED


# --- What users see ------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", CASES)
def test_text_is_as_expected(
    case: str, reader: Reader, loaded: Loaded, golden: Callable[[Path, str], None]
) -> None:
    file = {"en": "expected.txt", "et": "expected.et.txt"}[reader]
    golden(HERE / case / file, loaded.text(reader) + "\n")


@pytest.mark.parametrize("case", CASES)
def test_the_fault_comes_alone(case: str, loaded: Loaded) -> None:
    code, _, _ = case.partition("__")
    assert {diagnostic.code for diagnostic in loaded.diagnostics} == {code}
    refused = severity(code) == "error" and code not in CHECKED
    assert (loaded.policy_set is None) == refused


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.usefixtures("case")
def test_data_says_the_same(loaded: Loaded, reader: Reader) -> None:
    text = loaded.text(reader)
    graves = {
        "en": {"error": "error", "warning": "warning", "note": "note"},
        "et": {"error": "viga", "warning": "hoiatus", "note": "märkus"},
    }[reader]
    for diagnostic in loaded.diagnostics:
        data = as_data(diagnostic, reader)
        assert json.loads(json.dumps(data)) == data
        assert data.keys() == {
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "severity",
            "code",
            "message",
            "help",
            "page",
        }
        assert (ROOT / str(data["page"])).is_file()
        place = f"{data['file']}:{data['line']}:{data['column']}"
        grave = graves[severity(diagnostic.code)]
        assert f"{place}: {grave}[{data['code']}]: {data['message']}" in text
        help_ = {"en": "help", "et": "abi"}[reader]
        assert data["help"] is None or f"  {help_}: {data['help']}" in text
        begin, end = (data["line"], data["column"]), (data["end_line"], data["end_column"])
        assert (1, 1) <= begin <= end


PYTHON_WORDS = re.compile(
    r"\b(str|int|bool|dict|tuple|None|NoneType|Decimal|Scalar|[Ee]xception)\b"
)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.usefixtures("case")
def test_wording_is_one_plain_line(loaded: Loaded) -> None:
    for diagnostic in loaded.diagnostics:
        data = as_data(diagnostic)
        for text in (data["message"], data["help"]):
            if text is None:
                continue
            assert isinstance(text, str)
            assert text.isprintable()
            assert not text.endswith(".")
            assert text[0] == "`" or not text[0].isupper()
            assert text.count("`") % 2 == 0
            assert "``" not in text
            assert not PYTHON_WORDS.search(re.sub(r"`[^`]*`", "", text))


def test_diagnostics_come_sorted(tmp_path: Path) -> None:
    for case in ("unknown_term__two_files", "case_request__several"):
        shutil.copytree(HERE / "base", tmp_path, dirs_exist_ok=True)
        shutil.copytree(HERE / case, tmp_path, dirs_exist_ok=True)
    spans = [diagnostic.span for diagnostic in read_policies(tmp_path).diagnostics]
    assert len({span.file for span in spans}) == 3
    assert spans == sorted(spans)


def test_of_very_many_faults_the_first_are_shown_and_the_others_counted() -> None:
    strangers = "".join(f"x{number:04}: y\n" for number in range(1202))
    loaded = read_policies({**SOUND, "policy.yaml": SOUND["policy.yaml"] + strangers})
    assert len(loaded.diagnostics) == 1202
    text = loaded.text()
    assert text.count("error[unknown_key]") == 200
    assert text.endswith("\n\n… and 1002 more; `--format json` shows all")
    assert loaded.text("et").endswith("\n\n… ja veel 1002; kõik näitab `--format json`")
    one_more = "".join(strangers.splitlines(keepends=True)[:201])
    loaded = read_policies({**SOUND, "policy.yaml": SOUND["policy.yaml"] + one_more})
    assert loaded.text().endswith("\n\n… and 1 more; `--format json` shows all")


# --- The set that is sound -----------------------------------------------------------------------

SOUND = {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / "sound").iterdir())}


def test_the_set_that_checks_are_tried_on_is_clean() -> None:
    assert checked(read_policies(HERE / "checked")).text() == ""


def test_the_sound_set_has_no_fault() -> None:
    loaded = read_policies(SOUND)
    assert loaded.text() == ""
    assert loaded.policy_set is not None


# --- Nothing is left out -------------------------------------------------------------------------


def test_every_code_has_a_case() -> None:
    assert {case.partition("__")[0] for case in CASES} == set(CODES)


def test_every_code_has_a_page_in_the_index() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} - {"README"} == set(CODES)
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^- \[`\w+`\]\((\w+)\.md\)", index, re.MULTILINE) == list(CODES)


def test_every_page_names_its_code() -> None:
    for code in CODES:
        page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# `{code}`\n"), code


def test_every_code_is_used_and_every_use_is_known() -> None:
    named: set[str] = set()
    mentioned: set[str] = {f"unknown_{sort}" for sort in get_args(Sort)}
    package = ROOT / "disclosure_rules"
    modules = [*(package / "loading").glob("*.py"), *(package / "authoring").rglob("*.py")]
    for module in sorted(modules):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                mentioned.add(node.value)
            elif _adds_fault(node):
                code = node.args[0]  # type: ignore[attr-defined]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    named.add(code.value)
    assert named <= set(CODES)
    assert set(CODES) <= mentioned


def test_every_check_is_called_as_what_it_finds() -> None:
    named = [check.__name__ for check in CHECKS]
    deep = {*DEEP}
    assert named == [c for c in CHECKED if not c.startswith("silenced_") and c not in deep]
    folder = ROOT / "disclosure_rules" / "authoring" / "checks"
    assert all((folder / f"{name}.py").is_file() for name in named)


def _adds_fault(node: ast.AST) -> bool:
    """Tell whether a node is `faults.add(…)`, `faults.unknown(…)`, `self._stop(…)` or a finding."""
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) == "finding":
        return True
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return False
    whose = ast.unparse(node.func.value).rpartition(".")[2]
    return node.func.attr == "_stop" or (
        node.func.attr in ("add", "unknown") and whose in ("faults", "_faults")
    )
