"""YAML text into a tree: what scalars mean in YAML 1.2 core, where things stand, in what order."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules import PolicyError
from disclosure_rules.authoring.schemas import read_words
from disclosure_rules.language.source import Span
from disclosure_rules.language.tree import Mapping, Node, Scalar, Sequence, plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import read_files
from disclosure_rules.loading.load import load_policies, read_policies
from disclosure_rules.loading.parse import decode, parse
from tests.unit.small import VOCABULARY, documents, load, policy


def tree(text: str) -> Node:
    faults = Faults()
    root = parse("f.yaml", text, faults)
    assert root is not None, faults.in_order()
    assert not faults.has_errors(), faults.in_order()
    return root


def codes(text: str) -> list[tuple[str, int, int]]:
    faults = Faults()
    parse("f.yaml", text, faults)
    return [(fault.code, fault.span.line, fault.span.column) for fault in faults.in_order()]


# YAML 1.2.2, §10.3.2, the core schema's tag resolution; infinities and NaN stay texts.
SCALARS: list[tuple[str, Any]] = [
    ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("Yes", "Yes"), ("on", "on"), ("off", "off"),
    ("y", "y"), ("n", "n"), ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"),
    ("false", False), ("False", False), ("FALSE", False), ("~", None), ("null", None),
    ("Null", None), ("NULL", None), ("nULL", "nULL"), ("", None), ('""', ""), ("'~'", "~"),
    ("~a", "~a"), ("nullable", "nullable"), ("truest", "truest"),
    ("0", 0), ("010", 10), ("0010", 10), ("+1", 1), ("-1", -1), ("-0", 0), ("0o17", 15),
    ("0o18", "0o18"), ("0O17", "0O17"), ("0x1F", 31), ("0x1f", 31), ("0X1F", "0X1F"),
    ("-0x1F", "-0x1F"), ("+0o7", "+0o7"), ("0b101", "0b101"),
    ("1_000", "1_000"), ("1,000", "1,000"),
    ("190:20:30", "190:20:30"), ("12:30", "12:30"), ("--1", "--1"), ("+-1", "+-1"), ("+", "+"),
    ("1.10", Decimal("1.10")), (".5", Decimal("0.5")), ("-.5", Decimal("-0.5")), ("1.", Decimal(1)),
    ("+1.5", Decimal("1.5")), ("1e3", Decimal(1000)), ("1E-3", Decimal("0.001")),
    ("1.5e+2", Decimal(150)), (".", "."), ("e3", "e3"), ("1e", "1e"), (".e1", ".e1"),
    (".inf", ".inf"), ("-.INF", "-.INF"), (".nan", ".nan"), ("inf", "inf"), ("nan", "nan"),
    ("Infinity", "Infinity"), ("1.2.3", "1.2.3"), ("2026-01-31", "2026-01-31"),
    ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"), ('"1"', "1"), ("'true'", "true"),
    ("'010'", "010"), ("=", "="), ("١٢", "١٢"), ("9" * 100, int("9" * 100)),
    ("9" * 101, Decimal("Infinity")), ("0.1234567890123456789012345678901",
                          Decimal("0.1234567890123456789012345678901")),
    ("Võru", "Võru"), ('"\\u00e9\\n"', "é\n"), ("a b  c", "a b  c"), ("a#b", "a#b"),
    ("|\n  no\n  010\n", "no\n010\n"), (">-\n  1\n", "1"), ("'it''s'", "it's"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), SCALARS)
def test_what_scalars_mean(written: str, meant: object) -> None:
    root = tree(f"key: {written}\n")
    assert isinstance(root, Mapping)
    (node,) = root.values()
    assert isinstance(node, Scalar)
    assert node.value == meant
    assert type(node.value) is type(meant)


@pytest.mark.parametrize("digits", ["1e99999999999999999999", "1e10000000", "0." + "1" * 5000])
def test_a_number_beyond_reason_is_one_that_nothing_takes(digits: str) -> None:
    assert plain_data(tree(f"key: {digits}")) == {"key": Decimal("Infinity")}


def test_numbers_are_as_long_as_they_are_whatever_python_allows() -> None:
    before = sys.get_int_max_str_digits()
    assert plain_data(tree(f"[{'9' * 100}, 0x{'f' * 90}]")) == [int("9" * 100), int("f" * 90, 16)]
    assert sys.get_int_max_str_digits() == before


# --- Places --------------------------------------------------------------------------------------

PLACED = """\
# a comment
first: één
"second":  'text'
list:
  - a
  -   b: |
        two
        lines
