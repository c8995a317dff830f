"""Files of rows into batches, and batches into files: Parquet, CSV and JSON Lines.

However large a file is, only some rows of it are held at a time. What is written is written aside
and renamed once it is whole.
"""

from __future__ import annotations

import csv
import json
import os
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from disclosure_rules.tables.arrow import in_microseconds
from disclosure_rules.tables.errors import TableError, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from disclosure_rules.tables.binding import Form

FORMS: Final[dict[str, Form]] = {
    ".parquet": "native",
    ".csv": "text",
    ".jsonl": "json",
    ".ndjson": "json",
}
"""By the ending of a file: how its cells say what they say."""
ROWS_AT_ONCE: Final = 200_000
"""Fewer rows are not worth the plan that SQL makes for them anew each time."""
_LINES_AT_ONCE: Final = 100_000
"""Lines are held as objects of Python, which take more room than columns."""
_BYTES_AT_ONCE: Final = 16 << 20


def form_of(file: Path) -> Form:
    """Return how the cells of a file say what they say.

    Raises:
        TableError: Its name does not tell.
    """
    if file.suffix.lower() not in FORMS:
        raise TableError([problem("unknown_ending", file=file)])
    return FORMS[file.suffix.lower()]


def file_of(records: object) -> Path | None:
    """Return the file that records stand in, if they are named by their file."""
    return Path(records) if isinstance(records, (str, os.PathLike)) else None


def read_batches(file: Path) -> Iterator[pa.Table]:
    """Yield the rows of a file, at least one table of them, in order.

    Raises:
        TableError: It is not there, or is not what its name says.
    """
    form = form_of(file)
    if not file.is_file():
        raise TableError([problem("no_file", file=file)])
    read = {"native": _parquet, "text": _csv, "json": _json_lines}[form]
    try:
        yield from read(file)
    except PermissionError:
        raise TableError([problem("no_rights", file=file)]) from None
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError, csv.Error):
        code = "unreadable_csv" if form == "text" else "unreadable"
        raise TableError([problem(code, file=file)]) from None


def _parquet(file: Path) -> Iterator[pa.Table]:
    with pyarrow.parquet.ParquetFile(file) as source:
        empty = True
        for batch in source.iter_batches(ROWS_AT_ONCE):
            empty = False
            yield in_microseconds(pa.Table.from_batches([batch]))
        if empty:
            yield in_microseconds(source.schema_arrow.empty_table())


def _csv(file: Path) -> Iterator[pa.Table]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        names = next(csv.reader(stream), [])
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        raise TableError([problem("no_commas", file=file)])
    if not names:
        yield pa.table({})
        return
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise TableError(problem("column_repeated", column=name) for name in repeated)
    schema = pa.schema([(name, pa.string()) for name in names])
    options = pyarrow.csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    reading = pyarrow.csv.ReadOptions(block_size=_BYTES_AT_ONCE)
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    yield schema.empty_table()
    with pyarrow.csv.open_csv(file, reading, parsing, options) as source:
        for batch in source:
            yield pa.Table.from_batches([batch])


def _json_lines(file: Path) -> Iterator[pa.Table]:
    names = sorted({name for line in _objects(file) for name in line})
    schema = pa.schema([(name, pa.string()) for name in names])
    yield schema.empty_table()
    held: list[dict[str, str]] = []
    for line in _objects(file):
        held.append(line)
        if len(held) == _LINES_AT_ONCE:
            yield pa.Table.from_pylist(held, schema)
            held = []
    if held:
        yield pa.Table.from_pylist(held, schema)


def _objects(file: Path) -> Iterator[dict[str, str]]:
    """Yield what each line says: by key, the JSON text of the value."""
    with file.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield _cells(line)
            except (ValueError, ArithmeticError, RecursionError):
                raise TableError([problem("line_no_object", file=file, line=number)]) from None


def _cells(line: str) -> dict[str, str]:
    """Return the values of an object, each as it is written.

    Raises:
        ValueError: The line is no object, or has a key twice.
    """
    decoder = json.JSONDecoder()
    strip = line.strip()
    if not strip.startswith("{"):
        raise ValueError
    found: dict[str, str] = {}
    place = _skip(strip, 1)
    if strip[place] == "}":
        place += 1
    else:
        while True:
            if strip[place] != '"':
                raise ValueError
            key, place = decoder.raw_decode(strip, place)
            place = _after(strip, place, ":")
            value, end = decoder.raw_decode(strip, place)
            if key in found:
                raise ValueError
            found[key] = strip[place:end] if value is not None else "null"
            place = _skip(strip, end)
            if strip[place : place + 1] == "}":
                place += 1
                break
            place = _after(strip, place, ",")
    if strip[place:].strip():
        raise ValueError
    return {key: value for key, value in found.items() if value != "null"}


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    if place >= len(text):
        raise ValueError
    return place


def _after(text: str, place: int, mark: str) -> int:
    place = _skip(text, place)
    if text[place] != mark:
        raise ValueError
    return _skip(text, place + 1)


# --- Writing -------------------------------------------------------------------------------------


@contextmanager
def written_aside(file: Path) -> Iterator[Path]:
    """Hand out a name to write to; rename it when all went well, and else leave nothing."""
    aside = file.with_name(f".{file.name}-{token_hex(4)}.new")
    try:
        yield aside
        with aside.open("rb") as stream:
            os.fsync(stream.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def writer(file: Path, form: Form) -> Iterator[Callable[[pa.Table], None]]:
    """Hand out what writes batches into a file of a form."""
    if form == "json":
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            yield lambda rows: stream.writelines(_lines(rows))
        return
    opened: list[Any] = []

    def write(rows: pa.Table) -> None:
        rows = rows if form == "native" else _texts(rows)
        if not opened:
            make = pyarrow.parquet.ParquetWriter if form == "native" else pyarrow.csv.CSVWriter
            opened.append(make(file, rows.schema))
        opened[0].write_table(rows)

    try:
        yield write
    finally:
        for each in opened:
            each.close()


def _texts(rows: pa.Table) -> pa.Table:
    """Return rows whose lists are JSON texts, as cells of CSV have them."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_list(field.type):
            cells = [_json_text(cell) for cell in rows.column(place).to_pylist()]
            rows = rows.set_column(place, field.name, pa.array(cells, pa.string()))
    return rows


def _lines(rows: pa.Table) -> Iterator[str]:
    """Yield a line of JSON for each row; cells that are texts are JSON already."""
    lists = {field.name for field in rows.schema if pa.types.is_list(field.type)}
    said = {*lists, "outcome", "digest"} if "digest" in rows.column_names else lists
    for row in rows.to_pylist():
        cells = (
            f"{_json_text(name)}: {_json_text(cell) if name in said else cell}"
            for name, cell in row.items()
            if cell is not None
        )
        yield f"{{{', '.join(cells)}}}\n"


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
