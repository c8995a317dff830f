"""One meaning: PostgreSQL selects just the rows of which the engine says that they may be shared.

`DISCLOSURE_RULES_EXAMPLES=400 pytest tests/equality/test_postgres.py` tries so many policy sets.
"""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.needs import needs
from tests.postgres.database import HOW

needs("sqlalchemy", f"to ask PostgreSQL with; {HOW}")

from sqlalchemy import Connection, select  # noqa: E402 - only with what it needs

from tests.equality.asking import many_requests  # noqa: E402
from tests.generators.worlds import random_world  # noqa: E402
from tests.postgres.rows import Rows, rows_of  # noqa: E402

if TYPE_CHECKING:
    from disclosure_rules import Engine

ALWAYS = 36
SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES") or ALWAYS)
ROWS = 150
TOGETHER = 6


def may_leave(engine: Engine, rows: Rows, fulfilled: set[str]) -> dict[int, bool]:
    """Return what the engine says of each row."""
    found = {}
    for number, request in enumerate(rows.requests):
        (item,) = engine.decide(request).items
        found[number] = item.permitted and not item.open_obligations(fulfilled)
    return found


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_a_where_selects_what_may_be_shared(connection: Connection, first: int) -> None:
    selected = 0
    for seed in range(first, min(first + TOGETHER, SETS)):
        world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
        engine = world.engine
        requests = list(many_requests(chance, world, ROWS))
        rows = rows_of(chance, engine.policy_set.vocabulary, requests)
        known_ids = engine.decide(rows.known)._rests_on.obligations()
        fulfilled = {each for each in sorted(known_ids) if chance.random() < 0.5}
        where = engine.permitted_where(rows.columns, **rows.known, fulfilled=fulfilled)
        rows.store(connection)
        number = rows.table.c.number
        said = dict(map(tuple, connection.execute(select(number, where))))
        assert said == may_leave(engine, rows, fulfilled), seed
        chosen = connection.scalars(select(number).where(where)).all()
        assert sorted(chosen) == sorted(n for n, holds in said.items() if holds), seed
        selected += len(chosen)
        connection.rollback()
    # By chance a group says no to everything, but none of those that are always tried.
    assert selected > 0 or first >= ALWAYS
