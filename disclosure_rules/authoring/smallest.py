"""A request that shows something into the smallest that still does, with values people can read.

Whether a smaller one still shows it is for the engine to say: nothing is left out on a guess.
"""

from __future__ import annotations

import copy
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.language.times import read_date, read_instant
from disclosure_rules.language.vocabulary import Categories, OneTerm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from disclosure_rules.language.vocabulary import Vocabulary

    Request = dict[str, Any]
    Shows = Callable[[Request], bool]

_NEAR: Final = (-30, 30, 0, -365, 365, -10 * 365, -40 * 365)
"""How many days after the moment a time is tried that may be any."""


def smallest(vocabulary: Vocabulary, request: Request, shows: Shows) -> Request:
    """Return a request from which nothing can be left out.

    Args:
        vocabulary: The words of the request.
        request: One that shows something.
        shows: Tells whether a request shows it.
    """
    found = _without(request, shows)
    found = _narrowed(vocabulary, found, shows)
    found = _timely(vocabulary, found, shows)
    return _named(found, shows)


def _without(request: Request, shows: Shows) -> Request:
    """Leave out whatever can be: the largest parts first, until nothing more can."""
    smaller = True
    while smaller:
        smaller = False
        # A part that goes takes those below with it, whose places are then gone.
        for place in sorted(_places(request), key=len):
            if place == ("moment",) or not _is_there(request, place):
                continue
            trial = copy.deepcopy(request)
            node = _node(trial, place[:-1])
            del node[place[-1]]
            if shows(trial):
                request, smaller = trial, True
    return request


def _places(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands in a request; of a list, the last first."""
    if isinstance(node, dict):
        keys: list[Any] = list(node)
    else:
        keys = list(reversed(range(len(node)))) if isinstance(node, list) else []
    for key in keys:
        yield (*above, key)
        yield from _places(node[key], (*above, key))


def _node(node: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        node = node[key]
    return node


def _is_there(node: Any, place: tuple[Any, ...]) -> bool:
    try:
        _node(node, place)
    except (LookupError, TypeError):
        return False
    return True


def _put(request: Request, place: tuple[Any, ...], value: object) -> Request:
    changed = copy.deepcopy(request)
    _node(changed, place[:-1])[place[-1]] = value
    return changed


def _narrowed(vocabulary: Vocabulary, request: Request, shows: Shows) -> Request:
    """Say terms as narrowly as can be: people ask for an e-mail address, not for any data."""
    for place in list(_places(request)):
        path = ".".join(key for key in place if isinstance(key, str))
        fact = vocabulary.fact(path.replace("items.", "item."))
        if fact is None or not isinstance(fact.type, (OneTerm, Categories)):
            continue
        term, taxonomy = _node(request, place), vocabulary.taxonomies[fact.type.taxonomy]
        if not isinstance(term, str) or taxonomy.is_leaf(term):
            continue
        for narrower in filter(taxonomy.is_leaf, taxonomy.descendants(term)):
            trial = _put(request, place, narrower)
            if shows(trial):
                request = trial
                break
    return request


def _timely(vocabulary: Vocabulary, request: Request, shows: Shows) -> Request:
    """Put times on whole days near the moment, where any will do."""
    for place in sorted(_places(request), key=lambda place: place != ("moment",)):
        value = _node(request, place)
        if not isinstance(value, str):
            continue
        instant, day = read_instant(value), read_date(value)
        if instant is None and day is None:
            continue
        moment = read_instant(request["moment"])
        # INVARIANT: what shows something has a moment.
        assert moment is not None  # noqa: S101 - states the invariant for the type checker
        on = moment.astimezone(vocabulary.zone).date()
        if place == ("moment",):
            hour, days = time(12), iter((on,))
        else:
            hour, days = time(), _days_near(on)
        for near in days:
            local = datetime.combine(near, hour, vocabulary.zone)
            trial = _put(request, place, near.isoformat() if day else local.isoformat())
            if shows(trial):
                request = trial
                break
    return request


def _days_near(day: date) -> Iterator[date]:
    for days in _NEAR:
        try:
            yield day + timedelta(days=days)
        except OverflowError:  # the calendar ends there
            continue


def _named(request: Request, shows: Shows) -> Request:
    """Give the item a name, so that people can speak of it."""
    items = request.get("items") or [{}]
    if "name" in items[0]:
        return request
    name = items[0].get("category", "item")
    named = {"name": name if isinstance(name, str) else "item", **items[0]}
    trial = {**request, "items": [named, *items[1:]]}
    return trial if shows(trial) else request
