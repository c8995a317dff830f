"""Sets into whole numbers, a bit for each thing that may be in one, and back.

What is settled is a plain number, and is folded away as a tree is built, as truths are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from sqlglot import exp

from disclosure_rules.tables.nodes import Node, Truth, chosen, own, text, variable, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Bits: TypeAlias = int | Node
"""A number, or a node that is one for every row, and never NULL."""

BITS: Final = 62
"""How many bits a whole number of a column has room for."""
_NUMBER: Final = "BIGINT"
_FOUND: Final = "found"


def bits(found: Bits) -> Node:
    """Return bits as a node of the type that columns of bits have."""
    return exp.cast(whole(found) if isinstance(found, int) else own(found), _NUMBER, copy=False)


def where(truth: Truth, found: Bits, otherwise: Bits = 0) -> Bits:
    """Return bits where something holds, and others where it does not."""
    if isinstance(truth, bool):
        return found if truth else otherwise
    if not isinstance(found, exp.Expr) and found == otherwise:
        return found
    return chosen(((truth, _node(found)),), _node(otherwise))


def union(parts: Iterable[Bits]) -> Bits:
    """Return the bits that are set in some part."""
    settled, found = 0, []
    for part in parts:
        if isinstance(part, int):
            settled |= part
        else:
            found.append(part)
    if settled:
        found.append(whole(settled))
    if not found:
        return 0
    # A balanced tree: those who print or read a chain of ten thousand would run out of stack.
    while len(found) > 1:
        pairs = [found[n : n + 2] for n in range(0, len(found), 2)]
        found = [_either(*pair) if pair[1:] else pair[0] for pair in pairs]
    return found[0]


def union_of_each(items: Node, name: str, found: Bits) -> Bits:
    """Return the bits that are set for some element of a given list."""
    if found == 0:
        return 0
    merged = exp.Lambda(
        this=_either(variable(_FOUND), _node(found)),
        expressions=[variable(_FOUND), variable(name)],
    )
    return exp.Reduce(this=own(items), initial=bits(0), merge=merged)


def texts_of(columns: Iterable[tuple[Node, Sequence[str]]]) -> Node:
    """Return the texts whose bits are set in columns, in their order, as a list."""
    each = [
        exp.If(this=_is_set(column, bit), true=text(name))
        for column, names in columns
        for bit, name in enumerate(names)
    ]
    array = exp.Array(expressions=[exp.Case(ifs=[one]) for one in each])
    name = variable("a text")
    there = exp.Not(this=exp.Paren(this=exp.Is(this=name.copy(), expression=exp.Null())))
    typed = exp.cast(array, exp.DataType.build("ARRAY<VARCHAR>"), copy=False)
    return exp.ArrayFilter(this=typed, expression=exp.Lambda(this=there, expressions=[name]))


def _is_set(column: Node, bit: int) -> Node:
    masked = exp.BitwiseAnd(this=own(column), expression=whole(1 << bit))
    return exp.NEQ(this=exp.Paren(this=masked), expression=whole(0))


def _either(first: Node, second: Node) -> Node:
    return exp.BitwiseOr(this=_wrapped(first), expression=_wrapped(second))


def _wrapped(node: Node) -> Node:
    inner = own(node)
    return exp.Paren(this=inner) if isinstance(inner, exp.Binary) else inner


def _node(found: Bits) -> Node:
    return whole(found) if isinstance(found, int) else found
