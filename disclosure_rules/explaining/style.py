"""How pages look that people read, sign or print: what explanation and handbook have in common."""

from __future__ import annotations

from typing import Final

CONTENT_SECURITY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""A page may do nothing but look as its own style says."""

PALETTE: Final = (
    "--ink: #1b1b1f; --soft: #55555c; --paper: #fff; --shade: #f4f4f6; --line: #d5d5dc; "
    "--good: #19692c; --bad: #a3161f; --open: #7a4d00; --link: #1a4fba;"
)
"""Colours that can be read on paper and shade alike; none of them says anything alone."""

FONT: Final = "font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);"

SHEET: Final = "@page { size: A4; margin: 18mm; }"
