"""`fmt`: lay documents of policies out in one way."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    find_policy_sets,
    leave,
    print_json,
    say,
)
from disclosure_rules.cli.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.authoring.formatting.files import Formatted, Read
    from disclosure_rules.language.phrases import Reader

_WORDS: Final = {
    "en": {
        "written": "{file}: laid out anew",
        "differs": "{file}: would be laid out anew",
        "failed": "{file}: cannot be written ({reason}); check that you may change it",
        "value": "{file}:{line}: left as it is: in the layout, what stands here would be read "
        "differently; write it more simply, for instance on one line",
        "comment": "{file}:{line}: left as it is: the layout would lose this comment, or say it "
        "twice; put it on a line of its own",
        "digest": "{file}:{line}: left as it is: in the layout the policy set would have another "
        "digest; please report this",
        "documents": "documents: {all}; laid out anew: {changed}",
        "checked": "documents: {all}; to be laid out anew: {changed}",
        "left": "; left as they are: {left}",
        "alone": "`-` stands alone: it is standard input",
    },
    "et": {
        "written": "{file}: vormindatud",
        "differs": "{file}: vajab vormindamist",
        "failed": "{file}: ei saa kirjutada ({reason}); kontrollige, kas võite seda muuta",
        "value": "{file}:{line}: jäi muutmata: vormindatult tähendaks siin kirjutatu midagi muud; "
        "kirjutage see lihtsamalt, näiteks ühele reale",
        "comment": "{file}:{line}: jäi muutmata: vormindamisel läheks see märkus kaduma või seda "
        "oleks kaks korda; kirjutage see omaette reale",
        "digest": "{file}:{line}: jäi muutmata: vormindatult oleks reeglistikul teine räsi; palun "
        "teatage sellest",
        "documents": "dokumente: {all}; vormindatud: {changed}",
        "checked": "dokumente: {all}; vajab vormindamist: {changed}",
        "left": "; jäi muutmata: {left}",
        "alone": "`-` on standardsisend ja seisab üksi",
    },
}


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would be.")
@click.option("--diff", is_flag=True, help="Change nothing; print what would be changed.")
@common_options
def fmt(paths: tuple[Path, ...], *, check: bool, diff: bool, form: str, language: Reader) -> None:
    """Lay documents of policies out in one way; comments stay, and nothing gets another meaning.

    Each PATH is a document or a folder of documents; by default the policy sets found here. With
    `-` the document comes from standard input, and goes to standard output.
    """
    from disclosure_rules.authoring.formatting.files import STANDARD_INPUT, format_paths

    piped = [str(path) for path in paths] == [STANDARD_INPUT]
    if not piped and Path(STANDARD_INPUT) in paths:
        raise click.UsageError(_WORDS[language]["alone"])
    if piped:
        read = _read_standard_input(language)
    else:
        targets = list(paths) or find_policy_sets()
        if not targets:
            message = "no policy set here: name a folder that holds `vocabulary.yaml`, or a file"
            raise click.UsageError(message)
        read = format_paths(targets)
    kept = check or diff
    failed = {} if kept or piped else _write(read.documents)
    if form == "json":
        print_json(_as_data(read, failed, language, diff=diff, piped=piped))
    elif piped and not kept:
        _say_aside(_complaints(read, failed, language))
        click.echo("".join(document.after for document in read.documents), nl=False)
    else:
        say(_complaints(read, failed, language))
        say(_told(read.documents, failed, language, diff=diff, kept=kept))
    if read.faults.has_errors():
        leave(Exit.POLICIES_INVALID)
    changed = any(document.changed for document in read.documents)
    if failed or any(document.not_kept for document in read.documents) or (check and changed):
        leave(Exit.FAILED)


def _say_aside(lines: Iterable[str]) -> None:
    """Print lines beside a document that goes to standard output."""
    from disclosure_rules.language.phrases import printable

    for line in lines:
        click.echo(printable(line), err=True)


def _read_standard_input(language: Reader) -> Read:
    from disclosure_rules.authoring.formatting.files import Read, add_document
    from disclosure_rules.loading.files import LARGEST_FILE

    read = Read()
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    add_document(WORDS[language]["standard_input"], content, read)
    return read


def _write(documents: Iterable[Formatted]) -> dict[str, str]:
    """Write what changed; return why a file could not be written, by its name."""
    from disclosure_rules.authoring.formatting.files import write

    failed = {}
    for document in documents:
        if document.changed:
            try:
                write(document)
            except OSError as error:
                failed[document.file] = error.strerror or "?"
    return failed


def _complaints(read: Read, failed: dict[str, str], language: Reader) -> Iterator[str]:
    """Yield the faults of documents, and why others are left as they are."""
    from disclosure_rules.language.rendering import as_text

    if faults := read.faults.in_order():
        yield from [*as_text(faults, read.sources, language).split("\n"), ""]
    yield from _reasons(read.documents, failed, language).values()


def _reasons(
    documents: Iterable[Formatted], failed: dict[str, str], language: Reader
) -> dict[str, str]:
    """Return why documents are left as they are, by file."""
    words = _WORDS[language]
    reasons = {}
    for document in documents:
        file, error = document.file, document.not_kept
        if error is not None:
            reasons[file] = words[error.change].format(file=file, line=error.line)
        elif file in failed:
            reasons[file] = words["failed"].format(file=file, reason=failed[file])
    return reasons


def _told(
    documents: list[Formatted],
    failed: dict[str, str],
    language: Reader,
    *,
    diff: bool,
    kept: bool,
) -> Iterator[str]:
    words = _WORDS[language]
    changed = [each for each in documents if each.changed and each.file not in failed]
    for document in changed:
        if diff:
            yield from _difference(document)
        else:
            yield words["differs" if kept else "written"].format(file=document.file)
    left = len(_reasons(documents, failed, language))
    summary = words["checked" if kept else "documents"] + (words["left"] if left else "")
    yield summary.format(all=len(documents), changed=len(changed), left=left)


def _difference(document: Formatted) -> Iterator[str]:
    before, after = document.before.split("\n"), document.after.split("\n")
    return unified_diff(before, after, document.file, document.file, lineterm="")


def _as_data(
    read: Read, failed: dict[str, str], language: Reader, *, diff: bool, piped: bool
) -> dict[str, Any]:
    from disclosure_rules.language.rendering import as_data

    reasons = _reasons(read.documents, failed, language)
    return {
        "diagnostics": [as_data(fault, language) for fault in read.faults.in_order()],
        "documents": [
            {
                "file": document.file,
                "changed": document.changed and document.file not in reasons,
                "left": reasons.get(document.file),
                **({"diff": list(_difference(document))} if diff else {}),
                **({"text": document.after} if piped else {}),
            }
            for document in read.documents
        ],
    }
