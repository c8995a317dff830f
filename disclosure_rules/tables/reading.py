"""Rows as they came into the table of facts, in SQL of DuckDB: what each cell gives, if plain.

A row is plain when it surely is a valid request, and each of its cells says what it says in the
usual way. It is decided in SQL. Any other row is read by the reader of requests, which refuses it
with its reasons or has it decided by the engine: so nothing here need know what is odd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sqlglot import exp

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from disclosure_rules.tables.binding import has_no_type
from disclosure_rules.tables.facts import (
    ROW,
    SINCE_YEAR_1,
    USUAL_INSTANTS,
    as_it_stands,
    entities_of,
    facts_of,
    given_name,
    sql_type,
)
from disclosure_rules.tables.facts import Reader as Facts
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    column,
    conj,
    disj,
    field,
    given,
    neg,
    one_of,
    own,
    sql,
    text,
    variable,
)
from disclosure_rules.tables.templates import templates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from disclosure_rules.language.vocabulary import Fact, Type, Vocabulary
    from disclosure_rules.tables.binding import Binding, Form
    from disclosure_rules.tables.facts import Common

INPUT: Final = "input"
PLAIN: Final = "plain"

_NUMBER: Final = r"^-?[0-9]{1,20}(\.[0-9]{1,18})?$"
_WHOLE: Final = r"^-?[0-9]{1,20}$"
_WHOLE_TYPES: Final = {
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
}
"""Types whose numbers all have twenty digits at most."""
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT: Final = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-5][0-9]"
    r"(\.[0-9]{6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])$"
)
_MICROSECONDS: Final = f"""
epoch_us(TRY_CAST(replace(VALUE[:19], 'T', ' ') AS TIMESTAMP)) + {SINCE_YEAR_1}
+ CASE WHEN VALUE[20:20] = '.' THEN CAST(VALUE[21:26] AS BIGINT) ELSE 0 END
- CASE VALUE[-6:-6] WHEN '+' THEN 1 WHEN '-' THEN -1 ELSE 0 END
* CASE WHEN VALUE[-1:] = 'Z' THEN 0
  ELSE TRY_CAST(VALUE[-5:-4] AS BIGINT) * 3600000000 + TRY_CAST(VALUE[-2:] AS BIGINT) * 60000000 END
"""
_EARLIEST, _LATEST = USUAL_INSTANTS
_USUAL_INSTANT: Final = f"VALUE BETWEEN {_EARLIEST} AND {_LATEST}"
_INSTANT_OF_COLUMN: Final = (
    f"CASE WHEN epoch_us(VALUE) BETWEEN {_EARLIEST - SINCE_YEAR_1} AND {_LATEST - SINCE_YEAR_1} "
    f"THEN epoch_us(VALUE) + {SINCE_YEAR_1} END"
)


class Cell(NamedTuple):
    """What a cell gives, and that it is plain where it is given."""

    value: Node
    plain: Truth


filled: Callable[..., Node] = templates_of("duckdb")
"""Takes a fixed template, and parts in the place of its names."""


def truth_of_text(value: Node) -> Node:
    """Return the truth that a text in a cell is, in CSV or JSON; NULL if it is none."""
    return filled("CASE VALUE WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END", VALUE=value)


def read_rows(
    binding: Binding, types: Mapping[str, Any], plain_throughout: Collection[str] = ()
) -> exp.Select:
    """Return the SELECT that makes the table of facts of rows, whose columns are called as places.

    Args:
        binding: Which column gives which fact.
        types: The types of the columns, in DuckDB.
        plain_throughout: The paths of facts whose cells are known to be plain in every row.
    """
    vocabulary = binding.vocabulary
    columns: list[Node] = [exp.alias_(column(ROW), ROW, quoted=True)]
    plain: list[Truth] = []
    read: dict[str, Node] = {}
    for fact in facts_of(vocabulary):
        cell = _cell_of(binding, fact, types)
        if cell is None:
            nothing = exp.cast(exp.Null(), exp.DataType.build(sql_type(fact.type), "duckdb"))
            columns.append(exp.alias_(nothing, fact.path, quoted=True))
            continue
        read[fact.path] = cell.value
        if fact.path not in plain_throughout:
            plain.append(cell.plain)
        columns.append(exp.alias_(_typed(binding, fact, cell.value, types), fact.path, quoted=True))
    plain.append(given(read["moment"]))
    for entity in entities_of(vocabulary):
        there = disj(
            given(value) for path, value in read.items() if path.partition(".")[0] == entity
        )
        if entity in binding.given:
            name = column(binding.places()[binding.given[entity]])
            said = filled("VALUE = 'true'", VALUE=name) if binding.form != "native" else name
            there = disj((there, filled("COALESCE(VALUE, FALSE)", VALUE=said)))
        columns.append(exp.alias_(own(sql(there)), given_name(entity), quoted=True))
    columns.append(exp.alias_(own(sql(conj(plain))), PLAIN, quoted=True))
    return exp.select(*columns, copy=False).from_(INPUT)


def facts_in(binding: Binding, types: Mapping[str, Any], common: Common) -> Facts:
    """Return how facts stand in the rows that are read: records stay as they came.

    Args:
        binding: Which column gives which fact.
        types: The types of the columns, in DuckDB.
        common: What all rows have in common.
    """

    def field_of(fact: Fact, record: Node) -> Node:
        path = fact.path.rpartition(".")[0]
        fields = _fields_as_they_came(binding, path, types)
        if fields is None:
            return as_it_stands(fact, record)
        read: Node = exp.Null()
        if not has_no_type(fields.get(fact.name)):
            there = field(record, fact.name)
            reader = _Reader(binding.vocabulary)
            read = reader.cell(fact.type, there, fields[fact.name], "native").value
        return exp.cast(own(read), exp.DataType.build(sql_type(fact.type), "duckdb"))

    single = {
        fact.path
        for fact in facts_of(binding.vocabulary)
        if isinstance(fact.type, Categories) and _is_single(binding, fact, types)
    }
    return Facts(binding.vocabulary, field_of=field_of, single=single, common=common)


def _fields_as_they_came(
    binding: Binding, path: str, types: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Return the types of the fields of records that stay as they came; None of other facts."""
    found = types.get(binding.columns.get(path, ""))
    fact = cast("Fact", binding.vocabulary.fact(path))
    native = binding.form_of(path) == "native"
    if not native or not isinstance(fact.type, Records) or has_no_type(found):
        return None
    return _fields(found)


