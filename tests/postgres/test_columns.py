"""What keeps columns and values from being asked: all of it is told at once."""

from __future__ import annotations

import operator
from typing import Any

import pytest

from tests.needs import needs
from tests.postgres.database import HOW

needs("sqlalchemy", f"to speak of columns with; {HOW}")

from sqlalchemy import (  # noqa: E402 - only with what it needs
    ARRAY,
    CHAR,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Double,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import CITEXT, dialect  # noqa: E402
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column  # noqa: E402
from sqlglot import exp  # noqa: E402

from disclosure_rules import ChildTable, TableError  # noqa: E402
from disclosure_rules.tables.errors import CannotLower  # noqa: E402
from disclosure_rules.tables.expressions import Expressions  # noqa: E402
from disclosure_rules.tables.row_comparing import compared, holds, meet, one_of  # noqa: E402
from disclosure_rules.tables.row_numbers import counted, number_of_first  # noqa: E402
from disclosure_rules.tables.row_values import OneText, Texts, Times, Unlisted  # noqa: E402
from tests.tables.rows import engine  # noqa: E402

MOMENT = "2026-11-22T12:00:00+02:00"
ROWS = Table(
    "rows",
    MetaData(),
    Column("id", Text),
    Column("kind", Text),
    Column("texts", ARRAY(Text)),
    Column("short", ARRAY(String)),
    Column("time", DateTime(timezone=True)),
    Column("yes", Boolean),
)
OTHER = Table("other", MetaData(), Column("row", Text), Column("id", Text))
THIRD = Table("third", MetaData(), Column("row", Text), Column("id", Text))


class Squeezed(TypeDecorator[str]):
    """A type that stores something else than what it gives."""

    impl = Text
    cache_ok = True


def odd(kind: Any) -> Any:
    """Return a column of a type."""
    return Table("odd", MetaData(), Column("odd", kind)).c.odd


def problems(columns: dict[str, Any], **known: Any) -> list[str]:
    """Return the codes of all that is in the way."""
    with pytest.raises(TableError) as caught:
        engine().permitted_where(columns, **{"moment": MOMENT, **known})
    for reader in ("en", "et"):
        assert len(caught.value.text(reader).splitlines()) == len(caught.value.problems)
    return [each.code for each in caught.value.problems]


def records(**parts: Any) -> ChildTable:
    """Return a child table with something else than it should have."""
    fine = {"columns": {"id": OTHER.c.id}, "belongs": [(OTHER.c.row, ROWS.c.id)], "known": True}
    return ChildTable(**{**fine, **parts})


CASES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"item.nam": ROWS.c.id}, {}, ["no_fact_near"]),
    ({"utterly.other": ROWS.c.id}, {}, ["no_fact"]),
    ({"moment": ROWS.c.time}, {}, ["where_moment", "where_twice"]),
    ({"item.name": "rows.id"}, {}, ["where_no_column"]),
    ({"item.name": func.lower(ROWS.c.id)}, {}, ["where_no_column"]),
    ({"item.name": literal("a")}, {}, ["where_no_column"]),
    ({"client": "yes"}, {}, ["where_no_column"]),
    ({"client": ROWS.c.id}, {}, ["column_type"]),
    ({"item.name": ROWS.c.texts}, {}, ["column_type"]),
    ({"item.related_to": ROWS.c.id}, {}, ["column_type"]),
    ({"item.related_to": odd(ARRAY(Text, dimensions=2))}, {}, ["column_type"]),
    ({"item.related_to": odd(ARRAY(Integer))}, {}, ["column_type"]),
    ({"item.category": ROWS.c.yes}, {}, ["column_type"]),
    ({"purpose": ROWS.c.yes}, {}, ["column_type"]),
    ({"item.name": odd(CITEXT())}, {}, ["column_type"]),
    ({"item.name": odd(CHAR(3))}, {}, ["column_type"]),
    ({"item.name": odd(Text(collation="et-x-icu"))}, {}, ["column_type"]),
    ({"item.name": odd(Squeezed())}, {}, ["column_type"]),
    ({"demand.issued_at": odd(DateTime())}, {}, ["column_type"]),
    ({"offer.partner_chosen": odd(Integer())}, {}, ["column_type"]),
    ({"purpose": ROWS.c.kind}, {"purpose": "offers"}, ["where_twice"]),
    ({"client.id": ROWS.c.id}, {"client": {"id": "c-1"}}, ["where_twice"]),
    ({"item.name": ROWS.c.id}, {"items": [{"name": "a"}]}, ["where_items"]),
    ({}, {"purpose": "ofers", "clint": {}}, ["where_value", "where_value"]),
    ({}, {"moment": "2026-11-22T12:00:00"}, ["where_value"]),
    ({}, {"fulfilled": "verify_demnd"}, ["no_obligation_in_force"]),
    ({}, {"fulfilled": [1]}, ["no_obligation_in_force"]),
    ({}, {"fulfilled": {"verify_demand": True}}, ["where_fulfilled"]),
    ({}, {"fulfilled": 1}, ["where_fulfilled"]),
    ({"client.consents": ROWS.c.id}, {}, ["where_needs_child_table"]),
    ({"item.name": records()}, {}, ["where_no_column"]),
    ({"client.consents": records(columns={"idd": OTHER.c.id})}, {}, ["no_fact_near"]),
    (
        {"client.consents": records(columns={"id": OTHER.c.id, "given_at": OTHER.c.id})},
        {},
        ["column_type"],
    ),
    ({"client.consents": records(columns={"id": THIRD.c.id})}, {}, ["where_several_tables"]),
    (
        {"client.consents": records(columns={"id": ROWS.c.id})},
        {},
        ["where_several_tables", "where_own_child"],
    ),
    ({"client.consents": records(belongs=[])}, {}, ["where_belongs"]),
    ({"client.consents": records(belongs=(OTHER.c.row, ROWS.c.id))}, {}, ["where_belongs"]),
    ({"client.consents": records(belongs=[(OTHER.c.row,)])}, {}, ["where_belongs"]),
    ({"client.consents": records(belongs=[(OTHER.c.row, OTHER.c.id)])}, {}, ["where_own_child"]),
    (
        {"client.consents": records(belongs=[("row", "id")])},
        {},
        ["where_no_column", "where_belongs"],
    ),
    ({"client.consents": records(known="yes")}, {}, ["where_no_column"]),
    ({"client.consents": records(known=None)}, {}, ["where_no_column"]),
    ({"client.consents": records(known=ROWS.c.id)}, {}, ["column_type"]),
    ({"client.consents": records(), "item.name": OTHER.c.id}, {}, ["where_own_child"]),
]


