"""Classes into nouns: slotted, frozen, compared and shown by their parts.

What `dataclasses` would do as well. But that writes and compiles six functions for each class, and
loads much of the standard library to do so: a process would wait longer for that than for its
first decision.
"""

from __future__ import annotations

from collections import deque
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

_REQUIRED: Final = object()
"""What stands for the value of a part that has to be given."""


class _Aside:
    """A part that says nothing about a noun."""

    def __init__(self, default_factory: Callable[[], object] | None) -> None:
        self.made = default_factory


def aside(*, default_factory: Callable[[], Any] | None = None) -> Any:
    """Declare a part that is neither compared nor shown.

    Args:
        default_factory: What makes it where it is not given; without, it has to be given.
    """
    return _Aside(default_factory)


@dataclass_transform(frozen_default=True, field_specifiers=(aside,))
def noun(given: type[T]) -> type[T]:
    """Return a class that is made from what is annotated in it, and never changes."""
    body: dict[str, Any] = dict(given.__dict__)
    names = tuple(body.get("__annotations__", ()))
    defaults = {name: body.pop(name, _REQUIRED) for name in names}
    shown = tuple(name for name in names if not isinstance(defaults[name], _Aside))
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    body |= {
        "__slots__": names,
        "__match_args__": names,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__reduce__": _reduce,
    }
    made: Any = type(given.__name__, given.__bases__, body)
    made.__init__ = _maker(made, names, defaults)
    made.__eq__, made.__hash__ = _comparing(made, shown)
    if "__repr__" not in body:
        made.__repr__ = _showing(shown)
    return made  # type: ignore[no-any-return]  # the class as it was given, with slots


def is_noun(value: object) -> bool:
    """Tell whether a value is a noun."""
    return type(value).__reduce__ is _reduce


def parts_of_noun(kind: type) -> tuple[str, ...]:
    """Return what a noun is made from, in the order in which it takes them."""
    parts: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]  # as every noun
    return parts


def with_parts(value: T, /, **changed: object) -> T:
    """Return a noun with some of its parts changed, and the others as they are."""
    kind = type(value)
    return kind(**{name: getattr(value, name) for name in parts_of_noun(kind)} | changed)


def nouns_of(kind: type[T], columns: Sequence[Sequence[object]]) -> list[T]:
    """Return nouns made of columns, one for each part, as quickly as that can be done."""
    parts = parts_of_noun(kind)
    if len(columns) != len(parts) or len(set(map(len, columns))) != 1:
        message = f"{kind.__name__} needs as much of each of its parts"
        raise ValueError(message)
    made = [*map(kind.__new__, repeat(kind, len(columns[0])))]
    for name, column in zip(parts, columns, strict=True):
        deque(map(kind.__dict__[name].__set__, made, column), maxlen=0)
    return made


def _maker(kind: Any, names: tuple[str, ...], defaults: dict[str, object]) -> Any:
    count = len(names)
    put = tuple(kind.__dict__[name].__set__ for name in names)

    def __init__(self: object, *given: object, **named: object) -> None:  # noqa: N807 - becomes the method
        if named or len(given) != count:
            given = _in_order(kind.__name__, names, defaults, given, named)
        for put_part, part in zip(put, given):  # noqa: B905 - as many as there are names
            put_part(self, part)

    return __init__


def _in_order(
    kind: str,
    names: tuple[str, ...],
    defaults: dict[str, object],
    given: tuple[object, ...],
    named: dict[str, object],
) -> tuple[object, ...]:
    """Return all parts in order, those that are not given by default."""
    left = names[len(given) :]
    parts = [*given]
    for name in left:
        part = named.pop(name, defaults[name])
        if isinstance(part, _Aside):
            part = _REQUIRED if part.made is None else part.made()
        if part is _REQUIRED:
            message = f"{kind} needs `{name}`"
            raise TypeError(message)
        parts.append(part)
    if named or len(given) > len(names):
        message = f"{kind} takes {', '.join(names) or 'nothing'}, each once"
        raise TypeError(message)
    return tuple(parts)


def _comparing(kind: type, shown: tuple[str, ...]) -> tuple[Any, Any]:
    said: Any = attrgetter(*shown) if shown else lambda _: ()

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - becomes the method
        if type(other) is not kind:
            return NotImplemented
        return self is other or said(self) == said(other)

    def __hash__(self: object) -> int:  # noqa: N807 - becomes the method
        return hash(said(self))

    return __eq__, __hash__


def _showing(shown: tuple[str, ...]) -> Any:
    def __repr__(self: object) -> str:  # noqa: N807 - becomes the method
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__name__}({parts})"

    return __repr__


def _refuse_to_set(self: object, name: str, _: object) -> None:
    message = f"a {type(self).__name__} never changes: `{name}` cannot be set"
    raise AttributeError(message)


def _refuse_to_delete(self: object, name: str) -> None:
    message = f"a {type(self).__name__} never changes: `{name}` cannot be deleted"
    raise AttributeError(message)


def _reduce(self: Any) -> tuple[object, ...]:
    """Let a noun be copied, and cross processes."""
    kind = type(self)
    return kind, tuple(getattr(self, name) for name in parts_of_noun(kind))
