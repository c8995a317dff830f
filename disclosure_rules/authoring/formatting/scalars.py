"""Scalars as they were written into scalars with quotes only where some reader needs them.

What stands without quotes stays so. What stands in quotes loses them where YAML 1.2 and YAML 1.1
readers would both still read the same text, and it does not begin like a number, a date or a time.
"""

from __future__ import annotations

from functools import cache
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import yaml

from disclosure_rules.loading.parse import meaning

if TYPE_CHECKING:
    from disclosure_rules.authoring.formatting.commented import Leaf

_LIKE_A_NUMBER: Final = frozenset("0123456789+-.")
_YES_AND_NO: Final = frozenset({"y", "Y", "n", "N"})
"""Booleans of YAML 1.1 that PyYAML takes for texts, and others do not."""
_TEXT: Final = "tag:yaml.org,2002:str"
_UNBROKEN: Final = 1 << 30


def on_one_line(leaf: Leaf, *, inline: bool) -> str:
    """Return a scalar on one line; within braces or brackets if `inline`."""
    if not leaf.style and "\n" not in leaf.written:
        if leaf.inline or not inline or _may_be_plain(leaf.text, inline=True):
            return leaf.written
        return leaf.written or "null" if meaning(leaf.text) is None else _quoted(leaf.text)
    if _reads_as_text(leaf.text) and _may_be_plain(leaf.text, inline=inline):
        return leaf.text
    if leaf.style == '"' and "\n" not in leaf.written:
        return leaf.written
    return _quoted(leaf.text)


def on_several_lines(leaf: Leaf, width: int) -> list[str] | None:
    """Return a scalar as a block, the header first; None if it is to stand on one line.

    Args:
        leaf: The scalar.
        width: How wide a line of the block may be, if it was no block.
    """
    if leaf.is_block:
        return _block(leaf)
    if "\n" not in leaf.written or len(on_one_line(leaf, inline=False)) <= width:
        return None
    lines = wrap(
        leaf.text,
        width,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    folds = " ".join(lines) == leaf.text and _analysis(leaf.text).allow_block
    return [">-", *lines] if folds else None


def _block(leaf: Leaf) -> list[str] | None:
    """Return a block as it was written, from the margin on; None if its end would be lost."""
    end = leaf.text.rstrip("\n")
    if leaf.text.endswith("\n\n") or not end.rpartition("\n")[2].strip():
        return None
    _, *lines = leaf.written.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    margin = _indented(lines[first]) - _indented(leaf.text.lstrip("\n"))
    lines = [line[margin:] for line in lines]
    deeper = any(line.startswith(" ") for line in lines[: first + 1])
    return [leaf.style + ("2" if deeper else "") + ("-" if end == leaf.text else ""), *lines]


def _indented(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _reads_as_text(text: str) -> bool:
    """Tell whether a text, without quotes, is the same text for every reader."""
    if not text or text[0] in _LIKE_A_NUMBER or text in _YES_AND_NO:
        return False
    resolved = _emitter().resolve(yaml.ScalarNode, text, (True, False))
    return isinstance(meaning(text), str) and resolved == _TEXT


def _may_be_plain(text: str, *, inline: bool) -> bool:
    """Tell whether a text can stand without quotes, as far as the signs in it are concerned."""
    analysis = _analysis(text)
    fits = analysis.allow_flow_plain if inline else analysis.allow_block_plain
    # Odd spaces at either end are seen by nobody.
    return bool(fits) and not analysis.multiline and text == text.strip()


def _quoted(text: str) -> str:
    dumped = yaml.dump(
        text, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True, width=_UNBROKEN
    )
    return str(dumped).rstrip("\n")


def _analysis(text: str) -> Any:
    return _emitter().analyze_scalar(text)


@cache
def _emitter() -> Any:
    return yaml.SafeDumper(StringIO(), allow_unicode=True)
