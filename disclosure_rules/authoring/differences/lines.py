"""What changed between two policy sets, in words, into lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.differences.telling import Told, ToldChange


def as_lines(told: Told) -> Iterator[str]:
    """Yield lines of text: what is written otherwise, what is answered otherwise, the verdict."""
    yield told.title
    for title, entries in ((told.texts_title, told.texts), (told.words_title, told.words)):
        if entries:
            yield ""
            yield title
            yield from (f"  {entry}" for entry in entries)
    if told.changes:
        yield ""
        yield told.changes_title
        for number, change in enumerate(told.changes, 1):
            yield from _change(number, change)
    yield ""
    yield from told.verdict
    yield told.digests


def _change(number: int, change: ToldChange) -> Iterator[str]:
    yield f"  {number}. {change.heading}"
    if change.days:
        yield f"     {change.days}"
    yield f"     {change.asked}"
    yield from (f"       {line}" for line in change.request)
    for answer in change.answers:
        yield f"     {answer.called}"
        yield from (f"       {line}" for line in answer.lines)
