"""Nothing malformed gets through, or gets out as an exception: a misfit in each place of a set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from disclosure_rules.language.catalogue import severity
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import read_policies
from disclosure_rules.loading.parse import parse
from tests.diagnostics.test_diagnostics import SOUND

MISFITS: tuple[object, ...] = (None, 5, "Two words", [], [["x"]], {}, {"x": {"x": None}})


def _steps(tree: Any, *above: str | int) -> Iterator[tuple[str | int, ...]]:
    yield above
    if isinstance(tree, (dict, list)):
        for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _steps(part, *above, key)


def _replaced(tree: Any, steps: tuple[str | int, ...], new: object) -> Any:
    if not steps:
        return new
    copy: Any = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[steps[0]] = _replaced(tree[steps[0]], steps[1:], new)
    return copy


@pytest.mark.parametrize("misfit", MISFITS, ids=repr)
@pytest.mark.parametrize("name", SOUND)
def test_misfits_are_diagnosed(name: str, misfit: object) -> None:
    tree = plain_data(parse(name, SOUND[name], Faults()))  # type: ignore[arg-type]
    for steps in _steps(tree):
        text = yaml.safe_dump(_replaced(tree, steps, misfit), sort_keys=False, allow_unicode=True)
        loaded = read_policies({**SOUND, name: text})
        errors = [d for d in loaded.diagnostics if severity(d.code) == "error"]
        assert (loaded.policy_set is None) == bool(errors), (steps, loaded.text())
        assert loaded.text() or loaded.policy_set is not None
