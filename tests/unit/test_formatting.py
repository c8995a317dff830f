"""The layout: rule by rule, and what it refuses to lay out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure_rules.authoring.formatting import format as formatting
from disclosure_rules.authoring.formatting.files import Formatted, format_paths, write
from disclosure_rules.authoring.formatting.format import (
    NotKeptError,
    check_digest,
    format_document,
)
from disclosure_rules.authoring.formatting.layout import lay_out
from disclosure_rules.loading.faults import Faults
from tests.unit.small import documents, policy

FREE = "kind: cases\n\nfixtures:\n  a:\n    {}\n\ncases: {{}}\n"
"""A fixture may hold anything: here its author's keys and order stay."""


def formatted(text: str) -> str:
    faults = Faults()
    laid_out = format_document("a.yaml", text, faults)
    assert laid_out is not None, faults.in_order()
    assert format_document("a.yaml", laid_out, Faults()) == laid_out
    return laid_out


ENTRIES = {
    "quotes that no reader needs": ("k: 'a b'", "k: a b"),
    "quotes that YAML 1.1 needs": ("k: ['no', 'y', '1_0', '=']", 'k: ["no", "y", "1_0", "="]'),
    "quotes of numbers, dates and times": (
        "k: ['1.10', '2026-01-01', '12:30', '.5', '-x']",
        'k: ["1.10", "2026-01-01", "12:30", ".5", "-x"]',
    ),
    "no quotes where there were none": ("k: [2026-01-01, 1.10, ~]", "k: [2026-01-01, 1.10, ~]"),
    "quotes that braces need": ("k: {a: 'x, y'}", 'k: {a: "x, y"}'),
    "a text that lists break": ("k:\n      - a, b\n      - c", 'k: ["a, b", c]'),
    "quotes within quotes": ("k: 'say \"x\"'", 'k: say "x"'),
    "quotes around quotes": ("k: '\"x\" it''s: y'", 'k: "\\"x\\" it\'s: y"'),
    "escapes as they were": ('k: "\\u00a0 \\x41: b"', 'k: "\\u00a0 \\x41: b"'),
    "keys": ("'k': {\"no\": 1, 'b c': 2}", 'k: {"no": 1, b c: 2}'),
    "nothing at all": ("k:", "k:"),
    "nothing in a list": ("k: [~, a]", "k: [~, a]"),
    "nothing after a dash": ("k:\n      -\n      - a", "k: [null, a]"),
    "nothing in braces": ("k: {a, b: }", "k: {a: null, b: null}"),
    "a pair in brackets": ("k: [a: 1]", "k: [{a: 1}]"),
    "empty": ("k: {  }\n    l: [ ]", "k: {}\n    l: []"),
    "a short text over lines": ("k: a\n      b", "k: a b"),
    "a short quoted text over lines": ('k: "a:\n      b"', 'k: "a: b"'),
    "a text with a break": ('k: "a\n\n      b"', 'k: "a\\nb"'),
    "a long text over lines": (
        f"k: {'word ' * 20}\n      end",
        f"k: >-\n      {' '.join(['word'] * 19)}\n      word end",
    ),
    "a long text on one line": (f"k: {'word ' * 30}end", f"k: {'word ' * 30}end"),
    "a long word over lines": (f"k: 'a\n\n      {'b' * 99}'", f'k: "a\\n{"b" * 99}"'),
    "a block": ("k: |  # note\n          a\n            b\n", "k: |  # note\n      a\n        b"),
    "a block that begins with spaces": ("k: |3-\n          a", "k: |2-\n         a"),
    "a block with blank lines at its end": (
        "k: |+\n      a\n\n    l: 1",
        'k: "a\\n\\n"\n\n    l: 1',
    ),
    "a block of nothing": ("k: |\n\n    l: 1", 'k: ""\n\n    l: 1'),
    "a block that keeps its end": (
        "k: >+\n      a\n      b\n    l: 1",
        "k: >\n      a\n      b\n    l: 1",
    ),
    "a list of lists": (
        "k: [[a], [b, # x\n      c]]",
        "k:\n      - [a]\n      -\n        - b  # x\n        - c",
    ),
    "comments that neighbours align": (
        "k: 1 # a\n    long: 2 # b",
        "k: 1     # a\n    long: 2  # b",
    ),
    "comments within brackets": ("k: [ # a\n      ] # b", "# b\n    k: []  # a"),
    "between key and value": ("k: # a\n      # b\n      v # c", "# b\n    # c\n    k: v  # a"),
    "after a dash": ("k:\n      - # a\n        b: 1", "k:\n      # a\n      - b: 1"),
    "after a group in a list": (
        f"k: [{{a: {'x' * 50}, b: {'y' * 50}}} # c\n      ]",
        f"k:\n      # c\n      - a: {'x' * 50}\n        b: {'y' * 50}",
    ),
    "at the end of a list": ("k:\n      - b: 1\n      # end", "k:\n      - b: 1\n      # end"),
    "a list right below its key": (
        "k:\n    - b: 1\n    # of l\n    l: 1",
        "k:\n      - b: 1\n    # of l\n    l: 1",
    ),
    "blank lines": ("\n\n    k: 1\n\n\n    l: 2", "k: 1\n\n    l: 2"),
    "a question mark": ("? k\n    : v", "k: v"),
}
"""What stands in a fixture, before and after."""


