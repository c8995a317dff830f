"""Fetching the facts that a decision still needs, and no others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from disclosure_rules.request import Request, read_request

if TYPE_CHECKING:
    from disclosure_rules.language.policy import PolicySet


class Needing(Protocol):
    """What says which facts are needed: an engine, or one that records."""

    @property
    def policy_set(self) -> PolicySet:
        """The policies that decide."""

    def needs(self, request: Mapping[str, object] | Request) -> tuple[str, ...]:
        """Return the absent facts that can still make a difference."""


Loader: TypeAlias = Callable[[Mapping[str, object]], object]
AsyncLoader: TypeAlias = Callable[[Mapping[str, object]], Awaitable[object]]


def complete(
    engine: Needing,
    request: Mapping[str, object] | Request,
    loaders: Mapping[str, Loader],
) -> dict[str, object]:
    """Return the request with the facts that could still make a difference fetched.

    Loaders are asked one by one, in the order given, and only while their fact is needed: what one
    brings can make the next unnecessary. A fact whose silence means none is asked for whenever the
    request lacks it, since leaving it out would say that there is none.

    Args:
        engine: Whose policies say what is needed.
        request: What is known so far; it is not changed.
        loaders: By path: `client.breaches` for a fact, `client` for a whole entity,
            `item.related_to` for a fact of items. Each is called with the request as known so far,
            at most once, and returns the fact, or None if it is not known; one for a fact of
            items returns a mapping from item name to the fact.

    Returns:
        A new mapping for `engine.decide`.

    Raises:
        InvalidRequest: The request, or what a loader returned, does not fit the vocabulary.
        TypeError: A loader is no function; or one for a fact of items returned no mapping, or is
            one for `acomplete`.
        ValueError: A path is not one of the vocabulary that a request can carry; or it is a fact of
            the recipient or the subject, and the request does not give that entity at all.
    """
    known = _start(engine, request, loaders)
    left = dict(loaders)
    while path := next((path for path in left if _asked(engine, path, known)), None):
        value = left.pop(path)(known)
        if isinstance(value, Awaitable):
            _drop([value])
            message = f"the loader for `{path}` is to be awaited: use `acomplete`"
            raise TypeError(message)
        known = _with_fact(known, path, value)
    read_request(engine.policy_set.vocabulary, known)
    return known


async def acomplete(
    engine: Needing,
    request: Mapping[str, object] | Request,
    loaders: Mapping[str, AsyncLoader],
) -> dict[str, object]:
    """Return the request with the facts that could still make a difference fetched.

    Like `complete`, with loaders that are awaited; all that are needed are asked at once, which
    takes the time of the slowest, and then those that what came back makes necessary. If one fails,
    the others are cancelled, and have ended when its exception arrives.
    """
    known = _start(engine, request, loaders)
    left = dict(loaders)
    while asked := [path for path in left if _asked(engine, path, known)]:
        fetched = await _all_of([(path, left.pop(path)(known)) for path in asked])
        for path, value in zip(asked, fetched, strict=True):
            known = _with_fact(known, path, value)
    read_request(engine.policy_set.vocabulary, known)
    return known


async def _all_of(answers: list[tuple[str, Awaitable[object]]]) -> list[object]:
    """Return what is awaited, in order; where one fails, none goes on behind the caller's back."""
    # Importing asyncio takes longer than importing the rest of the package.
    from asyncio import ensure_future, gather  # noqa: PLC0415

    for path, answer in answers:
        if not isinstance(answer, Awaitable):
            _drop(answer for _, answer in answers)
            message = f"the loader for `{path}` is no `async def`: `acomplete` awaits loaders"
            raise TypeError(message)
    tasks = [ensure_future(answer) for _, answer in answers]
    try:
        return list(await gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await gather(*tasks, return_exceptions=True)
        raise


def _drop(answers: Iterable[object]) -> None:
    """Close coroutines that nobody will await."""
    for answer in answers:
        if isinstance(answer, Coroutine):
            answer.close()


def _start(
    engine: Needing, request: Mapping[str, object] | Request, loaders: Mapping[str, object]
) -> dict[str, object]:
    vocabulary = engine.policy_set.vocabulary
    read_request(vocabulary, request)
    known = request.as_mapping() if isinstance(request, Request) else dict(request)
    whole = {*vocabulary.request_facts, *vocabulary.entities} - {"item"}
    for path, loader in loaders.items():
        entity, dot, _ = path.partition(".")
        if path not in whole and vocabulary.fact(path) is None:
            message = f"no entity and no fact of the vocabulary is called `{path}`"
            raise ValueError(message)
        if not callable(loader):
            message = f"the loader for `{path}` is no function: give one that returns the fact"
            raise TypeError(message)
        # Adding one fact would give the entity, and its other facts would no longer be unknown.
        if dot and entity in ("recipient", vocabulary.subject) and known.get(entity) is None:
            message = (
                f"the request gives no `{entity}`: give it, if only by its id, "
                f"or name a loader for the whole of `{entity}`"
            )
            raise ValueError(message)
    return known


def _asked(engine: Needing, path: str, known: Mapping[str, object]) -> bool:
    """Tell whether a loader is to be asked: it can still matter, or silence would say none."""
    needs = engine.needs(known)
    if any(need == path or need.startswith(f"{path}.") for need in needs):
        return True
    vocabulary = engine.policy_set.vocabulary
    name, dot, fact = path.partition(".")
    if name in vocabulary.request_facts:
        return False
    entity = vocabulary.entities[name]
    if known.get(name) is None and name in ("recipient", vocabulary.subject):
        # All of it is unknown, and none of it needed.
        return False
    if known.get(name) is None and entity.silence == "none":
        return True
    facts = [entity.facts[fact]] if dot else entity.facts.values()
    given = _given_items(known) if name == "item" else [known.get(name)]
    return any(
        below.silence == "none"
        and not (isinstance(part, Mapping) and part.get(below.name) is not None)
        for below in facts
        for part in given
    )


def _given_items(known: Mapping[str, object]) -> list[Mapping[str, object]]:
    items = known.get("items")
    if not isinstance(items, (list, tuple)):
        return []
    return [item for item in items if isinstance(item, Mapping)]


def _with_fact(known: dict[str, object], path: str, value: object) -> dict[str, object]:
    """Return the request with a fact added; one that is already given stays as it is."""
    entity, dot, name = path.partition(".")
    if value is None:
        return known
    if entity == "item":
        return {**known, "items": _with_item_fact(known.get("items"), name, value)}
    if not dot:
        given = known.get(entity)
        if isinstance(value, Mapping) and isinstance(given, Mapping):
            value = {**value, **{key: part for key, part in given.items() if part is not None}}
        return {**known, entity: value}
    given = known.get(entity)
    facts: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {}
    if facts.get(name) is None:
        facts[name] = value
    return {**known, entity: facts}


def _with_item_fact(items: object, name: str, values: object) -> object:
    if not isinstance(values, Mapping):
        message = "a loader for a fact of items must return a mapping from item name to the fact"
        raise TypeError(message)
    if not isinstance(items, (list, tuple)):
        return items
    return [
        {name: values[item["name"]], **{k: v for k, v in item.items() if v is not None}}
        if isinstance(item, Mapping) and values.get(item.get("name")) is not None
        else item
        for item in items
    ]
