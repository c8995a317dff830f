"""A file of a request or of a mapping, YAML or JSON, into what it holds; faults quote no value."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from typing import IO, TYPE_CHECKING, NoReturn, cast

import click

from disclosure_rules.cli.options import Exit, leave, print_json, refuse, say
from disclosure_rules.cli.words import WORDS

if TYPE_CHECKING:
    from disclosure_rules.decision import Decision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.tree import Node
    from disclosure_rules.loading.faults import Faults


def decide_file(engine: Engine, name: str, form: str, language: Reader) -> Decision:
    """Return the decision on the request in a file (`-`: standard input).

    Leaves with the faults of a file that cannot be read or does not fit the vocabulary.
    """
    from disclosure_rules.errors import InvalidRequest

    request = read_data_file(name, form, language)
    try:
        return engine.decide(request)  # type: ignore[arg-type]
    except InvalidRequest as error:
        if form == "json":
            faults = [
                {"path": fault.path, "code": fault.code, "message": fault.text(language)}
                for fault in error.faults
            ]
            print_json({"invalid_request": faults})
        else:
            say([WORDS[language]["invalid_request"], *error.text(language).split("\n")])
        leave(Exit.FAILED)


def read_data_file(name: str, form: str, language: Reader) -> object:
    """Return the mapping that a file holds (`-`: standard input), its texts as they are written.

    Leaves with the faults of a file that cannot be read.
    """
    shown, content = read_content(name, form, language)
    return _as_json(content) or _as_yaml(content, shown, form, language)


def read_content(name: str, form: str, language: Reader) -> tuple[str, bytes]:
    """Return what a file is called and what it holds (`-`: standard input); leave if it cannot be.

    Of a file that is too large there is one byte more than is allowed.
    """
    from disclosure_rules.loading.files import LARGEST_FILE

    shown = WORDS[language]["standard_input"] if name == "-" else name
    try:
        with _opened(name) as stream:
            return shown, stream.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or WORDS[language]["no_input"]
        message = WORDS[language]["unreadable"].format(reason=reason)
        refuse("unreadable", ("file", shown), message, form)


def _opened(name: str) -> IO[bytes]:
    """Open a request file; a pipe into which nobody writes is empty, and not waited for."""
    if name == "-" or not hasattr(os, "O_NONBLOCK"):
        return cast("IO[bytes]", click.open_file(name, "rb"))
    stream = open(name, "rb", opener=_at_once)  # noqa: SIM115 - whoever calls closes it
    os.set_blocking(stream.fileno(), True)  # whoever has the pipe open may take the time to write
    return stream


def _at_once(path: str, how: int) -> int:
    return os.open(path, how | os.O_NONBLOCK)


def _as_json(content: bytes) -> dict[str, object] | None:
    """Return the mapping that JSON text holds, numbers exact; None if it is no such JSON."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError
        return found

    try:
        read = json.loads(content.decode(), parse_float=Decimal, object_pairs_hook=once)
    except (ValueError, ArithmeticError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _as_yaml(content: bytes, shown: str, form: str, language: Reader) -> object:
    """Return the mapping that YAML text holds; leave with its faults, which quote no value."""
    from disclosure_rules.language.tree import Mapping, plain_data
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.parse import decode, parse

    faults = Faults()
    text = decode(shown, content, faults)
    root: Node | None = parse(shown, text, faults) if text is not None else None
    if root is not None and not isinstance(root, Mapping):
        faults.add("not_a_mapping", root.span)
    if root is None or faults.has_errors():
        _leave_with(faults, form, language)
    return plain_data(root)


def _leave_with(faults: Faults, form: str, language: Reader) -> NoReturn:
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.rendering import as_data, as_text

    told = [
        Diagnostic(d.code, d.span, {k: "…" if k == "word" else v for k, v in d.details.items()})
        for d in faults.in_order()
    ]
    if form == "json":
        print_json({"diagnostics": [as_data(fault, language) for fault in told]})
    else:
        say(as_text(told, {}, language).split("\n"))
    leave(Exit.FAILED)
