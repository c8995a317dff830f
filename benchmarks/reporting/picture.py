"""Turns results into a picture: how long each engine takes, on a logarithmic scale.

Plain SVG, without a font or a script of its own; it follows the reader's light or dark screen.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any, Final

from benchmarks.reporting.targets import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    Results = dict[str, Any]

WIDTH: Final = 860
LEFT: Final = 190
RIGHT: Final = 110
TOP: Final = 76
BAR: Final = 13
GAP: Final = 16
STYLE: Final = """
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif }
  .paper { fill: #fff } .text { fill: #1c2330 } .faint { fill: #5a6475; font-size: 11px }
  .line { stroke: #d5dae2 } .few { fill: #3569b5 } .many { fill: #8fb0dd }
  .ours.few { fill: #b3541e } .ours.many { fill: #dd9a6c }
  .title { font-size: 16px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #14181f } .text { fill: #e6eaf0 } .faint { fill: #a3adbb }
    .line { stroke: #323a47 } .few { fill: #6f9fe0 } .many { fill: #3d5f91 }
    .ours.few { fill: #f0935a } .ours.many { fill: #9c5a33 }
  }
"""


def picture(results: Results) -> str:
    """Return the picture as a text of SVG."""
    among: dict[str, Any] = results["among"]
    counts = list(among)
    names = sorted(among[counts[0]], key=lambda name: among[counts[0]][name]["microseconds"])
    row = len(counts) * BAR + GAP
    height = TOP + len(names) * row + 40
    figures = [told["microseconds"] for each in among.values() for told in each.values()]
    least = math.floor(math.log10(min(figures) / 2))  # the shortest bar can still be seen
    most = max(least + 1, math.ceil(math.log10(max(figures))))
    scale = (WIDTH - LEFT - RIGHT) / (most - least)
    measured = f"{results['machine']['date']}, {results['machine']['python']}."
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-labelledby="title description">'
        ),
        '<title id="title">Time for a request of five items, by engine</title>',
        f'<desc id="description">{escape(_described(names, among))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        '<text class="text title" x="20" y="30">Time for a request of five items</text>',
        (
            f'<text class="faint" x="20" y="50">Logarithmic scale, shorter is better. '
            f"{escape(_legend(counts))} {escape(measured)}</text>"
        ),
        *_grid(least, most, scale, height),
    ]
    for number, name in enumerate(names):
        lines += _bars(name, among, TOP + number * row, least, scale)
    return "\n".join([*lines, "</svg>", ""])


def _grid(least: int, most: int, scale: float, height: int) -> Iterable[str]:
    for power in range(least, most + 1):
        x = LEFT + (power - least) * scale
        yield f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{height - 32}"/>'
        yield (
            f'<text class="faint" x="{x:.1f}" y="{height - 14}" text-anchor="middle">'
            f"{_time(10.0**power)}</text>"
        )


def _bars(name: str, among: dict[str, Any], top: float, least: int, scale: float) -> Iterable[str]:
    ours = "ours " if name == ENGINE else ""
    middle = top + len(among) * BAR / 2 + 4
    yield (
        f'<text class="text" x="{LEFT - 10}" y="{middle:.1f}" text-anchor="end">'
        f"{escape(name)}</text>"
    )
    for number, each in enumerate(among.values()):
        microseconds = each[name]["microseconds"]
        y = top + number * BAR
        width = max(1.0, (math.log10(microseconds) - least) * scale)
        kind = "few" if number == 0 else "many"
        yield (
            f'<rect class="{ours}{kind}" x="{LEFT}" y="{y}" width="{width:.1f}" '
            f'height="{BAR - 2}" rx="2"/>'
        )
        yield (
            f'<text class="faint" x="{LEFT + width + 6:.1f}" y="{y + BAR - 3}">'
            f"{_time(microseconds)}</text>"
        )


def _legend(counts: list[str]) -> str:
    several = " and ".join(f"{int(count):,}" for count in counts)
    return f"Bars of a pair: among {several} further rules that no request is about."


def _described(names: list[str], among: dict[str, Any]) -> str:
    told = (
        f"{name}: {', '.join(_time(each[name]['microseconds']) for each in among.values())}"
        for name in names
    )
    return "; ".join(told) + "."


def _time(microseconds: float) -> str:
    if microseconds >= 1e6:
        return f"{microseconds / 1e6:.3g} s"
    if microseconds >= 1e3:
        return f"{microseconds / 1e3:.3g} ms"
    return f"{microseconds:.3g} µs"