@pytest.mark.parametrize(("before", "after"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry(before: str, after: str) -> None:
    assert formatted(FREE.format(before)) == FREE.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\r\nkind: cases\r\ncases: {}\r\n...", "kind: cases\n\ncases: {}\n"),
        ("{cases: {}, kind: cases}", "kind: cases\n\ncases: {}\n"),
        (
            "# a\n\n\ncases: {}\n# b\nkind: cases\n# c",
            "# a\n\n# b\nkind: cases\n\ncases: {}\n# c\n",
        ),
        ("{ # a\ncases: {}, # b\nkind: cases } # c", "# c\n# a\nkind: cases\n\ncases: {}  # b\n"),
    ],
)
def test_a_document(before: str, after: str) -> None:
    assert formatted(before) == after


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: [", "yaml_syntax"),
        ("a: 1", "missing_key"),
        ("- a", "not_a_mapping"),
        ("kind: cats", "unknown_kind"),
        ("kind: cases\nkind: cases", "duplicate_key"),
        ("kind: cases\na: &x 1", "yaml_anchor"),
        ("", "empty_file"),
    ],
)
def test_what_cannot_be_read_is_told_and_left(text: str, code: str) -> None:
    faults = Faults()
    assert format_document("a.yaml", text, faults) is None or code == "duplicate_key"
    assert [fault.code for fault in faults.in_order()] == [code]


def test_faults_of_policies_do_not_matter_to_the_layout() -> None:
    text = "kind: policy\nstranger: 1\nid: 7\n"
    assert formatted(text) == "kind: policy\nid: 7\nstranger: 1\n"


def test_a_key_that_has_no_place_before_a_colon_is_refused() -> None:
    text = FREE.format(f"k: 1\n    ? {'long' * 300}\n    : v")
    with pytest.raises(NotKeptError) as refused:
        format_document("a.yaml", text, Faults())
    assert (refused.value.change, refused.value.line) == ("value", 1)


@pytest.mark.parametrize(
    ("spoil", "change", "line"),
    [
        (lambda text: text.replace("a: 1", "a: 2"), "value", 4),
        (lambda text: text.replace("a: 1", "a: '1'"), "value", 4),
        (lambda text: text.replace("a: 1", "a: 1.0"), "value", 4),
        (lambda text: text.replace("a: 1", "b: 1"), "value", 4),
        (lambda text: text.replace("[x, y]", "[y, x]"), "value", 5),
        (lambda text: text.replace("[x, y]", "[x]"), "value", 5),
        (lambda text: text.replace("# note", ""), "comment", 4),
        (lambda text: text.replace("# note", "# note\n# note"), "comment", 4),
        (lambda text: text + "# more\n", "comment", 1),
    ],
)
def test_a_layout_that_changes_more_is_refused(
    spoil: Callable[[str], str], change: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatting, "lay_out", lambda *given: spoil(lay_out(*given)))
    text = "kind: cases\n\nfixtures:\n  b: {a: 1}  # note\n  c: [x, y]\n\ncases: {}\n"
    with pytest.raises(NotKeptError) as refused:
        format_document("a.yaml", text, Faults())
    assert (refused.value.change, refused.value.line) == (change, line)


# --- Policy sets ---------------------------------------------------------------------------------


def test_another_digest_is_refused() -> None:
    before = documents(policy("a: {effect: allow, ground: law}"))
    check_digest(before, before)
    with pytest.raises(NotKeptError):
        check_digest(before, documents(policy("a: {effect: deny}")))
    with pytest.raises(NotKeptError):
        check_digest(before, documents(policy("a: {effect: allow}")))


def test_a_set_with_errors_has_no_digest_to_keep() -> None:
    check_digest(documents(policy("a: {effect: sometimes}")), documents())


def _set(folder: Path, rules: str) -> Path:
    for name, text in documents(policy(rules)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_set_with_another_digest_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _set(tmp_path, "a: {effect: allow, ground: law}")
    monkeypatch.setattr(
        "disclosure_rules.authoring.formatting.files.format_document",
        lambda _file, text, _faults: text.replace("ground: law", "ground: consent"),
    )
    found = format_paths([folder]).documents
    left = [document for document in found if document.not_kept]
    assert [Path(document.file).name for document in left] == ["policy_0.yaml"]
    assert not any(document.changed for document in found)


def test_a_document_alone_counts_as_part_of_its_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(tmp_path, "a: {effect: allow, ground: law}")
    asked: list[set[str]] = []
    monkeypatch.setattr(
        "disclosure_rules.authoring.formatting.files.check_digest",
        lambda before, _after: asked.append({Path(name).name for name in before}),
    )
    (document,) = format_paths([tmp_path / "policy_0.yaml"]).documents
    assert document.changed
    assert asked == [{"policy_0.yaml", "vocabulary.yaml"}]


def test_what_is_written_keeps_its_mode_and_its_links(tmp_path: Path) -> None:
    target = tmp_path / "target.yaml"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    write(Formatted(str(link), "old", "new\n"))
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in tmp_path.iterdir()} == {"link.yaml", "target.yaml"}


def test_what_cannot_be_written_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old", encoding="utf-8")

    def refuse(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError):  # noqa: PT011 - the system says why
        write(Formatted(str(file), "old", "new\n"))
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
