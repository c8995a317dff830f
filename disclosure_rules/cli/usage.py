"""A command used wrongly into what is said of it, in the language of the reader.

The sentences are those of click and of the commands, which are English: each is known again here.
One that is not known stays as it is.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, Final

import click

from disclosure_rules.language.phrases import READERS, Reader, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SENTENCES: Final = tuple(
    (re.compile(english, re.DOTALL), told)
    for english, told in (
        # --- of click ---
        (r"No such option:? '?(?P<word>[^' ]+?)'?\.?", "valikut `{word}` ei ole"),
        (r"No such command '(?P<word>.*)'\.", "käsku `{word}` ei ole"),
        (r"Missing command\.", "käsk on puudu"),
        (r"Missing argument '(?P<word>.*)'\.", "`{word}` on puudu"),
        (r"Missing option '(?P<word>.*)'\.", "valik `{word}` on puudu"),
        (r"Got unexpected extra arguments? \((?P<word>.*)\)", "`{word}` on siin üleliigne"),
        (r"Option '(?P<word>.*)' requires an argument\.", "valiku `{word}` järel puudub väärtus"),
        (r"Option '(?P<word>.*)' does not take a value\.", "valikul `{word}` ei ole väärtust"),
        (
            r"'(?P<word>.*)' is not one of (?P<words>'.*')\.",
            "`{word}` ei ole ükski järgmistest: {words}",
        ),
        (r"(?P<kind>\w+) '(?P<word>.*)' does not exist\.", "`{word}` puudub"),
        (r"(?P<kind>\w+) '(?P<word>.*)' is not readable\.", "`{word}` ei ole loetav"),
        (r"(?P<kind>\w+) '(?P<word>.*)' is a directory\.", "`{word}` on kaust"),
        (r"(?P<kind>\w+) '(?P<word>.*)' is a file\.", "`{word}` on fail"),
        # --- of the commands ---
        (
            r"no policy set here: name one with --policies FOLDER",
            "siin ei ole reeglistikku: nimetage see valikuga `--policies KAUST`",
        ),
        (
            r"no policy set here: name a folder that holds `vocabulary.yaml`",
            "siin ei ole reeglistikku: nimetage kaust, milles on `vocabulary.yaml`",
        ),
        (
            r"no policy set here: name a folder that holds `vocabulary.yaml`, or a file",
            "siin ei ole reeglistikku: nimetage kaust, milles on `vocabulary.yaml`, või fail",
        ),
        (
            r"several policy sets here \((?P<word>.*)\): name one with --policies FOLDER",
            "siin on mitu reeglistikku ({word}): nimetage üks valikuga `--policies KAUST`",
        ),
        (
            r"--watch prints text: leave --format out",
            "`--watch` näitab teksti: jätke `--format` ära",
        ),
        (r"the text cannot be empty", "tekst ei saa olla tühi"),
        (r"a path cannot be empty", "tee ei saa olla tühi"),
    )
)
_NEAR: Final = re.compile(r" \(?Did you mean (?:one of: )?(?P<words>'.*'|[^'?]*)\?\)?$")


class SpeakingGroup(click.Group):
    """Commands that say in the language asked for how they are used."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read what stands before the command; note in which language to speak."""
        reader = _reader_of(args)
        with _spoken(reader):
            ctx = super().make_context(info_name, args, parent, **extra)
        ctx.meta[__name__] = reader
        return ctx

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _spoken(ctx.meta[__name__]):
            return super().invoke(ctx)


class _InEstonian(click.UsageError):
    """A usage error in Estonian, with the lines that click puts before it."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it."""
        if self.ctx is not None:
            usage = self.ctx.get_usage().removeprefix("Usage: ").replace("OPTIONS", "VALIKUD")
            click.echo(f"Kasutus: {usage}", file, err=file is None)
            told = f"Abi annab `{self.ctx.command_path} --help`."
            click.echo(f"{told}\n", file, err=file is None)
        click.echo(f"Viga: {printable(self.message)}", file, err=file is None)


@contextmanager
def _spoken(reader: Reader) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        if reader == "en" or isinstance(error, _InEstonian):
            raise
        raise _InEstonian(_told(error), error.ctx) from error


def _reader_of(args: Sequence[str]) -> Reader:
    """Return the language that is asked for, whatever else is amiss."""
    given = [after for before, after in pairwise(args) if before == "--lang"]
    given += [arg.removeprefix("--lang=") for arg in args if arg.startswith("--lang=")]
    return next((reader for reader in READERS if reader in given), "en")


def _told(error: click.UsageError) -> str:
    """Return in Estonian what a usage error says."""
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        hint = error.param_hint
        if hint is None and error.param is not None and error.ctx is not None:
            hint = error.param.get_error_hint(error.ctx)
        where = hint if isinstance(hint, str) or hint is None else " / ".join(hint)
        said = _in_estonian(error.message)
        return said if where is None else f"{_in_backticks(where)}: {said}"
    return _in_estonian(error.format_message())


def _in_estonian(said: str) -> str:
    near = _NEAR.search(said)
    plain = said[: near.start()] if near else said
    for english, told in _SENTENCES:
        if found := english.fullmatch(plain):
            words = {name: _in_backticks(word) for name, word in found.groupdict().items()}
            also = f"; kas mõtlesite {_in_backticks(near['words'])}?" if near else ""
            return told.format_map(words) + also
    return said


def _in_backticks(words: str) -> str:
    return words.replace("'", "`")
