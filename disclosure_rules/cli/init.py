"""`init`: make a first policy set of one's own."""

from __future__ import annotations

import re
import shlex
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from disclosure_rules.cli.options import common_options, print_json, refuse, say
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader

_WORDS: Final = {
    "en": {
        "no_name": "a policy set cannot be called `{name}`: begin with a letter from a to z, and "
        "go on with such letters, digits, `-` and `_`, as in `{example}`",
        "occupied": "something is there already; choose another name, or an empty folder",
        "no_place": "there is no folder `{parent}` to make it in; make that first, or name another",
        "failed": "cannot be made ({reason}); choose another name, or a place where you may write",
        "made": "made the policy set `{id}` in {folder}:",
        "next": "try it:",
    },
    "et": {
        "no_name": "reeglistiku nimi ei saa olla `{name}`: alustage tähega vahemikust a kuni z ja "
        "jätkake samade tähtede, numbrite ning märkidega `-` ja `_`, näiteks `{example}`",
        "occupied": "seal juba on midagi; valige teine nimi või tühi kaust",
        "no_place": "ei ole kausta `{parent}`, kuhu see teha; tehke see enne või nimetage teine",
        "failed": "ei saa teha ({reason}); valige teine nimi või koht, kuhu võite kirjutada",
        "made": "reeglistik `{id}` on valmis kaustas {folder}:",
        "next": "proovige:",
    },
}

_PARTS: Final = {
    "vocabulary.yaml": {
        "en": "the words that rules and requests may use",
        "et": "sõnad, mida reeglid ja päringud võivad kasutada",
    },
    "notice.yaml": {
        "en": "what you told your clients, by clauses",
        "et": "mida te klientidele teatasite, punktide kaupa",
    },
    "disclosure.yaml": {"en": "the rules", "et": "reeglid"},
    "guarantees.yaml": {
        "en": "what must hold for every request",
        "et": "mis peab kehtima iga päringu kohta",
    },
    "cases/disclosure.yaml": {
        "en": "requests that try the rules",
        "et": "päringud, mis reegleid proovivad",
    },
    "request.json": {"en": "a request to decide", "et": "päring, mille kohta otsustada"},
    "schemas/": {
        "en": "with these, an editor completes words while you type",
        "et": "nende abil pakub tekstiredaktor kirjutamisel sõnu",
    },
}
"""What is made, each with what it is for."""


@click.command()
@click.argument("name")
@common_options
def init(name: str, form: str, language: Reader) -> None:
    """Make a folder NAME with a small policy set of your own, to try and to change.

    NAME may be a path; its last part becomes the id of the set. Texts and comments are written in
    the language that --lang names. What is there already is never touched.
    """
    from disclosure_rules.authoring.first_set import id_of, make_first_set

    folder = Path(name)
    identity = id_of(folder.name)
    if identity is None:
        called = (folder.name or name)[:60]
        details = {"name": printable(called), "example": _example(called)}
        raise click.UsageError(_told("no_name", language, **details))
    try:
        make_first_set(folder, identity, language)
    except FileExistsError:
        _fail("occupied", folder, form, language)
    except (FileNotFoundError, NotADirectoryError):
        _fail("no_place", folder, form, language)
    except OSError as error:
        _fail("failed", folder, form, language, reason=error.strerror or "?")
    commands = _next(folder.as_posix(), language)
    if form == "json":
        print_json({"id": identity, "folder": str(folder), "files": [*_PARTS], "next": commands})
    else:
        width = max(len(part) for part in _PARTS)
        say([_told("made", language, id=identity, folder=str(folder))])
        say(f"  {part:{width}}   {about[language]}" for part, about in _PARTS.items())
        say(["", _told("next", language), *(f"  {command}" for command in commands)])


def _told(word: str, language: Reader, **details: str) -> str:
    return _WORDS[language][word].format_map(details)


def _fail(word: str, folder: Path, form: str, language: Reader, **details: str) -> NoReturn:
    message = _told(word, language, parent=str(folder.parent), **details)
    refuse("not_made", ("folder", str(folder)), message, form)


def _example(name: str) -> str:
    """Return a name like the one given that can be used; else any."""
    from disclosure_rules.authoring.first_set import id_of

    bare = unicodedata.normalize("NFKD", name.strip()).encode("ascii", "ignore").decode()
    near = re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")
    return near if id_of(near) else "my-set"


def _next(folder: str, language: Reader) -> list[str]:
    """Return what to type next, as a shell reads it."""
    arguments = (
        ("check", folder),
        ("test", folder),
        ("decide", f"{folder}/request.json", "--policies", folder),
    )
    answered = () if language == "en" else ("--lang", language)
    return [shlex.join(("disclosure-rules", *each, *answered)) for each in arguments]
