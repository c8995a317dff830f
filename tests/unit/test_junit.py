"""JUnit XML of cases: readable whatever texts are in it, and written whole or not at all."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules.authoring.cases import CaseResult, CaseRun, Difference
from disclosure_rules.authoring.junit import Report
from disclosure_rules.language.cases import Case
from disclosure_rules.language.source import Span


def case(name: str, file: str = "c.yaml", line: int = 3) -> Case:
    span = Span(file, line, 1, line, 2)
    return Case(name, {}, (), {}, whole=None, items={}, span=span)


def result(of: Case, *, met: bool) -> CaseResult:
    difference = Difference("outcome", None, ("permitted",), ("no_ground",), of.span)
    return CaseResult(of, () if met else (difference,))


def read(report: Report) -> ET.Element:
    return ET.fromstring(report.text().encode())  # noqa: S314 - we wrote it


COUNTS = ("tests", "failures", "errors", "skipped")


def test_it_counts_and_places_every_case() -> None:
    report = Report()
    met, failed, waiting = case("a"), case("b[x, y]", line=7), case("c")
    results = (result(met, met=True), result(failed, met=False))
    run = CaseRun("set", 4, results, (waiting,))
    report.add_run(run, lambda _: ["  what differs", "why"], "stopped")
    report.add_fault("other", "no cases", ())
    root = read(report)
    first, second = root
    assert [root.get(count) for count in COUNTS] == ["4", "1", "1", "1"]
    assert [first.get(count) for count in COUNTS] == ["3", "1", "0", "1"]
    assert [second.get(count) for count in COUNTS] == ["1", "0", "1", "0"]
    entries = {entry.get("name"): entry for entry in root.iter("testcase")}
    assert (entries["b[x, y]"].get("file"), entries["b[x, y]"].get("line")) == ("c.yaml", "7")
    failure = entries["b[x, y]"].find("failure")
    assert failure is not None
    assert (failure.get("message"), failure.text) == ("what differs", "  what differs\nwhy")
    skipped = entries["c"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "stopped"
    error = entries["other"].find("error")
    assert error is not None
    assert error.get("message") == "no cases"


@given(st.text(), st.text(min_size=1))
def test_no_text_breaks_it(name: str, told: str) -> None:
    report = Report()
    run = CaseRun(name, 1, (result(case(name, file=told), met=False),))
    report.add_run(run, lambda _: [told, name], "")
    report.add_fault(told, name, [told])
    entry = next(read(report).iter("testcase"))
    shown = entry.get("name")
    assert shown is not None
    assert shown.isprintable() or shown == name
    if name.isprintable():
        assert shown == name
