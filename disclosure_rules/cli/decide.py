"""`decide`: decide a request file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.options import (
    OUTCOME_EXITS,
    Exit,
    common_options,
    find_policies,
    leave,
    load_engine,
    policies_option,
    print_json,
    say,
)
from disclosure_rules.cli.short import short_form
from disclosure_rules.errors import InvalidRequest

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules.language.tree import Node


@click.command()
@click.argument("request_file", metavar="REQUEST", type=click.Path(allow_dash=True))
@policies_option
@common_options
def decide(request_file: str, policies: Path | None, form: str, language: str) -> None:
    """Decide the request in the file REQUEST (YAML or JSON; `-` for standard input).

    Exits with 0 if everything is permitted, 5 if something is prohibited or has no ground, 6 if
    facts are missing, 1 if the request cannot be read or does not fit the vocabulary.
    """
    engine = load_engine(find_policies(policies), form)
    request = _read_request_file(request_file, form)
    try:
        decision = engine.decide(request)
    except InvalidRequest as error:
        if form == "json":
            faults = [
                {"path": fault.path, "code": fault.code, "message": fault.message}
                for fault in error.faults
            ]
            print_json({"invalid_request": faults})
        else:
            say([f"the request does not fit the vocabulary:\n{error}"])
        leave(Exit.FAILED)
    if form == "json":
        print_json(decision.as_dict())
    else:
        say(short_form(decision, language))
    leave(OUTCOME_EXITS[decision.outcome])


def _read_request_file(name: str, form: str) -> dict[str, object]:
    from disclosure_rules.language.rendering import as_data, as_text
    from disclosure_rules.language.tree import Mapping, plain_data
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.parse import LARGEST_FILE, decode, parse

    shown = "standard input" if name == "-" else name
    try:
        with click.open_file(name, "rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        say(
            [f"{shown}: cannot be read ({error.strerror}); check the name and that you may open it"]
        )
        leave(Exit.FAILED)
    faults = Faults()
    text = decode(shown, content, faults)
    root: Node | None = parse(shown, text, faults) if text is not None else None
    if root is not None and not isinstance(root, Mapping):
        faults.add("not_a_mapping", root.span)
    if root is None or faults.has_errors():
        if form == "json":
            print_json({"diagnostics": [as_data(fault) for fault in faults.in_order()]})
        else:
            say([as_text(faults.in_order(), {shown: text or ""})])
        leave(Exit.FAILED)
    return plain_data(root)  # type: ignore[return-value]
