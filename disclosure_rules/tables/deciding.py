"""Rows into decisions, some hundred thousand at a time.

Plain rows are decided in SQL. The engine decides the others, which say something in an unusual
way, one by one. What is no valid request is not decided at all, but told with its faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

import duckdb
import pyarrow as pa
import pyarrow.compute
from sqlglot import exp

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.civil import instant_number, number_instant
from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.tables.bits import BITS
from disclosure_rules.tables.candidates import Spoken, awaited_texts, rules_without_rows
from disclosure_rules.tables.cells import as_python
from disclosure_rules.tables.errors import TableError, problem
from disclosure_rules.tables.facts import AT, MOMENT, ROW
from disclosure_rules.tables.lower import (
    FACTS,
    MOMENTS,
    OUTCOME,
    Lowered,
    bit_columns,
    lower,
)
from disclosure_rules.tables.nodes import sql as sql_truth
from disclosure_rules.tables.reading import INPUT, PLAIN, facts_in, read_rows
from disclosure_rules.tables.whole import seen_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import InForce, PolicySet, Rule
    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.tables.binding import Binding
    from disclosure_rules.tables.facts import Common
    from disclosure_rules.tables.whole import Seen

T = TypeVar("T")

_TEXTS: Final = pa.list_(pa.string())
DECIDED: Final = pa.schema(
    [
        (ROW, pa.int64()),
        (OUTCOME, pa.string()),
        ("rules", _TEXTS),
        ("grounds", _TEXTS),
        ("obligations", _TEXTS),
        ("missing", _TEXTS),
        ("open", _TEXTS),
    ]
)
"""What is said of a row; `open` are the obligations to be fulfilled before it may leave."""
REJECTED_ROWS: Final = pa.schema([(ROW, pa.int64()), ("reasons", _TEXTS)])

_READ: Final = "read"
_AWAITED: Final = "awaited"
_KEPT: Final = 16
"""How many SELECT are kept at most, as rows have different things in common."""
_MANY_RULES: Final = 100
"""From how many rules on it pays to see which of them wait for texts that no row has."""


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
        self._lowered: dict[object, tuple[Lowered, str]] = {}
        self._without: dict[object, frozenset[str]] = {}
        self._awaited: dict[date, dict[str, pa.Table]] = {}
        self._types: Mapping[str, Any] = {}
        self._reading: dict[frozenset[str], str] = {}
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
        places = self._binding.places()
        needed = rows.select([*places, ROW]).rename_columns([*places.values(), ROW])
        self._connection.register(INPUT, needed)
        settled = self._in_sql(self._read(rows))
        self._connection.unregister(INPUT)
        # No row may drop out unseen, whatever becomes of it in SQL: it is asked of the engine.
        odd = rows.slice(0, 0)
        if not settled[ROW].equals(rows[ROW]):
            odd = rows.filter(pa.compute.invert(pa.compute.is_in(rows[ROW], settled[ROW])))
        by_hand, rejected = self._one_by_one(odd)
        decided = pa.concat_tables([settled, by_hand])
        if len(decided) + len(rejected) != len(rows):
            raise TableError([problem("disagreement")])
        return Answer(decided, rejected)

    def _read(self, rows: pa.Table) -> Seen:
        """Make the table of facts of the plain rows, and return what rows say as a whole."""
        sql = self._connection
        if not self._types:
            names = (*self._binding.places(), ROW)
            self._types = dict(zip(names, sql.table(INPUT).types, strict=True))
        seen = seen_in(self._binding, rows)
        if seen.plain not in self._reading:
            # Whoever prints a tree may change it: nobody asks for these trees again.
            read = read_rows(self._binding, self._types, seen.plain)
            self._reading[seen.plain] = read.sql("duckdb", copy=False)
        # What is read by its type is read where it is used; texts and JSON are read once.
        forms = {self._binding.form, *self._binding.lists.values()}
        kind = "VIEW" if forms == {"native"} else "TABLE"
        sql.execute(f'CREATE OR REPLACE TEMP {kind} "{_READ}" AS {self._reading[seen.plain]}')
        plain = f'SELECT * FROM "{_READ}" WHERE "{PLAIN}"'
        sql.execute(f'CREATE OR REPLACE TEMP VIEW "{FACTS}" AS {plain}')
        return seen

    # --- In SQL --------------------------------------------------------------------------------

    def _in_sql(self, seen: Seen) -> pa.Table:
        zone = self._policy_set.vocabulary.zone
        epochs: dict[date, InForce] = {}
        moments: dict[date, list[datetime]] = {}
        for number in self._values(MOMENT, seen):
            moment = number_instant(number)
            in_force = self._policy_set.in_force(moment.astimezone(zone).date())
            epochs[in_force.day] = in_force
            moments.setdefault(in_force.day, []).append(moment)
        if not epochs:
            return DECIDED.empty_table()
        heads = {path: self._values(path, seen) for path in HEAD_PATHS.values()}
        found = []
        for day in sorted(epochs):
            spoken = Spoken(heads, self._awaited_texts(epochs[day], seen.common))
            lowered, select = self._lower(epochs[day], spoken, seen.common)
            found.append(self._of_epoch(lowered, select, moments[day]))
        return pa.concat_tables(found)

    def _values(self, path: str, seen: Seen) -> frozenset[Any]:
        """Return each value that rows have of a fact."""
        if path in seen.values:
            return seen.values[path]
        found = self._connection.execute(f'SELECT DISTINCT "{path}" FROM "{FACTS}"').fetchall()
        return frozenset(tuple(value) if isinstance(value, list) else value for (value,) in found)

    def _awaited_texts(self, in_force: InForce, common: Common) -> dict[str, frozenset[str]]:
        """Return, by path, which texts that rules wait for rows have, where none leaves it open."""
        if len(in_force.allow_rules) + len(in_force.deny_rules) < _MANY_RULES:
            return {}
        if in_force.day not in self._awaited:
            self._awaited[in_force.day] = {
                path: pa.table({"text": pa.array(sorted(texts))})
                for path, texts in awaited_texts(in_force).items()
            }
        sql, found = self._connection, {}
        facts = facts_in(self._binding, self._types, common)
        for path, texts in self._awaited[in_force.day].items():
            reading = facts.fact(cast("Fact", self._policy_set.vocabulary.fact(path)))
            if not reading.settled:
                left_open = exp.select(exp.Count(this=exp.Star())).from_(FACTS)
                left_open = left_open.where(sql_truth(reading.unknown))
                if sql.execute(left_open.sql("duckdb")).fetchall() != [(0,)]:
                    continue
            sql.register(_AWAITED, texts)
            said = sql.execute(
                f'SELECT DISTINCT "{path}" FROM "{FACTS}" SEMI JOIN "{_AWAITED}" '
                f'ON "{path}" = "{_AWAITED}"."text"'
            ).fetchall()
            sql.unregister(_AWAITED)
            found[path] = frozenset(text for (text,) in said)
        return found

    def _lower(self, in_force: InForce, spoken: Spoken, common: Common) -> tuple[Lowered, str]:
        """Return what is in force as SQL, without what none of the rows needs."""
        vocabulary = self._policy_set.vocabulary
        said = (in_force.day, *(frozenset(values.items()) for values in spoken))
        without = _kept(
            self._without, said, lambda: rules_without_rows(vocabulary, in_force, spoken)
        )

        def made() -> tuple[Lowered, str]:
            reader = facts_in(self._binding, self._types, common)
            lowered = lower(vocabulary, in_force, without, reader=reader)
            return lowered, lowered.select.sql("duckdb", copy=False)

        return _kept(self._lowered, (in_force.day, without, common), made)

    def _of_epoch(self, lowered: Lowered, select: str, moments: Sequence[datetime]) -> pa.Table:
        """Return what is said of the rows of some moments, in which the same is in force."""
        sql = self._connection
        sql.register(MOMENTS, _worked_out(lowered, moments))
        found: pa.Table = sql.sql(select).to_arrow_table()
        sql.unregister(MOMENTS)
        kinds, places = _kinds(found.drop_columns(ROW))
        verdicts = self._verdicts(lowered, kinds).take(places)
        return verdicts.add_column(0, DECIDED.field(ROW), found[ROW])

    def _verdicts(self, lowered: Lowered, kinds: Iterable[Sequence[Any]]) -> pa.Table:
        """Return what is said of each kind of row: an outcome, and the bits of what is true."""
        said: dict[str, list[Any]] = {name: [] for name in DECIDED.names[1:]}
        effects = {"permitted": "allow", "prohibited": "deny"}
        of_rules = len(bit_columns(len(lowered.rules)))
        for outcome, *numbers in kinds:
            true = _where_set(numbers[:of_rules], lowered.rules)
            rules = [rule for rule in true if rule.effect == effects.get(outcome)]
            rules.sort(key=lambda rule: rule.name)
            said[OUTCOME].append(outcome)
            said["rules"].append([rule.name for rule in rules])
            grounds = {str(rule.ground) for rule in rules} if outcome == "permitted" else set()
            said["grounds"].append(sorted(grounds))
            owed = [lowered.in_force.obligations[name] for r in rules for name in r.obliges]
            said["obligations"].append(sorted({obligation.id for obligation in owed}))
            said["missing"].append([*_where_set(numbers[of_rules:], lowered.missing)])
            said["open"].append(self._open(rules, lowered.in_force))
        return pa.table(said, pa.schema([*DECIDED][1:]))

    def _open(self, rules: Iterable[Rule], in_force: InForce) -> list[str]:
        """Return what is to be fulfilled first, by the rule that lacks fewest."""
        lacking = []
        for rule in rules:
            owed = (in_force.obligations[name] for name in rule.obliges)
            before = {each.id for each in owed if each.timing == "before"}
            lacking.append(sorted(before.difference(self._fulfilled)))
        return min(lacking, key=lambda ids: (len(ids), ids), default=[])

    # --- One by one ----------------------------------------------------------------------------

    def _one_by_one(self, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        """Return what the engine says of each row, and why it refuses others."""
        decided: list[dict[str, object]] = []
        rejected: list[dict[str, object]] = []
        for row in _one_after_the_other(rows):
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
                    "missing": item.missing,
                    "open": item.open_obligations(self._fulfilled),
                }
            )
        return (
            pa.Table.from_pylist(decided, DECIDED),
            pa.Table.from_pylist(rejected, REJECTED_ROWS),
        )


def _one_after_the_other(rows: pa.Table) -> Iterable[dict[str, Any]]:
    try:
        return cast("list[dict[str, Any]]", rows.to_pylist())
    except (OverflowError, ValueError):
        cells = zip(*([as_python(cell) for cell in column] for column in rows.columns), strict=True)
        return [dict(zip(rows.column_names, row, strict=True)) for row in cells]


def _where_set(numbers: Sequence[int], legend: Iterable[T]) -> Iterator[T]:
    """Yield what the bits that are set stand for."""
    for place, each in enumerate(legend):
        if numbers[place // BITS] >> place % BITS & 1:
            yield each


def _kinds(rows: pa.Table) -> tuple[list[list[Any]], pa.Array]:
    """Return which rows there are, each once, and the place among them of each row."""
    kinds: list[list[Any]] = [[]]
    places = pa.nulls(len(rows), pa.int64()).fill_null(0)
    for column in rows.columns:
        values = column.combine_chunks().dictionary_encode()
        # A kind so far, and what stands in this column, are one number; no two pairs the same.
        width = len(values.dictionary)
        pairs = pa.compute.add(
            pa.compute.multiply(places, width), values.indices.cast(pa.int64())
        ).dictionary_encode()
        said = values.dictionary.to_pylist()
        kinds = [
            [*kinds[pair // width], said[pair % width]] for pair in pairs.dictionary.to_pylist()
        ]
        places = pairs.indices.cast(pa.int64())
    return kinds, places


def _kept(known: dict[object, T], key: object, make: Callable[[], T]) -> T:
    """Return what was made before, or make it; a long table may come to need very much."""
    if key not in known:
        if len(known) == _KEPT:
            known.clear()
        known[key] = make()
    return known[key]


def _worked_out(lowered: Lowered, moments: Iterable[datetime]) -> pa.Table:
    """Return the table of moments: what is compared with each, worked out by the engine's code."""
    moments = list(moments)
    columns = {AT: pa.array([instant_number(moment) for moment in moments], pa.int64())}
    for each in lowered.by_moment:
        kind = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_()}[each.sql_type]
        columns[each.name] = pa.array([each.work_out(moment) for moment in moments], kind)
    return pa.table(columns)
