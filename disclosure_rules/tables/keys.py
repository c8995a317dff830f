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

_UNSEEN: Final = (
    r"\p{Cc}\p{Cf}\p{Co}"
    # Blanks that are no space, and what is drawn as nothing though it counts as a letter or a mark.
    r"\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"
    r"\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}"
    r"\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}"
)
USUAL_TEXT: Final = rf"\A[^\s\p{{Z}}{_UNSEEN}]([^{_UNSEEN}]*[^\s\p{{Z}}{_UNSEEN}])?\z"
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
