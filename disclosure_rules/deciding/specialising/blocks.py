"""Where the code of a condition stands: once a request, once an item or once a record.

A block knows what it and the blocks around it have worked out, so that nothing is asked twice.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast


class Level(IntEnum):
    """How often something has to be worked out."""

    REQUEST = 0
    ITEM = 1
    RECORD = 2


class Block:
    """Statements in the making, and what they have worked out."""

    def __init__(self, level: Level, parent: Block | None = None, *, alone: bool = False) -> None:
        """Start a block; one that is `alone` is a function, and leaves nothing to others."""
        self.level = level
        self.parent = parent
        self.alone = alone
        self.statements: list[ast.stmt] = []
        self._known: dict[object, ast.expr] = {}

    def outermost(self, level: Level) -> Block:
        """Return the block in which something of a level is worked out least often."""
        block = self
        while block.level > level and not block.alone and block.parent is not None:
            block = block.parent
        return block

    @property
    def in_function(self) -> bool:
        """Whether the block belongs to a definition that is a function of its own."""
        return self.outermost(Level.REQUEST).alone

    def known(self, key: object) -> ast.expr | None:
        """Return what is worked out already, here or in a block around."""
        block: Block | None = self
        while block is not None:
            if key in block._known:  # noqa: SLF001 - another of its class
                return block._known[key]  # noqa: SLF001 - another of its class
            block = block.parent
        return None

    def keep(self, key: object, value: ast.expr) -> ast.expr:
        """Remember what was worked out in this block."""
        self._known[key] = value
        return value
