"""Time tables: EkspressJob's rows against SQL that an expert writes by hand, and against a loop.

    python benchmarks/tables.py                   # 200,000 rows
    python benchmarks/tables.py 400000
    python benchmarks/tables.py 5000000 --file    # from file to file, with the memory it takes

What is printed are seconds of processor time, of the clock in brackets, and ratios of the former,
taken in alternation; the least of three counts. All ways may use all processors.

There are two yardsticks. The first is SQL by hand for the outcome of each row alone, which reads
only the columns that it needs. The second does what a table does: it hands on all columns, tells
rules, grounds, obligations and the digest, and leaves out rows that have unknown terms, empty or
lacking keys, or NULL in a list. Both know that no fact is missing, and that there is one moment.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from shutil import copyfile
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet

from benchmarks.check_many_rules import POLICIES, write_policies
from disclosure_rules import Engine
from disclosure_rules.authoring.table_files import Writing, decide_file
from disclosure_rules.tables.batches import Order, decided_batches
from disclosure_rules.tables.binding import bind
from disclosure_rules.tables.files import read_batches

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
OUTCOME = "SQL by hand, the outcome alone"
ALL = "SQL by hand, all that a table tells"
TABLE = "a table"
FURTHER = "a table beside 10,000 further rules"
LOOP = "one by one"
ASKED_ONE_BY_ONE = 4_000

ROWS = """
SELECT
  'transmit' AS operation,
  ['offers', 'protect_rights'][1 + n % 2] AS purpose,
  TIMESTAMPTZ '2026-11-22 10:00:00+00' AS moment,
  'r-' || n % 7 AS "recipient.id",
  ['partner', 'group_company', 'other_third_person', 'court'][1 + n % 4] AS "recipient.kind",
  CASE WHEN n % 3 = 0 THEN 'ekspress-meedia' END AS "recipient.group",
  'c-' || n // 5 AS "client.id",
  CASE WHEN n % 4 < 2 THEN [] ELSE [{
    'id': 'n-' || n, 'purposes': ['offers'], 'recipients': ['third_person'],
    'data': ['name', 'contact_data'], 'recorded_in': 'contract',
    'given_at': TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_days(CAST(n % 400 AS INTEGER)),
    'withdrawn_at':
      CASE WHEN n % 9 = 0 THEN TIMESTAMPTZ '2026-06-01 00:00:00+00' END}] END AS "client.consents",
  CASE WHEN n % 5 < 3 THEN [] ELSE [{
    'id': 'b-' || n % 3, 'occurred_at': TIMESTAMPTZ '2026-03-01 00:00:00+00'}] END
    AS "client.breaches",
  CASE WHEN n % 6 < 4 THEN [] ELSE [{
    'id': 'i-1', 'partner': 'r-' || n % 5, 'expressed_at': TIMESTAMPTZ '2026-02-01 00:00:00+00',
    'ended_at': CAST(NULL AS TIMESTAMPTZ)}] END AS "client.interests",
  CASE WHEN n % 11 = 0 THEN [{
    'id': 'o-1', 'made_at': TIMESTAMPTZ '2026-02-01 00:00:00+00',
    'withdrawn_at': CAST(NULL AS TIMESTAMPTZ)}] ELSE [] END AS "client.opt_outs",
  CASE WHEN n % 13 = 0 THEN [{
    'id': 's-1', 'made_at': TIMESTAMPTZ '2026-02-01 00:00:00+00', 'assessed': 'well_founded',
    'withdrawn_at': CAST(NULL AS TIMESTAMPTZ)}] ELSE [] END AS "client.stop_demands",
  'item-' || n AS "item.name",
  ['name', 'contact_data', 'transaction_data'][1 + n % 3] AS "item.category",
  ['b-' || n % 2] AS "item.related_to",
  'r-1' AS "dispute.court",
  ['transaction_data'] AS "dispute.data",
