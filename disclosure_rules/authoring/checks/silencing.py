"""Comments `# silenced CODE: reason` into what is not told, and which comments are amiss.

Comments are found beside the parser, which drops them: what lies within a text is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from disclosure_rules.authoring.checks.inspected import finding
from disclosure_rules.language.diagnostics import nearest_word
from disclosure_rules.language.source import Span
from disclosure_rules.loading.slips import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from disclosure_rules.language.diagnostics import Diagnostic

_SILENCED: Final = re.compile(
    r"(?:^|(?<=\s))#\s*silenced\b\s*(?P<code>[\w-]*)\s*(?::(?P<reason>.*))?(?P<rest>.*)"
)
_COMMENT: Final = re.compile(r"\s*#")
_SCANNER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Silencing:
    """A comment that silences a finding."""

    code: str
    reason: str
    span: Span
    lines: frozenset[int]
    """The lines that it speaks of: its own, or the one that the comments above it lead to."""


def silenced(
    found: Iterable[Diagnostic],
    sources: Mapping[str, str],
    codes: Collection[str],
    not_looked_for: Collection[str] = (),
) -> Iterator[Diagnostic]:
    """Yield what is left of findings, and what is amiss with the comments.

    Args:
        found: What checks found.
        sources: The text of each file, by name.
        codes: What can be silenced.
        not_looked_for: What of that was not looked for: a comment may be there for it.
    """
    sound: dict[tuple[str, str, int], Silencing] = {}
    for comment in (c for file, text in sorted(sources.items()) for c in silencings(file, text)):
        if comment.code not in codes:
            yield _unknown(comment, codes)
        elif not comment.reason:
            yield finding("silenced_without_reason", comment.span, word=comment.code)
        else:
            for line in comment.lines:
                sound[comment.span.file, comment.code, line] = comment
    used: set[Span] = set()
    for one in found:
        by = sound.get((one.span.file, one.code, one.span.line))
        if by is None:
            yield one
        else:
            used.add(by.span)
    for span, code in sorted({(comment.span, comment.code) for comment in sound.values()}):
        if span not in used and code not in not_looked_for:
            yield finding("silenced_without_effect", span, word=code)


def _unknown(comment: Silencing, codes: Collection[str]) -> Diagnostic:
    nearest = nearest_word(comment.code, codes) if comment.code else None
    word = comment.code or "silenced"
    return finding("silenced_unknown_code", comment.span, word=word, nearest=nearest)


def silencings(file: str, text: str) -> Iterator[Silencing]:
    """Yield the comments of a file that silence."""
    if "silenced" not in text:
        return
    lines = LINE_BREAK.split(text)
    texts = list(_texts(text))
    for number, line in enumerate(lines):
        for match in _SILENCED.finditer(line):
            if any(start <= (number, match.start()) < end for start, end in texts):
                continue
            reason = (match["reason"] or "").strip()
            code = match["code"] if not match["rest"].strip() or match["reason"] else ""
            end = len(line.rstrip()) + 1
            span = Span(file, number + 1, match.start() + 1, number + 1, end)
            yield Silencing(code or match["code"], reason, span, frozenset({_meant(lines, number)}))
            break


def _meant(lines: list[str], number: int) -> int:
    """Return the line of which a comment speaks: its own, or the first after comments alone."""
    while number < len(lines) and _COMMENT.match(lines[number]):
        number += 1
    return number + 1


def _texts(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where texts begin and end, by line and column from 0."""
    for event in yaml.parse(text, Loader=_SCANNER):
        if isinstance(event, yaml.ScalarEvent):
            start, end = cast("tuple[Any, Any]", (event.start_mark, event.end_mark))
            begin = (start.line, start.column)
            if event.style in ("|", ">"):
                # Beside the mark that opens a block, a comment may still stand.
                begin = (start.line + 1, 0)
            yield begin, (end.line, end.column)
