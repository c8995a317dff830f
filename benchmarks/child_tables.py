"""Time lists that stand in child tables against the same lists in columns of the rows.

    python -m benchmarks.child_tables             # 200,000 rows
    python -m benchmarks.child_tables 5000000

The rows are those of `benchmarks/tables.py`. Their five lists go into five Parquet files, in an
order that has nothing to do with that of the rows. From file to file, in a process of its own for
each way; what is printed are seconds of processor time, of the clock in brackets, and memory.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import duckdb

from benchmarks.check_many_rules import POLICIES
from benchmarks.tables import Taken, rows_in, timed
from disclosure_rules import Engine, ListMapping, TableMapping
from disclosure_rules.authoring.table_files import Writing, decide_file
from disclosure_rules.tables.batches import Order

LISTS = ("consents", "breaches", "interests", "opt_outs", "stop_demands")
KEY = "item.name"
"""No two rows have the same, so that each has the records that its lists had."""


ALONE = """COPY (SELECT * EXCLUDE (
  "client.consents", "client.breaches", "client.interests", "client.opt_outs",
  "client.stop_demands") FROM '{file}') TO '{folder}/alone.parquet'"""
RECORDS = """COPY (SELECT * FROM (
  SELECT "item.name" AS owner, unnest("client.{name}", recursive := true) FROM '{file}')
  ORDER BY hash(owner)) TO '{folder}/{name}.parquet'"""
DIFFERENT = """SELECT "item.name", outcome, rules FROM '{columns}'
  EXCEPT SELECT "item.name", outcome, rules FROM '{tables}'"""


def filled(sql: str, **parts: object) -> str:
    """Return SQL with parts in the places of their names."""
    for name, part in parts.items():
        sql = sql.replace(f"{{{name}}}", str(part))
    return sql


def split(file: Path, folder: Path) -> tuple[Path, int]:
    """Return a file of rows without lists, and how many records stand in the files of these."""
    with duckdb.connect(config={"temp_directory": str(folder)}) as sql:
        sql.execute(filled(ALONE, file=file, folder=folder))
        for name in LISTS:
            sql.execute(filled(RECORDS, file=file, folder=folder, name=name))
        count = sum(len(sql.read_parquet(f"{folder}/{name}.parquet")) for name in LISTS)
    return folder / "alone.parquet", count


def mapping(folder: Path) -> TableMapping:
    """Return where the lists are."""
    return TableMapping(
        lists={
            f"client.{name}": ListMapping(
                folder / f"{name}.parquet", key={"owner": KEY}, known=True
            )
            for name in LISTS
        }
    )


def decided(file: Path, target: Path, order: Order) -> tuple[Taken, int]:
    """Decide a file, and return how long it took, and how many KiB of memory at most."""
    engine = Engine.load(POLICIES)
    taken, _ = timed(lambda: decide_file(engine, file, order, Writing(target)))
    return taken, getrusage(RUSAGE_SELF).ru_maxrss


def compare(count: int, folder: Path) -> None:
    """Print how long each way takes, when both were seen to say the same."""
    file = rows_in(folder, count)
    alone, records = split(file, folder)
    print(f"{count} rows, {records} records")
    outputs = {"columns": folder / "columns.parquet", "tables": folder / "tables.parquet"}
    ways = {
        "lists in columns": (file, outputs["columns"], Order()),
        "lists in child tables": (alone, outputs["tables"], Order(mapping=mapping(folder))),
    }
    seconds = []
    for name, (source, target, order) in ways.items():
        with ProcessPoolExecutor(1, get_context("spawn")) as other:
            taken, most = other.submit(decided, source, target, order).result()
        seconds.append(taken.processor)
        print(f"{name:24} {taken.processor:8.2f} ({taken.clock:.2f}), {most >> 10} MiB at most")
    with duckdb.connect() as sql:
        assert sql.execute(filled(DIFFERENT, **outputs)).fetchall() == []
    print(f"child tables / columns: {seconds[1] / seconds[0]:.2f}")


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as made:
        compare(asked, Path(made))
