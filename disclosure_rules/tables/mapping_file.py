"""What a mapping file says into what the columns of a table are, or every fault of it.

| part | says |
|---|---|
| `columns: {moment: as_of}` | the column `as_of` gives the moment |
| `values: {operation: transmit}` | alike in every row |
| `given: {client: has_client_record}` | the column that says whether a row gives the client |
| `also: [batch, note]` | columns that are no facts, and are passed on |
| `lists: {client.consents: {…}}` | the child table that holds the records of a list |
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from disclosure_rules.tables.errors import Problem, TableError, problem
from disclosure_rules.tables.mapping import ListMapping, TableMapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.vocabulary import Vocabulary

PARTS: Final = ("columns", "values", "given", "also", "lists")
LIST_PARTS: Final = ("file", "key", "known", "columns", "also")


def read_mapping(found: object, name: str, vocabulary: Vocabulary) -> TableMapping:
    """Return what a mapping file says.

    Args:
        found: The data in the file, times as texts.
        name: What the file is called in messages.
        vocabulary: The words whose facts it names.

    Raises:
        TableError: The file has faults; all of them are named.
    """
    if not isinstance(found, dict):
        raise TableError([problem("mapping_no_mapping", place=name, known=_listed(PARTS))])
    problems = list(_problems(found, name, vocabulary))
    if problems:
        raise TableError(problems)
    parts = cast("dict[str, Any]", {key: value for key, value in found.items() if value})
    return TableMapping(
        columns=parts.get("columns", {}),
        values=parts.get("values", {}),
        given=parts.get("given", {}),
        also=tuple(parts.get("also", ())),
        lists={path: _list(said, name) for path, said in parts.get("lists", {}).items()},
    )


def _list(said: dict[str, Any], name: str) -> ListMapping:
    """Return what is said of a child table; its file is found beside the mapping file."""
    return ListMapping(
        Path(name).parent / said["file"],
        key=said["key"],
        known=said["known"],
        columns=said.get("columns") or {},
        also=tuple(said.get("also") or ()),
    )


def _problems(found: dict[object, Any], name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    for key, value in found.items():
        if key not in PARTS:
            yield problem("mapping_part", place=name, part=key, known=_listed(PARTS))
        elif value is not None:
            yield from _in_part(str(key), value, name, vocabulary)
    columns, values = found.get("columns"), found.get("values")
    if isinstance(columns, dict) and isinstance(values, dict):
        for path in sorted(map(str, columns.keys() & values.keys())):
            yield problem("mapping_twice", place=name, word=path)


def _in_part(key: str, value: Any, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    last = key.rpartition(".")[2]
    if last == "also":
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            yield problem("mapping_names", place=name, part=key)
    elif not isinstance(value, dict) or not all(isinstance(each, str) for each in value):
        code = "mapping_pairs" if key in PARTS else "mapping_list_pairs"
        yield problem(code, place=name, part=key)
    elif key == "values":
        yield from _misfits(value, name, vocabulary)
    elif key == "lists":
        for path, said in value.items():
            yield from _in_list(path, said, name, vocabulary)
    else:
        for path, column in value.items():
            if not isinstance(column, str):
                yield problem("mapping_column", place=name, word=f"{key}.{path}")


def _in_list(path: str, said: Any, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield what is wrong with what is said of a child table."""
    if not isinstance(said, dict):
        yield problem("mapping_list", place=name, word=path, known=_listed(LIST_PARTS[:3]))
        return
    place = f"lists.{path}"
    for part in said:
        if part not in LIST_PARTS:
            known = _listed(LIST_PARTS)
            yield problem("mapping_list_part", place=name, part=f"{place}.{part}", known=known)
    for part in LIST_PARTS[:3]:
        if said.get(part) is None:
            yield problem("mapping_list_lacks", place=name, word=f"{place}.{part}")
    for part in ("key", "columns", "also"):
        if said.get(part) is not None:
            yield from _in_part(f"{place}.{part}", said[part], name, vocabulary)
    for part, kinds in (("file", str), ("known", (str, bool))):
        if said.get(part) is not None and not isinstance(said[part], kinds):
            yield problem(f"mapping_{part}", place=name, word=f"{place}.{part}")


def _misfits(values: dict[str, Any], name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield the values that no request may have."""
    from disclosure_rules.errors import InvalidRequest  # noqa: PLC0415 - only for a file
    from disclosure_rules.request import read_request  # noqa: PLC0415 - only for a file

    request: dict[str, Any] = {"moment": "2000-01-01T00:00:00Z"}
    for path, value in values.items():
        if vocabulary.fact(path) is None:
            yield problem("mapping_fact", place=name, word=path)
            continue
        entity, dot, fact = path.partition(".")
        if not dot:
            request[entity] = value
        elif entity == "item":
            request.setdefault("items", [{}])[0][fact] = value
        else:
            request.setdefault(entity, {})[fact] = value
    try:
        read_request(vocabulary, request)
    except InvalidRequest as error:
        for fault in error.faults:
            yield problem("mapping_value", place=name, word=fault.path, reason=fault.problem)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
