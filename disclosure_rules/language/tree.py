"""The tree of a YAML document, each part with its place.

Mappings and sequences are plain `dict` and `list` with a place added, so that the document
shapes read them as they are; every leaf is a `Scalar`, every key a `Key`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, Self, TypeAlias

from disclosure_rules.language.source import Span

Atomic: TypeAlias = str | bool | int | Decimal | None
"""What a YAML 1.2 core scalar can mean; numbers are exact."""

Place: TypeAlias = tuple[str, int, int, int, int]
"""A span in the making. Few of them are ever looked at, and plain tuples cost little to keep."""


class Key(str):
    """A key of a mapping, with its place."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, text: str, place: Place) -> Self:
        """Make the key `text` that stands at a place."""
        key = super().__new__(cls, text)
        key.place = place
        return key

    @property
    def span(self) -> Span:
        """Where the key stands."""
        return Span._make(self.place)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Cross processes as plain text: names of a policy set outlive the files."""
        return str, (str(self),)


class Scalar(NamedTuple):
    """A leaf: what it means, and the text as written."""

    value: Atomic
    text: str
    place: Place

    @property
    def span(self) -> Span:
        """Where the leaf stands."""
        return Span._make(self.place)

    def __str__(self) -> str:
        """Return the text as written."""
        return self.text


class Mapping(dict["Key", "Node"]):
    """A mapping with its place; `inline` when written in braces."""

    __slots__ = ("_keys", "inline", "span")
    span: Span
    inline: bool

    def key(self, word: str) -> Key | None:
        """Return a key with its place; ask only once the mapping is whole."""
        if not hasattr(self, "_keys"):
            self._keys: dict[str, Key] = {key: key for key in self}
        return self._keys.get(word)


class Sequence(list["Node"]):
    """A list with its place."""

    __slots__ = ("span",)
    span: Span


Node: TypeAlias = Scalar | Mapping | Sequence


def plain_data(node: Node) -> object:
    """Return the node as plain dicts, lists and scalars, without places."""
    if isinstance(node, Mapping):
        return {str(key): plain_data(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [plain_data(part) for part in node]
    return node.value
