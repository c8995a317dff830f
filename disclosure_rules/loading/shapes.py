"""A tree into the shape of its kind of document, with every misshapen part named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from disclosure_rules.language.diagnostics import nearest_word
from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.nesting import below, is_table, known_keys
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.source import Span, whole_file
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence
from disclosure_rules.loading.hints import hint, meant

if TYPE_CHECKING:
    from collections.abc import Sequence as Steps

    from pydantic import BaseModel

    from disclosure_rules.language.fields import Shape
    from disclosure_rules.loading.faults import Faults

_ENTRIES: Final = phrase("entries")
_MOST_COMPARED: Final = 1000
"""Of how many unknown keys it is asked which missing one they were meant to be."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose shape is right: the tree, for places, and the shape."""

    file: str
    root: Mapping
    shape: Shape
    broken: frozenset[str] = frozenset()
    """Names that the document declares in parts that could not be read."""

    def key(self, *steps: str) -> Span:
        """Return the place of the key at the end of the steps, which exists."""
        return place(self.root, steps, self.file)


def read_document(file: str, root: Node, faults: Faults) -> Document | None:
    """Return the document that a tree is; None, with faults, where it is none.

    A document with faults is still returned without its faulty parts where the faults leave
    entries of a mapping that can be dropped, so that names in the rest are checked too.
    """
    kind = kind_of(file, root, faults)
    if kind is None or not isinstance(root, Mapping):
        return None
    shape = DOCUMENTS[kind]
    try:
        return Document(file, root, shape.model_validate(root))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        strangers = [fault["loc"] for fault in found if fault["type"] == "extra_forbidden"]
        misspelt = {_meant_key(steps, shape) for steps in strangers[:_MOST_COMPARED]}
        for fault in found:
            if fault["type"] != "missing" or fault["loc"] not in misspelt:
                _record(fault, file, root, shape, faults)
        return _without_faulty_parts(file, root, shape, error)


def kind_of(file: str, root: Node, faults: Faults) -> str | None:
    """Return the kind of the document that a tree is; None, with a fault, where it is none."""
    if not isinstance(root, Mapping):
        faults.add("not_a_mapping", whole_file(file))
        return None
    kind = root.get(_key("kind"))
    if kind is None:
        faults.add("missing_key", whole_file(file), word="kind")
        return None
    known = _listed(DOCUMENTS)
    if not isinstance(kind, Scalar) or not isinstance(kind.value, str):
        faults.add("wrong_shape", kind.span, expected=phrase("one_of", known=known))
        return None
    if kind.value not in DOCUMENTS:
        faults.unknown("unknown_kind", kind.span, kind.value[:60], DOCUMENTS, known=known)
        return None
    return kind.value


def place(root: Node, steps: Steps[str | int], file: str) -> Span:
    """Return the place that steps lead to: the last key on the way, or the part in a list."""
    span = whole_file(file)
    node: Node | None = root
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str):
            found = node.key(step)
            if found is None:
                return span
            span, node = found.span, node[found]
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node[step]
            span = node.span
        else:
            return span
    return span


def node_at(root: Node, steps: Steps[str | int]) -> Node | None:
    """Return what stands at the end of the steps; None where they lead nowhere."""
    node: Node | None = root
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(_key(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def _key(name: str) -> Key:
    return Key(name, ("", 0, 0, 0, 0))


def _listed(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _meant_key(steps: Steps[str | int], shape: type[Shape]) -> tuple[str | int, ...] | None:
    """Return where the key would stand that an unknown key was probably meant to be."""
    *above, word = steps
    known = _known_keys(shape, above)
    nearest = meant(str(word), known) or nearest_word(str(word), known)
    return None if nearest is None else (*above, nearest)


def _record(fault: Any, file: str, root: Mapping, shape: type[Shape], faults: Faults) -> None:
    steps = tuple(step for step in fault["loc"] if step != "[key]")
    for length in range(len(steps)):
        above = node_at(root, steps[:length])
        if isinstance(above, Scalar):  # a tuple of its parts, and read as a list of them
            faults.add("wrong_shape", above.span, expected=_ENTRIES)
            return
        if _is_nameless_exception(steps[:length], above):
            faults.add("exception_without_name", place(root, steps[:length], file))
            return
    at_key = place(root, steps, file)
    node = node_at(root, steps)
    at_value = node.span if node is not None else at_key
    match fault["type"]:
        case "missing":
            faults.add("missing_key", place(root, steps[:-1], file), word=str(steps[-1]))
        case "extra_forbidden":
            word, known = str(steps[-1])[:60], _known_keys(shape, steps[:-1])
            other = meant(word, known)
            if other is not None:
                listed = _listed(known)
                faults.add("unknown_key", at_key, word=word, nearest=other, known=listed)
            else:
                faults.unknown("unknown_key", at_key, word, known, known=_listed(known))
        case "bad_id":
            faults.add("bad_id", at_key, word=fault["ctx"]["word"])
        case "wrong_shape":
            expected = fault["ctx"]["expected"]
            faults.add("wrong_shape", at_value, expected=expected, hint=hint(node, expected))
        case "list_type" | "too_short":
            faults.add("wrong_shape", at_value, expected=_ENTRIES)
        case _:
            expected = phrase("mapping")
            faults.add("wrong_shape", at_value, expected=expected, hint=hint(node, expected))


def _is_nameless_exception(steps: Steps[str | int], node: Node | None) -> bool:
    """Tell whether `when` stands directly below `except`, where names of exceptions stand."""
    if steps[:1] != ("rules",) or len(steps) % 2 == 0 or steps[-1] != "except":
        return False
    when = node.get(_key("when")) if isinstance(node, Mapping) else None
    return when is not None and not (isinstance(when, Mapping) and "when" in when)


def _known_keys(shape: type[BaseModel], steps: Steps[str | int]) -> tuple[str, ...]:
    """Return the keys that the mapping at the end of the steps knows."""
    kind: Any = shape
    for step in steps:
        kind = below(kind, step)
    return known_keys(kind)


def _without_faulty_parts(
    file: str, root: Mapping, shape: type[Shape], error: ValidationError
) -> Document | None:
    """Read the document again without the entries of its mappings that hold a fault."""
    locations = [fault["loc"] for fault in error.errors()]
    kept = Mapping((key, value) for key, value in root.items() if key in known_keys(shape))
    kept.span, kept.inline = root.span, root.inline
    strangers = [value for key, value in root.items() if key not in kept]
    broken = {str(name) for value in strangers if isinstance(value, Mapping) for name in value}
    for section in {str(steps[0]) for steps in locations} & set(kept):
        value = kept[_key(section)]
        faulty = {str(steps[1]) for steps in locations if steps[0] == section and steps[1:]}
        if not isinstance(value, Mapping) or not faulty or not is_table(below(shape, section)):
            return None
        part = Mapping((key, entry) for key, entry in value.items() if key not in faulty)
        part.span, part.inline = value.span, value.inline
        kept[_key(section)] = part
        broken |= faulty
    try:
        return Document(file, kept, shape.model_validate(kept), frozenset(broken))
    except ValidationError:
        return None
