"""What `test --junit` writes: the cases of policy sets, or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.junit import Report
from disclosure_rules.authoring.writing import NotAFileError, write_whole
from disclosure_rules.cli.case_report import WORDS, difference_lines, summary_line
from disclosure_rules.cli.options import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from disclosure_rules.authoring.cases import CaseRun
    from disclosure_rules.errors import PolicyError
    from disclosure_rules.language.phrases import Reader


def write_runs(
    runs: Iterable[CaseRun], unmatched: str | None, file: Path, form: str, language: Reader
) -> None:
    """Write what came of the cases of policy sets, and that a filter chose none."""
    report = Report()
    for run in runs:
        if run.known:
            stopped = WORDS[language]["stopped"]
            report.add_run(run, lambda result: difference_lines(result, language), stopped)
        else:
            report.add_fault(run.policies, summary_line(run, language), ())
    if unmatched is not None:
        report.add_fault("--filter", unmatched, ())
    _write(report, file, form, language)


def write_faults(folder: Path, error: PolicyError, file: Path, form: str, language: Reader) -> None:
    """Write that a policy set has faults: a report of an earlier run would say that all is well."""
    report = Report()
    report.add_fault(str(folder), WORDS[language]["faulty"], error.text(language).split("\n"))
    _write(report, file, form, language)


def _write(report: Report, file: Path, form: str, language: Reader) -> None:
    words = WORDS[language]
    try:
        write_whole(file, report.text())
    except NotAFileError:
        refuse("not_written", ("file", str(file)), words["no_file"], form, err=True)
    except OSError as error:
        reason = words["unwritable"].format(reason=error.strerror or "?")
        refuse("not_written", ("file", str(file)), reason, form, err=True)
