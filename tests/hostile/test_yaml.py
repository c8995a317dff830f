"""Any YAML in any place of a document: read as YAML 1.2 core, or told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from textwrap import dedent

import pytest
import yaml

from disclosure_rules.language.tree import Mapping, Scalar
from disclosure_rules.loading import parse as parsing
from disclosure_rules.loading.faults import Faults
from tests.hostile.shared import CASE, RULE, SOUND, loaded
from tests.hostile.yaml_texts import YAML_TEXTS
from tests.unit.small import policy


def below(text: str) -> str:
    """Return a text six columns in, each of its lines."""
    return "".join(f"      {line}" for line in text.splitlines(keepends=True)) + "\n"


PLACES: dict[str, Callable[[str], str]] = {
    "a document": lambda text: text,
    "a condition": lambda text: f"{RULE}    when:\n{below(text)}",
    "a condition on its line": lambda text: f"{RULE}    when: {text}\n",
    "a value": lambda text: f"{RULE}    when: {{client.city: {{is: {text}}}}}\n",
    "a title": lambda text: f"{RULE}    title:\n{below(text)}",
    "a title on its line": lambda text: f"{RULE}    title: {text}\n",
    "a request": lambda text: f"{CASE}    request:\n{below(text)}",
    "a request on its line": lambda text: f"{CASE}    request: {text}\n",
}


@pytest.mark.parametrize("name", YAML_TEXTS)
def test_any_yaml_anywhere_is_read_or_told(name: str) -> None:
    for place in PLACES.values():
        loaded(x=place(YAML_TEXTS[name]))


@pytest.mark.parametrize("name", YAML_TEXTS)
def test_so_it_is_without_the_fast_parser(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of PyYAML without libyaml, texts differ, and nothing else."""
    fast = loaded(x=YAML_TEXTS[name])
    monkeypatch.setattr(parsing, "PARSER", yaml.SafeLoader)
    slow = loaded(x=YAML_TEXTS[name])
    assert slow.policy_set is None
    assert fast.policy_set is None


SCALARS: dict[str, object] = {
    "NO": "NO",
    "no": "no",
    "yes": "yes",
    "on": "on",
    "y": "y",
    "true": True,
    "True": True,
    "tRUE": "tRUE",
    "~": None,
    "null": None,
    "nULL": "nULL",
    "": None,
    "010": 10,
    "0o10": 8,
    "0x1F": 31,
    "0b1": "0b1",
    "1_000": "1_000",
    "190:20:30": "190:20:30",
    "1.10": Decimal("1.10"),
    "1e3": Decimal(1000),
    "1e9999": Decimal("Infinity"),
    ".5": Decimal("0.5"),
    ".inf": ".inf",
    ".nan": ".nan",
    "9" * 100: int("9" * 100),
    "9" * 101: Decimal("Infinity"),
    "0x" + "f" * 5_000: Decimal("Infinity"),
    "1." + "9" * 5_000: Decimal("Infinity"),
    "2026-01-01": "2026-01-01",
    "12:30:45": "12:30:45",
    "'010'": "010",
    '"NO"': "NO",
    "=": "=",
}


@pytest.mark.parametrize("text", SCALARS, ids=lambda text: text[:12])
def test_what_a_scalar_means(text: str) -> None:
    root = parsing.parse("x.yaml", f"a: {text}\n", Faults())
    assert isinstance(root, Mapping)
    (scalar,) = root.values()
    assert isinstance(scalar, Scalar)
    assert (scalar.value, type(scalar.value)) == (SCALARS[text], type(SCALARS[text]))


LONG = "9" * 200


@pytest.mark.parametrize(("path", "said"), [("age", "a whole number"), ("score", "a number")])
def test_a_number_without_measure_is_no_value(path: str, said: str) -> None:
    for number in (LONG, "1e9999", f"-{LONG}.5"):
        text = loaded(p=policy(f"r: {{effect: deny, when: {{client.{path}: {number}}}}}")).text()
        assert f"error[wrong_value]: here must stand {said}" in text


def test_texts_of_documents_may_be_indented_and_ended_as_one_likes() -> None:
    plain = loaded(p=SOUND)
    assert plain.policy_set is not None
    for text in (
        SOUND.replace("\n", "\r\n"),
        SOUND.rstrip("\n"),
        f"---\n{SOUND}...\n",
        f"# a comment\n\n{SOUND}\n\n# another",
        dedent(SOUND).replace("\n", "   \n"),
    ):
        other = loaded(p=text)
        assert other.policy_set is not None, other.text()
        assert other.policy_set.digest == plain.policy_set.digest
