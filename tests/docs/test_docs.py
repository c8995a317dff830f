"""Every code block of README.md and docs/ runs, or says why not.

What a block is for is told by its language, and by HTML comments, which readers of the page do
not see:

- `<!-- set: NAME -->` begins a policy set; `<!-- set: NAME from OTHER -->` begins with the
  documents of another set of the page, `<!-- set: NAME from OTHER of PAGE.md -->` with those of a
  set of a page beside it. It lasts until the next such comment.
- ```` ```yaml ```` with `kind:` is a document of that set; its first line, `# file: NAME`, names
  it. A later block of the same name replaces it. The set must load, and its cases pass.
- ```` ```yaml ```` without `kind:` is a fragment. It is loaded in its set as what its keys say: a
  part of a policy, vocabulary, notice, guarantees or cases, a rule, a request, else a condition.
  On a page without sets it must parse.
- ```` ```yaml wrong ```` is a document or fragment that its set refuses.
- ```` ```python ```` is executed, all blocks of a page in order, from the repository's root. One
  that begins with `# file: NAME.py` is a module for them to import (`tests/docs/project.py`); what
  a page of modules alone does, `tests/recipes/` shows.
- ```` ```console ```` runs each line `$ disclosure-rules …`. Output that is shown must be what
  comes; a last line `…` leaves the rest open. So is a `text` block after `<!-- first lines of:
  disclosure-rules … -->`. Digests and numbers of cases may differ.
- ```` ```json ```` must be JSON. `text` and `diff` are for reading.

A page with `<!-- tutorial -->` is followed as it stands: its blocks are done in order, in an empty
folder. What its commands show must be what comes, but for digests. Each other block says where it
belongs:

- after `<!-- in: FILE -->` a ```` ```yaml ```` block stands in the file, and a ```` ```diff ````
  block is a change of the file, a ```` ```text ```` block is the whole of it;
- after `<!-- at the end of: FILE -->` a ```` ```yaml ```` block is added there.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from disclosure_rules import Engine, InvalidRequest, PolicyError
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.cli.main import commands
from disclosure_rules.language.rendering import as_text
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse
from tests.docs.project import is_module, project
from tests.needs import needs
from tests.tables.spark_session import spark

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^`\n]*)$")
SET = re.compile(r"<!-- set: (?P<name>\w+)(?: from (?P<base>\w+)(?: of (?P<page>\S+))?)? -->")
FIRST_LINES = re.compile(r"<!-- first lines of: (?P<command>.+) -->")
FILE = re.compile(r"^# file: (\S+)$", re.MULTILINE)
PLACE = re.compile(r"<!-- (?P<how>in|at the end of): (?P<file>\S+) -->")
DIGEST = re.compile(r"(?<=; )(digest|räsi) [0-9a-f]{12}")
MAY_DIFFER = re.compile(DIGEST.pattern + r"|\b\d+(?= cases?\b)|(?<=\"digest\": \")[0-9a-f]{64}")
FOR_READING = {"text", "diff"}
LANGUAGES = {"yaml", "yaml wrong", "python", "console", "json", *FOR_READING}


@dataclass
class Block:
    page: Path
    line: int
    info: str
    text: str
    policies: str | None
    """The set that the block belongs to."""
    output_of: str | None
    place: re.Match[str] | None
    """Where it belongs, in a tutorial."""

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass
class Page:
    path: Path
    blocks: list[Block] = field(default_factory=list)
    bases: dict[str, tuple[Path, str] | None] = field(default_factory=dict)
    """The sets of the page, each with the one it begins with, and on which page that stands."""
    tutorial: bool = False

    def documents(self, policies: str | None) -> dict[str, str]:
        """Return the documents of a set, by the names of their files."""
        if policies is None:
            return {}
        base = self.bases[policies]
        documents = {} if base is None else PAGE_OF[base[0]].documents(base[1])
        for block in self.blocks:
            if block.policies == policies and block.info == "yaml" and _is_document(block.text):
                documents[_file_name(block)] = block.text
        return documents

    def of_kind(self, *infos: str) -> list[Block]:
        return [block for block in self.blocks if block.info in infos]


def read_page(path: Path) -> Page:
    page = Page(path)
    policies, output_of, place = None, None, None
    opened: Block | None = None
    indent = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if opened is not None:
            if fence and not fence["info"]:
                page.blocks.append(opened)
                opened, output_of, place = None, None, None
            else:
                opened.text += line.removeprefix(indent) + "\n"
        elif fence:
            indent = fence["indent"]
            opened = Block(path, number, fence["info"].strip(), "", policies, output_of, place)
        elif found := SET.search(line):
            policies = found["name"]
            assert policies not in page.bases, f"{path.name}: a second set `{policies}`"
            other = path.parent / found["page"] if found["page"] else path
            page.bases[policies] = (other, found["base"]) if found["base"] else None
        elif found := FIRST_LINES.search(line):
            output_of = found["command"]
        elif found := PLACE.search(line):
            place = found
        elif line == "<!-- tutorial -->":
            page.tutorial = True
    assert opened is None, f"{path.name}: a code block is not closed"
    return page


ALL = [read_page(path) for path in PAGES]
RUNNABLE = [block for page in ALL if not page.tutorial for block in page.blocks]
PAGE_OF = {page.path: page for page in ALL}


def blocks(*infos: str) -> Any:
    found = [block for block in RUNNABLE if block.info in infos]
    return pytest.mark.parametrize("block", found, ids=str)


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


# --- YAML ----------------------------------------------------------------------------------------


def _is_document(text: str) -> bool:
    return re.search(r"^kind:", text, re.MULTILINE) is not None


def _file_name(block: Block) -> str:
    found = FILE.search(block.text)
    assert found, f"{block}: say `# file: NAME` in the first line of a document"
    return found[1]


def _parsed(block: Block) -> Any:
    faults = Faults()
    root = parse(str(block), block.text, faults)
    assert root is not None, as_text(faults.in_order(), {str(block): block.text})
    assert not faults.has_errors(), as_text(faults.in_order(), {str(block): block.text})
    return plain_data(root)


class Passes:
    """A set whose documents load and whose cases pass."""

    def __init__(self, documents: dict[str, str]) -> None:
        try:
            self.engine = Engine.load(documents)
        except PolicyError as error:
            pytest.fail(str(error), pytrace=False)
        failed = [result.as_dict() for result in run_cases(self.engine) if not result.met]
        assert failed == []


SECTIONS = {
    "policy": {"parameters", "definitions", "obligations", "rules"},
    "vocabulary": {"terms", "facts"},
    "notice": {"clauses", "sections"},
    "guarantees": {"guarantees"},
    "cases": {"fixtures", "cases"},
}
"""The keys that tell of which kind of document a fragment is a part."""

RULE_KEYS = {
    "effect",
    "title",
    "clauses",
    "because",
    "ground",
    "operation",
    "purpose",
    "recipient",
    "data",
    "when",
    "unless",
    "except",
    "in_force",
    "obliges",
}
POLICY_HEAD: dict[str, Any] = {
    "kind": "policy",
    "id": "fragment",
    "version": "1",
    "in_force": {"from": "2026-01-01"},
}


def _with_fragment(documents: dict[str, str], fragment: Any) -> dict[str, str]:
    """Return the documents of a set with a fragment as one more, or over its vocabulary."""
    assert isinstance(fragment, dict), "a fragment must be a mapping"
    keys = set(fragment)
    if "kind" in keys:
        return {**documents, "fragment.yaml": _json(fragment)}
    kind = next((kind for kind, of in SECTIONS.items() if keys <= of and keys), None)
    if kind == "vocabulary":
        name = next(n for n, text in documents.items() if "kind: vocabulary" in text)
        whole = plain_data(parse(name, documents[name], Faults()))  # type: ignore[arg-type]
        return {**documents, name: _json(_laid_over(whole, fragment))}
    if kind == "policy":
        made = {**POLICY_HEAD, **fragment}
    elif kind == "notice":
        made = {"kind": kind, "id": "fragment", "clauses": {}, **fragment}
    elif kind == "guarantees":
        made = {"kind": kind, **fragment}
    elif kind == "cases":
        made = {"kind": kind, "cases": {}, **fragment}
    elif keys <= RULE_KEYS:
        effect = fragment.get("effect", "allow")
        ground = {"ground": _some_ground(documents)} if effect == "allow" else {}
        made = {**POLICY_HEAD, "rules": {"fragment": {"effect": effect, **ground, **fragment}}}
    else:
        made = {**POLICY_HEAD, "definitions": {"fragment": {"means": fragment}}}
    return {**documents, "fragment.yaml": _json(made)}


def _some_ground(documents: dict[str, str]) -> str:
    return min(Engine.load(documents).policy_set.vocabulary.taxonomies["grounds"].terms)


def _laid_over(under: Any, over: Any) -> Any:
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return {**under, **{key: _laid_over(under.get(key), value) for key, value in over.items()}}


def _json(made: Any) -> str:
    """Return plain data as YAML: JSON is some."""
    return json.dumps(made, ensure_ascii=False, indent=2, default=float)


@pytest.mark.parametrize(
    ("page", "policies"),
    [(page, name) for page in ALL for name in page.bases],
    ids=lambda part: part if isinstance(part, str) else part.path.name,
)
def test_policy_sets_load_and_their_cases_pass(page: Page, policies: str) -> None:
    Passes(page.documents(policies))


@blocks("yaml")
def test_yaml_is_read(block: Block) -> None:
    parsed = _parsed(block)
    if block.policies is None:
        assert not _is_document(block.text), f"{block}: say `<!-- set: NAME -->` before a document"
        return
    if _is_document(block.text):
        return  # loaded with its set
    documents = PAGE_OF[block.page].documents(block.policies)
    if "moment" in parsed and "items" in parsed:
        Passes(documents).engine.decide(parsed)
    else:
        Passes(_with_fragment(documents, parsed))


@blocks("yaml wrong")
def test_wrong_yaml_is_refused(block: Block) -> None:
    if block.policies is None:
        return  # the page has no set to refuse it; the code's own tests do
    faults = Faults()
    root = parse(str(block), block.text, faults)
    if root is None or faults.has_errors():
        return
    fragment: Any = plain_data(root)
    documents = PAGE_OF[block.page].documents(block.policies)
    if "moment" in fragment and "items" in fragment:
        with pytest.raises(InvalidRequest):
            Engine.load(documents).decide(fragment)
        return
    with pytest.raises(PolicyError):
        Engine.load(_with_fragment(documents, fragment))


# --- Python, commands, JSON ----------------------------------------------------------------------


def _snippets(page: Page) -> list[Block]:
    """Return the Python of a page that is no file of a project."""
    return [block for block in page.of_kind("python") if not is_module(block.text)]


WITH_SPARK = "spark.md"


def _pages_with_python() -> Iterator[Any]:
    for page in ALL:
        if _snippets(page):
            # One process alone starts Spark.
            marks = [pytest.mark.xdist_group("spark")] if page.path.name == WITH_SPARK else []
            yield pytest.param(page, id=page.path.name, marks=marks)


@pytest.mark.parametrize("page", [*_pages_with_python()])
def test_python_runs(page: Page, tmp_path: Path) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    if page.path.name == WITH_SPARK:
        needs("pyspark", "to run the page's Python with; make .venv/spark installs it")
        needs("java", "what Spark runs on; .ci/install installs it")
        spark()
    with project(page.path, tmp_path):
        for block in _snippets(page):
            # Blank lines before the code make tracebacks show the page's own lines.
            source = "\n" * block.line + block.text
            exec(compile(source, str(block.page), "exec"), names)  # noqa: S102 - our own pages


@blocks("console")
def test_commands_do_as_shown(block: Block) -> None:
    _run(block, MAY_DIFFER)


def _run(block: Block, may_differ: re.Pattern[str]) -> None:
    shown: list[str] = []
    command = None
    for line in [*block.text.splitlines(), "$ end"]:
        if not line.startswith("$ "):
            shown.append(line)
            continue
        if command is not None:
            _compare(command, shown, may_differ)
        command, shown = line.removeprefix("$ "), []


@pytest.mark.parametrize("block", [block for block in RUNNABLE if block.output_of], ids=str)
def test_shown_output_comes_first(block: Block) -> None:
    assert block.output_of is not None
    _compare(block.output_of, [*block.text.splitlines(), "…"], MAY_DIFFER)


def _compare(command: str, shown: list[str], may_differ: re.Pattern[str]) -> None:
    program, *arguments = shlex.split(command, comments=True)
    if program == "make":
        assert not shown, "what `make` prints is not compared: show what a command prints"
        return
    assert program == "disclosure-rules", f"`{program}` is no command of ours"
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code != 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if not shown:
        return
    found = may_differ.sub("N", result.output).splitlines()
    wanted = may_differ.sub("N", "\n".join(shown)).splitlines()
    if wanted[-1] == "…":
        wanted.pop()
        found = found[: len(wanted)]
    assert found == wanted


@pytest.mark.parametrize(
    "page", [page for page in ALL if page.tutorial], ids=lambda page: page.path.name
)
def test_tutorials_can_be_followed(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in page.blocks:
        if block.info == "console":
            _run(block, DIGEST)
        else:
            _edit(block)


def _edit(block: Block) -> None:
    """Do with a file what the reader is told to do with it."""
    assert block.place, f"{block}: say `<!-- in: FILE -->` before it"
    file = Path(block.place["file"])
    how = (block.info, block.place["how"])
    if how == ("text", "in"):
        file.write_text(block.text, "utf-8")
        return
    text = file.read_text("utf-8")
    if how == ("diff", "in"):
        lines = block.text.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
        assert text.count(old) == 1, f"{block}: stands in {file} {text.count(old)} times"
        text = text.replace(old, new)
    elif how == ("yaml", "in"):
        assert block.text in text, f"{block}: does not stand in {file}"
    else:
        assert how == ("yaml", "at the end of"), f"{block}: what is to be done?"
        text += f"\n{block.text}"
    file.write_text(text, "utf-8")


def test_every_block_says_what_it_is() -> None:
    strange = {str(block): block.info for block in RUNNABLE if block.info not in LANGUAGES}
    assert strange == {}
    for block in RUNNABLE:
        if block.info == "json":
            json.loads(block.text)
