"""What came of cases into JUnit XML, which build servers show as a list of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from disclosure_rules.authoring.cases import CaseResult, CaseRun
    from disclosure_rules.language.cases import Case


class Report:
    """A report that grows: the suite of a policy set at a time."""

    def __init__(self) -> None:
        """Begin with no suite."""
        self._root = ET.Element("testsuites", name="disclosure-rules")

    def add_run(
        self, run: CaseRun, tell: Callable[[CaseResult], Iterable[str]], not_run: str
    ) -> None:
        """Add what came of the cases of a policy set.

        Args:
            run: What came of them.
            tell: The lines that tell a failure; the first of them is the message that lists show.
            not_run: Why some were not run.
        """
        suite = ET.SubElement(self._root, "testsuite", name=printable(run.policies))
        for result in run.results:
            entry = _entry(suite, result.case)
            if not result.met:
                _tell(ET.SubElement(entry, "failure"), "difference", tell(result))
        for case in run.not_run:
            ET.SubElement(_entry(suite, case), "skipped", message=printable(not_run))

    def add_fault(self, policies: str, message: str, lines: Iterable[str]) -> None:
        """Add a policy set of which nothing could be tested.

        Args:
            policies: What the set is called.
            message: Why, in one line.
            lines: Why, in full.
        """
        name = printable(policies)
        suite = ET.SubElement(self._root, "testsuite", name=name)
        entry = ET.SubElement(suite, "testcase", name=name, classname=name)
        _tell(ET.SubElement(entry, "error"), "policies", [message, *lines])

    def text(self) -> str:
        """Return the report as XML."""
        for part in (*self._root, self._root):
            for count, name in _COUNTS.items():
                part.set(count, str(len(list(part.iter(name)))))
        ET.indent(self._root)
        declaration = '<?xml version="1.0" encoding="utf-8"?>'
        return f"{declaration}\n{ET.tostring(self._root, encoding='unicode')}\n"


_COUNTS = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


def _entry(suite: ET.Element, case: Case) -> ET.Element:
    file, line = printable(case.span.file), str(case.span.line)
    name = printable(case.id)
    return ET.SubElement(suite, "testcase", name=name, classname=file, file=file, line=line)


def _tell(fault: ET.Element, sort: str, lines: Iterable[str]) -> None:
    told = [printable(line) for line in lines]
    fault.set("type", sort)
    fault.set("message", told[0].strip())
    fault.text = "\n".join(told)
