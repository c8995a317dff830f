"""Steps through the shapes: which keys a mapping knows, and what may stand below each."""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from disclosure_rules.language.fields import LocalTexts
from disclosure_rules.language.vocabulary_document import FactShape

_TEXTS = get_args(LocalTexts)[1:]
"""What tells texts, one for each language, from any other node."""


def known_keys(kind: Any) -> tuple[str, ...]:
    """Return the keys that a mapping of this type knows, in their order; none where any may be."""
    model = bare(kind)
    return tuple(_fields(model)) if _is_model(model) else ()


def below(kind: Any, step: str | int) -> Any:
    """Return the type of what stands below a step; None where anything may stand there."""
    inner = bare(kind)
    if not _is_model(inner):
        return next(iter(get_args(inner)[-1:]), None)
    return _fields(inner).get(str(step), FactShape)


def is_table(kind: Any) -> bool:
    """Tell whether a mapping of this type holds entries under names of their own."""
    return get_origin(bare(kind)) is dict


def is_shape(kind: Any) -> bool:
    """Tell whether the type is of a mapping whose keys are known."""
    return _is_model(bare(kind))


def is_texts(kind: Any) -> bool:
    """Tell whether the type is of texts, one for each language."""
    if get_origin(kind) in (Union, UnionType):
        return any(is_texts(part) for part in get_args(kind))
    return get_origin(kind) is Annotated and get_args(kind)[1:] == _TEXTS


def bare(kind: Any) -> Any:
    """Return the type without `Annotated` and without `| None`."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not NoneType)
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    model.model_rebuild()  # shapes name shapes that stand further down
    return {
        field.alias or name: Annotated[field.annotation, *field.metadata]
        if field.metadata
        else field.annotation
        for name, field in model.model_fields.items()
    }