inline: {x: [1, 20], "y z": ~}
"""


def spans(node: Node, path: str = "") -> dict[str, tuple[int, int, int, int]]:
    """Return where each key and each leaf stands, by path."""
    found = {}
    if isinstance(node, Mapping):
        for key, value in node.items():
            found[f"{path}{key}:"] = key.span[1:]
            found |= spans(value, f"{path}{key}.")
    elif isinstance(node, Sequence):
        for number, value in enumerate(node):
            found |= spans(value, f"{path}{number}.")
    else:
        found[path.rstrip(".")] = node.span[1:]
    return found


def test_keys_and_values_know_where_they_stand() -> None:
    assert spans(tree(PLACED)) == {
        "first:": (2, 1, 2, 6),
        "first": (2, 8, 2, 11),
        "second:": (3, 1, 3, 9),
        "second": (3, 12, 3, 18),
        "list:": (4, 1, 4, 5),
        "list.0": (5, 5, 5, 6),
        "list.1.b:": (6, 7, 6, 8),
        "list.1.b": (6, 10, 9, 1),
        "inline:": (9, 1, 9, 7),
        "inline.x:": (9, 10, 9, 11),
        "inline.x.0": (9, 14, 9, 15),
        "inline.x.1": (9, 17, 9, 19),
        "inline.y z:": (9, 22, 9, 27),
        "inline.y z": (9, 29, 9, 30),
    }


def test_collections_know_where_they_begin_and_whether_they_are_inline() -> None:
    root = tree("a: {b: 1}\nc:\n  d: [2]\n")
    assert isinstance(root, Mapping)
    inner, outer = root.values()
    assert isinstance(inner, Mapping)
    assert isinstance(outer, Mapping)
    assert (root.inline, inner.inline, outer.inline) == (False, True, False)
    assert root.span == Span("f.yaml", 1, 1, 1, 2)
    assert inner.span == Span("f.yaml", 1, 4, 1, 5)
    assert next(iter(outer.values())).span == Span("f.yaml", 3, 6, 3, 7)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_any_line_break_counts(line_break: str) -> None:
    root = tree(f"a: 1{line_break}{line_break}b: 2{line_break}")
    assert [key.span.line for key in root] == [1, 3]  # type: ignore[union-attr]


def test_keys_and_members_keep_their_order() -> None:
    text = "z: 1\na: [c, a, b]\nm: {y: 1, x: 2}\n"
    assert list(plain_data(tree(text)).items()) == [  # type: ignore[attr-defined]
        ("z", 1),
        ("a", ["c", "a", "b"]),
        ("m", {"y": 1, "x": 2}),
    ]


# --- Refusals ------------------------------------------------------------------------------------

REFUSED: list[tuple[str, str, int, int]] = [
    ("a: 1\na: 2\n", "duplicate_key", 2, 1),
    ('a: {b: 1, "b": 2}\n', "duplicate_key", 1, 11),
    ("a: &x 1\n", "yaml_anchor", 1, 4),
    ("a: *x\n", "yaml_alias", 1, 4),
    ("a: !!str 1\n", "yaml_tag", 1, 4),
    ("a: !x {}\n", "yaml_tag", 1, 4),
    ("a: !!python/object/apply:os.system [ls]\n", "yaml_tag", 1, 4),
    ("<<: {a: 1}\n", "merge_key", 1, 1),
    ("a: 1\n---\nb: 2\n", "second_document", 2, 1),
    ("%YAML 1.1\n---\na: 1\n", "yaml_directive", 1, 1),
    ("1: a\n", "key_not_text", 1, 1),
    ("~: a\n", "key_not_text", 1, 1),
    ("true: a\n", "key_not_text", 1, 1),
    ("? [a]\n: b\n", "key_not_text", 1, 3),
    ("a: [1\n", "yaml_syntax", 1, 6),
    ("a: b: c\n", "yaml_syntax", 1, 5),
    ("a: \x07\n", "control_character", 1, 4),
    ("", "empty_file", 1, 1),
    ("# only a comment\n", "empty_file", 1, 1),
    ("[" * 65 + "]" * 65, "too_deep", 1, 65),
    ("[" * 100_000, "too_deep", 1, 65),
    ("- " * 100_000, "too_deep", 1, 129),
    ("{a: " * 100_000, "too_deep", 1, 257),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_what_is_refused_where(text: str, code: str, line: int, column: int) -> None:
    assert codes(text)[0] == (code, line, column)


def test_64_levels_are_read() -> None:
    assert codes("[" * 64 + "]" * 64) == []


def test_several_duplicates_are_all_named() -> None:
    found = codes("a: 1\nb: 1\na: 2\nb: 2\na: 3\n")
    assert [place for place in found if place[0] == "duplicate_key"] == [
        ("duplicate_key", 3, 1),
        ("duplicate_key", 4, 1),
        ("duplicate_key", 5, 1),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xef\xbb\xbfa: 1", "byte_order_mark"),
        ("a: 1".encode("utf-16"), "byte_order_mark"),
        (b"a: \xff", "not_utf8"),
        (b"x" * (16 * 1024 * 1024 + 1), "file_too_large"),
    ],
    ids=["utf-8 mark", "utf-16", "latin-1", "large"],
)
def test_bytes_that_are_no_text(content: bytes, code: str) -> None:
    faults = Faults()
    assert decode("f.yaml", content, faults) is None
    assert [fault.code for fault in faults.in_order()] == [code]


def test_the_place_of_a_wrong_byte() -> None:
    faults = Faults()
    decode("f.yaml", "a: õ\nbõ: ".encode() + b"\xe4", faults)
    assert faults.in_order()[0].span[1:3] == (2, 5)


# --- Files and whole sets ------------------------------------------------------------------------


def test_files_are_read_sorted_hidden_ones_and_others_left_out(tmp_path: Any) -> None:
    for name in (
        "b.yaml",
        "a.yml",
        "c/d.yaml",
        ".hidden.yaml",
        ".git/x.yaml",
        "notes.md",
        "e.YAML",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    faults = Faults()
    found = read_files(tmp_path, faults, "set")
    assert list(found) == ["set/a.yml", "set/b.yaml", "set/c/d.yaml", "set/e.YAML"]
    assert found["set/c/d.yaml"] == b"c/d.yaml"
    assert not faults.has_errors()


def test_diagnostics_are_sorted_by_place_and_said_once() -> None:
    texts = documents(policy("a: {effect: allow, ground: lw}\nb: {effect: allow, ground: lw}"))
    texts["early.yaml"] = "kind: notice\nid: n\nclauses: {Bad: 1}\nextra: 1\n"
    loaded = read_policies(texts)
    assert loaded.policy_set is None
    places = [(d.span.file, d.span.line, d.span.column) for d in loaded.diagnostics]
    assert places == sorted(places)
    said = [(fault.code, fault.span) for fault in loaded.diagnostics]
    assert len(set(said)) == len(said)


def test_a_set_is_the_same_whatever_the_order_of_its_files() -> None:
    texts = documents(policy("a: {effect: deny}"), policy("b: {effect: deny}", name="q"))
    one, other = read_policies(texts), read_policies(dict(reversed(texts.items())))
    assert one.policy_set == other.policy_set


# `$` also matches before a line break at the end, which `"name\n"` has.
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: p\n", 'id: "p\\n"\n'),
        ("in_force: {from: 2026-01-01}", 'in_force: {from: "2026-01-01\\n"}'),
        ("ground: law", 'ground: "law\\n"'),
        ("effect: allow", 'effect: "allow\\n"'),
        ("purpose: offers", 'purpose: "offers\\n"'),
        ("obliges: [o]", 'obliges: ["o\\n"]'),
        ("within: 30 days", 'within: "30 days\\n"'),
        ("o: {", '"o\\n": {'),
    ],
)
def test_a_name_with_a_line_break_is_no_name(old: str, new: str) -> None:
    obligation = "obligations:\n  o: {title: {et: a, en: a}, timing: after, within: 30 days}"
    text = policy("a: {effect: allow, ground: law, purpose: offers, obliges: [o]}", more=obligation)
    load(text)
    assert old in text
    with pytest.raises(PolicyError):
        load(text.replace(old, new, 1))


def test_words_of_a_vocabulary_are_read_though_its_clauses_stand_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.yaml"
    text = VOCABULARY.replace("    personal_code:\n", "    personal_code: {clauses: [elsewhere]}\n")
    file.write_text(text, encoding="utf-8")
    words = read_words(file)
    assert words is not None
    assert "personal_code" in words.vocabulary.taxonomies["data"].terms
    with pytest.raises(PolicyError, match="unknown_clause"):
        load_policies(tmp_path)


def test_a_clause_of_a_term_may_stand_in_a_document_that_cannot_be_read() -> None:
    text = VOCABULARY.replace("    personal_code:\n", "    personal_code: {clauses: [elsewhere]}\n")
    loaded = read_policies({"notice.yaml": "kind: notice\nid: [", "vocabulary.yaml": text})
    assert {diagnostic.code for diagnostic in loaded.diagnostics} == {"yaml_syntax"}
