"""The solver that proofs need, or a word on how to get it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure_rules.language.phrases import Reader

WORDS: Final = {
    "en": {
        "no_solver": "proofs need a solver, which is not installed: run "
        "pip install 'disclosure-rules[proving]'",
    },
    "et": {
        "no_solver": "tõestamiseks on vaja lahendajat, mis ei ole paigaldatud: käivitage "
        "pip install 'disclosure-rules[proving]'",
    },
}


def need_solver(language: Reader) -> None:
    """Leave with a usage error if there is no solver."""
    if find_spec("z3") is None:
        raise click.UsageError(WORDS[language]["no_solver"])


def limit_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says how long to try."""
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=20,
        show_default=True,
        metavar="MILLIONS",
        help="How many million steps of the solver one question may take before it is left "
        "undecided. Steps are counted, not seconds, so that every machine answers the same.",
    )(command)
