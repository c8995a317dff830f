"""Notice documents into notices and clauses; words that name clauses into these."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.policy import Clause, Notice, Section
from disclosure_rules.loading.texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.documents import NoticeShape
    from disclosure_rules.language.policy import CarriedBy
    from disclosure_rules.language.tree import Scalar
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.shapes import Document


def clause_names(documents: Iterable[Document]) -> frozenset[str]:
    """Return the clauses of notice documents that may be cited: those with faults, too."""
    return frozenset(
        name
        for document in documents
        for name in (*map(str, cast("NoticeShape", document.shape).clauses), *document.broken)
    )


def read_clauses(
    words: Iterable[Scalar] | None, known: Iterable[str], faults: Faults, *, incomplete: bool
) -> tuple[str, ...]:
    """Return the clauses that words name, in the order written.

    Args:
        words: What was written.
        known: The clauses that may be cited.
        faults: Where faults go.
        incomplete: Whether some document could not be read, so that a clause may stand there.
    """
    names = frozenset(known)
    cited = []
    for word in words or ():
        if word.text in names:
            cited.append(word.text)
        elif not incomplete:
            faults.unknown("unknown_clause", word.span, word.text, names)
    return tuple(dict.fromkeys(cited))


class NoticeReader:
    """Read notice documents, each clause once in the whole set."""

    def __init__(
        self, languages: tuple[str, ...], cited: frozenset[str], faults: Faults, *, incomplete: bool
    ) -> None:
        """Read texts in these languages, and sections of the clauses that may be cited."""
        self.languages = languages
        self.cited = cited
        self.faults = faults
        self.incomplete = incomplete
        self.notices: dict[str, Notice] = {}
        self.clauses: dict[str, Clause] = {}

    def read(self, document: Document) -> None:
        """Add the notice of a document, and its clauses."""
        shape = cast("NoticeShape", document.shape)
        notice = Notice(
            id=shape.id.text,
            title=read_texts(shape.title, self.languages, self.faults),
            source=read_texts(shape.source, self.languages, self.faults),
            sections=tuple(self._sections(shape)),
        )
        first = self.notices.setdefault(notice.id, notice)
        if first is not notice:
            # A notice may be spread over documents: no section of it goes unwatched.
            together = with_parts(first, sections=first.sections + notice.sections)
            self.notices[notice.id] = together
        self._read_clauses(shape, notice.id)

    def _sections(self, shape: NoticeShape) -> Iterable[Section]:
        for key, below in (shape.sections or {}).items():
            clauses = read_clauses(
                below.clauses, self.cited, self.faults, incomplete=self.incomplete
            )
            yield Section(str(key), below.sha256.text, clauses, key.span)

    def _read_clauses(self, shape: NoticeShape, notice: str) -> None:
        for key, below in shape.clauses.items():
            first = self.clauses.get(key)
            if first is not None:
                reference = first.span.line_reference
                self.faults.add("duplicate_id", key.span, word=key, first=reference)
                continue
            self.clauses[str(key)] = Clause(
                id=str(key),
                notice=notice,
                where=read_texts(below.where, self.languages, self.faults),
                says=read_texts(below.says, self.languages, self.faults),
                carried_by=cast("CarriedBy", below.carried_by.text),
                span=key.span,
            )