FROM range({count}) AS numbers(n)
"""

FOUND = """
WITH found AS (SELECT *,
  len(list_filter("client.consents", lambda c: c.recorded_in IS NOT NULL
    AND (list_contains(c.purposes, purpose)
      OR (purpose = 'offers' AND list_contains(c.purposes, 'serve_better')))
    AND (list_contains(c.recipients, "recipient.kind")
      OR list_contains(c.recipients, 'third_person')
      OR ("recipient.kind" = 'court' AND list_contains(c.recipients, 'authority')))
    AND (list_contains(c.data, "item.category") OR list_contains(c.data, 'client_data'))
    AND c.given_at <= moment
    AND (c.withdrawn_at IS NULL OR c.withdrawn_at > moment))) > 0 AS consented,
  len(list_filter("client.breaches", lambda b: b.occurred_at <= moment
    AND list_contains("item.related_to", b.id))) > 0 AS breached,
  len(list_filter("client.interests", lambda i: i.partner = "recipient.id"
    AND i.expressed_at <= moment
    AND (i.ended_at IS NULL OR i.ended_at > moment))) > 0 AS interested,
  len(list_filter("client.opt_outs", lambda o: o.made_at <= moment
    AND (o.withdrawn_at IS NULL OR o.withdrawn_at > moment))) > 0 AS opted_out,
  len(list_filter("client.stop_demands", lambda s: s.assessed = 'well_founded'
    AND s.made_at <= moment
    AND (s.withdrawn_at IS NULL OR s.withdrawn_at > moment))) > 0 AS stopped
  FROM '{file}')
"""

OUTCOME_ALONE = (
    FOUND
    + """
SELECT CASE
  WHEN purpose = 'offers' AND (opted_out OR stopped
    OR ("recipient.kind" = 'partner' AND NOT interested))
    THEN 'prohibited'
  WHEN consented
    OR ("recipient.kind" = 'group_company'
      AND COALESCE("recipient.group" = 'ekspress-meedia', FALSE))
    OR (breached AND purpose = 'protect_rights' AND "recipient.kind" <> 'group_company')
    OR (purpose = 'protect_rights' AND "recipient.kind" = 'court'
      AND "dispute.court" = "recipient.id"
      AND list_contains("dispute.data", "item.category"))
    OR (interested AND purpose = 'offers' AND "recipient.kind" = 'partner'
      AND "item.category" IN ('name', 'contact_data'))
    THEN 'permitted'
  ELSE 'no_ground' END AS outcome
FROM found
"""
)

LIKE_A_TABLE = """
{found}, ruled AS (SELECT *,
  purpose = 'offers' AND opted_out AS d1,
  purpose = 'offers' AND stopped AS d2,
  purpose = 'offers' AND "recipient.kind" = 'partner' AND NOT interested AS d3,
  consented AS a1,
  breached AND purpose = 'protect_rights'
    AND "recipient.kind" IN ('partner', 'other_third_person', 'court') AS a2,
  purpose = 'protect_rights' AND "recipient.kind" = 'court' AND "dispute.court" = "recipient.id"
    AND list_contains("dispute.data", "item.category") AS a3,
  "recipient.kind" = 'group_company'
    AND COALESCE("recipient.group" = 'ekspress-meedia', FALSE) AS a4,
  interested AND purpose = 'offers' AND "recipient.kind" = 'partner'
    AND "item.category" IN ('name', 'contact_data') AS a5
  FROM found WHERE {plain}),
told AS (SELECT *,
  CASE WHEN d1 OR d2 OR d3 THEN 'prohibited'
    WHEN a1 OR a2 OR a3 OR a4 OR a5 THEN 'permitted' ELSE 'no_ground' END AS outcome
  FROM ruled)
SELECT
  * EXCLUDE (consented, breached, interested, opted_out, stopped, d1, d2, d3, a1, a2, a3, a4, a5),
  CASE outcome
    WHEN 'prohibited' THEN list_filter([
      CASE WHEN d3 THEN 'disclosure#partner_without_interest' END,
      CASE WHEN d1 THEN 'offers#opted_out' END,
      CASE WHEN d2 THEN 'processing#stopped' END], lambda r: r IS NOT NULL)
    WHEN 'permitted' THEN list_filter([
      CASE WHEN a1 THEN 'disclosure#consent' END,
      CASE WHEN a2 THEN 'disclosure#contract_breach' END,
      CASE WHEN a3 THEN 'disclosure#court_defence' END,
      CASE WHEN a4 THEN 'disclosure#group_company' END,
      CASE WHEN a5 THEN 'disclosure#partner_interest' END], lambda r: r IS NOT NULL)
    ELSE [] END AS rules,
  CASE WHEN outcome = 'permitted' THEN list_filter([
      CASE WHEN a1 THEN 'consent' END,
      CASE WHEN a2 THEN 'contract_breach' END,
      CASE WHEN a3 THEN 'defence_of_rights' END,
      CASE WHEN a5 THEN 'expressed_interest' END,
      CASE WHEN a4 THEN 'group' END], lambda g: g IS NOT NULL)
    ELSE [] END AS grounds,
  CASE WHEN outcome <> 'permitted' THEN []
    WHEN a2 THEN ['limit_to_breach', 'record_disclosure']
    ELSE ['record_disclosure'] END AS obligations,
  CAST([] AS VARCHAR[]) AS missing,
  '{digest}' AS digest
