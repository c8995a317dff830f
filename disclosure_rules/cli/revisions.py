"""A folder, or a git revision of one, into the policy set that it holds."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

import click

from disclosure_rules.cli.options import refuse, refuse_policies
from disclosure_rules.engine import Engine
from disclosure_rules.errors import PolicyError
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.phrases import Reader

WORDS: Final = {
    "en": {
        "empty": "a name cannot be empty: name a folder, or a git revision",
        "no_folder": "there is no folder `{name}`; for a git revision of a folder write "
        "`REVISION:FOLDER`",
        "no_git": "is no folder, and to read it as a git revision git is needed, which is not "
        "installed",
        "no_repository": "is no folder, and `{folder}` lies in no git repository of which it could "
        "be a revision",
        "no_revision": "is no folder, and there is no such revision in the git repository of "
        "`{folder}`; in a shallow clone, fetch it first",
        "not_there": "the revision `{revision}` has no documents in the folder `{folder}`",
        "link": "the revision has a link, `{file}`, which only a folder can follow: compare two "
        "folders",
        "not_utf8": "the revision has a document that is no UTF-8 text: `{file}`",
        "failed": "git could not read it: {reason}",
    },
    "et": {
        "empty": "nimi ei saa olla tühi: nimetage kaust või giti versioon",
        "no_folder": "kausta `{name}` ei ole; kausta versiooni gitis nimetage kujul "
        "`VERSIOON:KAUST`",
        "no_git": "ei ole kaust ja giti versioonina lugemiseks on vaja programmi git, mis ei ole "
        "paigaldatud",
        "no_repository": "ei ole kaust ja `{folder}` ei ole üheski giti hoidlas, mille versioon "
        "see võiks olla",
        "no_revision": "ei ole kaust ja kausta `{folder}` giti hoidlas sellist versiooni ei ole; "
        "kui hoidla on puudulik (shallow), tooge see enne ära",
        "not_there": "versioonis `{revision}` ei ole kaustas `{folder}` ühtegi dokumenti",
        "link": "versioonis on viit `{file}`, mida saab järgida ainult kaustas: võrrelge kahte "
        "kausta",
        "not_utf8": "versioonis on dokument, mis ei ole UTF-8 tekst: `{file}`",
        "failed": "git ei saanud seda lugeda: {reason}",
    },
}
_SUFFIXES: Final = (".yaml", ".yml")
_FILE_MODES: Final = ("100644", "100755")


class Revision(NamedTuple):
    """A folder as it was in a revision."""

    name: str
    folder: Path


def load_side(name: str, beside: str | None, form: str, language: Reader) -> Engine:
    """Return the engine for a folder, or for a git revision of one; leave where there is none.

    Args:
        name: A folder, `REVISION:FOLDER`, or a revision of the folder beside it.
        beside: The folder of which a revision is meant that names none.
        form: `json`, or anything else for text.
        language: The language of the reader.
    """
    words = WORDS[language]
    if not name:
        raise click.UsageError(words["empty"])
    try:
        if Path(name).is_dir():
            return Engine.load(name)
    except OSError:
        pass  # a name that no file can have
    except PolicyError as error:
        refuse_policies(error, form, language)
    revision = _revision(name, beside)
    if revision is None:
        raise click.UsageError(words["no_folder"].format(name=printable(name[:60])))
    texts = _Reader(name, revision, form, language).texts()
    try:
        return Engine.load(texts)
    except PolicyError as error:
        refuse_policies(error, form, language)


def _revision(name: str, beside: str | None) -> Revision | None:
    revision, colon, folder = name.partition(":")
    if colon:
        return Revision(revision, Path(folder or "."))
    if beside is None or not Path(beside).is_dir():
        return None
    return Revision(name, Path(beside))


class _Reader:
    """Reads the documents of a revision."""

    def __init__(self, name: str, revision: Revision, form: str, language: Reader) -> None:
        self._name = name
        self._revision = revision
        self._form = form
        self._language: Reader = language
        self._git = shutil.which("git") or self._refuse("no_git")
        # A folder that is gone today is sought from the nearest one that is there.
        here = revision.folder.absolute()
        self._there = next(folder for folder in (here, *here.parents) if folder.is_dir())

    def _refuse(self, word: str, **details: object) -> NoReturn:
        told = {name: printable(str(detail)) for name, detail in details.items()}
        message = WORDS[self._language][word].format(**told)
        refuse("unreadable", ("revision", self._name), message, self._form, err=True)

    def _run(self, *arguments: str) -> bytes | None:
        """Return what git says; None where it fails."""
        found = subprocess.run(  # noqa: S603 - git itself, and no shell
            (self._git, "-C", str(self._there), *arguments), capture_output=True, check=False
        )
        self._failure = found.stderr.decode("utf-8", "replace").strip()
        return found.stdout if found.returncode == 0 else None

    def texts(self) -> dict[str, str]:
        """Return the texts of the documents, by their names as messages show them."""
        revision, folder = self._revision
        prefix = self._run("rev-parse", "--show-prefix")
        if prefix is None:
            self._refuse("no_repository", folder=folder)
        commit = None
        # What begins with a hyphen would be an option; no revision is called so.
        if revision and not revision.startswith("-"):
            commit = self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if commit is None:
            self._refuse("no_revision", folder=folder)
        below = folder.absolute().relative_to(self._there).as_posix()
        path = f"{prefix.decode('utf-8', 'surrogateescape').strip()}{below}"
        texts = dict(self._documents(commit.decode("ascii").strip(), path))
        if not texts:
            self._refuse("not_there", revision=revision, folder=folder)
        return texts

    def _documents(self, commit: str, path: str) -> Iterator[tuple[str, str]]:
        within = [] if path in (".", "") else ["--", path.removesuffix("/.").rstrip("/") + "/"]
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit, *within)
        if listed is None:
            self._refuse("failed", reason=self._failure)
        root = within[1] if within else ""
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            described, _, file = entry.partition("\t")
            below = file.removeprefix(root)
            if not entry or any(part.startswith(".") for part in below.split("/")):
                continue
            mode, _, blob = described.split(" ")
            if mode not in _FILE_MODES:  # it may hide documents
                self._refuse("link", file=file)
            if not file.lower().endswith(_SUFFIXES):
                continue
            yield f"{self._revision.name}:{file}", self._text(blob, file)

    def _text(self, blob: str, file: str) -> str:
        content = self._run("cat-file", "blob", blob)
        if content is None:
            self._refuse("failed", reason=self._failure)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            self._refuse("not_utf8", file=file)
