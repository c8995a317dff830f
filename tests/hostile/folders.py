"""Files and folders that nobody means well, and the exact text that comes of each."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from tests.hostile.shared import HEAD, SOUND
from tests.unit.small import VOCABULARY


def written(content: bytes | str) -> Callable[[Path], None]:
    """Return what writes a document `x.yaml`."""

    def write(folder: Path) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        (folder / "x.yaml").write_bytes(data)

    return write


def linked(target: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "x.yaml").symlink_to(target)


def a_folder_called_like_a_document(folder: Path) -> None:
    (folder / "x.yaml").mkdir()
    (folder / "x.yaml" / "y.yaml").write_text("kind: polcy\n", encoding="utf-8")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "x.yaml")


def a_link_to_a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "x.yaml").symlink_to("pipe")


def a_socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("x.yaml")
    finally:
        os.chdir(here)


def a_link_to_a_folder(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "x.yaml").symlink_to("below")


def a_link_to_itself(folder: Path) -> None:
    (folder / "x").symlink_to(".")


def a_link_to_the_folder_above(folder: Path) -> None:
    (folder / "x").symlink_to("..")


def a_chain_of_links(folder: Path) -> None:
    for number in range(100):
        (folder / f"l{number}").symlink_to(f"l{number + 1}")
    (folder / "x.yaml").symlink_to("l0")


def folders_in_folders(folder: Path) -> None:
    for _ in range(100):
        folder /= "d"
        folder.mkdir()
    (folder / "x.yaml").write_text("kind: polcy\n", encoding="utf-8")


def no_vocabulary(folder: Path) -> None:
    (folder / "vocabulary.yaml").unlink()


def no_documents(folder: Path) -> None:
    (folder / "vocabulary.yaml").unlink()
    (folder / "policy.yaml").unlink()


def named(name: str | bytes) -> Callable[[Path], object]:
    """Return what writes a document of a kind that is none, under a name."""
    return lambda folder: (folder / os.fsdecode(name)).write_text("kind: polcy\n", "utf-8")


OUTSIDE = """\
p/x.yaml:1:1: error[link_outside]: the link leads out of the policy set, in a circle or nowhere
  help: put the file itself into the folder: what decides must stand where it is reviewed"""
UNREADABLE = """\
p/x.yaml:1:1: error[file_unreadable]: the file or folder cannot be read
  help: check that it exists and that you may open it"""
LINKED = """\
p/x:1:1: error[linked_folder]: the folder is a link, and links to folders are not followed
  help: put the folder itself here: what decides must stand where it is reviewed"""
MARK = """\
p/x.yaml:1:1: error[byte_order_mark]: the file begins with a byte-order mark
  help: save it as UTF-8 without one; editors call this `UTF-8` or `UTF-8 without BOM`"""
NO_KIND = """\
p/{name}:1:7: error[unknown_kind]: `polcy` is not a kind of document
    1 | kind: polcy
      |       ^^^^^
  help: did you mean `policy`? the kinds are `vocabulary`, `notice`, `policy`, `guarantees`, \
