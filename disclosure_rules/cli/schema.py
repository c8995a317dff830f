"""`schema`: write JSON Schemas, with the words of a policy set of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from disclosure_rules.cli.options import Exit, common_options, leave, print_json, refuse, say
from disclosure_rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.schemas import Words

_WORDS: Final = {
    "en": {
        "unknown_kind": "there is no schema of `{kind}`; {meant}there are {known}",
        "meant": "did you mean `{nearest}`? ",
        "no_vocabulary": "no vocabulary is here: name a file with `kind: vocabulary`, or the "
        "folder of a policy set",
        "unreadable": "cannot be read ({reason}); check the name and that you may open it",
        "unwritable": "cannot be written ({reason}); name another folder with --output",
        "written": "wrote {files}",
    },
    "et": {
        "unknown_kind": "skeemi `{kind}` ei ole; {meant}olemas on {known}",
        "meant": "kas mõtlesite `{nearest}`? ",
        "no_vocabulary": "siin ei ole sõnavara: nimetage fail, milles on `kind: vocabulary`, või "
        "reeglistiku kaust",
        "unreadable": "ei saa lugeda ({reason}); kontrollige nime ja seda, kas võite selle avada",
        "unwritable": "ei saa kirjutada ({reason}); nimetage --output abil teine kaust",
        "written": "kirjutatud {files}",
    },
}


@click.command()
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.option(
    "--vocabulary",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A vocabulary, or the folder of a policy set: the schemas offer its words.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where to write; by default `schemas` in the folder of the policy set, or here.",
)
@common_options
def schema(
    kinds: tuple[str, ...],
    vocabulary: Path | None,
    output: Path | None,
    form: str,
    language: Reader,
) -> None:
    """Write the JSON Schemas by which editors complete, explain and mark what you type.

    Each KIND is vocabulary, notice, policy, guarantees, cases, request, decision or explanation; by
    default all are written, as KIND.schema.json. One KIND without --output is printed instead.
    """
    from disclosure_rules.authoring.schemas import write_schemas
    from disclosure_rules.language.schemas import KINDS, in_language, schema_of

    _check(kinds, KINDS, language)
    words = None if vocabulary is None else _words(vocabulary, form, language)
    made = {kind: in_language(schema_of(kind, words), language) for kind in kinds or KINDS}
    if len(kinds) == 1 and output is None:
        print_json(made[kinds[0]])
        return
    folder = output or _beside(vocabulary) / "schemas"
    try:
        files = [str(path) for path in write_schemas(folder, made)]
    except OSError as error:
        _fail("unwritable", folder, Exit.FAILED, form, language, reason=error.strerror or "?")
    if form == "json":
        print_json({"written": files})
    else:
        say(_WORDS[language]["written"].format(files=file) for file in files)


def _check(kinds: Iterable[str], known: tuple[str, ...], language: Reader) -> None:
    from disclosure_rules.language.diagnostics import nearest_word

    words = _WORDS[language]
    for kind in kinds:
        if kind not in known:
            nearest = nearest_word(kind, known)
            message = words["unknown_kind"].format(
                kind=kind[:60],
                meant=words["meant"].format(nearest=nearest) if nearest else "",
                known=", ".join(f"`{name}`" for name in known),
            )
            raise click.UsageError(message)


def _words(path: Path, form: str, language: Reader) -> Words:
    from disclosure_rules.authoring.schemas import read_words
    from disclosure_rules.language.rendering import as_data

    try:
        words = read_words(path, language)
    except PolicyError as error:
        if form == "json":
            print_json({"diagnostics": [as_data(d, language) for d in error.diagnostics]})
        else:
            say(error.text(language).split("\n"))
        leave(Exit.POLICIES_INVALID)
    except OSError as error:
        _fail("unreadable", path, Exit.FAILED, form, language, reason=error.strerror or "?")
    if words is None:
        _fail("no_vocabulary", path, Exit.POLICIES_INVALID, form, language)
    return words


def _beside(vocabulary: Path | None) -> Path:
    if vocabulary is None:
        return Path()
    return vocabulary if vocabulary.is_dir() else vocabulary.parent


def _fail(
    word: str, path: Path, code: Exit, form: str, language: Reader, **details: str
) -> NoReturn:
    message = _WORDS[language][word].format_map(details)
    refuse(word, ("path", str(path)), message, form, code=code)
