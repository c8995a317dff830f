"""Documents of cases into tests of pytest, one for each case, where that is asked for.

pytest loads this module wherever the library is installed. So it collects nothing unless it is told
to, and imports what reads policies only when there are some.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.cases import CaseResult
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.phrases import Reader

_SUFFIXES: Final = (".yaml", ".yml")
_KIND: Final = "(?m)^[\"']?kind[\"']?:[ \t]+[\"']?{kind}[\"']?[ \t]*(#.*)?$"
_VOCABULARY: Final = re.compile(_KIND.format(kind="vocabulary"))
_CASES: Final = re.compile(_KIND.format(kind="cases"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that ask for cases."""
    parser.getgroup("disclosure rules").addoption(
        "--disclosure-cases",
        action="store_true",
        help="collect the cases of policy sets as tests, wherever pytest looks",
    )
    parser.addini(
        "disclosure_rules_cases",
        "whether to collect the cases of policy sets as tests, wherever pytest looks",
        type="bool",
        default=False,
    )
    parser.addini(
        "disclosure_rules_lang", "the language in which cases fail: en or et", default="en"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin with no policy set read; refuse a language that nothing is told in."""
    config.stash[_SETS] = {}
    if config.getini("disclosure_rules_lang") not in ("en", "et"):
        message = "disclosure_rules_lang is a language of the reader: en or et"
        raise pytest.UsageError(message)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CasesFile | None:
    """Return a document that may hold cases, if it is asked for: all are, or this one by name."""
    if file_path.suffix not in _SUFFIXES:
        return None
    config = parent.config
    everywhere = config.getoption("disclosure_cases") or config.getini("disclosure_rules_cases")
    if not everywhere and not parent.session.isinitpath(file_path):
        return None
    folder = _policy_set_above(file_path)
    if folder is None and not _says(file_path, _CASES):
        return None
    return CasesFile.from_parent(parent, path=file_path, folder=folder)


class CasesFile(pytest.File):
    """A document of a policy set, which may hold cases."""

    def __init__(self, *, folder: Path | None, **kwargs: object) -> None:
        """Hold the folder of the policy set; None where there is none above the document."""
        super().__init__(**kwargs)  # type: ignore[arg-type] # what pytest hands over, as it is
        self.folder = folder

    def collect(self) -> Iterator[CaseItem]:
        """Yield a test for each case of the document.

        Raises:
            CollectError: The policies have faults; told once for each policy set.
        """
        if self.folder is None:
            message = f"{self.path.name} holds cases, and no folder above it holds a vocabulary"
            raise self.CollectError(message)
        sets = self.config.stash[_SETS]
        if self.folder not in sets:
            sets[self.folder] = None
            sets[self.folder] = self._load(self.folder)
        engine = sets[self.folder]
        own = f"{_shown(self.folder, self.config)}/{self.path.relative_to(self.folder).as_posix()}"
        for case in engine.policy_set.cases if engine else ():
            if case.span.file == own:
                yield CaseItem.from_parent(self, name=case.id, engine=engine, case=case)

    def _load(self, folder: Path) -> Engine:
        from disclosure_rules.engine import Engine  # noqa: PLC0415 - see above
        from disclosure_rules.errors import PolicyError  # noqa: PLC0415
        from disclosure_rules.loading.load import load_policies  # noqa: PLC0415

        try:
            return Engine(load_policies(folder, _shown(folder, self.config)))
        except PolicyError as error:
            raise self.CollectError(_printable(error.text(_reader(self.config)))) from None


class CaseItem(pytest.Item):
    """A case."""

    def __init__(self, *, engine: Engine, case: Case, **kwargs: object) -> None:
        """Hold the case, and what decides it."""
        super().__init__(**kwargs)  # type: ignore[arg-type] # what pytest hands over, as it is
        self.engine = engine
        self.case = case

    def runtest(self) -> None:
        """Decide the case and compare."""
        from disclosure_rules.authoring.cases import run_case  # noqa: PLC0415 - see above

        result = run_case(self.engine, self.case)
        if not result.met:
            raise CaseFailedError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what `disclosure-rules test` prints of a case that fails."""
        if not isinstance(excinfo.value, CaseFailedError):
            return super().repr_failure(excinfo, style)
        from disclosure_rules.cli.case_report import failure_lines  # noqa: PLC0415 - see above

        lines = failure_lines(excinfo.value.result, _reader(self.config))
        return _printable("\n".join(lines))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the case stands; lines count from 0 here."""
        return self.path, self.case.span.line - 1, self.case.id


class CaseFailedError(Exception):
    """A case did not come as expected."""

    def __init__(self, result: CaseResult) -> None:
        """Hold what came of it."""
        super().__init__(result.case.id)
        self.result = result


_SETS: Final = pytest.StashKey[dict[Path, "Engine | None"]]()
"""The policy sets that have been read, each once; None for one that has faults."""


def _policy_set_above(file: Path) -> Path | None:
    """Return the nearest folder above a document that holds a vocabulary."""
    return next((folder for folder in file.parents if _holds_vocabulary(folder)), None)


def _holds_vocabulary(folder: Path) -> bool:
    named = [folder / f"vocabulary{suffix}" for suffix in _SUFFIXES]
    if any(file.is_file() for file in named):
        return True
    documents = [file for suffix in _SUFFIXES for file in folder.glob(f"*{suffix}")]
    return any(_says(file, _VOCABULARY) for file in documents)


def _says(file: Path, kind: re.Pattern[str]) -> bool:
    """Tell whether a document says that it is of a kind."""
    try:
        return kind.search(file.read_text(encoding="utf-8", errors="replace")) is not None
    except OSError:
        return False


def _shown(folder: Path, config: pytest.Config) -> str:
    """Return a folder as people name it from where pytest was started."""
    return os.path.relpath(folder, config.invocation_params.dir)


def _printable(text: str) -> str:
    """Return a text with nothing in its lines that could act on a terminal."""
    from disclosure_rules.language.phrases import printable  # noqa: PLC0415 - see above

    return "\n".join(printable(line) for line in text.split("\n"))


def _reader(config: pytest.Config) -> Reader:
    reader: Reader = config.getini("disclosure_rules_lang")
    return reader
