"""Cases into what their requests give: facts by their paths, and the texts among them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.authoring.checks.inspected import Inspected


def case_values(inspected: Inspected) -> Mapping[str, set[str]]:
    """Return each fact that a case gives, with the texts it is given; gathered once."""
    return inspected.remembered("case_values", lambda: _gathered(inspected))


def _gathered(inspected: Inspected) -> Mapping[str, set[str]]:
    given: dict[str, set[str]] = defaultdict(set)
    for case in inspected.policy_set.cases:
        for path, value in _values(case.request, ""):
            if isinstance(value, str):
                given[path].add(value)
            else:
                given[path] |= set()
    return dict(given)


def _values(part: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(part, dict):
        for key, below in part.items():
            name = "item" if not path and key == "items" else str(key)
            yield from _values(below, f"{path}.{name}" if path else name)
    elif isinstance(part, list):
        for below in part:
            yield from _values(below, path)
    elif part is not None:
        yield path, part
