"""Time Spark on one machine: EkspressJob's rows on one core and on two, beside DuckDB.

    python benchmarks/spark.py             # 400,000 rows
    python benchmarks/spark.py 1000000

What is printed are seconds of processor time, of the clock in brackets, the least of three runs
after one that warms up, and ratios of the former. What compiles and collects garbage beside counts
as well. Each way writes nothing: Spark works out all columns and drops them, DuckDB hands its
batches over. Spark's settings are its own, but for the memory of its driver and for the size of
partitions, so that each core has some.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession

from benchmarks.check_many_rules import POLICIES
from benchmarks.tables import ROUNDS, ROWS, Taken, by_table, timed
from disclosure_rules import Engine

CORES = ("1", "2")
PARTITION = "2m"


def with_spark(cores: str, folder: str) -> None:
    """Print, as JSON, how long each run of Spark takes on so many cores."""
    spark = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.files.maxPartitionBytes", PARTITION)
        .config("spark.sql.files.openCostInBytes", "1")
        .getOrCreate()
    )
    engine = Engine.load(POLICIES)
    handle = spark._jvm.java.lang.ProcessHandle.current()  # noqa: SLF001 - what it takes is said nowhere else

    def of_java() -> float:
        return float(handle.info().totalCpuDuration().get().toMillis() / 1000)

    def decide() -> None:
        decided = engine.decide_spark(spark.read.parquet(folder))
        decided.rows.write.format("noop").mode("overwrite").save()

    def timed_in_both() -> Taken:
        before = of_java()
        taken, _ = timed(decide)
        return Taken(taken.processor + of_java() - before, taken.clock)

    print(json.dumps([timed_in_both() for _ in range(ROUNDS + 1)]))
    spark.stop()


def with_duckdb(folder: str) -> Taken:
    """Return how long DuckDB takes."""
    engine = Engine.load(POLICIES)
    file = next(iter(Path(folder).glob("*.parquet")))
    return min(timed(lambda: by_table(engine, file))[0] for _ in range(ROUNDS))


def main() -> None:
    """Print how long each way takes."""
    if len(sys.argv) > 2:
        with_spark(*sys.argv[1:])
        return
    count = sys.argv[1] if len(sys.argv) > 1 else "400000"
    with tempfile.TemporaryDirectory() as folder:
        made = ROWS.replace("{count}", count)
        duckdb.execute(f"COPY ({made}) TO '{folder}/rows.parquet' (ROW_GROUP_SIZE 50000)")
        print(f"{count} rows, seconds of processor time (of the clock)")
        beside = with_duckdb(folder)
        print(f"DuckDB          {beside.processor:6.2f} ({beside.clock:.2f})")
        for cores in CORES:
            again = [sys.executable, "-m", "benchmarks.spark", cores, folder]
            found = subprocess.run(again, check=True, capture_output=True, text=True)
            first, *warm = (Taken(*each) for each in json.loads(found.stdout.splitlines()[-1]))
            least = min(warm)
            told = f"{least.processor:6.2f} ({least.clock:.2f}), first {first.processor:.2f}"
            print(
                f"Spark, cores: {cores} {told}, / DuckDB: {least.processor / beside.processor:.1f}"
            )


if __name__ == "__main__":
    main()
