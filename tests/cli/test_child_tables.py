"""`table` with lists in files of their own: what it writes and refuses, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import EKSPRESSJOB, VARIABLE, data, run
from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

import pyarrow as pa  # noqa: E402 - only with what tables need
import pyarrow.parquet  # noqa: E402

ASKED = ("--policies", EKSPRESSJOB, "--mapping", "mapping.yaml")
SAME = """\
values:
  moment: 2026-11-22T12:00:00+02:00
  operation: transmit
  purpose: protect_rights
  recipient.id: r-9
  recipient.kind: other_third_person
  client.consents: []
  client.stop_demands: []
also: [has]
"""
BREACHES = """\
lists:
  client.breaches:
    file: breaches{ending}
    key: {{client: client.id}}
    known: has
    columns: {{occurred_at: at}}
    also: [note]
"""
ROWS = (
    ("client.id", "has", "item.name", "item.category", "item.related_to"),
    [
        ("007", True, "invoice", "transaction_data", ["b-7"]),
        ("7", True, "invoice", "transaction_data", ["b-7"]),
        ("8", False, "invoice", "transaction_data", ["b-7"]),
        ("9", False, "invoice", "transaction_data", ["b-9"]),
        ("10", True, "invoice", "transaction_data", ["b-7"]),
    ],
)
RECORDS = (
    ("client", "id", "at", "note"),
    [
        ("007", "b-7", "2026-09-01T00:00:00+03:00", "x"),
        ("9", "b-9", "2026-09-01T00:00:00+03:00", None),
        ("10", "b-1", "2026-09-01T00:00:00+03:00", None),
        ("10", "b-2", "2026-09-01", None),
        ("11", "b-3", "2026-09-01T00:00:00+03:00", None),
    ],
)
FORMS = (".csv", ".jsonl", ".parquet")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def write(name: str, table: tuple[tuple[str, ...], list[Any]]) -> None:
    """Write rows as the ending of a file says it."""
    names, rows = table
    match Path(name).suffix:
        case ".parquet":
            columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
            pa.parquet.write_table(pa.table(columns), name)
        case ".jsonl":
            lines = (json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows)
            Path(name).write_text("".join(lines), encoding="utf-8")
        case _:
            lines = (",".join(map(_cell, row)) + "\n" for row in (names, *rows))
            Path(name).write_text("".join(lines), encoding="utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if '"' in text or "," in text else text


def mapped(text: str = BREACHES, ending: str = ".csv") -> None:
    Path("mapping.yaml").write_text(SAME + text.format(ending=ending), encoding="utf-8")


def files() -> set[str]:
    return {path.name for path in Path().iterdir()}


# --- What it writes ------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("other", FORMS)
def test_rows_and_records_may_be_in_files_of_any_form(ending, other):
    write(f"rows{ending}", ROWS)
    write(f"breaches{other}", RECORDS)
    mapped(ending=other)
    asked = ("table", f"rows{ending}", f"out{ending}", *ASKED, "--format", "json")
    told = data(run(*asked, code=1))
    assert told["outcomes"] == {
        "permitted": 1,
        "prohibited": 0,
        "no_ground": 1,
        "facts_missing": 1,
    }
    assert told["records_without_row"] == {"client.breaches": 1}
    refused = [json.loads(line) for line in Path(told["rejects"]).read_text().splitlines()]
    assert [each["row"] for each in refused] == [4, 5]
    assert refused[0]["reasons"][0].startswith("client.breaches: `has` says that the list is not")
    assert refused[1]["reasons"][0].startswith("client.breaches[1].occurred_at: ")
    for number, code in ((1, 0), (3, 6)) if ending == other else ():
        printed = run("table", f"rows{ending}", "--row", str(number), *ASKED).stdout
        Path("request.json").write_text(printed, encoding="utf-8")
        run("decide", "request.json", "--policies", EKSPRESSJOB, code=code)


def test_a_file_is_found_beside_the_mapping():
    Path("there").mkdir()
    write("there/breaches.csv", RECORDS)
    write("rows.csv", ROWS)
    mapped()
    Path("mapping.yaml").rename("there/mapping.yaml")
    asked = ("--policies", EKSPRESSJOB, "--mapping", "there/mapping.yaml")
    assert "permitted      1" in run("table", "rows.csv", "out.csv", *asked, code=1).stdout


def test_the_export_has_no_records_in_it():
    write("rows.csv", ROWS)
    write("breaches.csv", RECORDS)
    mapped()
    run("table", "rows.csv", "out.csv", "--only-permitted", *ASKED, code=1)
    assert Path("out.csv").read_text(encoding="utf-8").splitlines() == [
        '"client.id","has","item.name","item.category","item.related_to"',
        '"007","true","invoice","transaction_data","[""b-7""]"',
    ]


@pytest.mark.parametrize("ending", FORMS)
def test_a_file_without_records_makes_known_lists_empty(ending):
    names, records = RECORDS
    write("rows.csv", ROWS)
    if ending == ".parquet":
        write("all.parquet", RECORDS)
        pa.parquet.write_table(pa.parquet.read_table("all.parquet").slice(0, 0), "breaches.parquet")
    else:
        write(f"breaches{ending}", (names, records[:0]))
    mapped(ending=ending)
    printed = run("table", "rows.csv", "out.csv", *ASKED).stdout
    assert "no ground      3" in printed
    assert "facts missing  2" in printed
    assert "belong to no row" not in printed


SUMMARY = {
    "en": """\
