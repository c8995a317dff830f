"""What changed between two policy sets, in words, into Markdown for a review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.authoring.differences.telling import Told, ToldChange

_MARKS: Final = re.compile(r"(`[^`\n]+`)|([\\`*_{}\[\]<>#|~!&])")
"""A quoted word, which stays as it is; or a character that would act."""


def as_markdown(told: Told) -> str:
    """Return what changed as Markdown, in which no text of a policy can act."""
    return "\n".join(_blocks(told)) + "\n"


def _blocks(told: Told) -> Iterator[str]:
    yield f"# {_escaped(told.title)}"
    yield ""
    yield from (f"> {_escaped(line)}  " for line in told.verdict)
    for title, entries in ((told.texts_title, told.texts), (told.words_title, told.words)):
        if entries:
            yield from ("", f"## {title}", "")
            yield from (f"- {_escaped(entry)}" for entry in entries)
    if told.changes:
        yield from ("", f"## {told.changes_title}")
        for number, change in enumerate(told.changes, 1):
            yield from _change(number, change)
    yield from ("", f"<sub>{_escaped(told.digests)}</sub>")


def _change(number: int, change: ToldChange) -> Iterator[str]:
    yield from ("", f"### {number}. {_escaped(change.heading)}", "")
    if change.days:
        yield from (_escaped(change.days), "")
    yield from (_escaped(change.asked), "")
    yield from _fenced(change.request, "yaml")
    for answer in change.answers:
        yield from ("", _escaped(answer.called), "")
        yield from _fenced(answer.lines, "text")


def _fenced(lines: Iterable[str], language: str) -> Iterator[str]:
    told = [printable(line) for line in lines]
    # A fence ends only at one as long: it is longer than any in the text.
    longest = max((len(run) for line in told for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield from told
    yield fence


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda found: found[1] or f"\\{found[2]}", printable(text))
