"""Cases written as tables: which cases their cells are, and what each of them asks."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

import pytest

from disclosure_rules import Engine, PolicyError
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.language.cases import Case
from tests.unit.small import MOMENT, documents, policy

POLICY = policy("""
    mail_to_partners: {effect: allow, ground: law, recipient: partner, data: email}
    never_to_courts: {effect: deny, recipient: court}
""")


def engine(table: str, *, request: str = "") -> Engine:
    asked = f'moment: "{MOMENT}"\noperation: transmit\npurpose: contract\n{dedent(request)}'
    cases = f"kind: cases\ncases:\n  t:\n    request:\n{indent(asked, '      ')}\n"
    return Engine.load({**documents(POLICY), "c.yaml": cases + indent(dedent(table), "    ")})


def cases(table: str, *, request: str = "") -> dict[str, Case]:
    return {case.id: case for case in engine(table, request=request).policy_set.cases}


TABLE = """
    rows: recipient.kind
    columns:
      item.category: [email, phone]
    expect:
      partner: [permitted, no_ground]
      court: [{outcome: prohibited, rules: [p#never_to_courts]}, prohibited]
"""


def test_each_cell_is_a_case_that_stands_where_it_is_written() -> None:
    found = cases(TABLE)
    assert [(case.id, case.span.line, case.span.column) for case in found.values()] == [
        ("t[partner, email]", 14, 17),
        ("t[partner, phone]", 14, 28),
        ("t[court, email]", 15, 15),
        ("t[court, phone]", 15, 66),
    ]
    asked: dict[str, Any] = dict(found["t[court, phone]"].request)
    assert asked["recipient"] == {"kind": "court"}
    assert asked["items"] == [{"name": "phone", "category": "phone"}]


def test_cells_are_compared_like_any_case() -> None:
    assert [result.differences for result in run_cases(engine(TABLE))] == [(), (), (), ()]
    wrong = TABLE.replace("[permitted, no_ground]", "[permitted, permitted]")
    (failed,) = [result for result in run_cases(engine(wrong)) if not result.met]
    assert failed.case.id == "t[partner, phone]"
    (difference,) = failed.differences
    assert (difference.item, difference.found) == ("phone", ("no_ground",))
    assert difference.span.line == failed.case.span.line


def test_the_values_of_a_cell_are_laid_over_the_request() -> None:
    request = """
        recipient: {id: r-1, kind: police}
        items: [{name: letter, category: phone, size: 3}]
    """
    asked: dict[str, Any] = dict(cases(TABLE, request=request)["t[partner, email]"].request)
    assert asked["recipient"] == {"id": "r-1", "kind": "partner"}
    assert asked["items"] == [{"name": "letter", "category": "email", "size": 3}]


SINGLE = {
    "client.adult": ("[true, false]", [True, False]),
    "client.age": ("[17, 18]", [17, 18]),
    "client.city": ("[Tartu, Võru]", ["Tartu", "Võru"]),
    "client.born_on": ("[2008-02-29, 2008-03-01]", ["2008-02-29", "2008-03-01"]),
    "client.rank": ("[gold, silver]", ["gold", "silver"]),
    "moment": ("[2026-05-04T10:00:00Z, 2026-05-04T11:00:00Z]", None),
    "purpose": ("[contract, offers]", ["contract", "offers"]),
    "operation": ("[store, transmit]", ["store", "transmit"]),
    "demand.issued_at": ("[2026-05-04T10:00:00Z, 2026-05-04T11:00:00Z]", None),
}


def _value(case: Case, path: str) -> object:
    above, _, name = path.rpartition(".")
    request: Any = case.request
    return (request[above] if above else request)[name]


@pytest.mark.parametrize("path", SINGLE)
def test_any_fact_with_one_value_heads_columns(path: str) -> None:
    written, values = SINGLE[path]
    found = cases(f"""
        rows: item.category
        columns:
          {path}: {written}
        expect:
          email: [no_ground, no_ground]
    """)
    expected = values or written.strip("[]").split(", ")
    assert [_value(case, path) for case in found.values()] == expected


@pytest.mark.parametrize("path", SINGLE)
def test_any_fact_with_one_value_heads_rows(path: str) -> None:
    written, values = SINGLE[path]
    names = written.strip("[]").split(", ")
    found = cases(f"""
        rows: {path}
        columns:
          item.category: [email]
        expect:
          "{names[0]}": [no_ground]
          "{names[1]}": [no_ground]
    """)
    assert [_value(case, path) for case in found.values()] == (values or names)


def test_a_table_without_items_is_about_any_data() -> None:
    found = cases("""
        rows: recipient.kind
        columns:
          purpose: [contract, offers]
        expect:
          partner: [facts_missing, {outcome: facts_missing, missing: [item.category]}]
    """)
    assert all(case.whole is not None and case.items == {} for case in found.values())


def test_no_two_cells_have_one_name() -> None:
    found = engine("""
        rows: client.city
        columns:
          client.nickname: ["b, c", c]
        expect:
          a: [facts_missing, facts_missing]
          "a, b": [facts_missing, facts_missing]
          "[\\"x\\"]": [facts_missing, facts_missing]
    """).policy_set.cases
    names = [case.id for case in found]
    assert names[:4] == ['t[a, "b, c"]', "t[a, c]", 't["a, b", "b, c"]', 't["a, b", c]']
    assert len(set(names)) == 6


def codes(table: str, *, request: str = "") -> set[str]:
    with pytest.raises(PolicyError) as caught:
        engine(table, request=request)
    return {diagnostic.code for diagnostic in caught.value.diagnostics}


@pytest.mark.parametrize(
    "request_", ["recipient: nobody", "items: none", "items: [none]", "items: [{nme: letter}]"]
)
def test_what_is_misshapen_in_the_request_stays_and_is_told(request_: str) -> None:
    assert codes(TABLE, request=request_) == {"case_request"}


def test_a_table_that_leans_on_an_unknown_fixture_is_told_of_that_alone() -> None:
    assert codes("uses: [nothing]\n" + dedent(TABLE)) == {"unknown_fixture"}


def test_rows_alone_are_no_table() -> None:
    assert codes("rows: recipient.kind\nexpect: {partner: [permitted]}") == {"missing_key"}
    assert codes("columns: {purpose: [offers]}\nexpect: {a: [permitted]}") == {"missing_key"}


def test_an_empty_table_is_refused() -> None:
    for hollow in ("expect: {}", "expect: {partner: []}"):
        table = f"rows: recipient.kind\ncolumns: {{purpose: [offers]}}\n{hollow}"
        assert codes(table) <= {"wrong_shape", "table_row"}
    table = "rows: recipient.kind\ncolumns: {purpose: []}\nexpect: {partner: []}"
    assert codes(table) == {"wrong_shape"}


def test_a_request_of_several_items_is_compared_as_a_whole() -> None:
    items = "[{name: a}, {name: b}]"
    request = f'{{moment: "{MOMENT}", operation: transmit, purpose: contract, items: {items}}}'
    text = f"kind: cases\ncases: {{t: {{request: {request}, expect: permitted}}}}"
    (result,) = run_cases(Engine.load({**documents(POLICY), "c.yaml": text}))
    (difference,) = result.differences
    assert (difference.item, difference.found) == (None, ("facts_missing",))
