"""Rows into decisions, some hundred thousand at a time.

Plain rows are decided in SQL. The engine decides the others, one by one: rows that say something
in an unusual way. What is no valid request is not decided at all, but told with its faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import duckdb
import pyarrow as pa
import pyarrow.compute
from sqlglot import exp

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.civil import instant_number, number_instant
from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.tables.bits import BITS, texts_of
from disclosure_rules.tables.candidates import Spoken, awaited_texts, rules_without_rows
from disclosure_rules.tables.errors import TableError, problem
from disclosure_rules.tables.facts import AT, MOMENT, ROW
from disclosure_rules.tables.facts import Reader as Facts
from disclosure_rules.tables.lower import (
    FACTS,
    MOMENTS,
    OUTCOME,
    Lowered,
    bit_columns,
    lower,
    missing_columns,
)
from disclosure_rules.tables.nodes import chosen, column, compared, text, texts
from disclosure_rules.tables.nodes import sql as sql_truth
from disclosure_rules.tables.reading import INPUT, PLAIN, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import InForce, PolicySet, Rule
    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.tables.binding import Binding

MISSING: Final = "missing"
_TEXTS: Final = pa.list_(pa.string())
DECIDED: Final = pa.schema(
    [
        (ROW, pa.int64()),
        (OUTCOME, pa.string()),
        ("rules", _TEXTS),
        ("grounds", _TEXTS),
        ("obligations", _TEXTS),
        (MISSING, _TEXTS),
        ("open", _TEXTS),
    ]
)
"""What is said of a row; `open` are the obligations to be fulfilled before it may leave."""
REJECTED: Final = pa.schema([(ROW, pa.int64()), ("reasons", _TEXTS)])

_READ: Final = "read"
_AWAITED: Final = "awaited"
_MANY_RULES: Final = 100
"""From how many rules on it pays to see which of them wait for texts that no row has."""
_FOUND: Final = "found"
_VERDICTS: Final = "verdicts"


class Answer(NamedTuple):
    """What is said of some rows: of each either a decision, or why there is none."""

    decided: pa.Table
    rejected: pa.Table


class RowDecider:
    """Decides rows of one table under one policy set."""

    def __init__(
        self,
        policy_set: PolicySet,
        decide: Callable[[Mapping[str, object]], Decision],
        binding: Binding,
        *,
        fulfilled: Collection[str] = (),
        reader: Reader = "en",
    ) -> None:
        """Decide rows whose columns are bound.

        Args:
            policy_set: The policies.
            decide: What decides one request under them.
            binding: Which column gives which fact.
            fulfilled: The ids of `before` obligations that have been fulfilled.
            reader: The language in which faults are told.
        """
        self._policy_set = policy_set
        self._decide = decide
        self._binding = binding
        self._fulfilled = fulfilled
        self._reader = reader
        self._lowered: dict[tuple[date, frozenset[str]], tuple[Lowered, str]] = {}
        self._reading: str | None = None
        self._connection = duckdb.connect()

    def close(self) -> None:
        """Let go of what was held for deciding."""
        self._connection.close()

    def decide(self, rows: pa.Table) -> Answer:
        """Return what is said of each row; they have a column of their numbers.

        Raises:
            TableError: DuckDB fails, or a row drops out unseen.
        """
        try:
            return self._decided(rows)
        except duckdb.Error:
            # What DuckDB tells may hold values of the rows.
            raise TableError([problem("not_decided")]) from None

    def _decided(self, rows: pa.Table) -> Answer:
        sql = self._connection
        sql.register(INPUT, rows)
        sql.execute(f'CREATE OR REPLACE TEMP TABLE "{_READ}" AS {self._sql_of_reading()}')
        plain = f'SELECT * FROM "{_READ}" WHERE "{PLAIN}"'
        sql.execute(f'CREATE OR REPLACE TEMP VIEW "{FACTS}" AS {plain}')
        found = self._in_sql()
        odd = _numbers(sql.execute(f'SELECT "{ROW}" FROM "{_READ}" WHERE NOT "{PLAIN}"'))
        sql.unregister(INPUT)
        by_hand, rejected = self._one_by_one(rows, odd)
        decided = pa.concat_tables([found, by_hand])
        # No row may drop out unseen, whatever a join makes of it.
        if len(decided) + len(rejected) != len(rows):
            raise TableError([problem("disagreement")])
        return Answer(decided, rejected)

    def _sql_of_reading(self) -> str:
        if self._reading is None:
            found = self._connection.table(INPUT)
            types = dict(zip(found.columns, found.types, strict=True))
            self._reading = read_rows(self._binding, types).sql("duckdb")
        return self._reading

    # --- In SQL --------------------------------------------------------------------------------

    def _in_sql(self) -> pa.Table:
        zone = self._policy_set.vocabulary.zone
        epochs: dict[date, InForce] = {}
        moments: dict[date, list[datetime]] = {}
        for number in _numbers(
            self._connection.execute(f'SELECT DISTINCT "{MOMENT}" FROM "{FACTS}"')
        ):
            moment = number_instant(number)
            in_force = self._policy_set.in_force(moment.astimezone(zone).date())
            epochs[in_force.day] = in_force
            moments.setdefault(in_force.day, []).append(moment)
        if not epochs:
            return DECIDED.empty_table()
        heads = self._heads()
        found = [
            self._of_epoch(
                epochs[day], moments[day], Spoken(heads, self._awaited_texts(epochs[day]))
            )
            for day in sorted(epochs)
        ]
        return pa.concat_tables(found)

    def _heads(self) -> dict[str, list[Any]]:
        """Return what the rows say of what heads speak of."""
        return {
            path: [
                value
                for (value,) in self._connection.execute(
                    f'SELECT DISTINCT "{path}" FROM "{FACTS}"'
                ).fetchall()
            ]
            for path in HEAD_PATHS.values()
        }

    def _awaited_texts(self, in_force: InForce) -> dict[str, set[str]]:
        """Return, by path, which texts that rules wait for rows have, where none leaves it open."""
        if len(in_force.allow_rules) + len(in_force.deny_rules) < _MANY_RULES:
            return {}
        sql, found = self._connection, {}
        for path, texts in awaited_texts(in_force).items():
            fact = self._policy_set.vocabulary.fact(path)
            reading = Facts(self._policy_set.vocabulary).fact(cast("Fact", fact))
            left_open = exp.select(exp.Count(this=exp.Star())).from_(FACTS)
            left_open = left_open.where(sql_truth(reading.unknown))
            if _numbers(sql.execute(left_open.sql("duckdb"))) != [0]:
                continue
            sql.register(_AWAITED, pa.table({"text": pa.array(sorted(texts))}))
            said = sql.execute(
                f'SELECT DISTINCT "{path}" FROM "{FACTS}" SEMI JOIN "{_AWAITED}" '
                f'ON "{path}" = "{_AWAITED}"."text"'
            ).fetchall()
            sql.unregister(_AWAITED)
            found[path] = {text for (text,) in said}
        return found

    def _of_epoch(self, in_force: InForce, moments: Sequence[datetime], spoken: Spoken) -> pa.Table:
        """Return what is said of the rows of some moments, in which the same is in force."""
        vocabulary = self._policy_set.vocabulary
        without = rules_without_rows(vocabulary, in_force, spoken)
        key = (in_force.day, without)
        if key not in self._lowered:
            lowered = lower(vocabulary, in_force, without)
            self._lowered[key] = lowered, lowered.select.sql("duckdb")
        lowered, select = self._lowered[key]
        sql = self._connection
        sql.register(MOMENTS, _worked_out(lowered, moments))
        sql.execute(f'CREATE OR REPLACE TEMP TABLE "{_FOUND}" AS {select}')
        sql.unregister(MOMENTS)
        bits = bit_columns(len(lowered.rules))
        listed = ", ".join(f'"{name}"' for name in (OUTCOME, *bits))
        kinds = sql.execute(f'SELECT DISTINCT {listed} FROM "{_FOUND}"').fetchall()
        sql.register(_VERDICTS, self._verdicts(lowered, kinds, bits))
        same = " AND ".join(
            f'"{_FOUND}"."{name}" = "{_VERDICTS}"."{name}"' for name in (OUTCOME, *bits)
        )
        said = ", ".join(f'"{_VERDICTS}"."{name}"' for name in DECIDED.names[1:] if name != MISSING)
        lacking = _missing(lowered).sql("duckdb")
        found: pa.Table = sql.sql(
            f'SELECT "{ROW}", {said}, {lacking} AS "{MISSING}" FROM "{_FOUND}" JOIN "{_VERDICTS}" ON {same}'
        ).to_arrow_table()
        sql.unregister(_VERDICTS)
        sql.execute(f'DROP TABLE "{_FOUND}"')
        return found.select(DECIDED.names).cast(DECIDED)

    def _verdicts(
        self, lowered: Lowered, kinds: Iterable[tuple[Any, ...]], bits: Sequence[str]
    ) -> pa.Table:
        """Return what is said of each kind of row: an outcome, and the rules that are true."""
        names = (*bits, *(name for name in DECIDED.names[1:] if name != MISSING))
        said: dict[str, list[Any]] = {name: [] for name in names}
        effects = {"permitted": "allow", "prohibited": "deny"}
        for outcome, *numbers in kinds:
            rules = sorted(
                (
                    rule
                    for place, rule in enumerate(lowered.rules)
                    if numbers[place // BITS] >> place % BITS & 1
                    and rule.effect == effects.get(outcome)
                ),
                key=lambda rule: rule.name,
            )
            for name, number in zip(bits, numbers, strict=True):
                said[name].append(number)
            said[OUTCOME].append(outcome)
            said["rules"].append([rule.name for rule in rules])
            grounds = {str(rule.ground) for rule in rules} if outcome == "permitted" else set()
            said["grounds"].append(sorted(grounds))
            owed = [lowered.in_force.obligations[name] for r in rules for name in r.obliges]
            said["obligations"].append(sorted({obligation.id for obligation in owed}))
            said["open"].append(self._open(rules, lowered.in_force))
        kinds_of = dict(zip(DECIDED.names, DECIDED.types, strict=True))
        return pa.table(
            {name: pa.array(said[name], kinds_of.get(name, pa.int64())) for name in said}
        )

    def _open(self, rules: Iterable[Rule], in_force: InForce) -> list[str]:
        """Return what is to be fulfilled first, by the rule that lacks fewest."""
        lacking = []
        for rule in rules:
            owed = (in_force.obligations[name] for name in rule.obliges)
            before = {each.id for each in owed if each.timing == "before"}
            lacking.append(sorted(before.difference(self._fulfilled)))
        return min(lacking, key=lambda ids: (len(ids), ids), default=[])

    # --- One by one ----------------------------------------------------------------------------

    def _one_by_one(self, rows: pa.Table, odd: Sequence[int]) -> tuple[pa.Table, pa.Table]:
        decided: list[dict[str, object]] = []
        rejected: list[dict[str, object]] = []
        wanted = pa.array(sorted(odd), pa.int64())
        for row in rows.take(pa.compute.index_in(wanted, rows[ROW])).to_pylist():
            try:
                (item,) = self._decide(self._binding.request(row)).items
            except InvalidRequest as error:
                reasons = error.text(self._reader).splitlines()
                rejected.append({ROW: row[ROW], "reasons": reasons})
                continue
            decided.append(
                {
                    ROW: row[ROW],
                    OUTCOME: item.outcome,
                    "rules": item.rules,
                    "grounds": item.grounds,
                    "obligations": sorted({each.id for each in item.obligations}),
                    MISSING: item.missing,
                    "open": item.open_obligations(self._fulfilled),
                }
            )
        return (
            pa.Table.from_pylist(decided, DECIDED),
            pa.Table.from_pylist(rejected, REJECTED),
        )


def _numbers(result: Any) -> list[int]:
    """Return the whole numbers of a single column."""
    return [number for (number,) in result.fetchall()]


def _worked_out(lowered: Lowered, moments: Iterable[datetime]) -> pa.Table:
    """Return the table of moments: what is compared with each, worked out by the engine's code."""
    moments = list(moments)
    columns = {AT: pa.array([instant_number(moment) for moment in moments], pa.int64())}
    for each in lowered.by_moment:
        kind = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_()}[each.sql_type]
        columns[each.name] = pa.array([each.work_out(moment) for moment in moments], kind)
    return pa.table(columns)


def _missing(lowered: Lowered) -> exp.Expr:
    """Return the facts that a row lacks, by their bits, as texts."""
    names = missing_columns(len(lowered.missing))
    columns = (
        (column(name), lowered.missing[place * BITS : (place + 1) * BITS])
        for place, name in enumerate(names)
    )
    lacks = chosen(
        ((compared("is", column(OUTCOME, _FOUND), text("facts_missing")), texts_of(columns)),),
        texts(()),
    )
    return lacks
