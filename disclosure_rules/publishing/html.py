"""Elements into HTML: what people wrote stays text, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, TypeAlias

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node: TypeAlias = "str | Element | tuple[Node, ...]"
"""A text, an element, or several of them one after the other."""

NOTHING: Final[tuple[Node, ...]] = ()

_EMPTY: Final = frozenset({"br", "meta"})
"""Elements that have no end."""
_INLINE: Final = frozenset({"a", "b", "bdi", "br", "code", "em", "i", "small", "span", "summary"})
"""Elements before which a new line would be seen as a space, or serve nobody."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and what stands in it."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]


def element(tag: str, /, *children: Node, **attributes: str | None) -> Element:
    """Return an element; `class_` is the attribute `class`, and None leaves an attribute out."""
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return Element(tag, tuple((key, value) for key, value in given if value is not None), children)


def joined(nodes: Iterable[Node], between: Node, last: Node | None = None) -> Node:
    """Return nodes with something between them, and perhaps something else before the last."""
    parts = list(nodes)
    made: list[Node] = []
    for number, node in enumerate(parts):
        if number:
            made.append(last if last is not None and number == len(parts) - 1 else between)
        made.append(node)
    return tuple(made)


def render(node: Node) -> str:
    """Return the HTML of a node. Nothing in a text or an attribute can act."""
    return "".join(_pieces(node))


def _pieces(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield escape(printable(node))
    elif isinstance(node, tuple):
        for part in node:
            yield from _pieces(part)
    else:
        yield from _element(node)


def _element(node: Element) -> Iterator[str]:
    attributes = "".join(f' {key}="{escape(printable(value))}"' for key, value in node.attributes)
    yield f"{'' if node.name in _INLINE else chr(10)}<{node.name}{attributes}>"
    if node.name in _EMPTY:
        return
    if node.name == "style":
        # INVARIANT: a style is a constant of ours: its text is not escaped, and holds no `<`.
        yield from (part for part in node.children if isinstance(part, str))
    else:
        yield from _pieces(node.children)
    yield f"</{node.name}>"
