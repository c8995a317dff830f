"""How the handbook looks: on a screen, and printed on A4."""

from __future__ import annotations

from typing import Final

from disclosure_rules.explaining.style import FONT, PALETTE, SHEET

STYLE: Final = (
    f":root {{ color-scheme: light; {PALETTE} }}\nbody {{ {FONT} font-size: 1rem; }}"
    """
* { box-sizing: border-box; }
body { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem 3rem; overflow-wrap: anywhere; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
a.term, a.fact { color: inherit; text-decoration: underline 1px dotted var(--soft); }
a.term:hover, a.fact:hover { color: var(--link); }
code { font: .85em/1.4 ui-monospace, monospace; color: var(--soft); }
a:has(> code) { text-underline-offset: .35em; }
:target { outline: 2px solid var(--link); outline-offset: .3rem; scroll-margin-top: 1rem; }
summary { cursor: pointer; color: var(--soft); font-size: .9em; width: fit-content; }

header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline;
  border-bottom: 1px solid var(--line); padding: 1rem 0 0; margin-bottom: 1.5rem; }
header .set { flex: 1 0 100%; margin: 0; color: var(--soft); font-size: .9rem; }
header nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
header nav a { padding: .4rem 0; text-decoration: none; border-bottom: 3px solid transparent; }
header nav a:hover { border-color: var(--line); }
header nav a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--link); }
header .languages { margin-left: auto; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem;
  color: var(--soft); font-size: .8rem; }
footer p { margin: .1rem 0; }

main:first-child { padding-top: 2rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h2::first-letter, h3::first-letter, h4::first-letter, dt::first-letter, caption::first-letter,
th::first-letter, .timing::first-letter, .how_read::first-letter { text-transform: uppercase; }
p { margin: .5rem 0; }
ul, ol { margin: .25rem 0; padding-left: 1.4rem; }
li { margin: .15rem 0; }
ul.asked { list-style: "\\2013  "; padding-left: 2rem; }
ul.asked ul { list-style: "\\b7  "; padding-left: 1.2rem; }
ul.asked li { margin: .25rem 0; }
.about a { text-decoration: none; }
.about a:hover { text-decoration: underline; }
main > dl { border: 0; padding: 0; margin: 0; }
.about, .none, .source { color: var(--soft); font-size: .875rem; margin: .1rem 0 .5rem; }
.source { max-width: 48rem; }
.subtitle { font-size: 1.15rem; margin-top: -.4rem; color: var(--soft); }
.warning { border-left: .35rem solid var(--bad); padding: .5rem .75rem; background: var(--shade); }

article { border: 1px solid var(--line); border-left: .3rem solid var(--line); border-radius: .3rem;
  padding: .9rem 1.1rem; margin: .9rem 0; background: var(--paper); }
article > :first-child { margin-top: 0; }
article > :last-child { margin-bottom: 0; }
article.allow { border-left-color: var(--good); }
article.deny { border-left-color: var(--bad); }
article h2 { font-size: 1.1rem; }
article h3, article h4 { font-size: 1rem; margin: 0 0 .15rem; }
.effect { display: inline-block; font-size: .78rem; font-weight: 700; letter-spacing: .02em;
  padding: .05rem .5rem; border: 1px solid; border-radius: 1rem; margin-right: .25rem; }
.allow .effect, .effect.allow, .mark.allow { color: var(--good); }
.deny .effect, .effect.deny, .mark.deny { color: var(--bad); }
.mark { font-weight: 700; }
.lead { margin: .75rem 0 .25rem; }
.lead::first-letter { text-transform: uppercase; }
.says { font-size: 1.05rem; max-width: 52rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem;
  margin: .9rem 0 0; padding-top: .75rem; border-top: 1px solid var(--line); font-size: .93rem; }
dt { color: var(--soft); }
dd { margin: 0; }
dd > ul { list-style: none; padding: 0; margin: 0; }
.filled { background: var(--shade); border-radius: .2rem; padding: 0 .1em; }
.state { font-weight: 600; }
.state.in_force { color: var(--good); }
.state.not_in_force { color: var(--open); }
nav.contents > ul { list-style: none; padding: 0; columns: 2 22rem; column-gap: 2rem; }
nav.contents > ul > li { break-inside: avoid; margin-bottom: .75rem; font-weight: 600; }
nav.contents ul ul { font-weight: 400; list-style: none; padding-left: .25rem; }
nav.short > ul { columns: auto; display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
nav.short > ul > li { font-weight: 400; margin: 0; }
nav.flat > ul > li { font-weight: 400; margin-bottom: .15rem; }
main > ul.pages { list-style: none; padding: 0; }
main > ul.pages a { font-weight: 600; }
main.choice { max-width: 54rem; margin: 12vh auto 0; }
.choices { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem;
  margin: 1.5rem 0; }
.choices article { margin: 0; padding: 1.25rem 1.4rem; border-left-color: var(--link); }
.choices h2 { font-size: 1.25rem; }
.choices a { font-weight: 600; }
.how_read { font-size: .93rem; border-top: 1px solid var(--line); margin-top: .75rem;
  padding-top: .5rem; }

table { border-collapse: collapse; width: 100%; font-size: .93rem; margin: .5rem 0;
  overflow-wrap: break-word; }
.facts { table-layout: fixed; overflow-wrap: anywhere; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem;
  border-bottom: 1px solid var(--line); }
thead th, table > tr:first-child th { color: var(--soft); font-weight: 600; font-size: .85rem; }
td p { margin: 0; }
caption { text-align: left; font-weight: 600; padding: 1.25rem 0 .4rem; }
caption .about { display: block; font-weight: 400; }
.facts th:first-child { width: 44%; }
.facts th:nth-child(2) { width: 24%; }
.facts code { display: block; }
tr.field td:first-child { padding-left: 2rem; }
.number { text-align: right; }
.date { white-space: nowrap; }
tr.past, tr.to_come { color: var(--soft); }
ul.tree { list-style: none; padding-left: 0; }
ul.tree ul.tree { padding-left: 1.1rem; margin-left: .35rem; border-left: 1px solid var(--line); }
ul.tree > li { margin: .35rem 0; }
ul.tree p { margin: 0; }

ol.timeline { list-style: none; padding-left: 1.4rem; margin-left: .4rem;
  border-left: 2px solid var(--line); }
ol.timeline > li { position: relative; margin: 0 0 1.25rem; }
ol.timeline > li::before { content: ""; position: absolute; left: -1.92rem; top: .35rem;
  width: .75rem; height: .75rem; border-radius: 50%; background: var(--link);
  border: 2px solid var(--paper); }
ol.timeline > li.to_come::before { background: var(--paper); border-color: var(--link); }

.legend { list-style: none; padding: .6rem .9rem; background: var(--shade); border-radius: .3rem;
  font-size: .93rem; }
.sign { display: inline-block; width: 1.3em; font-weight: 700; }
.sign.always, td.always .sign { color: var(--good); }
.sign.never, td.never .sign { color: var(--bad); }
.sign.possible, td.possible .sign { color: var(--open); }
figure { margin: .75rem 0 1.5rem; overflow-x: auto; }
figcaption { color: var(--soft); font-size: .93rem; margin-bottom: .3rem; }
.matrix h2 small, th small { font-weight: 400; color: var(--soft); }
.matrix table { margin: 0; }
.matrix table.many { table-layout: fixed; overflow-wrap: anywhere; font-size: .8rem; }
.matrix th, .matrix td { border: 1px solid var(--line); padding: .4rem .5rem; }
.matrix thead th, .matrix th[scope=row] { background: var(--shade); color: var(--ink);
  font-size: .93rem; font-weight: 600; }
.matrix th[scope=row], .matrix td.corner { width: 20%; }
.matrix td.corner { background: var(--shade); color: var(--soft); font-size: .8rem; }
.matrix td ul { list-style: none; padding: 0; margin: .15rem 0 0; }
.matrix td.always { background: #e4f3e7; }
.matrix td.possible { background: #fdf4e0; }
.matrix td.never { background: #faeaea; }
.matrix .note { color: var(--soft); font-size: .875rem; margin: .3rem 0 0; }
.matrix .notes { color: var(--soft); font-size: .85rem; margin-top: .2rem; }
.signature { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: 2rem; margin-top: 4rem; }
.signature span { border-top: 1px solid var(--ink); padding-top: .25rem; font-size: .85rem;
  color: var(--soft); }

@media screen and (max-width: 40rem) {
  table { display: block; overflow-x: auto; }
  dl { grid-template-columns: 1fr; gap: 0 0; }
  dd { margin-bottom: .5rem; }
  body { padding: 0 1rem 2rem; }
  header nav a { padding: .15rem 0; }
  header .languages { margin-left: 0; }
}
@media print {
  """
    f"{SHEET}"
    """
  html { font-size: 9pt; }
  body { max-width: none; padding: 0; }
  header nav, nav.contents { display: none; }
  a, a.term, a.fact { color: inherit; text-decoration: none; }
  details:not([open]):not(.cases) { display: none; }
  article, tr, caption, footer, .signature { break-inside: avoid; }
  footer { break-before: avoid; margin-top: 1.5rem; }
  h1, h2, h3, h4, caption, figcaption, thead, .lead, .policy > .about { break-after: avoid; }
  .matrix td, .matrix th, .legend, .filled { print-color-adjust: exact; }
}
"""
).strip()