@pytest.mark.parametrize(("columns", "known", "codes"), CASES)
def test_what_does_not_fit_is_named(
    columns: dict[str, Any], known: dict[str, Any], codes: list[str]
) -> None:
    assert sorted(problems(columns, **known)) == sorted(codes)


def test_columns_are_a_mapping() -> None:
    assert problems([ROWS.c.id]) == ["where_columns"]  # type: ignore[arg-type]  # as it may come


def test_reasons_are_told_in_the_language_of_the_reader() -> None:
    with pytest.raises(TableError) as caught:
        engine().permitted_where({}, moment="2026-11-22T12:00:00")
    assert "offset is missing" not in caught.value.text("et")


def test_all_problems_are_named_at_once() -> None:
    columns = {"item.nam": ROWS.c.id, "item.category": ROWS.c.yes, "purpose": ROWS.c.kind}
    found = problems(columns, operation="transmt", purpose="offers", fulfilled={"x"})
    assert found == ["no_fact_near", "column_type", "where_twice", "where_value"]


def test_no_value_is_told() -> None:
    with pytest.raises(TableError) as caught:
        engine().permitted_where({}, moment=MOMENT, client={"id": "", "secret-38001010000": 1})
    assert "38001010000" not in str(caught.value)


@pytest.mark.parametrize("kind", [Float(), Double()])
def test_numbers_that_are_not_exact_are_refused(kind: Any) -> None:
    from disclosure_rules.language.vocabulary import Plain
    from disclosure_rules.tables.column_types import expected, fits, said

    assert not fits(Plain("number"), kind)
    assert expected(Plain("number")) == "Numeric, Integer"
    assert said(kind) == f"{type(kind).__name__}()"


def test_nothing_is_selected_where_nothing_is_known() -> None:
    assert str(engine().permitted_where({}, moment=MOMENT)) == "false"


def test_everything_is_selected_where_all_is_known_and_permitted() -> None:
    where = engine().permitted_where(
        {},
        moment=MOMENT,
        operation="transmit",
        purpose="protect_rights",
        recipient={"id": "r", "kind": "group_company", "group": "ekspress-meedia"},
    )
    assert str(where) == "true"


