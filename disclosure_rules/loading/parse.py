"""YAML text into a tree with places, as YAML 1.2 core, or into faults.

The parser's event stream is read, not its composer: events come one by one, so that deep
nesting, aliases and the like are refused before anything is built or expanded.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.source import Span
from disclosure_rules.language.tree import Atomic, Key, Mapping, Node, Place, Scalar, Sequence
from disclosure_rules.loading.files import LARGEST_FILE
from disclosure_rules.loading.slips import (
    NO_CHARACTER,
    ODD_SPACES,
    explain,
    position,
    refuse_space,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from disclosure_rules.loading.faults import Faults

DEEPEST: Final = 64

# libyaml is several times faster; both parsers speak the same events.
PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?([0-9]+))?")
_LONGEST_NUMBER: Final = 100
_LONGEST_EXPONENT: Final = 3
_BEYOND: Final = Decimal("Infinity")
"""What stands for a number that is too long to count anything: nothing takes it."""
_NOT_JUST_TEXT: Final = frozenset({"", *"~nNtTfF+-.0123456789", *ODD_SPACES})
"""How a plain scalar begins that may be something else than text."""
_BOTH_HOLD: Final = frozenset({"all", "any", "not", "holds", "some", "every"})
"""Entries of conditions, of which one may well mean two of a kind."""
_HIDDEN_BREAK: Final = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""Breaks that end a comment for the parser, and that editors show as nothing at all."""


class _Refused(Exception):  # noqa: N818 - ends the reading of one file, is never seen outside
    """The document cannot be read further; the fault is already recorded."""


def parse(file: str, text: str, faults: Faults) -> Node | None:
    """Return the tree of one YAML document; None when faults stop it from being read."""
    builder = _Builder(file, faults)
    try:
        for event in _events(file, text, faults):
            builder.take(event)
    except _Refused:
        return None
    finally:
        builder.tell_repeated()
    if builder.root is None:
        faults.add("empty_file", Span(file, 1, 1, 1, 1))
    return builder.root


def decode(file: str, content: bytes, faults: Faults) -> str | None:
    """Return the text of a file's bytes; None when they are too many or not plain UTF-8."""
    start = Span(file, 1, 1, 1, 1)
    if len(content) > LARGEST_FILE:
        faults.add("file_too_large", start)
        return None
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        faults.add("byte_order_mark", start)
        return None
    if content[3:] and content[:4].count(0) in (2, 3):
        # Wider letters leave zeros beside those of English and Estonian.
        faults.add("not_utf8", start, mend=phrase("wide_letters"))
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = position(content[: error.start].decode("utf-8"))
        faults.add("not_utf8", Span(file, line, column, line, column + 1))
        return None


def _events(file: str, text: str, faults: Faults) -> Iterator[Any]:
    parser: Any = None
    event: Any = None
    try:
        # The C parser takes bytes or text; a text with lone surrogates has no bytes.
        text.encode("utf-8")
        hidden = _HIDDEN_BREAK.search(text)
        if hidden is not None:
            line, column = position(text[: hidden.start()])
            ends = phrase("line_ends") if hidden[0] == "\r" else None
            faults.add("control_character", Span(file, line, column, line, column + 1), mend=ends)
            raise _Refused
        parser = PARSER(text)
        while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
            yield event
    except yaml.MarkedYAMLError as error:
        explain(error, event, file, text, faults)
        raise _Refused from error
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        offset = error.position if isinstance(error, yaml.reader.ReaderError) else error.start
        line, column = position(_before(text, offset))
        faults.add("control_character", Span(file, line, column, line, column + 1))
        raise _Refused from error
    except (ValueError, OverflowError) as error:
        # The pure parser does not look whether an escape names a character.
        slip = yaml.MarkedYAMLError(problem=NO_CHARACTER, problem_mark=parser.get_mark())
        explain(slip, event, file, text, faults)
        raise _Refused from error


def _before(text: str, offset: int) -> str:
    # libyaml counts bytes, the pure parser characters: the first forbidden character is sought
    # from the text itself, and the parser's count is used only where none is found.
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text[: found.start() if found else offset]


def _span(file: str, event: Any) -> Span:
    return Span._make(_place(file, event))