rows decided: 3, refused: 2
  permitted      1
  prohibited     0
  no ground      1
  facts missing  1
by rule:
  disclosure#contract_breach  1
records of `client.breaches` that belong to no row: 1
written: out.csv
written: out.csv.rejects.jsonl
""",
    "et": """\
otsustatud ridu 3, tagasi lükatud 2
  lubatud               1
  keelatud              0
  alus puudub           1
  asjaolud selgitamata  1
reegliti:
  disclosure#contract_breach  1
loendi `client.breaches` kirjeid, mis ei kuulu ühegi rea juurde: 1
kirjutatud: out.csv
kirjutatud: out.csv.rejects.jsonl
""",
}


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_summary_counts_records_without_a_row(language):
    write("rows.csv", ROWS)
    write("breaches.csv", RECORDS)
    mapped()
    printed = run("table", "rows.csv", "out.csv", *ASKED, "--lang", language, code=1).stdout
    assert printed == SUMMARY[language]


# --- How it fails --------------------------------------------------------------------------------
def told(text: str, ending: str = ".csv") -> dict[str, list[str]]:
    """Return what is told of a mapping in each language; nothing is written."""
    Path("mapping.yaml").write_text(text, encoding="utf-8")
    before = files()
    asked = ("table", f"rows{ending}", f"out{ending}", *ASKED)
    found = {
        language: run(*asked, "--lang", language, code=1).stderr.splitlines()
        for language in LANGUAGES
    }
    assert files() == before
    return found


LANGUAGES = "en", "et"
CSV = SAME + BREACHES.format(ending=".csv")
MAPPINGS = {
    "parts": (
        "lists:\n"
        "  client.breaches: {fle: a.csv, key: {a: 1}, known: 1, columns: 3, also: x}\n"
        "  client.consents: breaches.csv\n"
    ),
    "values": "values: {moment: noon}\n",
    "key": CSV.replace("{client: client.id}", "{}"),
    "known": CSV.replace("known: has", "known: false"),
    "twice": SAME.replace("consents", "breaches") + BREACHES.format(ending=".csv"),
    "no list": CSV.replace("client.breaches", "item.name"),
    "no file": SAME + BREACHES.format(ending=".jsonl"),
    "columns": CSV.replace("[note]", "[]").replace("occurred_at: at", "ocurred_at: at"),
    "no field": CSV.replace("[note]", "[note, id, at]").replace("occurred_at: at", ""),
}
RECORD = ("007", "b-7", "2026-09-01T00:00:00+03:00", "x")
TABLES: dict[str, tuple[list[tuple[Any, ...]], str, str]] = {
    "nobody": ([RECORD, (None, *RECORD[1:])], ".csv", ".csv"),
    "odd key": ([RECORD, ("7 ", *RECORD[1:]), (" ", *RECORD[1:])], ".csv", ".parquet"),
    "odd number": ([(7, *RECORD[1:]), (7.5, *RECORD[1:]), (True, *RECORD[1:])], ".jsonl", ".jsonl"),
    "mixed": ([RECORD, (7, *RECORD[1:])], ".csv", ".jsonl"),
    "numbers": ([(7, *RECORD[1:])], ".csv", ".parquet"),
    "numbers in JSON": ([(7, *RECORD[1:])], ".csv", ".jsonl"),
    "strangers": ([("1007", *RECORD[1:])], ".csv", ".csv"),
    "strangers in JSON": ([("1007", *RECORD[1:])], ".jsonl", ".jsonl"),
}


def test_what_is_told_of_mappings_and_records(golden):
    write("breaches.csv", RECORDS)
    write("rows.csv", ROWS)
    found = {f"a mapping: {name}": told(text) for name, text in MAPPINGS.items()}
    for name, (records, ending, other) in TABLES.items():
        write(f"rows{ending}", ROWS)
        write(f"breaches{other}", (RECORDS[0], records))
        found[f"records: {name}"] = told(SAME + BREACHES.format(ending=other), ending)
    for language in LANGUAGES:
        lines = [f"# {name}\n" + "\n".join(each[language]) for name, each in found.items()]
        golden(TOLD / f"child_tables.{language}.txt", "\n".join(lines) + "\n")


TOLD = Path(__file__).parent / "told"


@pytest.mark.parametrize("taken", ["breaches.csv", "out.csv.rejects.jsonl"])
def test_a_file_of_records_is_not_written_over(taken):
    write("rows.csv", ROWS)
    write(taken, RECORDS)
    Path("mapping.yaml").write_text(CSV.replace("breaches.csv", taken), encoding="utf-8")
    before = Path(taken).read_bytes()
    target = taken.removesuffix(".rejects.jsonl")
    asked = ("table", "rows.csv", target, *ASKED)
    assert f"the output would overwrite the input `{taken}`" in run(*asked, code=1).stderr
    assert Path(taken).read_bytes() == before


def test_keys_in_json_are_of_one_kind():
    rows = [("7", True), (7, True), (7.0, True), (None, True), ("7", 1), ("7", None), (" 7", True)]
    names, (first, *_) = ROWS
    write("rows.jsonl", (names, [(*row, *first[2:]) for row in rows]))
    write("breaches.jsonl", (RECORDS[0], [("7", *RECORD[1:])]))
    mapped(ending=".jsonl")
    asked = ("table", "rows.jsonl", "out.jsonl", *ASKED, "--format", "json")
    run(*asked, code=1)
    written = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [(each.get("client.id"), each["outcome"]) for each in written] == [
        ("7", "permitted"),
        (None, "facts_missing"),
    ]
    refused = map(json.loads, Path("out.jsonl.rejects.jsonl").read_text().splitlines())
    reasons = {each["row"]: each["reasons"][0] for each in refused}
    assert reasons.keys() == {2, 3, 5, 6, 7}
    assert all("of another kind" in reasons[number] for number in (2, 3, 7))
    assert all("it must be `true` or `false`" in reasons[number] for number in (5, 6))


def test_a_mapping_tells_reasons_in_the_language_of_the_reader():
    write("rows.csv", ROWS)
    (line,) = told("values: {moment: noon}\n")["et"]
    assert "peab olema ajahetk" in line
    assert "must" not in line
