"""Fixed templates of SQL into expressions, with parts in the place of their names.

What a policy or a row says never joins the text of a template: parts are nodes.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from disclosure_rules.tables.nodes import Node, own

if TYPE_CHECKING:
    from collections.abc import Callable


def templates_of(dialect: str) -> Callable[..., Node]:
    """Return what takes a template in a dialect, and its parts by their names."""
    return partial(_filled, dialect)


def _filled(dialect: str, template: str, /, **parts: Node) -> Node:
    def part(node: Node) -> Node:
        if isinstance(node, exp.Column) and node.name in parts:
            return own(parts[node.name])
        return node

    return exp.Paren(this=_parsed(dialect, template).copy().transform(part))


@cache
def _parsed(dialect: str, template: str) -> Node:
    return sqlglot.parse_one(template, dialect=dialect)
