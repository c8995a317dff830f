"""Cells of key columns into the texts that rows and records are joined by, in SQL of DuckDB.

Two keys belong together when they are the same letter by letter: nothing is converted, cut or put
into small letters. A key that only looks like another would find no records, and its list would
pass for empty: so a key that invites such a slip is refused, on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from disclosure_rules.tables.binding import WHOLE_TYPES, has_no_type
from disclosure_rules.tables.nodes import conj, disj, given, text
from disclosure_rules.tables.reading import Cell, filled

if TYPE_CHECKING:
    from disclosure_rules.tables.binding import Form
    from disclosure_rules.tables.nodes import Node, Truth

Kind: TypeAlias = Literal["text", "whole", "any", "none"]
"""What a column of keys holds: one of two kinds, either of them, or what can be no key."""

USUAL_TEXT: Final = r"\A[^\s\p{Z}\p{Cc}\p{Cf}]([^\p{Cc}\p{Cf}]*[^\s\p{Z}\p{Cc}\p{Cf}])?\z"
"""A text that is not empty, has no blank at its ends, and nothing in it that nobody sees."""
_WHOLE: Final = r"\A(0|-?[1-9][0-9]*)\z"
"""A whole number in JSON as only one is written."""


def kind_of(found: Any, form: Form) -> Kind:
    """Return what a column of keys holds, as its type says it.

    Args:
        found: The type of the column, in DuckDB or as binding looks at it.
        form: How its cells say what they say.
    """
    match form:
        case "text":
            return "text"
        case "json":
            return "any"
        case "native":
            if has_no_type(found):
                return "any"
            if str(found) == "VARCHAR":
                return "text"
            return "whole" if str(found) in WHOLE_TYPES else "none"


def are_alike(kind: Kind, other: Kind) -> bool:
    """Tell whether keys of two columns can be the same."""
    return "any" in (kind, other) or kind == other


def key_cell(value: Node, kind: Kind, form: Form) -> Cell:
    """Return what a cell of a key column is compared by, and that it is usual; NULL of none.

    Args:
        value: The cell as it came.
        kind: What it must hold to be usual.
        form: How it says what it says.
    """
    if form != "json":
        read = filled("CAST(VALUE AS VARCHAR)", VALUE=value)
        whole = form == "native" and kind == "whole"
        return Cell(read, plain=whole or _is_usual(read))
    said = filled(
        "CASE WHEN json_valid(VALUE) AND json_type(CAST(VALUE AS JSON)) = 'VARCHAR' "
        "THEN CAST(VALUE AS JSON) ->> '$' END",
        VALUE=value,
    )
    read = filled("NULLIF(COALESCE(SAID, VALUE), 'null')", SAID=said, VALUE=value)
    as_text = conj((given(said), _is_usual(said)))
    as_whole = is_whole(value)
    plain: Truth = {"text": as_text, "whole": as_whole}.get(kind) or disj((as_text, as_whole))
    return Cell(read, plain)


def is_whole(value: Node) -> Truth:
    """Return that a cell in JSON, given, is a whole number as only one is written."""
    return filled("regexp_matches(VALUE, FORM)", VALUE=value, FORM=text(_WHOLE))


def _is_usual(value: Node) -> Truth:
    return filled("regexp_matches(VALUE, FORM)", VALUE=value, FORM=text(USUAL_TEXT))