def _fields(found: Any) -> Mapping[str, Any] | None:
    """Return the types of the fields of records in a list; None of a list of nothing but NULL."""
    of_each = dict(found.children)["child"]
    return None if has_no_type(of_each) else dict(of_each.children)


def _is_single(binding: Binding, fact: Fact, types: Mapping[str, Any]) -> bool:
    name = binding.columns.get(fact.path)
    return binding.form == "native" and name is not None and str(types[name]) == "VARCHAR"


def _typed(binding: Binding, fact: Fact, value: Node, types: Mapping[str, Any]) -> Node:
    """Return a value as a column of the table of facts holds it."""
    if _fields_as_they_came(binding, fact.path, types) is not None:
        return own(value)
    kind = sql_type(fact.type)
    if isinstance(fact.type, Categories) and _is_single(binding, fact, types):
        kind = "VARCHAR"
    return exp.cast(own(value), exp.DataType.build(kind, "duckdb"))


def _cell_of(binding: Binding, fact: Fact, types: Mapping[str, Any]) -> Cell | None:
    name = binding.columns.get(fact.path)
    if name is None:
        return None
    value = column(binding.places()[name])
    kind, form = types[name], binding.form_of(fact.path)
    if form == "native" and has_no_type(kind):
        return None
    reader = _Reader(binding.vocabulary)
    if form != "native" and fact.path in binding.lists:
        fields = cast("Records", fact.type).fields
        cell = reader.joined(fields, value, _fields(kind) or {}, form)
        return Cell(cell.value, _absent_or_plain(neg(given(value)), cell))
    return reader.where_given(fact.type, value, kind, form)


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def where_given(self, kind: Type, value: Node, found: Any, form: Form) -> Cell:
        """Return what a cell gives, and that it gives nothing or is plain."""
        absent = neg(given(value))
        if form == "json":
            # What DuckDB cannot read as JSON it would not pass over, but stop at.
            value = filled("CASE WHEN json_valid(VALUE) THEN CAST(VALUE AS JSON) END", VALUE=value)
            null = filled("COALESCE(json_type(VALUE) = 'NULL', FALSE)", VALUE=value)
            absent = disj((absent, null))
        cell = self.cell(kind, value, found, form)
        return Cell(cell.value, _absent_or_plain(absent, cell))

    def cell(self, kind: Type, value: Node, found: Any, form: Form) -> Cell:
        """Return what a cell gives that gives anything."""
        match kind:
            case Plain(name):
                return self._plain(name, value, found, form)
            case OneTerm(taxonomy):
                said, plain = self._text(value, form)
                return Cell(said, conj((plain, one_of(said, self._terms(taxonomy)))))
            case Categories(taxonomy):
                return self._categories(taxonomy, value, found, form)
            case TermSet(taxonomy):
                return self._set(value, form, lambda t: one_of(t, self._terms(taxonomy)))
            case TextSet():
                return self._set(value, form, _not_empty)
            case Records(fields):
                return self._records(fields, value, found, form)

    def _terms(self, taxonomy: str) -> Mapping[str, object]:
        return self._vocabulary.taxonomies[taxonomy].terms

    @staticmethod
    def _text(value: Node, form: Form) -> Cell:
        if form != "json":
            return Cell(value, plain=True)
        return Cell(
            filled("VALUE ->> '$'", VALUE=value),
            filled("json_type(VALUE) = 'VARCHAR'", VALUE=value),
        )

    def _plain(self, name: str, value: Node, found: Any, form: Form) -> Cell:
        said, plain = self._text(value, form)
        match name:
            case "boolean" if form == "native":
                return Cell(value, plain=True)
            case "boolean":
                if form == "json":
                    said = filled("CAST(VALUE AS VARCHAR)", VALUE=value)
                # `null` in JSON says nothing: it must not pass for what is false.
                read = truth_of_text(said)
                return Cell(read, given(read))
            case "integer" | "number":
                return self._number(name, value, found, form)
            case "text":
                return Cell(said, conj((plain, _not_empty(said))))
            case "time" if form == "native" and str(found) != "VARCHAR":
                return Cell(filled(_INSTANT_OF_COLUMN, VALUE=value), plain=True)
            case "time":
                usual = filled("regexp_matches(VALUE, FORM)", VALUE=said, FORM=text(_INSTANT))
                read = filled(f"CASE WHEN USUAL THEN {_MICROSECONDS} END", VALUE=said, USUAL=usual)
                return Cell(read, conj((plain, filled(_USUAL_INSTANT, VALUE=read))))
            case _:
                if form == "native" and str(found) != "VARCHAR":
                    day = filled("CASE WHEN isfinite(VALUE) THEN VALUE END", VALUE=value)
                else:
                    day = filled(
                        "CASE WHEN regexp_matches(VALUE, FORM) THEN TRY_CAST(VALUE AS DATE) END",
                        VALUE=said,
                        FORM=text(_DAY),
                    )
                read = filled("VALUE - DATE '1970-01-01' + 719163", VALUE=day)
                return Cell(read, conj((plain, filled("VALUE BETWEEN 1 AND 3652059", VALUE=read))))

    @staticmethod
    def _number(name: str, value: Node, found: Any, form: Form) -> Cell:
        if form == "native" and str(found) in _WHOLE_TYPES:
            return Cell(value, plain=True)
        if form == "native" and str(found) == "FLOAT":
            said = filled("CAST(CAST(VALUE AS DOUBLE) AS VARCHAR)", VALUE=value)
        else:
            said = filled("CAST(VALUE AS VARCHAR)", VALUE=value)
        usual = _WHOLE if name == "integer" else _NUMBER
        read = filled(
            "CASE WHEN regexp_matches(VALUE, FORM) THEN TRY_CAST(VALUE AS DECIMAL(38, 18)) END",
            VALUE=said,
            FORM=text(usual),
        )
        return Cell(read, given(read))

    # --- Several ---------------------------------------------------------------------------------

    def _categories(self, taxonomy: str, value: Node, found: Any, form: Form) -> Cell:
        terms = self._terms(taxonomy)
        several = self._set(value, form, lambda t: one_of(t, terms))
        if form == "native":
            if str(found) != "VARCHAR":
                return several
            return Cell(value, one_of(value, terms))
        one = "json_type(VALUE) = 'VARCHAR'" if form == "json" else "VALUE[:1] <> '['"
        single = filled(one, VALUE=value)
        said = self._text(value, form).value
        return Cell(
            filled(
                "CASE WHEN SINGLE THEN [SAID] ELSE SEVERAL END",
                SINGLE=single,
                SAID=said,
                SEVERAL=several.value,
            ),
            filled(
                "CASE WHEN SINGLE THEN SAID ELSE SEVERAL END",
                SINGLE=single,
                SAID=sql(one_of(said, terms)),
                SEVERAL=sql(several.plain),
            ),
        )

    @staticmethod
    def _set(value: Node, form: Form, fits: Any) -> Cell:
        each = variable("a member")
        if form == "native":
            odd = neg(conj((given(each), cast("Truth", fits(each)))))
            return Cell(value, _none(value, each, odd))
        array = _array(value)
        said = filled("VALUE ->> '$'", VALUE=each)
        fitting = filled("json_type(VALUE) = 'VARCHAR'", VALUE=each), cast("Truth", fits(said))
        read = filled("list_transform(VALUE, EACH)", VALUE=array, EACH=_of_each(each, said))
        return Cell(read, _none(array, each, neg(conj((given(each), *fitting)))))

    def _records(self, fields: Mapping[str, Fact], value: Node, found: Any, form: Form) -> Cell:
        record = variable("a record")
        if form == "native":
            types = _fields(found)
            if types is None:
                return Cell(value, filled("len(VALUE) = 0", VALUE=value))
            plain: list[Truth] = [given(record)]
            for name, fact in fields.items():
                if not has_no_type(types.get(name)):
                    there = field(record, name)
                    cell = self.cell(fact.type, there, types[name], form)
                    plain.append(_absent_or_plain(neg(given(there)), cell))
            return Cell(value, _none(value, record, neg(conj(plain))))
        array = _array(value)
        read: list[tuple[Fact, Node]] = []
        plain = [given(record), _has_only(record, fields)]
        for name, fact in fields.items():
            there = filled("json_extract(VALUE, PLACE)", VALUE=record, PLACE=_place(name))
            cell = self.cell(fact.type, there, None, "json")
            said = conj((given(there), filled("json_type(VALUE) <> 'NULL'", VALUE=there)))
            plain.append(_absent_or_plain(neg(said), cell))
            read.append((fact, cell.value))
        made = _packed(array, record, read)
        return Cell(made, _none(array, record, neg(conj(plain))))

    def joined(
        self, fields: Mapping[str, Fact], value: Node, types: Mapping[str, Any], form: Form
    ) -> Cell:
        """Return what records give whose cells are as they stood in a file of texts or of JSON."""
        record = variable("a record")
        read: list[tuple[Fact, Node]] = []
        plain: list[Truth] = [given(record)]
        for name, fact in fields.items():
            cell = Cell(exp.Null(), plain=True)
            if name in types:
                cell = self.where_given(fact.type, field(record, name), types[name], form)
            read.append((fact, cell.value))
            plain.append(cell.plain)
        return Cell(_packed(value, record, read), _none(value, record, neg(conj(plain))))


