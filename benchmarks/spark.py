"""Time Spark on one machine: EkspressJob's rows on one core and on two, beside DuckDB.

    python benchmarks/spark.py             # 200,000 rows
    python benchmarks/spark.py 1000000

What is printed are seconds by the clock, the least of three, after a run that warms up. Each way
writes nothing: Spark works out all columns and drops them, DuckDB hands its batches over.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import duckdb
from pyspark.sql import SparkSession

from benchmarks.check_many_rules import POLICIES
from benchmarks.tables import ROUNDS, ROWS, by_table
from disclosure_rules import Engine


def with_spark(cores: int, folder: str) -> None:
    """Print how long Spark takes on so many cores."""
    spark = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.files.maxPartitionBytes", "8m")
        .getOrCreate()
    )
    engine = Engine.load(POLICIES)
    taken = []
    for _ in range(ROUNDS + 1):
        started = perf_counter()
        decided = engine.decide_spark(spark.read.parquet(folder))
        decided.rows.write.format("noop").mode("overwrite").save()
        taken.append(perf_counter() - started)
    print(f"first {taken[0]:.2f} least {min(taken[1:]):.2f}")
    spark.stop()


def with_duckdb(folder: str) -> float:
    """Return how long DuckDB takes, which uses one core and a half."""
    engine = Engine.load(POLICIES)
    taken = []
    for _ in range(ROUNDS):
        started = perf_counter()
        by_table(engine, next(iter(Path(folder).glob("*.parquet"))))
        taken.append(perf_counter() - started)
    return min(taken)


def main() -> None:
    """Print how long each way takes."""
    if len(sys.argv) > 2:
        with_spark(int(sys.argv[1]), sys.argv[2])
        return
    count = sys.argv[1] if len(sys.argv) > 1 else "200000"
    with tempfile.TemporaryDirectory() as folder:
        made = ROWS.replace("{count}", count)
        duckdb.execute(f"COPY ({made}) TO '{folder}/rows.parquet' (ROW_GROUP_SIZE 50000)")
        print(f"{count} rows, seconds by the clock")
        print(f"DuckDB         {with_duckdb(folder):.2f}")
        for cores in ("1", "2"):
            again = [sys.executable, "-m", "benchmarks.spark", cores, folder]
            found = subprocess.run(again, check=True, capture_output=True, text=True)
            print(f"Spark, cores {cores} {found.stdout.splitlines()[-1]}")


if __name__ == "__main__":
    main()
