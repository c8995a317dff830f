"""Time tables: EkspressJob's rows against SQL that an expert writes by hand, and against a loop.

    python benchmarks/tables.py            # 200,000 rows
    python benchmarks/tables.py 5000000

What is printed are seconds of processor time, and ratios of them, taken in alternation; the least
of three counts. The SQL by hand gives the outcome of each row alone, and knows that all facts are
given. Tables give rules, grounds, obligations, missing facts and the digest as well.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from shutil import copyfile
from time import process_time
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.parquet

from benchmarks.check_many_rules import POLICIES, write_policies
from disclosure_rules import Engine
from disclosure_rules.tables.batches import Order, decided_batches
from disclosure_rules.tables.binding import bind
from disclosure_rules.tables.files import read_batches

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
FURTHER = "and 10,000 further rules"
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

BY_HAND = """
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


def by_hand(file: Path) -> list[str]:
    """Return the outcome of each row, by SQL that was written by hand."""
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.sql(BY_HAND.replace("{file}", str(file))).to_arrow_table()
    return found["outcome"].to_pylist()  # type: ignore[no-any-return]


def by_table(engine: Engine, file: Path) -> list[str]:
    """Return the outcome of each row, as tables say it with all else."""
    outcomes: list[str] = []
    for batch in decided_batches(engine.policy_set, engine.decide, read_batches(file), Order()):
        outcomes += batch.rows["outcome"].to_pylist()
    return outcomes


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


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long something takes, and what came of it."""
    started = process_time()
    result = work()
    return process_time() - started, result


def main() -> None:
    """Print how long each way takes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    engine = Engine.load(POLICIES)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rows.parquet")
        made = ROWS.replace("{count}", str(count))
        duckdb.execute(f"COPY ({made}) TO '{file}'")
        engines = {"the table": engine, FURTHER: Engine.load(many_rules(Path(folder, "many")))}
        ways: dict[str, Callable[[], list[str]]] = {
            "SQL by hand": lambda: by_hand(file),
            **{name: lambda e=e: by_table(e, file) for name, e in engines.items()},  # type: ignore[misc]
        }
        least: dict[str, float] = {}
        answers: list[list[str]] = []
        for _ in range(ROUNDS):
            answers = []
            for name, work in ways.items():
                taken, answer = timed(work)
                least[name] = min(taken, least.get(name, taken))
                answers.append(answer)
            assert answers[0] == answers[1] == answers[2]
        alone, first = timed(lambda: one_by_one(engine, file))
        assert first == answers[0][: len(first)]
    print(f"{count} rows, seconds of processor time")
    for name, taken in least.items():
        print(f"{name:28} {taken:8.2f}")
    table = least["the table"]
    print(f"{'one by one, for as many':28} {alone / len(first) * count:8.2f}")
    print(f"table / by hand              {table / least['SQL by hand']:8.2f}")
    print(f"one by one / table           {alone / len(first) * count / table:8.2f}")
    further = least[FURTHER]
    print(f"10,000 further rules / table {further / table:8.2f}")


if __name__ == "__main__":
    main()
