"""`table`: what it prints and writes, its exit codes, and how it fails."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import EKSPRESSJOB, VARIABLE, data, run
from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

import pyarrow.parquet  # noqa: E402 - only with what tables need

from tests.tables.rows import OUTCOMES, rows  # noqa: E402

BREACHES = [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}]
PERMITTED: dict[str, Any] = {
    "operation": "transmit",
    "purpose": "protect_rights",
    "moment": "2026-11-22T12:00:00+02:00",
    "recipient.id": "r-9",
    "recipient.kind": "other_third_person",
    "client.id": "c-1",
    "client.consents": [],
    "client.stop_demands": [],
    "client.breaches": BREACHES,
    "item.name": "unpaid_invoice",
    "item.category": "transaction_data",
    "item.related_to": ["b-7"],
}
NO_GROUND = {**PERMITTED, "item.name": "email", "item.related_to": []}
LACKING = {**NO_GROUND, "client.breaches": None}
BAD = {**PERMITTED, "operation": "transmitt", "client.consents": [None]}
LEFT_OUT = ("operation", "moment", "item.name", "item.category", "recipient.kind")
ASKED = ("--policies", EKSPRESSJOB)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def lines(*requests: dict[str, Any], name: str = "in.jsonl") -> str:
    Path(name).write_text("".join(f"{json.dumps(each)}\n" for each in requests), encoding="utf-8")
    return name


def written(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


def files() -> set[str]:
    return {path.name for path in Path().iterdir()}


# --- What it writes ------------------------------------------------------------------------------


def test_json_lines_come_out_with_their_decisions():
    source = lines(PERMITTED, NO_GROUND, LACKING)
    printed = run("table", source, "out.jsonl", *ASKED).stdout
    found = written("out.jsonl")
    assert [each["outcome"] for each in found] == OUTCOMES
    assert found[0]["rules"] == ["disclosure#contract_breach"]
    assert found[0]["client.breaches"] == BREACHES
    assert found[2]["missing"] == ["client.breaches"]
    assert printed.splitlines() == [
        "rows decided: 3, refused: 0",
        "  permitted      1",
        "  prohibited     0",
        "  no ground      1",
        "  facts missing  1",
        "by rule:",
        "  disclosure#contract_breach  1",
        "written: out.jsonl",
    ]
    assert files() == {"in.jsonl", "out.jsonl"}


def test_parquet_comes_out_as_parquet():
    pyarrow.parquet.write_table(rows(), "in.parquet")
    run("table", "in.parquet", "out.parquet", *ASKED)
    found = pyarrow.parquet.read_table("out.parquet")
    assert found["outcome"].to_pylist() == OUTCOMES
    assert found.drop_columns(found.column_names[12:]).equals(rows())


def test_csv_comes_out_as_csv():
    with Path("in.csv").open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, [*PERMITTED])
        sheet.writeheader()
        for each in (PERMITTED, NO_GROUND, LACKING):
            cells = {k: json.dumps(v) if isinstance(v, list) else v for k, v in each.items()}
            sheet.writerow(cells)
    run("table", "in.csv", "out.csv", *ASKED)
    with Path("out.csv").open(encoding="utf-8", newline="") as stream:
        found = [*csv.DictReader(stream)]
    assert [each["outcome"] for each in found] == OUTCOMES
    assert json.loads(found[0]["rules"]) == ["disclosure#contract_breach"]


def test_only_what_may_leave_is_exported():
    source = lines(PERMITTED, NO_GROUND, LACKING, BAD)
    printed = run("table", source, "out.jsonl", "--only-permitted", *ASKED, code=1).stdout
    assert "rows that may leave: 1" in printed
    assert written("out.jsonl") == [PERMITTED]


def test_what_has_an_obligation_open_stays_until_it_is_fulfilled():
    demand = {
        **PERMITTED,
        "purpose": "meet_legal_duty",
        "client.breaches": [],
        "demand.provision": "an act",
        "demand.entitled": "r-9",
        "demand.data": ["client_data"],
        "demand.issued_at": "2026-11-01T00:00:00Z",
    }
    asked = ("table", lines(demand), "out.jsonl", "--only-permitted", *ASKED)
    assert "fulfilled first: 1;" in run(*asked).stdout
    assert written("out.jsonl") == []
    assert "rows that may leave: 1" in run(*asked, "--fulfilled", "verify_demand").stdout
    assert written("out.jsonl") == [demand]


def test_bad_rows_stand_beside_with_their_reasons():
    source = lines(BAD, PERMITTED)
    told = data(run("table", source, "out.jsonl", *ASKED, "--format", "json", code=1))
    assert told["rejected"] == 1
    assert told["outcomes"]["permitted"] == 1
    (refused,) = written(told["rejects"])
    assert refused["row"] == 1
    assert any(reason.startswith("client.consents[0]: ") for reason in refused["reasons"])
    run("table", lines(PERMITTED), "out.jsonl", *ASKED)
    assert files() == {"in.jsonl", "out.jsonl"}


def test_a_mapping_file_says_what_columns_are():
    Path("mapping.yaml").write_text(
        "columns: {item.name: called}\n"
        "values: {operation: transmit, moment: 2026-11-22T12:00:00+02:00, "
        "recipient.kind: other_third_person, item.category: transaction_data}\n"
        "given: {client: is_client}\nalso: [note]\n",
        encoding="utf-8",
    )
    said = {k: v for k, v in PERMITTED.items() if k not in LEFT_OUT}
    source = lines({**said, "called": "x", "is_client": True, "note": {"any": 1}})
    run("table", source, "out.jsonl", "--mapping", "mapping.yaml", *ASKED)
    assert written("out.jsonl")[0]["outcome"] == "permitted"
    assert written("out.jsonl")[0]["note"] == {"any": 1}


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        "{",
        '{"moment"',
        '{"moment": 1,',
        '{"moment": nope}',
        "{moment: 1}",
        '{"a" 1}',
        "{} {}",
    ],
)
def test_a_line_that_is_no_object_is_told(line):
    Path("in.jsonl").write_text(f"\n{{}}\n{line}\n", encoding="utf-8")
    assert "line 3 of `in.jsonl`" in run("table", "in.jsonl", "o.jsonl", *ASKED, code=1).stderr


def test_a_file_without_rows():
    Path("in.csv").write_text(f"{','.join(PERMITTED)}\n", encoding="utf-8")
    assert "rows decided: 0" in run("table", "in.csv", "out.csv", *ASKED).stdout
    pyarrow.parquet.write_table(rows().slice(0, 0), "in.parquet")
    run("table", "in.parquet", "out.parquet", *ASKED)
    assert len(pyarrow.parquet.read_table("out.parquet")) == 0


def test_estonian():
    printed = run("table", lines(PERMITTED), "out.jsonl", *ASKED, "--lang", "et").stdout
    assert printed.splitlines()[0] == "otsustatud ridu 1, tagasi lükatud 0"
    assert "asjaolud selgitamata  0" in printed


# --- How it fails --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nope.jsonl", "out.jsonl"), "there is no file `nope.jsonl`"),
        (("in.jsonl", "out.csv"), "the output must end as the input does: `.jsonl`"),
        (("in.txt", "out.txt"), "`in.txt` ends in none of"),
        (("in.jsonl", "in.jsonl"), "the output would overwrite the input"),
        (("in.jsonl", "no/out.jsonl"), "there is no folder"),
        (("bad.parquet", "out.parquet"), "cannot be read as what its name says"),
        (("twice.jsonl", "out.jsonl"), "line 2 of `twice.jsonl` is no JSON object"),
        (("twice.csv", "out.csv"), "the column `moment` stands in the header twice"),
        (("slip.jsonl", "out.jsonl"), "did you mean `purpose`?"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(arguments, told):
    lines(PERMITTED)
    lines({**PERMITTED, "purpsoe": "offers"}, name="slip.jsonl")
    Path("bad.parquet").write_bytes(b"PAR1 not at all")
    Path("twice.jsonl").write_text('{"moment": "x"}\n{"moment": 1, "moment": 2}\n')
    Path("twice.csv").write_text("moment,moment\n1,2\n")
    before = files()
    assert told in run("table", *arguments, *ASKED, code=1).stderr
    assert files() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colums: {}", "`colums` is no part of a mapping"),
        ("also: note", "`also` is a list of names of columns"),
        ("columns: 3", "under `columns` stand paths of facts"),
        ("columns: {moment: 3}", "`columns.moment` must be the name of a column"),
        ("values: {momentt: 3}", "the vocabulary has no fact `momentt`"),
        ("values: {moment: noon}", "the value of `moment` does not fit"),
        ("columns: {moment: a}\nvalues: {moment: 2026-01-01T00:00:00Z}", "keep one"),
    ],
)
def test_a_faulty_mapping_is_told(text, told):
    Path("mapping.yaml").write_text(text, encoding="utf-8")
    asked = ("table", lines(PERMITTED), "out.jsonl", "--mapping", "mapping.yaml", *ASKED)
    assert told in run(*asked, code=1).stderr
    problems = data(run(*asked, "--format", "json", code=1))["problems"]
    assert any(told in each["message"] for each in problems)


def test_an_obligation_that_there_is_not_is_used_wrongly():
    asked = ("table", lines(PERMITTED), "out.jsonl", *ASKED, "--fulfilled", "veryfy")
    assert "no obligation `veryfy`" in run(*asked, code=2).stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns: [", "mapping.yaml:1:"),
        ("- 1", "mapping.yaml:1:1"),
        ("columns: {moment: a, moment: b}", "stands here a second time"),
        ("columns: {moment: &place a}", "mapping.yaml:1:"),
    ],
)
def test_a_mapping_that_is_no_data_is_told_with_its_place(text, told):
    Path("mapping.yaml").write_text(text, encoding="utf-8")
    asked = ("table", lines(PERMITTED), "out.jsonl", "--mapping", "mapping.yaml", *ASKED)
    assert told in run(*asked, code=1).stdout
    assert not Path("out.jsonl").exists()


def test_words_of_a_mapping_are_read_as_they_are_written():
    """`no` is a text, as in policies: YAML 1.1 would make it false."""
    Path("mapping.yaml").write_text("columns: {moment: no}", encoding="utf-8")
    asked = ("table", lines(PERMITTED), "out.jsonl", "--mapping", "mapping.yaml", *ASKED)
    assert "`no`" in run(*asked, code=1).stderr


def test_a_mapping_that_cannot_be_read():
    asked = ("table", lines(PERMITTED), "out.jsonl", *ASKED, "--mapping", "nope.yaml")
    assert "nope.yaml" in run(*asked, code=1).stdout


def test_without_the_extra_a_word_on_how_to_get_it(monkeypatch):
    monkeypatch.setattr("disclosure_rules.tables.NEEDED", ("no_such_module",))
    asked = ("table", lines(PERMITTED), "out.jsonl", *ASKED)
    assert "pip install 'disclosure-rules[tables]'" in run(*asked, code=2).stderr


# --- One row -------------------------------------------------------------------------------------


def test_a_row_is_printed_as_the_request_that_explain_reads():
    pyarrow.parquet.write_table(rows(), "in.parquet")
    for number, code in enumerate((0, 5, 6), start=1):
        printed = run("table", "in.parquet", "--row", str(number), *ASKED).stdout
        Path("request.json").write_text(printed, encoding="utf-8")
        run("explain", "request.json", *ASKED, code=code)
    source = lines(PERMITTED, NO_GROUND)
    assert data(run("table", source, "--row", "2", *ASKED))["items"][0]["name"] == "email"
    assert files() == {"in.parquet", "in.jsonl", "request.json"}


def test_a_refused_row_is_printed_and_its_faults_are_told():
    printed = run("table", lines(PERMITTED, BAD), "--row", "2", *ASKED).stdout
    Path("request.json").write_text(printed, encoding="utf-8")
    assert "client.consents[0]" in run("decide", "request.json", *ASKED, code=1).stdout


def test_a_row_that_is_not_there_is_told():
    asked = ("table", lines(PERMITTED), "--row", "2", *ASKED)
    assert "there is no row 2; the table has 1 rows" in run(*asked, code=1).stderr
    assert "rida 2 ei ole" in run(*asked, "--lang", "et", code=1).stderr
    run("table", lines(PERMITTED), "--row", "0", *ASKED, code=2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name OUTPUT"),
        (("out.jsonl", "--row", "1"), "leave out OUTPUT"),
        (("--row", "1", "--only-permitted"), "leave out OUTPUT"),
        (("--row", "1", "--fulfilled", "verify_demand"), "leave out OUTPUT"),
    ],
)
def test_either_an_output_or_a_row_is_named(arguments, told):
    assert told in run("table", lines(PERMITTED), *arguments, *ASKED, code=2).stderr
    assert files() == {"in.jsonl"}


# --- Files that are odd, and places that are ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "no column gives the `moment`"),
        ("empty.jsonl", b"", "no column gives the `moment`"),
        ("blank.jsonl", b"\n \n", "no column gives the `moment`"),
        ("empty.parquet", b"", "cannot be read as what its name says"),
        ("other.csv", b"moment;purpose\n1;2\n", "are not parted by commas"),
        ("tabs.csv", b"moment\tpurpose\n1\t2\n", "are not parted by commas"),
        ("ragged.csv", b"moment,purpose\n1\n", "as many cells as the header"),
        ("latin.csv", b"moment,purpose\n\xe4,\xf5\n", "must be UTF-8"),
        ("header.csv", b"m" * 200_000, "cannot be read as CSV"),
        ("nul.jsonl", b'{"moment": "\x00"}\n', "line 1 of `nul.jsonl`"),
        ("deep.jsonl", b'{"moment": ' + b"[" * 99_999 + b"]" * 99_999 + b"}", "line 1 of"),
        ("long.csv", b'moment\n"' + b"x" * (40 << 20) + b'"\n', "longer than 16 MiB"),
    ],
)
def test_an_odd_file_is_told_and_nothing_is_written(name, content, told):
    Path(name).write_bytes(content)
    before = files()
    printed = run("table", name, f"out{Path(name).suffix}", *ASKED, code=1)
    assert printed.stdout == ""
    assert told in printed.stderr
    assert files() == before


def test_a_table_without_columns():
    pyarrow.parquet.write_table(pyarrow.table({}), "in.parquet")
    asked = ("table", "in.parquet", "out.parquet", *ASKED)
    assert "no column gives the `moment`" in run(*asked, code=1).stderr
    assert files() == {"in.parquet"}


def test_a_mark_of_the_order_of_bytes_is_no_part_of_a_name():
    cells = {k: json.dumps(v) if isinstance(v, list) else v for k, v in PERMITTED.items()}
    with Path("in.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        sheet = csv.DictWriter(stream, [*cells])
        sheet.writeheader()
        sheet.writerow(cells)
    assert "permitted      1" in run("table", "in.csv", "out.csv", *ASKED).stdout


def test_a_cell_that_is_deep_makes_its_row_refused():
    deep = "[" * 99_999 + "]" * 99_999
    cells = {k: json.dumps(v) if isinstance(v, list) else v for k, v in PERMITTED.items()}
    with Path("in.csv").open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, [*cells])
        sheet.writeheader()
        sheet.writerows([cells, {**cells, "client.consents": deep}])
    assert "decided: 1, refused: 1" in run("table", "in.csv", "out.csv", *ASKED, code=1).stdout


@pytest.mark.parametrize("taken", ["out.jsonl", "out.jsonl.rejects.jsonl"])
def test_a_folder_is_not_written_over(taken):
    Path(taken).mkdir()
    asked = ("table", lines(BAD), "out.jsonl", *ASKED)
    assert f"`{taken}` is a folder" in run(*asked, code=1).stderr
    assert f"`{taken}` on kaust" in run(*asked, "--lang", "et", code=1).stderr
    assert files() == {"in.jsonl", taken}


def test_a_name_that_is_too_long():
    long = f"{'a' * 240}.jsonl"
    asked = ("table", lines(PERMITTED), long, *ASKED)
    reason = os.strerror(errno.ENAMETOOLONG)
    assert f"cannot be written ({reason})" in run(*asked, code=1).stderr
    assert f"ei saa kirjutada ({reason})" in run(*asked, "--lang", "et", code=1).stderr
    assert files() == {"in.jsonl"}


def test_a_full_disk_leaves_what_was_there(monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path("out.jsonl").write_text("as it was", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    asked = ("table", lines(PERMITTED), "out.jsonl", *ASKED)
    assert f"({os.strerror(errno.ENOSPC)})" in run(*asked, code=1).stderr
    assert Path("out.jsonl").read_text(encoding="utf-8") == "as it was"
    assert files() == {"in.jsonl", "out.jsonl"}


def test_a_file_without_rights(monkeypatch):
    def closed(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("disclosure_rules.tables.files._objects", closed)
    asked = ("table", lines(PERMITTED), "out.jsonl", *ASKED)
    assert "`in.jsonl` may not be read" in run(*asked, code=1).stderr
    assert files() == {"in.jsonl"}


def test_interrupted_it_leaves_nothing(monkeypatch):
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("disclosure_rules.authoring.table_files._refusals", interrupted)
    assert "Aborted!" in run("table", lines(PERMITTED), "out.jsonl", *ASKED, code=1).stderr
    assert files() == {"in.jsonl"}
