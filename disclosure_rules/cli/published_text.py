"""The published text of a notice, in a file, into what is to be reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from disclosure_rules.cli.options import refuse
from disclosure_rules.cli.output import Answer, json_text, text_of
from disclosure_rules.cli.request_files import read_content
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Notice, PolicySet

WORDS: Final = {
    "en": {
        "too_large": "is larger than 16 MiB; name the text alone",
        "not_utf8": "is no UTF-8 text; save it as plain text in UTF-8",
        "no_words": "holds no words; name the file with the published text",
        "no_notice": "this policy set has no notice: add a document with `kind: notice`",
        "which": "name the notice whose text this is with `--of NOTICE`: there are {known}",
        "unknown_notice": "there is no notice `{word}`; there are {known}",
    },
    "et": {
        "too_large": "on suurem kui 16 MiB; nimetage fail, milles on ainult tekst",
        "not_utf8": "ei ole UTF-8 tekst; salvestage see lihttekstina kodeeringus UTF-8",
        "no_words": "on ilma sõnadeta; nimetage fail, milles on avaldatud tekst",
        "no_notice": "selles reeglistikus ei ole teadet: lisage dokument, milles on `kind: notice`",
        "which": "nimetage valikuga `--of TEADE`, millise teate tekst see on: teated on {known}",
        "unknown_notice": "teadet `{word}` ei ole; teated on {known}",
    },
}


def review_file(
    policy_set: PolicySet, name: str, notice_id: str | None, form: str, language: Reader
) -> Answer:
    """Return the review of a notice by the published text in a file (`-`: standard input).

    Leaves where the file holds no such text, and with a usage error where no notice is meant.
    """
    from disclosure_rules.authoring.trace.published import read_sections
    from disclosure_rules.authoring.trace.review import as_data, as_lines, review

    notice = _notice(policy_set, notice_id, language)
    shown, text = _read_text(name, form, language)
    published = read_sections(text)
    if not published:
        refuse("no_text", ("file", shown), WORDS[language]["no_words"], form)
    found = review(policy_set, notice, published)
    if form == "json":
        made = json_text({"file": shown, **as_data(found)})
    else:
        made = text_of(as_lines(found, shown, language))
    return Answer(made, clean=found.is_clean)


def _notice(policy_set: PolicySet, notice_id: str | None, language: Reader) -> Notice:
    """Return the notice that is meant: the one named, the one with sections, or the only one."""
    words, notices = WORDS[language], policy_set.notices
    if not notices:
        raise click.UsageError(words["no_notice"])
    known = ", ".join(f"`{name}`" for name in notices)
    if notice_id is not None:
        if notice_id not in notices:
            word = printable(notice_id[:60])
            message = words["unknown_notice"].format(word=word, known=known)
            raise click.BadParameter(message, param_hint="'--of'")
        return notices[notice_id]
    watched = [notice for notice in notices.values() if notice.sections]
    meant = watched or list(notices.values())
    if len(meant) > 1:
        raise click.UsageError(words["which"].format(known=known))
    return meant[0]


def _read_text(name: str, form: str, language: Reader) -> tuple[str, str]:
    from disclosure_rules.loading.files import LARGEST_FILE

    words = WORDS[language]
    shown, content = read_content(name, form, language)
    if len(content) > LARGEST_FILE:
        refuse("unreadable", ("file", shown), words["too_large"], form)
    try:
        return shown, content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse("unreadable", ("file", shown), words["not_utf8"], form)
