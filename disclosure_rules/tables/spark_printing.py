"""Nodes of SQL into text of Spark that means the same under every setting of a session.

Only nodes of which it is known what Spark makes of them are printed. A text that holds anything but
plain letters, digits and a few marks is written as its bytes: neither what escapes mean nor what
is put in the place of variables then matters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from disclosure_rules.tables.nodes import own

if TYPE_CHECKING:
    from disclosure_rules.tables.nodes import Node

DIALECT: Final = "spark"
_ORDINARY: Final = re.compile(r"[A-Za-z0-9 _.,:#/@+-]*")
EXACT: Final[frozenset[type[exp.Expr]]] = frozenset(
    {
        *(exp.Add, exp.Sub, exp.Mul, exp.IntDiv, exp.Mod, exp.Neg, exp.Paren, exp.Alias, exp.Star),
        *(exp.And, exp.Or, exp.Not, exp.Is, exp.Null, exp.Boolean, exp.Case, exp.If),
        *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In),
        *(exp.Column, exp.Identifier, exp.Dot, exp.Literal, exp.Cast, exp.DataType),
        *(exp.DataTypeParam, exp.Array, exp.ArraySize, exp.ArrayContains, exp.ArrayOverlaps),
        *(exp.ArrayFilter, exp.Lambda, exp.BitwiseAnd, exp.BitwiseOr, exp.Reduce),
        # What cells are read by, which is written for Spark alone.
        *(exp.Anonymous, exp.TryCast, exp.RegexpLike),
    }
)
"""The nodes that mean in Spark what they are meant to.

Whole numbers are divided towards zero, and the rest has the sign of what is divided, as in DuckDB.
No number of a plain row grows too large: times lie within the calendar, and shifts have limits.
"""


def odd_nodes(node: Node) -> frozenset[str]:
    """Return the names of the nodes that Spark is not known to take as they are meant."""
    return frozenset(type(each).__name__ for each in node.walk() if type(each) not in EXACT)


def printed(node: Node) -> str:
    """Return a node as text of Spark."""
    # A root of its own, so that all that is looked at has something above.
    root = exp.Tuple(expressions=[_rewritten(node)])
    for paren in [*root.find_all(exp.Paren)]:
        if _is_needless(paren):
            paren.replace(paren.this)
    return str(root.expressions[0].sql(DIALECT))


def _is_needless(paren: exp.Paren) -> bool:
    """Tell whether a node means the same without its parentheses.

    Spark's parser looks ahead from each of them to its end: they cost it more than all else.
    """
    above, inner = paren.parent, paren.this
    if isinstance(above, exp.Not):
        return not isinstance(inner, exp.Connector)
    if isinstance(above, exp.And):
        return not isinstance(inner, exp.Or)
    if isinstance(above, exp.BitwiseOr):
        return isinstance(inner, exp.BitwiseOr)
    return isinstance(
        above, (exp.Or, exp.Case, exp.Lambda, exp.Tuple, exp.Paren, exp.If, exp.Alias)
    )


def _rewritten(node: Node) -> Node:
    return node.copy().transform(_in_spark)


def _in_spark(node: Node) -> Node:
    match node:
        case exp.Literal() if node.is_string and not _ORDINARY.fullmatch(node.name):
            return exp.cast(
                exp.HexString(this=node.name.encode().hex()), exp.DataType.build("TEXT")
            )
        case exp.Reduce():
            parts = (node.this, node.args["initial"], node.args["merge"])
            return call("REDUCE", *map(_rewritten, parts))
        case exp.ArrayOverlaps():
            return call("ARRAYS_OVERLAP", _rewritten(node.this), _rewritten(node.expression))
        case exp.GT(this=exp.ArraySize(this=exp.ArrayFilter() as kept)):
            # It stops at the first element that fits; of two-valued truths it is never NULL.
            return call("EXISTS", _rewritten(kept.this), _rewritten(kept.expression))
        case _:
            return node


def call(name: str, *arguments: Node) -> Node:
    """Return a call of a function of Spark."""
    return exp.Anonymous(this=name, expressions=[own(each) for each in arguments])