`cases`"""
NO_MAPPING = """\
p/x.yaml:1:1: error[not_a_mapping]: a document must be a mapping of keys
    1 | {line}
      | ^
  help: write `key: value`, each key on a line of its own"""
NO_UTF8 = """\
p/x.yaml:{place}: error[not_utf8]: the file is not UTF-8 here
  help: save it as UTF-8"""
CONTROL = """\
p/x.yaml:1:{column}: error[control_character]: a character stands here that no text may hold
    1 | {line}
      | {mark}
  help: delete it; it may be invisible in the editor"""
WIDE = """\
p/x.yaml:1:1: error[not_utf8]: the file is not UTF-8 here
  help: it looks like UTF-16 or UTF-32; save it as UTF-8"""
EMPTY = """\
p/x.yaml:1:1: error[empty_file]: the document is empty
  help: write what it should hold, or leave it out"""
DEEP = """\
p/x.yaml:1:{column}: error[too_deep]: the nesting is deeper than 64 levels
  help: name parts of it under `definitions`"""
LARGE = """\
p/x.yaml:1:1: error[file_too_large]: the file is larger than 16 MiB
  help: split it into several documents"""
TWICE = """\
p/x.yaml:2:1: error[version_overlap]: version `1` and version `1`, in p/policy.yaml:2, are both in \
force on 2026-01-01
    2 | id: p
      | ^^
  help: end the earlier one the day before: `in_force: {from: …, to: …}`"""


def cut(line: str) -> str:
    """Return a line as diagnostics quote it."""
    return line if len(line) <= 160 else line[:160] + "…"


def quoted(text: str, line: str, column: int, width: int = 1) -> str:
    """Return a diagnostic with the line that it quotes."""
    said, _, help_ = text.partition("\n")
    return f"{said}\n    1 | {cut(line)}\n      | {' ' * (column - 1)}{'^' * width}\n{help_}"


LINE = "x" * 10_000_000
BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
)

FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing odd": (lambda _: None, ""),
    "a folder called like a document": (
        a_folder_called_like_a_document,
        NO_KIND.format(name="x.yaml/y.yaml"),
    ),
    "an empty folder called like a document": (lambda folder: (folder / "x.yaml").mkdir(), ""),
    "a pipe": (a_pipe, UNREADABLE),
    "a link to a pipe": (a_link_to_a_pipe, UNREADABLE),
    "a socket": (a_socket, UNREADABLE),
    "a link to a device": (linked("/dev/zero"), OUTSIDE),
    "a link to a terminal": (linked("/dev/tty"), OUTSIDE),
    "a link to what comes in": (linked("/dev/stdin"), OUTSIDE),
    "a link to a file outside": (linked("../outside.yaml"), OUTSIDE),
    "a link to a path from the root": (linked("/etc/hostname"), OUTSIDE),
    "a link to itself": (linked("x.yaml"), OUTSIDE),
    "a link to nothing": (linked("gone.yaml"), OUTSIDE),
    "a chain of links": (a_chain_of_links, OUTSIDE),
    "a link to a folder": (a_link_to_a_folder, UNREADABLE),
    "a folder that is its own": (a_link_to_itself, LINKED),
    "a folder that is the one above": (a_link_to_the_folder_above, LINKED),
    "a link to a document beside": (linked("policy.yaml"), TWICE),
    "a hard link": (lambda folder: os.link(folder / "policy.yaml", folder / "x.yaml"), TWICE),
    "folders in folders": (
        folders_in_folders,
        (f"p{'/d' * 17}:1:1: error[deep_folder]: the folder lies more than 16 levels below the "
        "policy set, and is not read\n  help: move it up"),
    ),
    "no vocabulary": (
        no_vocabulary,
        ("p:1:1: error[no_vocabulary]: the policy set has no vocabulary\n"
        "  help: add a document with `kind: vocabulary`"),
    ),
    "no documents": (
        no_documents,
        ("p:1:1: error[no_documents]: there are no YAML files here\n"
        "  help: a policy set is a folder of `.yaml` files"),
    ),
    "two vocabularies": (
        written(VOCABULARY),
        ("p/x.yaml:1:1: error[second_vocabulary]: the policy set has a second vocabulary\n"
        "    1 | kind: vocabulary\n      | ^^^^\n"
        "  help: the first is p/vocabulary.yaml; keep one of them"),
    ),
    "a name that is no text": (named(b"\xff\xfe.yaml"), NO_KIND.format(name="\\udcff\\udcfe.yaml")),
    "a name of two lines": (named("a\nb.yaml"), NO_KIND.format(name="a\\u000ab.yaml")),
    "a name that acts on terminals": (
        named("\x1b[31m.yaml"),
        NO_KIND.format(name="\\u001b[31m.yaml"),
    ),
    "a name with spaces": (named(" a b .yaml"), NO_KIND.format(name=" a b .yaml")),
    "a name in capitals": (named("X.YAML"), NO_KIND.format(name="X.YAML")),
    "the short end of a name": (named("x.Yml"), NO_KIND.format(name="x.Yml")),
    "a long name": (named("x" * 250 + ".yaml"), NO_KIND.format(name="x" * 250 + ".yaml")),
    "no content": (written(""), EMPTY),
    "line breaks": (written("\n\n\n"), EMPTY),
    "a mark and nothing": (written("---\n"), NO_MAPPING.format(line="---")),
    "a scalar": (written("just text\n"), NO_MAPPING.format(line="just text")),
    "a number": (written("42\n"), NO_MAPPING.format(line="42")),
    "a page": (
        written("<!doctype html><html></html>\n"),
        NO_MAPPING.format(line="<!doctype html><html></html>"),
    ),
    "a conflict of versions": (
        written(f"<<<<<<< HEAD\n{SOUND}=======\n{SOUND}>>>>>>> theirs\n"),
        ("p/x.yaml:2:5: error[yaml_syntax]: this is not YAML: a colon stands where no key can end\n"
        "    2 | kind: policy\n      |     ^\n"
        "  help: put a text with a colon in quotes; indent a key like those beside it"),
    ),
    "a byte-order mark": (written(b"\xef\xbb\xbf" + SOUND.encode()), MARK),
    "UTF-16": (written(SOUND.encode("utf-16")), MARK),
    "UTF-16 of the other order": (written(b"\xfe\xff" + SOUND.encode("utf-16-be")), MARK),
    "UTF-32": (written(SOUND.encode("utf-32")), MARK),
    "UTF-16 without a mark": (
        written("kind".encode("utf-16-le")),
        WIDE,
    ),
    "null characters": (
        written(b"\0\0\0"),
        CONTROL.format(column=1, line="\\u0000" * 3, mark="^" * 6),
    ),
    "Latin": (written(b"kind: policy\n# \xf5\n"), NO_UTF8.format(place="2:3")),
    "half a pair": (written(b"kind: \xed\xa0\x80\n"), NO_UTF8.format(place="1:7")),
    "a character written too long": (written(b"kind: \xc0\x80\n"), NO_UTF8.format(place="1:7")),
    "a character cut short": (written(b"kind: \xe2\x82"), NO_UTF8.format(place="1:7")),
    "an archive": (written(b"PK\x03\x04\x80"), NO_UTF8.format(place="1:5")),
    "an archive of another kind": (written(b"\x1f\x8b\x08"), NO_UTF8.format(place="1:2")),
    "20 MB": (written(b"# " + b"x" * 20_000_000), LARGE),
    "a long comment": (written(f"# {LINE}"), quoted(EMPTY, f"# {LINE}", 1)),
    "100,000 brackets": (
        written("[" * 100_000),
        quoted(DEEP.format(column=65), "[" * 100_000, 65),
    ),
    "100,000 braces": (written("{a: " * 100_000), DEEP.format(column=257)),
    "100,000 braces that are keys": (
        written("{" * 100_000),
        ("p/x.yaml:1:2: error[key_not_text]: a key must be a word\n"
        f"    1 | {cut('{' * 200)}\n      |  ^\n"
        "  help: put it in quotes, or use another word"),
    ),
    "100,000 dashes": (
        written("- " * 100_000),
        quoted(DEEP.format(column=129), "- " * 100_000, 129),
    ),
    "100,000 closing brackets": (
        written("[" * 50 + "]" * 100_000),
        ("p/x.yaml:1:101: error[yaml_syntax]: this is not YAML: "
        "nothing is open here that this could close\n"
        f"    1 | {cut('[' * 50 + ']' * 200)}\n      | {' ' * 100}^\n"
        "  help: delete it, or put the text in quotes"),
    ),
    "a bomb of aliases": (
        written(BOMB),
        ("p/x.yaml:1:4: error[yaml_anchor]: anchors such as `&a` are not read here\n"
        "    1 | a: &a [x, x]\n      |    ^^^^\n"
        "  help: write the content out, or name it under `definitions`"),
    ),
    "a key of 100 kB": (
        written("k" * 100_000 + ": x\n"),
        ("p/x.yaml:1:100001: error[yaml_syntax]: this is not YAML: "
        "a colon stands where no key can end\n"
        "  help: put a text with a colon in quotes; indent a key like those beside it"),
    ),
    "a key of 100 kB that is marked": (
        written(f"{HEAD}rules: {{r: {{effect: deny}}}}\n? {'k' * 100_000}\n: x\n"),
        (f"p/x.yaml:6:3: error[unknown_key]: `{'k' * 60}` is not a key that may stand here\n"
        f"    6 | ? {'k' * 158}…\n      |   {'^' * 158}\n"
        "  help: the keys here are `kind`, `id`, `version`, `title`, `in_force`, `repealed`, "
        "`parameters`, `definitions`, `obligations`, `rules`"),
    ),
    "a tag of 100 kB": (
        written("a: !" + "t" * 100_000 + " b\n"),
        (f"p/x.yaml:1:4: error[yaml_tag]: tags such as `!{'t' * 58}…` are not read here\n"
        f"    1 | a: !{'t' * 156}…\n      |    {'^' * 157}\n"
        "  help: leave it out; put texts in quotes"),
    ),
    "a term of 100 kB": (
        written(f"{HEAD}rules: {{r: {{effect: deny, purpose: {'t' * 100_000}}}}}\n"),
        (f"p/x.yaml:5:36: error[unknown_term]: `{'t' * 119}…` is not a purpose\n"
        f"    5 | rules: {{r: {{effect: deny, purpose: {'t' * 125}…\n"
        f"      | {' ' * 35}{'^' * 125}\n"
        "  help: purposes are listed in p/vocabulary.yaml:18"),
    ),
}  # fmt: skip
"""What is laid beside a sound vocabulary and a sound policy; the exact text that comes of it."""


def laid(folder: Path, name: str) -> Path:
    """Return a folder of a sound set, with what `FOLDERS` lays beside it."""
    folder.mkdir()
    for file, text in {"vocabulary.yaml": VOCABULARY, "policy.yaml": SOUND}.items():
        (folder / file).write_text(text, encoding="utf-8")
    (folder.parent / "outside.yaml").write_text(SOUND, encoding="utf-8")
    FOLDERS[name][0](folder)
    return folder
