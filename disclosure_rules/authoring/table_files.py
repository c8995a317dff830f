"""A file of rows into a file of decisions, or of the rows that may leave, and a summary."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disclosure_rules.tables.batches import decided_batches, request_of
from disclosure_rules.tables.binding import ADDED
from disclosure_rules.tables.errors import TableError, problem
from disclosure_rules.tables.files import file_of, form_of, read_batches, writer, written_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from disclosure_rules.engine import Engine
    from disclosure_rules.tables.batches import DecidedBatch, Order


@dataclass(frozen=True, slots=True)
class TableSummary:
    """How the rows of a file came out."""

    target: Path
    rejects: Path | None
    """Where the rows that were refused are told of, if there are any."""
    counts: Mapping[str, int]
    """How many came out how; those refused as `rejected`."""
    by_rule: Mapping[str, int]
    """How many each rule permitted or prohibited."""
    left: int | None
    """How many rows were written out to leave; None where all decisions were written."""
    held: int
    """How many are permitted, and stay since obligations are to be fulfilled first."""
    without_row: Mapping[str, int]
    """By the path of a list: how many records of its child table belong to no row."""
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return {
            "output": str(self.target),
            "rejects": None if self.rejects is None else str(self.rejects),
            "outcomes": {
                name: self.counts.get(name, 0)
                for name in ("permitted", "prohibited", "no_ground", "facts_missing")
            },
            "rejected": self.counts.get("rejected", 0),
            "rules": dict(sorted(self.by_rule.items())),
            "left": self.left,
            "held": self.held,
            "records_without_row": dict(self.without_row),
            "digest": self.digest,
        }


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written of a file of rows."""

    target: Path
    only_permitted: bool = False
    """Whether only rows that may leave are written, as they came."""
    progress: Callable[[int], None] | None = None
    """Told how many rows are done, now and then."""


def decide_file(engine: Engine, source: Path, order: Order, writing: Writing) -> TableSummary:
    """Decide every row of a file, and write what was decided, or what may leave.

    Args:
        engine: What decides.
        source: The file of rows.
        order: How the rows are to be read.
        writing: What is to be written.

    Raises:
        TableError: The files or the columns do not fit, or SQL cannot ask what a rule asks.
    """
    try:
        return _decide_file(engine, source, order, writing)
    except OSError as error:
        # What cannot be read is told by `read_batches`: this is a full disk, or a lack of rights.
        reason = error.strerror or type(error).__name__
        raise TableError([problem("unwritable", file=writing.target, reason=reason)]) from None


def _decide_file(engine: Engine, source: Path, order: Order, writing: Writing) -> TableSummary:
    target, only_permitted = writing.target, writing.only_permitted
    if form_of(target) != order.form:
        raise TableError([problem("other_ending", ending=source.suffix)])
    if not target.parent.is_dir():
        raise TableError([problem("no_folder", file=target)])
    rejects = target.with_name(f"{target.name}.rejects.jsonl")
    files = (file_of(each.records) for each in order.mapping.lists.values())
    for read in (source, *filter(None, files)):
        if any(new.exists() and read.exists() and new.samefile(read) for new in (target, rejects)):
            raise TableError([problem("same_file", file=read)])
    taken = [each for each in (target, rejects) if each.exists() and not each.is_file()]
    if taken:
        raise TableError(problem("no_plain_file", file=each) for each in taken)
    counts: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    left = held = done = 0
    without_row: Mapping[str, int] = {}
    with ExitStack() as stack:
        new = stack.enter_context(written_aside(target))
        new_rejects = stack.enter_context(written_aside(rejects))
        with writer(new, order.form) as write, new_rejects.open("x", encoding="utf-8") as refused:
            for batch in decided_batches(
                engine.policy_set, engine.decide, read_batches(source), order
            ):
                leaving = _leaving(batch)
                write(leaving if only_permitted else batch.rows)
                refused.writelines(_refusals(batch))
                counts += batch.counts
                by_rule += batch.by_rule
                left += len(leaving)
                without_row = batch.without_row
                done += sum(batch.counts.values())
                if writing.progress is not None:
                    writing.progress(done)
        held = counts["permitted"] - left if only_permitted else 0
    if not counts["rejected"]:
        rejects.unlink()
    return TableSummary(
        target=target,
        rejects=rejects if counts["rejected"] else None,
        counts=counts,
        by_rule=by_rule,
        left=left if only_permitted else None,
        held=held,
        without_row=without_row,
        digest=engine.policy_set.digest,
    )


def request_of_row(engine: Engine, source: Path, number: int, order: Order) -> dict[str, Any]:
    """Return the request that a row of a file stands for, counted from 1.

    Raises:
        TableError: There is no such row, or the columns do not fit the vocabulary.
    """
    passed = 0
    for rows in read_batches(source):
        if passed < number <= passed + len(rows):
            return request_of(engine.policy_set, rows.slice(number - passed - 1, 1), order)
        passed += len(rows)
    raise TableError([problem("no_row", row=number, rows=passed)])


def _leaving(batch: DecidedBatch) -> pa.Table:
    """Return the rows that may leave, as they came."""
    return batch.rows.filter(batch.may_leave).drop_columns([*ADDED])


def _refusals(batch: DecidedBatch) -> list[str]:
    """Return a line for each row that was refused; rows of files count from 1."""
    return [
        json.dumps({"row": each["row"] + 1, "reasons": each["reasons"]}, ensure_ascii=False) + "\n"
        for each in batch.rejects.to_pylist()
    ]
