"""Nouns: made from their parts, compared and shown by them, and never changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from disclosure_rules.language.noun import (
    aside,
    is_noun,
    noun,
    nouns_of,
    parts_of_noun,
    with_parts,
)


@noun
class Place:
    """A place."""

    file: str
    line: int = 1
    """From one."""
    seen: list[int] = aside(default_factory=list)

    @property
    def shown(self) -> str:
        return f"{self.file}:{self.line}"


@noun
class Nothing:
    """What has no parts."""


@noun
class Kept:
    zone: object = aside()


def test_a_noun_is_made_of_its_parts() -> None:
    assert Place("a").shown == Place(file="a").shown == Place("a", line=1).shown == "a:1"
    assert Place("a", 2, [7]).seen == [7]
    assert Place("a").seen is not Place("a").seen
    assert parts_of_noun(Place) == Place.__match_args__ == ("file", "line", "seen")
    assert Place.__doc__ == "A place."
    assert not hasattr(Place("a"), "__dict__")


@pytest.mark.parametrize(
    ("given", "named", "message"),
    [
        ((), {}, "Place needs `file`"),
        (("a", 1, [], 4), {}, "Place takes file, line, seen, each once"),
        (("a",), {"file": "b"}, "Place takes file, line, seen, each once"),
        (("a",), {"row": 1}, "Place takes file, line, seen, each once"),
    ],
)
def test_what_does_not_make_one(given: Any, named: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Place(*given, **named)


def test_what_is_aside_may_have_to_be_given() -> None:
    with pytest.raises(TypeError, match="Kept needs `zone`"):
        Kept()  # type: ignore[call-arg]  # that is the point
    assert Kept(1) == Kept(2)
    assert repr(Kept(1)) == "Kept()"


def test_nouns_are_compared_by_their_parts_and_kind() -> None:
    assert Place("a") == Place("a", seen=[3])
    assert len({Place("a"), Place("a", seen=[3]), Place("b")}) == 2
    assert Place("a") != Place("b")
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    others: tuple[object, ...] = (Kept(1), ("a", 1), "a")
    assert not any(one in (Nothing(), Place("a")) for one in others)
    assert repr(Place("a")) == "Place(file='a', line=1)"


def test_a_noun_never_changes() -> None:
    place: Any = Place("a")
    with pytest.raises(AttributeError, match="a Place never changes: `line` cannot be set"):
        place.line = 3
    with pytest.raises(AttributeError, match="a Place never changes: `line` cannot be deleted"):
        del place.line
    changed = with_parts(place, line=3)
    assert (changed.shown, place.shown) == ("a:3", "a:1")
    with pytest.raises(TypeError, match="Place takes"):
        with_parts(place, row=3)


def test_a_noun_can_be_copied() -> None:
    place = Place("a", 2, [7])
    again = deepcopy(place)
    assert (again, again.seen) == (place, [7])
    assert again.seen is not place.seen


def test_nouns_are_made_of_columns() -> None:
    assert nouns_of(Place, [["a", "b"], [1, 2], [[], []]]) == [Place("a"), Place("b", 2)]
    with pytest.raises(ValueError, match="Place needs as much of each of its parts"):
        nouns_of(Place, [["a", "b"], [1], [[], []]])
    with pytest.raises(ValueError, match="Place needs"):
        nouns_of(Place, [["a"], [1]])


def test_what_is_a_noun() -> None:
    assert is_noun(Nothing())
    assert not is_noun(Nothing)
    assert not is_noun("a")