FROM told
"""

PLAIN = """
  operation IN ('transmit') AND purpose IN ('offers', 'protect_rights') AND moment IS NOT NULL
  AND "recipient.kind" IN ('partner', 'group_company', 'other_third_person', 'court')
  AND "recipient.id" <> '' AND "client.id" <> '' AND "item.name" <> ''
  AND COALESCE("recipient.group" <> '', TRUE)
  AND "item.category" IN ('name', 'contact_data', 'transaction_data')
  AND "dispute.court" <> '' AND list_has_all(['transaction_data'], "dispute.data")
  AND len(list_filter("item.related_to", lambda t: t IS NULL OR t = '')) = 0
  AND len(list_filter("client.consents", lambda c: c.id IS NULL OR c.id = ''
    OR NOT list_has_all(['offers', 'protect_rights', 'serve_better'], c.purposes)
    OR NOT list_has_all(['third_person', 'partner', 'court', 'authority'], c.recipients)
    OR NOT list_has_all(['name', 'contact_data', 'transaction_data', 'client_data'], c.data)
    OR c.recorded_in NOT IN ('contract', 'other_record') OR c.given_at IS NULL)) = 0
  AND len(list_filter("client.breaches", lambda b: b.id IS NULL OR b.id = ''
    OR b.occurred_at IS NULL)) = 0
  AND len(list_filter("client.interests", lambda i: i.partner IS NULL OR i.partner = ''
    OR i.expressed_at IS NULL)) = 0
  AND len(list_filter("client.opt_outs", lambda o: o.made_at IS NULL)) = 0
  AND len(list_filter("client.stop_demands", lambda s: s.made_at IS NULL
    OR s.assessed NOT IN ('well_founded', 'unfounded'))) = 0
"""


def whole(sql: str, file: Path) -> str:
    """Return SQL about the rows of a file, with its parts in their places."""
    return sql.replace("{found}", FOUND).replace("{plain}", PLAIN).replace("{file}", str(file))


def by_hand(sql: str, file: Path) -> pa.Table:
    """Return what SQL that was written by hand says of each row."""
    with duckdb.connect() as connection:
        return connection.sql(whole(sql, file)).to_arrow_table()


def by_table(engine: Engine, file: Path) -> pa.Table:
    """Return what tables say of each row."""
    batches = decided_batches(engine.policy_set, engine.decide, read_batches(file), Order())
    return pa.concat_tables(batch.rows for batch in batches)


def one_by_one(engine: Engine, file: Path) -> list[str]:
    """Return the outcome of the first rows, asked one after the other."""
    rows = pyarrow.parquet.read_table(file).slice(0, ASKED_ONE_BY_ONE)
    types = dict.fromkeys(rows.column_names, '"NULL"')
    mapping = Order().mapping
    binding = bind(engine.policy_set.vocabulary, rows.column_names, types, "native", mapping)
    requests = [binding.request(row) for row in rows.to_pylist()]
    return [decision.outcome for decision in engine.decide_many(requests)]


def many_rules(folder: Path) -> Path:
    """Return a folder of EkspressJob's policies and of ten thousand rules about other groups."""
    folder.mkdir()
    write_policies(folder, 10_000)
    for name in ("offers", "processing", "client_rights"):
        copyfile(POLICIES / f"{name}.yaml", folder / f"{name}.yaml")
    return folder


class Taken(NamedTuple):
    """Seconds of processors, and of the clock."""

    processor: float
    clock: float


def timed(work: Callable[[], Any]) -> tuple[Taken, Any]:
    """Return how long something takes, and what came of it."""
    started = Taken(process_time(), perf_counter())
    result = work()
    return Taken(process_time() - started.processor, perf_counter() - started.clock), result


