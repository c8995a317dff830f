"""Rows into what tables say of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from disclosure_rules.tables.batches import Order, decided_batches
from tests.generators.worlds import World
from tests.tables.children import Split
from tests.tables.flat import Row, mapping, table
from tests.tables.native import native_table

if TYPE_CHECKING:
    from disclosure_rules.tables.binding import Form


def by_sql(
    world: World, rows: list[Row], form: Form = "json", split: Split | None = None
) -> tuple[dict[int, Any], dict[int, list[str]], int]:
    """Return what is said of rows, why others are refused, and how many were left to the engine."""
    engine = world.engine
    asked = Counter[str]()

    def decide(request: Any) -> Any:
        asked["engine"] += 1
        return engine.decide(request)

    vocabulary = engine.policy_set.vocabulary
    order = Order(form, mapping(vocabulary))
    if split is not None:
        order = order._replace(mapping=replace(order.mapping, lists=split.mappings))
        rows = [*split.as_json()] if form == "json" else split.rows
    cells = table(rows) if form == "json" else native_table(vocabulary, rows)
    if split is not None and form == "native":
        cells = split.beside(cells)
    (batch,) = decided_batches(engine.policy_set, decide, [cells], order)
    refused = {each["row"]: each["reasons"] for each in batch.rejects.to_pylist()}
    numbers = [number for number in range(len(rows)) if number not in refused]
    decided = {
        number: (each["outcome"], each["rules"], each["missing"])
        for number, each in zip(numbers, batch.rows.to_pylist(), strict=True)
    }
    return decided, refused, asked["engine"]
