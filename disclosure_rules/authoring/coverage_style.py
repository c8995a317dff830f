"""How the page of coverage looks: as the handbook does, with the lines of policies."""

from __future__ import annotations

from typing import Final

from disclosure_rules.publishing.style import STYLE as HANDBOOK

STYLE: Final = (
    HANDBOOK
    + """
main { padding-top: 1.5rem; }
body { max-width: 80rem; }
.figure { font-size: 1.3rem; font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.sign.whole { color: var(--good); }
.sign.partly { color: var(--open); }
.sign.unseen { color: var(--bad); }
.figures { width: auto; min-width: min(100%, 40rem); }
.figures .number { white-space: nowrap; padding-left: 1.5rem; }
.gaps > li { margin: .6rem 0; }
.gaps li li { padding-left: .25rem; }
.gaps a { display: inline-block; min-width: 2.2rem; text-align: right; }
ol.source, .gaps, .gaps ul, .source ul { list-style: none; padding: 0; }
ol.source { border: 1px solid var(--line); border-radius: .3rem; font-size: .85rem; }
ol.source > li { display: grid; grid-template-columns: 2.8rem 1.6rem minmax(0, 1fr) 21rem;
  margin: 0; padding: 0 .5rem 0 0; border-left: .3rem solid transparent; line-height: 1.55; }
ol.source > li.whole { background: #e4f3e7; border-color: var(--good); }
ol.source > li.partly { background: #fdf4e0; border-color: var(--open); }
ol.source > li.unseen { background: #faeaea; border-color: var(--bad); }
ol.source > li > code { font-size: inherit; line-height: inherit; color: var(--ink);
  white-space: pre-wrap; }
.source .line { color: var(--soft); text-align: right; padding-right: .6rem;
  font-variant-numeric: tabular-nums; user-select: none; }
.source details { padding-left: .75rem; }
.source summary { font-size: inherit; color: var(--ink); width: auto; }
.source details ul ul { padding-left: .75rem; margin-bottom: .4rem; }
.source li li, .source details ul { margin: 0; }
@media (max-width: 60rem) {
  ol.source > li { grid-template-columns: 2.8rem 1.6rem minmax(0, 1fr); }
  .source details { grid-column: 3; padding: 0 0 .2rem; }
}
@media print {
  ol.source > li { grid-template-columns: 2.8rem 1.6rem minmax(0, 1fr) 12rem;
    print-color-adjust: exact; break-inside: avoid; }
  .source details { grid-column: 4; }
  .source details:not([open]) { display: block; }
}
"""
)