def _place(file: str, event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    line, end_line = start.line + 1, end.line + 1
    # Most begin and end on one line, which needs one number.
    return file, line, start.column + 1, line if line == end_line else end_line, end.column + 1


class _Builder:
    """Build the tree from events, innermost open collection last on the stack."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.root: Node | None = None
        self._file = file
        self._faults = faults
        self._open: list[Mapping | Sequence] = []
        self._innermost: Mapping | Sequence | None = None
        self._key: Key | None = None
        """The key whose value comes next; a value that opens takes it with it."""
        self._repeated: list[tuple[Mapping, Key]] = []
        self._documents = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._place_scalar,
            yaml.MappingStartEvent: self._open_collection,
            yaml.SequenceStartEvent: self._open_collection,
            yaml.MappingEndEvent: self._close_collection,
            yaml.SequenceEndEvent: self._close_collection,
            yaml.AliasEvent: self._refuse_alias,
            yaml.DocumentStartEvent: self._start_document,
        }

    def take(self, event: Any) -> None:
        """Take the next event."""
        taker = self._takers.get(type(event))
        if taker is not None:
            taker(event)

    def _close_collection(self, _event: Any) -> None:
        self._open.pop()
        self._innermost = self._open[-1] if self._open else None

    def _refuse_alias(self, event: Any) -> None:
        self._stop("yaml_alias", event, word=_short(event.anchor))

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop("second_document", event)
        if event.version or event.tags:
            self._stop("yaml_directive", event)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._stop("yaml_anchor", event, word=_short(event.anchor))
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self._stop("yaml_tag", event, word=_short(tag))

    def _stop(self, code: str, event: Any, **details: str | None) -> None:
        self._faults.add(code, _span(self._file, event), **details)
        raise _Refused

    def _open_collection(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(self._open) >= DEEPEST:
            self._stop("too_deep", event)
        if self._expects_key():
            self._stop("key_not_text", event)
        start = event.start_mark
        span = Span(self._file, start.line + 1, start.column + 1, start.line + 1, start.column + 2)
        node: Mapping | Sequence
        if isinstance(event, yaml.MappingStartEvent):
            node = Mapping()
            node.inline = bool(event.flow_style)
        else:
            node = Sequence()
        node.span = span
        self._put(node)
        self._open.append(node)
        self._innermost = node

    def _place_scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        place = _place(self._file, event)
        value = text = event.value
        # Quoted and block scalars are text, whatever they look like.
        plain = event.implicit[0]
        if plain and text[:1] in _NOT_JUST_TEXT:
            if text and text[0] in ODD_SPACES:
                refuse_space(self._file, place[1], place[2], text[0], self._faults)
                raise _Refused
            value = meaning(text)
        if not self._expects_key():
            self._put(Scalar(value, text, place))
            return
        if plain and text == "<<":
            self._stop("merge_key", event)
        if not isinstance(value, str):
            self._stop("key_not_text", event)
        mapping = cast("Mapping", self._innermost)
        self._key = Key(text, place)
        if text in mapping:
            self._repeated.append((mapping, self._key))

    def tell_repeated(self) -> None:
        """Add a fault for each key that its mapping already had."""
        for mapping, again in self._repeated:
            first = cast("Key", mapping.key(again))
            self._faults.add(
                "duplicate_key",
                again.span,
                word=_short(again),
                both="all" if "." in again or again in _BOTH_HOLD else None,
                first=first.span.line_reference,
            )

    def _expects_key(self) -> bool:
        return self._key is None and type(self._innermost) is Mapping

    def _put(self, node: Node) -> None:
        parent = self._innermost
        if parent is None:
            self.root = node
        elif isinstance(parent, Sequence):
            parent.append(node)
        elif self._key is not None:
            parent.setdefault(self._key, node)
            self._key = None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - fits a line


def meaning(text: str) -> Atomic:
    """Return what a plain scalar means under the YAML 1.2 core schema."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    long = len(text) > _LONGEST_NUMBER
    if _INTEGER.fullmatch(text):
        return _BEYOND if long else int(text)
    if _BASED.fullmatch(text):
        return _BEYOND if long else int(text, 0)
    if number := _DECIMAL.fullmatch(text):
        return _BEYOND if long or len(number[4] or "") > _LONGEST_EXPONENT else Decimal(text)
    return text
