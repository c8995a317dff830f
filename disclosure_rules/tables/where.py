"""What is known of a request, and columns, into what a WHERE asks: which rows may be shared.

    where = permitted_where(policy_set, {"item.category": documents.c.kind}, known, fulfilled=())
    select(documents).where(where)

It holds exactly of the rows of which the engine says `permitted`, and of which nothing is to be
fulfilled first. It is never NULL, and false of a row that is no valid request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.request import Facts, read_request
from disclosure_rules.tables.candidates import Spoken, rules_without_rows
from disclosure_rules.tables.errors import CannotLower, TableError, problem
from disclosure_rules.tables.expressions import Expressions, is_null
from disclosure_rules.tables.facts import MOMENT, given_name
from disclosure_rules.tables.row_columns import RowColumns
from disclosure_rules.tables.row_values import RowValue, Unlisted, is_known, known_value
from disclosure_rules.tables.standing import Standing
from disclosure_rules.tables.truths import Where, conjunction, disjunction, expression, negation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from disclosure_rules.language.policy import InForce, PolicySet, Rule
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.errors import Problem


def permitted_where(
    policy_set: PolicySet,
    columns: Mapping[str, object],
    known: Mapping[str, object],
    *,
    fulfilled: Iterable[str] = (),
) -> ColumnElement[bool]:
    """Return what holds exactly of the rows that may be shared.

    Args:
        policy_set: The policies.
        columns: By the path of a fact: the column, or child table, that gives it.
        known: The request as far as it is the same for all rows, the item under `item`.
        fulfilled: The ids of `before` obligations that have been fulfilled.

    Raises:
        TableError: Columns or values do not fit the vocabulary; all of them are named.
        CannotLower: A rule asks what PostgreSQL cannot be asked exactly.
    """
    vocabulary = policy_set.vocabulary
    rows = RowColumns(vocabulary)
    if not isinstance(columns, Mapping):
        raise TableError([problem("where_columns")])
    rows.read(columns)
    problems = [*rows.problems, *_given_twice(columns, known)]
    facts: Facts | None = None
    try:
        facts = read_request(vocabulary, _as_request(known))
    except InvalidRequest as error:
        problems += [
            problem("where_value", word=fault.path, reason=fault.problem) for fault in error.faults
        ]
    if facts is None:
        raise TableError(dict.fromkeys(problems))
    day = facts.moment.astimezone(vocabulary.zone).date()
    in_force = policy_set.in_force(day)
    done, unknown = _fulfilled(fulfilled, in_force)
    problems += unknown
    if problems:
        raise TableError(dict.fromkeys(problems))
    found = _permitted(vocabulary, in_force, facts, rows, done)
    return expression(conjunction((found, *rows.valid)))


def _as_request(known: Mapping[str, object]) -> dict[str, object]:
    """Return what is known as a request about one item."""
    request = dict(known)
    item = request.pop("item", None)
    return request if item is None else {**request, "items": [item]}


def _given_twice(columns: Mapping[str, object], known: Mapping[str, object]) -> Iterator[Problem]:
    if known.get("items") is not None:
        yield problem("where_items")
    for path in columns:
        entity, dot, name = str(path).partition(".")
        value = known.get(entity)
        if dot:
            value = value.get(name) if isinstance(value, Mapping) else None
        if value is not None:
            yield problem("where_twice", fact=path)


def _fulfilled(fulfilled: object, in_force: InForce) -> tuple[frozenset[str], list[Problem]]:
    """Return the ids that are fulfilled, and what is wrong with them."""
    if isinstance(fulfilled, str):
        fulfilled = (fulfilled,)
    if isinstance(fulfilled, Mapping) or not isinstance(fulfilled, Iterable):
        return frozenset(), [problem("where_fulfilled")]
    names = list(cast("Iterable[object]", fulfilled))
    there = {obligation.id for obligation in in_force.obligations.values()}
    problems = [
        problem("no_obligation_in_force", id=name)
        for name in names
        if not isinstance(name, str) or name not in there
    ]
    return frozenset(there.intersection(cast("list[str]", names)) if not problems else ()), problems


# --- What is asked of a row ----------------------------------------------------------------------


def _permitted(
    vocabulary: Vocabulary,
    in_force: InForce,
    facts: Facts,
    rows: RowColumns,
    fulfilled: frozenset[str],
) -> Where:
    """Return that no rule denies, and that one allows of which nothing is to be fulfilled first."""
    values = _values(vocabulary, facts, rows)
    standing = Standing(vocabulary, in_force)
    given = {**facts.given, **facts.items[0].given}
    standing.settled = {
        path: value for path, value in given.items() if isinstance(value, date) and path != MOMENT
    }
    heads = {
        path: [value if is_known(value := values.get(path)) else None]
        for path in HEAD_PATHS.values()
    }
    without = rules_without_rows(vocabulary, in_force, Spoken(cast("Any", heads), {}))

    def truth(rule: Rule, *, wanted: bool) -> Where:
        found = standing.rule(rule, wanted=wanted)
        # What is worked out by the moment stands in a table beside the facts: here, in none.
        worked = {each.name: each.work_out(facts.moment) for each in standing.times.columns}
        try:
            return Expressions({**worked, **values}).truth(found)
        except Unlisted:
            raise CannotLower("not_in_postgres", rule.name, rule.span) from None

    def may_leave(rule: Rule) -> bool:
        owed = (in_force.obligations[name] for name in rule.obliges)
        return fulfilled.issuperset(each.id for each in owed if each.timing == "before")

    denies = (rule for rule in in_force.deny_rules if rule.name not in without)
    allows = (rule for rule in in_force.allow_rules if rule.name not in without)
    return conjunction(
        (
            disjunction(truth(rule, wanted=True) for rule in allows if may_leave(rule)),
            *(truth(rule, wanted=False) for rule in denies),
        )
    )


def _values(vocabulary: Vocabulary, facts: Facts, rows: RowColumns) -> dict[str, RowValue]:
    """Return what each name of the table of facts stands for."""
    (item,) = facts.items
    values: dict[str, RowValue] = {
        path: known_value(value) for path, value in {**facts.given, **item.given}.items()
    }
    values |= rows.values
    for entity in vocabulary.entities:
        known = item.known if entity == "item" else entity in facts.entities
        of_entity = (v for path, v in rows.values.items() if path.startswith(f"{entity}."))
        given = disjunction((known, rows.given.get(entity, False), *map(_is_given, of_entity)))
        values[given_name(entity)] = given
    return values


def _is_given(value: RowValue) -> Where:
    return negation(is_null(value))
