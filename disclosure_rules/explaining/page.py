"""An explanation into a page that stands alone: no scripts, nothing fetched, fit for paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from disclosure_rules.explaining.marked import pieces
from disclosure_rules.explaining.style import CONTENT_SECURITY, FONT, PALETTE, SHEET
from disclosure_rules.explaining.told import MARKS, heading, preamble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.explaining.marked import Piece
    from disclosure_rules.explaining.proof_outline import Line
    from disclosure_rules.explaining.told import Told

_STYLE: Final = (
    f".explanation {{ {PALETTE} {FONT}"
    """
  color-scheme: light; max-width: 60rem; margin: 0 auto; padding: 1.5rem;
  overflow-wrap: anywhere; }
.explanation h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .75rem; }
@media screen {
  .explanation.long article { content-visibility: auto; contain-intrinsic-size: auto 30rem; }
}
.explanation h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding: .5rem .75rem;
  border-left: .35rem solid; background: var(--shade); }
.explanation h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.explanation .permitted { border-color: var(--good); }
.explanation .prohibited, .explanation .no_ground { border-color: var(--bad); }
.explanation .facts_missing { border-color: var(--open); }
.explanation .outcome { font-size: 1.2rem; font-weight: 700; margin: 0 0 .75rem;
  padding-left: .6rem; border-left: .35rem solid; }
.explanation p.outcome.permitted { color: var(--good); }
.explanation p.outcome.prohibited, .explanation p.outcome.no_ground { color: var(--bad); }
.explanation p.outcome.facts_missing { color: var(--open); }
.explanation ul { list-style: none; margin: 0; padding: 0; }
.explanation li { margin: .2rem 0; }
.explanation section > ul > .rule + .rule { margin-top: .75rem; }
.explanation li ul { margin-left: .55rem; padding-left: .9rem; border-left: 1px solid var(--line); }
.explanation .contents { margin-top: 1rem; columns: 20rem; }
.explanation .contents li { padding-left: .6rem; border-left: .35rem solid; }
.explanation .contents .permitted { border-color: var(--good); }
.explanation .contents .prohibited, .explanation .contents .no_ground { border-color: var(--bad); }
.explanation .contents .facts_missing { border-color: var(--open); }
.explanation a { color: var(--link); }
.explanation code { font: .9em ui-monospace, monospace; background: #ececf1; color: var(--ink);
  padding: .05em .3em; border-radius: .2em; white-space: break-spaces; }
.explanation summary { cursor: pointer; }
.explanation summary:focus-visible, .explanation a:focus-visible { outline: 2px solid var(--link);
  outline-offset: 2px; }
.explanation .mark { font-weight: 700; margin-right: .4em; }
.explanation .true > .mark, .explanation .true > summary > .mark { color: var(--good); }
.explanation .false > .mark, .explanation .false > summary > .mark { color: var(--bad); }
.explanation .unknown > .mark, .explanation .unknown > summary > .mark { color: var(--open); }
.explanation .source { color: var(--soft); font-size: .8rem; }
.explanation .preamble { color: var(--soft); font-size: .9rem; }
.explanation .rule > summary, .explanation .rule > details > summary { font-weight: 600; }
.explanation .rule .source { font-weight: 400; }
.explanation h2 code { background: none; padding: 0; font-size: 1em; }
.explanation .reason { font-style: italic; }
.explanation .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
@media print {
  """
    f"{SHEET}"
    """
  .explanation { max-width: none; padding: 0; font-size: 10pt; }
  .explanation h2, .explanation h3 { break-after: avoid; }
  .explanation li { break-inside: avoid; }
  .explanation h2 { margin-top: 1.5rem; }
}
"""
).strip()
"""Colours and sizes; every name stands below `.explanation`, so that a notebook keeps its own."""

_LONG: Final = 20
"""Of how many groups of items browsers lay out only those that are looked at."""


def as_page(told: Told) -> str:
    """Return an explanation as a whole page of HTML."""
    title = escape(told.speaker.say("title"))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{told.speaker.reader}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_SECURITY}">',
            f"<title>{title}</title>",
            "</head>",
            "<body>",
            as_fragment(told),
            "</body>",
            "</html>",
            "",
        ]
    )


def as_fragment(told: Told) -> str:
    """Return an explanation as a part of a page, with its style."""
    speaker, outcome = told.speaker, told.decision.outcome
    long = " long" if len(told.sections) > _LONG else ""
    return "\n".join(
        [
            f"<style>\n{_STYLE}\n</style>",
            f'<main class="explanation{long}" lang="{told.speaker.reader}">',
            f"<h1>{_text(speaker.say('title'))}</h1>",
            f'<p class="outcome {outcome}">{_text(speaker.say(outcome))}</p>',
            '<ul class="preamble">',
            *(f"<li>{_text(line)}</li>" for line in preamble(told)),
            "</ul>",
            *_contents(told),
            *(_group(told, number) for number in range(len(told.sections))),
            "</main>",
        ]
    )


def _contents(told: Told) -> Iterator[str]:
    """Yield links to the items, if there are several groups of them."""
    if len(told.sections) > 1:
        yield f'<nav aria-label="{escape(told.speaker.say("items"))}"><ul class="contents">'
        for number, section in enumerate(told.sections):
            outcome = section.outcome
            link = f'<a href="#{_anchor(number)}">{_text(heading(told, section))}</a>'
            yield f'<li class="{outcome}">{link}</li>'
        yield "</ul></nav>"


def _anchor(number: int) -> str:
    return f"items-{number + 1}"


def _group(told: Told, number: int) -> str:
    section = told.sections[number]
    outcome = section.outcome
    title = f'<h2 id="{_anchor(number)}" class="{outcome}">{_text(heading(told, section))}</h2>'
    parts = ["<article>", title]
    for line in section.outline:
        if line.kind == "section":
            parts += [f"<section><h3>{_text(line.text)}</h3>", _list(line.below, told)]
            parts.append("</section>")
        else:
            parts.append(f'<p class="{line.kind}">{_head(line, told)}</p>')
    return "\n".join([*parts, "</article>"])


def _list(lines: Iterable[Line], told: Told) -> str:
    return "<ul>\n" + "\n".join(_entry(line, told) for line in lines) + "\n</ul>"


def _entry(line: Line, told: Told) -> str:
    """Return a line as an entry of a list; what stands below it can be folded away."""
    head = _head(line, told)
    truth = f" {line.mark.value}" if line.mark is not None else ""
    if not line.below:
        return f'<li class="{line.kind}{truth}">{head}</li>'
    below = _list(line.below, told)
    return (
        f'<li class="{line.kind}"><details open class="{truth.strip()}">'
        f"<summary>{head}</summary>\n{below}\n</details></li>"
    )


def _head(line: Line, told: Told) -> str:
    mark = ""
    if line.mark is not None:
        spoken = escape(told.speaker.say(line.mark.value))
        mark = (
            f'<span class="mark" aria-hidden="true">{MARKS[line.mark]}</span>'
            f'<span class="spoken">{spoken}: </span>'
        )
    source = f' <span class="source">{escape(line.source)}</span>' if line.source else ""
    return f"{mark}{_text(line.text)}{source}"


def _text(marked: str) -> str:
    """Return a text with marks as HTML; what is quoted is read in the direction of its own."""
    return "".join(_piece(piece) for piece in pieces(marked))


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.quoted:
        return f'<code dir="auto">{text}</code>'
    if piece.language is not None:
        return f'<span lang="{escape(piece.language)}" dir="auto">{text}</span>'
    return text
