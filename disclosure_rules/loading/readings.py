"""The readings of a notice: its texts, and the clauses that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from disclosure_rules.language.policy import Reading
from disclosure_rules.loading.notices import read_clauses
from disclosure_rules.loading.texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from disclosure_rules.language.documents import NoticeShape
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.shapes import Document


def read_readings(
    document: Document,
    languages: Sequence[str],
    clauses: Collection[str],
    faults: Faults,
    *,
    incomplete: bool,
) -> Iterator[Reading]:
    """Yield the readings of a notice.

    Args:
        document: The notice.
        languages: The languages of the set.
        clauses: The clauses of all notices.
        faults: Where faults go.
        incomplete: Whether some clauses may stand in documents that could not be read.
    """
    shape = cast("NoticeShape", document.shape)
    for key, below in (shape.readings or {}).items():
        yield Reading(
            id=str(key),
            notice=shape.id.text,
            title=read_texts(below.title, languages, faults),
            clauses=read_clauses(below.clauses, clauses, faults, incomplete=incomplete),
            read_as=read_texts(below.read_as, languages, faults),
            or_read_as=read_texts(below.or_read_as, languages, faults),
            would_change=read_texts(below.would_change, languages, faults),
            switched_by=read_texts(below.switched_by, languages, faults),
            span=key.span,
        )
