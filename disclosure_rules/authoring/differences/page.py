"""What changed between two policy sets, in words, into a page that stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.publishing.html import NOTHING, Node, element
from disclosure_rules.publishing.layout import document
from disclosure_rules.publishing.style import STYLE as HANDBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.authoring.differences.telling import Told, ToldAnswer, ToldChange
    from disclosure_rules.language.phrases import Reader

MADE_BY: Final = "disclosure-rules diff"

STYLE: Final = (
    HANDBOOK
    + """
main { padding-top: 1.5rem; }
.verdict { border-left: .3rem solid var(--good); padding: .25rem .75rem; }
.verdict.loosened { border-color: var(--bad); }
.verdict p { margin: .3rem 0; font-weight: 600; }
.change { border-top: 1px solid var(--line); margin-top: 1.5rem; }
.change.loosens { border-top: .2rem solid var(--bad); }
.answers { display: grid; gap: 0 1.5rem;
  grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line);
  border-radius: .3rem; padding: .5rem .75rem; font-size: .85rem; }
"""
)


def as_page(told: Told, reader: Reader) -> str:
    """Return a page of what changed: no scripts, nothing fetched, no text that can act."""
    verdict = (element("p", line) for line in told.verdict)
    main = element(
        "main",
        element("h1", told.title),
        element("section", *verdict, class_=f"verdict{' loosened' if told.loosened else ''}"),
        _list(told.texts_title, told.texts),
        _list(told.words_title, told.words),
        element("h2", told.changes_title) if told.changes else NOTHING,
        *(_change(number, change) for number, change in enumerate(told.changes, 1)),
        element("p", element("small", told.digests)),
    )
    return document(reader, told.title, main, style=STYLE, made_by=MADE_BY)


def _list(title: str, entries: Iterable[str]) -> Node:
    items = [element("li", entry) for entry in entries]
    return (element("h2", title), element("ul", *items)) if items else NOTHING


def _change(number: int, change: ToldChange) -> Node:
    return element(
        "section",
        element("h3", f"{number}. {change.heading}"),
        element("p", change.days) if change.days else NOTHING,
        element("p", change.asked),
        element("pre", "\n".join(change.request)),
        element("div", *map(_answer, change.answers), class_="answers"),
        class_=f"change{' loosens' if change.loosens else ''}",
    )


def _answer(answer: ToldAnswer) -> Node:
    return element("div", element("h4", answer.called), element("pre", "\n".join(answer.lines)))
