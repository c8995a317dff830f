"""A policy set into its handbook: the text of each page, by file name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.publishing.choice_page import choice_page
from disclosure_rules.publishing.front_page import front_page
from disclosure_rules.publishing.guarantees_page import guarantees_page
from disclosure_rules.publishing.history_page import history_page
from disclosure_rules.publishing.layout import as_page
from disclosure_rules.publishing.matrix_page import matrix_page
from disclosure_rules.publishing.notice_page import notice_page
from disclosure_rules.publishing.obligations_page import obligations_page
from disclosure_rules.publishing.readings_page import readings_page
from disclosure_rules.publishing.receivers_page import receivers_page
from disclosure_rules.publishing.rules_page import rules_page
from disclosure_rules.publishing.telling import Teller
from disclosure_rules.publishing.vocabulary_page import vocabulary_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from disclosure_rules.publishing.book import Book
    from disclosure_rules.publishing.html import Node
    from disclosure_rules.publishing.receivers import Receiving

PAGES: Final[Mapping[str, Callable[[Teller], Node]]] = {
    "index": lambda teller: front_page(teller, PAGES),
    "notice": notice_page,
    "readings": readings_page,
    "rules": rules_page,
    "obligations": obligations_page,
    "matrix": matrix_page,
    "guarantees": guarantees_page,
    "vocabulary": vocabulary_page,
    "history": history_page,
}
"""The pages of each language by name, in the order of the navigation."""


def make_handbook(
    book: Book, proved: Sequence[tuple[tuple[str, ...], Sequence[Receiving]]] | None = None
) -> dict[str, str]:
    """Return the pages of the handbook of a policy set, by file name.

    Args:
        book: The policy set on a day.
        proved: Who could receive which categories, where that was proved: it has a page then.
    """
    tellers = [Teller(book, reader) for reader in book.readers]
    bodies = dict(PAGES)
    if proved is not None:
        bodies["receivers"] = lambda teller: receivers_page(teller, proved)
        bodies["index"] = lambda teller: front_page(teller, bodies)
    pages = {"index.html": choice_page(tellers)}
    for teller in tellers:
        for name, body in bodies.items():
            pages[f"{name}.{teller.reader}.html"] = as_page(teller, name, bodies, body(teller))
    return pages
