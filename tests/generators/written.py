"""Plain documents into YAML as people might write it: in every style, with comments everywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

import yaml

from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import meaning as core_meaning
from disclosure_rules.loading.parse import parse

TROUBLE = (
    "no",
    "1.10",
    "2026-01-01",
    "12:30",
    "two  spaces",
    " begins with a space",
    "ends with one ",
    "a: b # c",
    "{recipient.id}, [x]",
    'it\'s "quoted"',
    "a\nb",
    "a\n\n  b\nc\n",
    "\n\nlate",
    "  deep\nless",
    "ends\n\n",
    "trailing \nspace",
    "tab\there",
    "next\u0085line\u2028and\u2029paragraph",
    "\u00a0odd\u00a0",
    "- dash",
    "? what",
    "&anchor",
    "*alias",
    "!tag",
    "%percent",
    "@at",
    "`tick`",
    "#hash",
    "~",
    "null",
    "",
    " ",
    "\n",
    "y",
    "=",
    "<<",
    "---",
    "...",
    "😀 õ",
    "word " * 50,
    "long" * 60,
    "õ" * 130,
)
"""Texts that a careless writer of YAML changes."""


def written(chance: Random, document: dict[str, Any]) -> tuple[str, list[str]]:
    """Return a document as YAML, and the comments in it."""
    writer = _Writer(chance)
    head = [f"{line}\n" for line in writer.remarks(0)]
    text = "".join(head) + writer.mapping(document, 0) + "".join(writer.lines_between(0))
    if not writer.after_kept_end:
        text = text.rstrip("\n") + chance.choice(("", "\n", "\n\n", "\n...\n"))
    if chance.random() < 0.1:
        text = f"---\n{text}"
    return text.replace("\n", "\r\n") if chance.random() < 0.2 else text, writer.comments


@dataclass
class _Writer:
    chance: Random
    comments: list[str] = field(default_factory=list)
    after_kept_end: bool = False
    """Whether a blank line would be one more of a text."""
    after_block: bool = False
    """Whether what is indented further would be one more line of a text."""

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def comment(self) -> str:
        about = self.chance.choice(("why", "a: b", "- x", "} ]", 'õ\'s "note"', "", "#"))
        self.comments.append(f"#{len(self.comments)} {about}".rstrip())
        return self.comments[-1]

    def remarks(self, indent: int) -> list[str]:
        """Return lines that hold nothing, or a comment."""
        found = []
        while self.maybe(0.15) and not self.after_kept_end:
            odd = self.chance.choice((indent, indent, 0, indent + (not self.after_block)))
            found.append("" if self.maybe(0.4) else " " * odd + self.comment())
        return found

    def lines_between(self, indent: int) -> list[str]:
        return [f"{line}\n" for line in self.remarks(indent)]

    def end(self) -> str:
        """Return the end of a line."""
        spaces = " " * self.chance.randint(1, 3)
        return f"{spaces}{self.comment()}\n" if self.maybe(0.15) else "\n"

    def mapping(self, node: dict[str, Any], indent: int, *, begun: bool = False) -> str:
        keys = list(node)
        if self.maybe(0.5):
            self.chance.shuffle(keys)
        text = ""
        for number, key in enumerate(keys):
            if number or not begun:
                text += "".join(self.lines_between(indent)) + " " * indent
            text += f"{self.key(key)}:{self.value(node[key], indent)}"
        return text

    def sequence(self, node: list[Any], indent: int) -> str:
        text = ""
        for part in node:
            text += "".join(self.lines_between(indent)) + " " * indent + "-"
            if isinstance(part, dict) and part and self.maybe(0.6):
                gap = self.chance.randint(1, 3)
                text += " " * gap + self.mapping(part, indent + 1 + gap, begun=True)
            else:
                text += self.value(part, indent)
        return text

    def value(self, node: Any, indent: int) -> str:
        """Return what follows a colon or a dash, up to the end of the line."""
        self.after_block = self.after_kept_end = False
        below = indent + self.chance.randint(1, 4)
        if isinstance(node, (dict, list)) and node and self.maybe(0.6):
            end = self.end()
            if isinstance(node, dict):
                return end + self.mapping(node, below)
            return end + self.sequence(node, below)
        if isinstance(node, (dict, list)):
            return f" {self.inline(node, below)}{self.end()}"
        if isinstance(node, str) and node.strip() and self.maybe(0.3):
            block = self.block(node, below - indent, below)
            if block is not None:
                return f" {block}"
        if node is None and self.maybe(0.3):
            return self.end()
        return f" {self.scalar(node)}{self.end()}"

    def block(self, text: str, deep: int, indent: int) -> str | None:
        """Return a text as a block, if it can be one."""
        bare = text.rstrip("\n")
        breaks = len(text) - len(bare)
        if not all(line.isprintable() for line in bare.split("\n")):
            return None
        folded = "\n" not in bare and "  " not in text and bare.strip() == bare and self.maybe(0.5)
        lines = bare.split(" ") if folded else bare.split("\n")
        lines += [""] * (breaks - 1)
        end = "-" if not breaks else "" if breaks == 1 else "+"
        header = (">" if folded else "|") + (str(deep) if text[0] in " \n" else "") + end
        self.after_block = True
        self.after_kept_end = end == "+"
        remark = f" {self.comment()}" if self.maybe(0.15) else ""
        body = "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in lines)
        return f"{header}{remark}\n{body}"

    def inline(self, node: Any, indent: int) -> str:
        """Return a node in braces or brackets, perhaps over several lines."""
        if not isinstance(node, (dict, list)):
            return self.scalar(node, inline=True)
        opening, closing = "{}" if isinstance(node, dict) else "[]"
        parts = (
            [f"{self.key(key)}: {self.inline(part, indent)}" for key, part in node.items()]
            if isinstance(node, dict)
            else [self.inline(part, indent) for part in node]
        )
        text = opening
        for number, part in enumerate(parts):
            text += ("," if number else "") + self.break_(indent) + part
        return text + self.break_(indent) + closing

    def break_(self, indent: int) -> str:
        """Return what stands within brackets where a line may end."""
        if self.maybe(0.85):
            return " "
        return self.end() + "".join(self.lines_between(indent)) + " " * indent

    def key(self, key: str) -> str:
        return self.scalar(key, inline=True)

    def scalar(self, value: Any, *, inline: bool = False) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        quoted = self.maybe(0.3) or not isinstance(core_meaning(value), str)
        style = self.chance.choice(("'", '"')) if quoted else None
        style = style if value.isprintable() else '"'
        plain = _dumped([value] if inline else value, style).removesuffix("\n...")
        text = plain[1:-1] if inline else plain
        # What is broken over lines would have to be indented.
        return text if "\n" not in text else _dumped(value, '"')


def _dumped(value: Any, style: str | None) -> str:
    dumped = yaml.dump(
        value, default_style=style, allow_unicode=True, width=10_000, default_flow_style=True
    )
    return str(dumped).rstrip("\n")


def meaning(text: str) -> object:
    """Return what YAML means, or fail with its faults."""
    faults = Faults()
    root = parse("a.yaml", text, faults)
    assert root is not None, (faults.in_order(), text)
    return plain_data(root)
