"""How the page of coverage looks: as the handbook does, with the lines of policies."""

from __future__ import annotations

from typing import Final

from disclosure_rules.publishing.style import STYLE as HANDBOOK

STYLE: Final = (
    HANDBOOK
    + """
main { padding-top: 1.5rem; }
h2.file::first-letter { text-transform: none; }
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
ol.lines, .gaps, .gaps ul, .lines ul { list-style: none; padding: 0; }
ol.lines { border: 1px solid var(--line); border-radius: .3rem; font-size: .85rem; }
ol.lines > li { display: grid; grid-template-columns: 2.8rem 1.6rem minmax(0, 1fr) 18rem;
  margin: 0; padding: 0 .5rem 0 0; border-left: .3rem solid transparent; line-height: 1.55; }
ol.lines > li.whole { background: #e4f3e7; border-color: var(--good); }
ol.lines > li.partly { background: #fdf4e0; border-color: var(--open); }
ol.lines > li.unseen { background: #faeaea; border-color: var(--bad); }
ol.lines > li > code { font-size: inherit; line-height: inherit; color: var(--ink);
  white-space: pre-wrap; }
.lines .line { color: var(--soft); text-align: right; padding-right: .6rem;
  font-variant-numeric: tabular-nums; user-select: none; }
.lines details { padding-left: .75rem; }
.lines summary { font-size: inherit; color: var(--ink); width: auto; }
.lines details ul ul { padding-left: .75rem; margin-bottom: .4rem; }
.lines li li, .lines details ul { margin: 0; }
@media (max-width: 60rem) {
  ol.lines > li { grid-template-columns: 2.8rem 1.6rem minmax(0, 1fr); }
  .lines details { grid-column: 3; padding: 0 0 .2rem; }
}
@media print {
  ol.lines > li { grid-template-columns: 2.8rem 1.6rem minmax(0, 1fr) 12rem;
    print-color-adjust: exact; break-inside: avoid; }
  .lines details { grid-column: 4; }
  .lines details:not([open]) { display: block; }
}
"""
)
