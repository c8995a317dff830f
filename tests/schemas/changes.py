"""Plain data into the same with one thing changed, everywhere in it or at random."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any, Final

Steps = tuple[str | int, ...]
Change = tuple[str, Callable[[], Any]]
"""What is done, and how to do it."""

VALUES: Final[tuple[Any, ...]] = (
    "",
    "x y",
    "x\n",
    "strange",
    "2026-13-45",
    "2026-01-31T12:00:00",
    3,
    1.5,
    True,
    None,
    [],
    {},
    ["x y"],
    [[]],
    [None],
    {"x": {}},
)
"""What is put in the place of a part."""


def places(part: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Yield the steps to every part of data, the whole first."""
    yield steps
    below: Any = part.items() if isinstance(part, dict) else ()
    for step, value in enumerate(part) if isinstance(part, list) else below:
        yield from places(value, (*steps, step))


def at(part: Any, steps: Steps) -> Any:
    """Return the part that the steps lead to."""
    for step in steps:
        part = part[step]
    return part


def replaced(data: Any, steps: Steps, value: Any) -> Any:
    """Return data with another part at the end of the steps."""
    if not steps:
        return value
    changed = copy.deepcopy(data)
    at(changed, steps[:-1])[steps[-1]] = value
    return changed


def without(data: Any, steps: Steps) -> Any:
    """Return data without the part at the end of the steps."""
    changed = copy.deepcopy(data)
    del at(changed, steps[:-1])[steps[-1]]
    return changed


def renamed(data: Any, steps: Steps, key: str) -> Any:
    """Return data with another key at the end of the steps, in the same order."""
    above = at(data, steps[:-1])
    return replaced(
        data, steps[:-1], {key if name == steps[-1] else name: part for name, part in above.items()}
    )


def changes_at(data: Any, steps: Steps) -> Iterator[Change]:
    """Yield what can be done to the part at the end of the steps."""
    part = at(data, steps)
    shown = ".".join(map(str, steps))
    for value in VALUES:
        if value != part or type(value) is not type(part):
            yield f"{shown} = {value!r}", partial(replaced, data, steps, value)
    yield f"{shown} wrapped in a list", partial(replaced, data, steps, [part])
    if isinstance(part, dict):
        more = {**part, "strange": "x"}
        yield f"{shown} with a strange key", partial(replaced, data, steps, more)
    if isinstance(part, list) and part:
        yield f"{shown} twice as long", partial(replaced, data, steps, part * 2)
        yield f"the first of {shown} alone", partial(replaced, data, steps, part[0])
    if not steps:
        return
    yield f"without {shown}", partial(without, data, steps)
    if isinstance(steps[-1], str):
        for key in ("Strange", "strange", "stränge", steps[-1].upper(), f"{steps[-1]}s"):
            if key not in at(data, steps[:-1]):
                yield f"{shown} renamed {key}", partial(renamed, data, steps, key)


def changes(data: Any) -> Iterator[Change]:
    """Yield everything that can be done to data in one place."""
    for steps in places(data):
        yield from changes_at(data, steps)


def random_change(chance: Random, data: Any) -> tuple[str, Any]:
    """Return data with one thing changed somewhere, and what was done."""
    what, change = chance.choice([*changes_at(data, chance.choice([*places(data)]))])
    return what, change()