def compare(count: int, folder: Path) -> None:
    """Print how long each way takes."""
    engine = Engine.load(POLICIES)
    file = rows_in(folder, count)
    many = Engine.load(many_rules(folder / "many"))
    like_a_table = LIKE_A_TABLE.replace("{digest}", engine.policy_set.digest)
    ways: dict[str, Callable[[], pa.Table]] = {
        OUTCOME: lambda: by_hand(OUTCOME_ALONE, file),
        ALL: lambda: by_hand(like_a_table, file),
        TABLE: lambda: by_table(engine, file),
        FURTHER: lambda: by_table(many, file),
    }
    least: dict[str, Taken] = {}
    outcomes: list[str] = []
    for _ in range(ROUNDS):
        answers = {}
        for name, work in ways.items():
            taken, answers[name] = timed(work)
            least[name] = min(taken, least.get(name, taken))
        table = answers[TABLE]
        outcomes = table["outcome"].to_pylist()
        assert answers[ALL].select(table.column_names).cast(table.schema).equals(table)
        assert answers[OUTCOME]["outcome"].to_pylist() == outcomes
        assert answers[FURTHER]["rules"].equals(table["rules"])
    alone, first = timed(lambda: one_by_one(engine, file))
    assert first == outcomes[: len(first)]
    least[LOOP] = Taken(*(part / len(first) * count for part in alone))
    print(f"{count} rows, seconds of processor time (of the clock)")
    for name, taken in least.items():
        print(f"{name:42} {taken.processor:8.2f} ({taken.clock:.2f})")
    for over, under in ((TABLE, OUTCOME), (TABLE, ALL), (FURTHER, TABLE), (LOOP, TABLE)):
        ratio = least[over].processor / least[under].processor
        print(f"{over} / {under}: {ratio:.2f}")


def rows_in(folder: Path, count: int) -> Path:
    """Return a file of so many rows."""
    file = folder / "rows.parquet"
    with duckdb.connect(config={"temp_directory": str(folder)}) as connection:
        connection.execute(f"COPY ({ROWS.replace('{count}', str(count))}) TO '{file}'")
    return file


def from_file_to_file(count: int, folder: Path) -> None:
    """Print how long a long file takes, and how much memory at most."""
    file = rows_in(folder, count)
    print(f"{count} rows, {file.stat().st_size >> 20} MiB, {rows_take(file)} MiB in Arrow")
    print("seconds of processor time (of the clock)")
    least = {}
    for name, work in ((ALL, copied_by_hand), (TABLE, decided)):
        # In a process of its own: what was taken before would count as well.
        with ProcessPoolExecutor(1, get_context("spawn")) as other:
            taken, most = other.submit(work, file, folder / "decided.parquet").result()
        least[name] = taken.processor
        print(f"{name:42} {taken.processor:8.2f} ({taken.clock:.2f}), {most >> 10} MiB at most")
    print(f"{TABLE} / {ALL}: {least[TABLE] / least[ALL]:.2f}")


def rows_take(file: Path) -> int:
    """Return how many MiB the rows of a file take, as Arrow holds them."""
    batches = pyarrow.parquet.ParquetFile(file).iter_batches()
    return int(sum(batch.nbytes for batch in batches)) >> 20


def decided(file: Path, target: Path) -> tuple[Taken, int]:
    """Decide a file, and return how long it took, and how many KiB of memory at most."""
    engine = Engine.load(POLICIES)
    taken, _ = timed(lambda: decide_file(engine, file, Order(), Writing(target)))
    return taken, getrusage(RUSAGE_SELF).ru_maxrss


def copied_by_hand(file: Path, target: Path) -> tuple[Taken, int]:
    """Do the same by SQL that was written by hand."""
    digest = Engine.load(POLICIES).policy_set.digest
    sql = whole(LIKE_A_TABLE.replace("{digest}", digest), file)
    with duckdb.connect() as connection:
        taken, _ = timed(lambda: connection.execute(f"COPY ({sql}) TO '{target}'"))
    return taken, getrusage(RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Print what was asked for."""
    numbers = [word for word in sys.argv[1:] if word.isdecimal()]
    count = int(numbers[0]) if numbers else 200_000
    with tempfile.TemporaryDirectory() as folder:
        (from_file_to_file if "--file" in sys.argv else compare)(count, Path(folder))


if __name__ == "__main__":
    main()
