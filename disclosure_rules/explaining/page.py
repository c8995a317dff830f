"""An explanation into a page that stands alone: no scripts, nothing fetched, fit for paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from disclosure_rules.explaining.plain_text import MARKS
from disclosure_rules.explaining.told import heading, preamble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.explaining.outline import Line
    from disclosure_rules.explaining.told import Explained, Told

_STYLE: Final = """
:root { color-scheme: light; }
.explanation { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1f; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
.explanation h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
.explanation h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding: .5rem .75rem;
  border-left: .35rem solid; border-radius: .2rem; background: #f4f4f6; overflow-wrap: anywhere; }
.explanation h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
.explanation .permitted { border-color: #19692c; }
.explanation .prohibited, .explanation .no_ground { border-color: #a3161f; }
.explanation .facts_missing { border-color: #7a4d00; }
.explanation p.outcome { font-weight: 600; margin: 0 0 .5rem; padding-left: .6rem;
  border-left: .35rem solid; }
.explanation ul { list-style: none; margin: 0; padding-left: 1.4rem; }
.explanation > ul, .explanation section > ul { padding-left: .25rem; }
.explanation li { margin: .15rem 0; overflow-wrap: anywhere; }
.explanation summary { cursor: pointer; }
.explanation summary:focus-visible { outline: 2px solid #1a4fba; outline-offset: 2px; }
.explanation .mark { font-weight: 700; display: inline-block; min-width: 1.1em; }
.explanation .true > .mark, .explanation .true > summary > .mark { color: #19692c; }
.explanation .false > .mark, .explanation .false > summary > .mark { color: #a3161f; }
.explanation .unknown > .mark, .explanation .unknown > summary > .mark { color: #7a4d00; }
.explanation .source, .explanation .preamble { color: #55555c; font-size: .875rem; }
.explanation .rule { font-weight: 600; }
.explanation .rule ul { font-weight: 400; }
.explanation .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
@media print {
  @page { size: A4; margin: 18mm; }
  .explanation { max-width: none; padding: 0; font-size: 10.5pt; }
  .explanation h2, .explanation h3 { break-after: avoid; }
  .explanation li { break-inside: avoid-page; }
}
""".strip()


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
            (
                '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
                "style-src 'unsafe-inline'\">"
            ),
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
    return "\n".join(
        [
            f"<style>\n{_STYLE}\n</style>",
            f'<main class="explanation" lang="{told.speaker.reader}">',
            f"<h1>{escape(speaker.say('title'))}</h1>",
            f'<p class="outcome {outcome}">{escape(speaker.say(outcome))}</p>',
            '<ul class="preamble">',
            *(f"<li>{escape(line)}</li>" for line in preamble(told)),
            "</ul>",
            *(_group(told, group) for group in told.groups),
            "</main>",
        ]
    )


def _group(told: Told, group: Explained) -> str:
    parts = [f'<h2 class="{group.proof.outcome}">{escape(heading(told, group))}</h2>']
    for line in group.outline:
        if line.kind == "section":
            parts += [f"<section><h3>{escape(line.text)}</h3>", _list(line.below, told)]
            parts.append("</section>")
        else:
            parts.append(_list((line,), told))
    return "\n".join(parts)


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
    return f"{mark}<bdi>{escape(line.text)}</bdi>{source}"
