"""A document's text with its tree: where each entry begins and ends, and edits of entries.

An edit leaves everything else as it was written, in block and in flow style, so that the
difference which people are shown is what was loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from disclosure_rules.authoring.mutation.mutants import Edit, Kind, Mutant
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from disclosure_rules.language.source import Span

Collection: TypeAlias = Mapping | Sequence
_DEEPER = "  "


class _Stretch(NamedTuple):
    """Where an entry begins, its dash included, and where it ends."""

    start: int
    end: int


class Source:
    """The text of one document, and its tree."""

    def __init__(self, file: str, text: str, root: Mapping) -> None:
        """Hold the text of a file and the tree that was read from it."""
        self.file = file
        self.text = text
        self.root = root
        # INVARIANT: the parser refuses every other character that would break a line.
        self._lines: list[int] = [0]
        self._lines += [at + 1 for at, character in enumerate(text) if character == "\n"]

    def mutant(self, kind: Kind, at: Span, word: str, *edits: Edit, was: str = "") -> Mutant:
        """Return the change of this text that the edits make, told at a place."""
        told = str(word), str(was or word)
        return Mutant(kind, *told, self.file, at.line, tuple(sorted(edits)))

    # --- Edits ------------------------------------------------------------------------------

    def replace(self, word: Scalar | Key, text: str) -> Edit:
        """Put a text in the place of a key or a leaf, in its quotes if it has some."""
        start, end = self._ends(word.span)
        quote = self.text[start] if self.text[start : start + 1] in ("'", '"') else ""
        return Edit(start, end, f"{quote}{text}{quote}")

    def remove(self, collection: Collection, index: int) -> Edit | None:
        """Take an entry out of a mapping or a list; None when it is the only one."""
        if len(collection) == 1:
            return None
        stretches = self._stretches(collection)
        one = stretches[index]
        if self._is_inline(collection) or not self._begins_line(one.start):
            if index + 1 < len(stretches):
                return Edit(one.start, stretches[index + 1].start, "")
            return Edit(stretches[index - 1].end, one.end, "")
        begins = self.text.rfind("\n", 0, one.start) + 1
        ends = self.text.find("\n", one.end) + 1 or len(self.text)
        return Edit(begins, ends, "")

    def remove_key(self, mapping: Mapping, word: str) -> Edit:
        """Take out a key beside which others stand, with what is below it."""
        edit = self.remove(mapping, [str(key) for key in mapping].index(word))
        return cast("Edit", edit)

    def insert(self, mapping: Mapping, entry: str) -> Edit:
        """Put an entry before the first one of a mapping."""
        start = self._stretches(mapping)[0].start
        parted = ", " if mapping.inline else "\n" + self._indent(start)
        return Edit(start, start, entry + parted)

    def append(self, words: Scalar | Sequence, word: str) -> Edit:
        """Add a word to a word or to a list of words."""
        if isinstance(words, Scalar):
            start, end = self._ends(words.span)
            return Edit(start, end, f"[{self._written(words)}, {word}]")
        last = self._stretches(words)[-1]
        parted = ", " if self._is_inline(words) else "\n" + self._indent(last.start) + "- "
        return Edit(last.end, last.end, parted + word)

    def negate(self, mapping: Mapping) -> Edit:
        """Turn all that a condition says into what must not hold."""
        start, end = self.start(mapping.span), self.end(mapping)
        written = self.text[start:end]
        if mapping.inline:
            return Edit(start, end, f"{{not: {written}}}")
        indent = self._indent(start) + _DEEPER
        deeper = written.replace("\n", "\n" + _DEEPER)
        return Edit(start, end, f"not:\n{indent}{deeper}")

    # --- Places -----------------------------------------------------------------------------

    def start(self, span: Span) -> int:
        """Return where a place begins, in characters."""
        return self._lines[span.line - 1] + span.column - 1

    def end(self, node: Node) -> int:
        """Return where a node ends, in characters."""
        if isinstance(node, Scalar):
            start, end = self._ends(node.span)
            # The parser counts the empty lines after a block of text to it.
            return start + len(self.text[start:end].rstrip())
        stretches = self._stretches(node)
        end = stretches[-1].end if stretches else self.start(node.span) + 1
        opening = self.text[self.start(node.span)]
        return self._closed(end) if opening in "[{" and self._is_inline(node) else end

    def _closed(self, at: int) -> int:
        """Return where the bracket ends that closes a collection after its last entry."""
        while self.text[at] not in "]}":
            # Only spaces, a comma and comments can stand before it.
            at = self.text.find("\n", at) if self.text[at] == "#" else at + 1
        return at + 1

    def _ends(self, span: Span) -> tuple[int, int]:
        return self.start(span), self._lines[span.end_line - 1] + span.end_column - 1

    def _stretches(self, collection: Collection) -> list[_Stretch]:
        if isinstance(collection, Mapping):
            return [
                _Stretch(self.start(key.span), self._end_of_value(key, value))
                for key, value in collection.items()
            ]
        inline = self._is_inline(collection)
        starts = [self.start(node.span) for node in collection]
        return [
            _Stretch(at if inline else self.text.rfind("-", 0, at), self.end(node))
            for at, node in zip(starts, collection, strict=True)
        ]

    def _end_of_value(self, key: Key, value: Node) -> int:
        if isinstance(value, Scalar) and not self._written(value):
            _, end = self._ends(key.span)
            return end + 1 if self.text[end : end + 1] == ":" else end
        return self.end(value)

    def _is_inline(self, collection: Collection) -> bool:
        if isinstance(collection, Mapping):
            return collection.inline
        return self.text[self.start(collection.span)] == "["

    def _begins_line(self, at: int) -> bool:
        return not self._before(at).strip(" ")

    def _indent(self, at: int) -> str:
        """Return spaces as wide as what stands before a place on its line."""
        return " " * len(self._before(at))

    def _before(self, at: int) -> str:
        return self.text[self.text.rfind("\n", 0, at) + 1 : at]

    def _written(self, word: Scalar) -> str:
        start, end = self._ends(word.span)
        return self.text[start:end]