def _packed(items: Node, record: Node, read: Iterable[tuple[Fact, Node]]) -> Node:
    """Return a list of records, made of what is read of each."""
    fields = [
        exp.PropertyEQ(
            this=exp.to_identifier(fact.name, quoted=True),
            expression=exp.cast(own(value), exp.DataType.build(sql_type(fact.type), "duckdb")),
        )
        for fact, value in read
    ]
    made = _of_each(record, exp.Struct(expressions=fields))
    return filled("list_transform(VALUE, EACH)", VALUE=items, EACH=made)


def _absent_or_plain(absent: Truth, cell: Cell) -> Truth:
    """Return that nothing is given, or that what is given is plain.

    A value that is given but not read must not pass for one that is not given.
    """
    return disj((absent, conj((given(cell.value), cell.plain))))


def _not_empty(value: Node) -> Truth:
    return filled("VALUE <> ''", VALUE=value)


def _array(value: Node) -> Node:
    """Return the elements of a cell that is an array in JSON; NULL of any other."""
    return filled(
        "CASE WHEN json_valid(CAST(VALUE AS VARCHAR)) AND json_type(CAST(VALUE AS JSON)) = 'ARRAY' "
        "THEN CAST(CAST(VALUE AS JSON) AS JSON[]) END",
        VALUE=value,
    )


def _place(name: str) -> Node:
    return text(f'$."{name}"')


def _has_only(record: Node, fields: Mapping[str, object]) -> Truth:
    """Return that a record in JSON is a mapping with these keys, each once at most."""
    key = variable("a key")
    odd = filled("len(list_filter(json_keys(VALUE), EACH)) = 0", VALUE=record,
                 EACH=_of_each(key, sql(neg(one_of(key, fields)))))  # fmt: skip
    once = filled("len(json_keys(VALUE)) = len(list_distinct(json_keys(VALUE)))", VALUE=record)
    return conj((filled("json_type(VALUE) = 'OBJECT'", VALUE=record), odd, once))


def _of_each(name: Node, result: Node) -> Node:
    return exp.Lambda(this=own(result), expressions=[name.copy()])


def _none(items: Node, name: Node, odd: Truth) -> Truth:
    """Return that a list is given and has no odd element."""
    if isinstance(odd, bool):
        return not odd
    kept = exp.ArrayFilter(this=own(items), expression=_of_each(name, odd))
    return filled("len(VALUE) = 0", VALUE=kept)