def test_constants_are_parameters_and_names_are_quoted() -> None:
    table = Table('a"; --', MetaData(), Column("select", Text))
    where = engine().permitted_where(
        {"dispute.court": table.c.select},
        moment=MOMENT,
        operation="transmit",
        purpose="protect_rights",
        recipient={"id": "x'; --", "kind": "court"},
        dispute={"data": ["name"]},
        item={"category": "name"},
    )
    compiled = select(table).where(where).compile(dialect=dialect())
    assert "x'; --" not in str(compiled)
    assert "x'; --" in compiled.params.values()
    assert '"a""; --"."select" = %(param_1)s' in str(compiled)


class Base(DeclarativeBase):
    """What classes of the ORM stand on."""


class Document(Base):
    """A row as an object."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)


class Breach(Base):
    """A record as an object."""

    __tablename__ = "breaches"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    at: Mapped[Any] = mapped_column(DateTime(timezone=True))


def test_classes_of_the_orm_have_columns_too() -> None:
    where = engine().permitted_where(
        {
            "item.category": Document.kind,
            "client.breaches": ChildTable(
                {"id": Breach.id, "occurred_at": Breach.at},
                [(Breach.document, Document.id)],
                known=True,
            ),
        },
        moment=MOMENT,
        operation="transmit",
        purpose="protect_rights",
        recipient={"id": "r", "kind": "other_third_person"},
        item={"related_to": ["b-7"]},
    )
    sql = str(select(Document).where(where).compile(dialect=dialect()))
    # A row is asked about by its own key: no table of rows stands within.
    assert sql.count("documents, ") == sql.count(", documents \n") == 0
    assert sql.count("FROM documents") == 1
    assert "breaches.document = documents.id" in sql


def test_a_row_is_asked_about_even_where_only_records_are() -> None:
    where = engine().permitted_where(
        {"client.consents": records()},
        moment=MOMENT,
        operation="transmit",
        purpose="protect_rights",
        recipient={"id": "r", "kind": "group_company", "group": "ekspress-meedia"},
    )
    # Were the rows a table within only, all would be selected as soon as one may be shared.
    sql = str(select(literal(1)).where(where).compile(dialect=dialect()))
    assert sql.splitlines()[1] == "FROM rows "
    assert sql.count("rows \n") == 1


def test_what_is_not_named_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from disclosure_rules.tables.standing import Standing

    def strange(*_: Any, **__: Any) -> exp.Expr:
        return exp.func("strange")

    monkeypatch.setattr(Standing, "condition", strange)
    with pytest.raises(CannotLower) as caught:
        engine().permitted_where(
            {}, moment=MOMENT, operation="transmit", purpose="offers", recipient={"kind": "partner"}
        )
    assert caught.value.rule in str(caught.value)
    assert ".yaml:" in str(caught.value)


NODES: list[Any] = [
    exp.func("strange"),
    exp.Is(this=exp.column("a"), expression=exp.true()),
    exp.EQ(this=exp.ArraySize(this=exp.column("a")), expression=exp.Literal.number(2)),
    exp.EQ(this=exp.Literal.number(2), expression=exp.ArraySize(this=exp.column("a"))),
    exp.GT(
        this=exp.ArraySize(
            this=exp.ArrayFilter(this=exp.column("a"), expression=exp.func("strange"))
        ),
        expression=exp.Literal.number(0),
    ),
    exp.GT(this=exp.ArraySize(this=exp.column("n")), expression=exp.Literal.number(0)),
    exp.EQ(this=exp.func("strange"), expression=exp.true()),
    exp.In(this=exp.column("a"), expressions=[exp.column("b")]),
    exp.column("n"),
    exp.Case(this=exp.column("a"), ifs=[], default=exp.true()),
    exp.EQ(
        this=exp.Dot(this=exp.column("a"), expression=exp.to_identifier("x")), expression=exp.true()
    ),
    exp.EQ(this=exp.Neg(this=exp.column("a")), expression=exp.Literal.number(1)),
]


@pytest.mark.parametrize("node", NODES, ids=str)
def test_each_node_is_read_or_refused(node: Any) -> None:
    with pytest.raises(Unlisted):
        Expressions({"a": ROWS.c.id, "n": 1}).truth(node)


TIME = Times(ROWS.c.time, "time")
DAY = Times(ROWS.c.time, "date")
PAIRS: list[tuple[Any, Any]] = [
    (compared, (operator.eq, TIME, DAY)),
    (compared, (operator.lt, ROWS.c.id, "a")),
    (compared, (operator.eq, Texts(ROWS.c.texts), "a")),
    (compared, (operator.lt, TIME, Times(ROWS.c.time, "time", 1))),
    (counted, (exp.Add, TIME, ROWS.c.id)),
    (counted, (exp.Add, "a", 1)),
    (counted, (exp.Mod, 1, True)),
    (one_of, (1, ["a"])),
    (holds, (1, "a")),
    (meet, (1, 1)),
]


@pytest.mark.parametrize(("asked", "values"), PAIRS)
def test_what_cannot_meet_is_refused(asked: Any, values: Any) -> None:
    with pytest.raises(Unlisted):
        asked(*values)


LISTS: list[tuple[Any, Any, str]] = [
    (("a", "b"), ("b",), "True"),
    (("a",), None, "False"),
    (OneText(ROWS.c.id), ("a", "b"), "rows.id IN (:param_1, :param_2)"),
    (("a",), OneText(ROWS.c.id), "rows.id = :param_1"),
    (OneText(ROWS.c.id), OneText(ROWS.c.kind), "rows.kind = rows.id"),
    (Texts(ROWS.c.texts), OneText(ROWS.c.id), "CAST(rows.id AS TEXT) = ANY (rows.texts)"),
    (Texts(ROWS.c.texts), Texts(ROWS.c.texts), "rows.texts && rows.texts"),
    (Texts(ROWS.c.texts), ("\0",), "False"),
]


@pytest.mark.parametrize(("left", "right", "said"), LISTS)
def test_lists_of_texts_meet(left: Any, right: Any, said: str) -> None:
    assert str(meet(left, right)) == said


def test_lists_hold_texts() -> None:
    assert holds(("a",), "a") is True
    assert holds(Texts(ROWS.c.texts), "\0") is False
    assert str(holds(OneText(ROWS.c.id), ROWS.c.kind)) == "rows.id = rows.kind"


END = 10**9 * 10**9
ORDERS: list[tuple[Any, Any, Any, bool]] = [
    (operator.lt, TIME, END, True),
    (operator.ge, TIME, END, False),
    (operator.gt, TIME, -1, True),
    (operator.eq, TIME, -1, False),
    (operator.ge, TIME, 0, True),
    (operator.lt, TIME, 0, False),
    (operator.gt, -1, TIME, False),
    (operator.lt, TIME, Times(ROWS.c.time, "time", END), True),
    (operator.lt, 1, 2, True),
    (operator.lt, None, 2, False),
]


@pytest.mark.parametrize(("order", "left", "right", "said"), ORDERS)
def test_what_lies_beyond_the_calendar_is_settled(
    order: Any, left: Any, right: Any, said: Any
) -> None:
    assert compared(order, left, right) is said


def test_what_nothing_is_said_of_is_nothing() -> None:
    absent = exp.column("absent")
    some = exp.GT(this=exp.ArraySize(this=absent), expression=exp.Literal.number(0))
    assert Expressions({}).truth(absent) is False
    assert Expressions({}).truth(some) is False
    assert counted(exp.Add, None, 1) is None
    assert one_of(None, ["a"]) is False
    assert holds(None, "a") is False


def test_what_is_moved_is_moved_to_later() -> None:
    found = compared(operator.lt, DAY, counted(exp.Sub, DAY, 2))
    asked = "WHEN (rows.time BETWEEN :param_1 AND :param_2) THEN rows.time END"
    assert str(found) == f"CASE {asked} + :param_3 < rows.time"


@pytest.mark.parametrize(
    ("kind", "left", "right", "said"),
    [
        (exp.Add, 3, 1, 4),
        (exp.Sub, 3, 1, 2),
        (exp.Mul, 3, -2, -6),
        (exp.IntDiv, 7, 2, 3),
        (exp.IntDiv, -7, 2, -3),
        (exp.Mod, 7, 2, 1),
        (exp.Mod, -7, 2, -1),
    ],
)
def test_numbers_that_are_known_are_worked_out_as_databases_do(
    connection: Connection, kind: Any, left: int, right: int, said: int
) -> None:
    assert counted(kind, left, right) == said
    asked: Any = counted(kind, literal(left, BigInteger()), right)
    assert connection.scalar(select(asked)) == said


def test_the_number_of_a_case_that_is_settled_is_known() -> None:
    assert number_of_first([], 7) == 7


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from disclosure_rules import tables

    monkeypatch.setattr(tables, "find_spec", lambda _: None)
    with pytest.raises(ImportError, match=r"disclosure-rules\[postgres\]"):
        engine().permitted_where({}, moment=MOMENT)
