"""A notice and its published text into a review: which clauses to read again, now it changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.authoring.trace.data import place
from disclosure_rules.authoring.trace.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.trace.published import PublishedSection
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Clause, Notice, PolicySet, Section


@dataclass(frozen=True, slots=True)
class Review:
    """What of a published text is as its notice knows it, and what is not."""

    policy_set: PolicySet
    notice: Notice
    same: tuple[Section, ...]
    """Sections that the text still has, wherever they stand now."""
    changed: tuple[Section, ...]
    """Sections that the text no longer has as they were."""
    new: tuple[PublishedSection, ...]
    """Sections of the text that the notice does not know."""
    unwatched: tuple[Clause, ...]
    """Clauses of the notice that stand in no section."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing is to be reviewed."""
        return not (self.changed or self.new or self.unwatched)


def review(
    policy_set: PolicySet, notice: Notice, published: tuple[PublishedSection, ...]
) -> Review:
    """Return what is to be reviewed, given the sections of the text as it is published now."""
    there = Counter(section.sha256 for section in published)
    same: list[Section] = []
    changed: list[Section] = []
    for section in notice.sections:
        # Two sections cannot both be the one that the text has.
        (same if there[section.sha256] else changed).append(section)
        there[section.sha256] -= 1
    known = Counter(section.sha256 for section in same)
    new = []
    for found in published:
        if not known[found.sha256]:
            new.append(found)
        known[found.sha256] -= 1
    watched = {clause for section in notice.sections for clause in section.clauses}
    own = [clause for clause in policy_set.clauses.values() if clause.notice == notice.id]
    unwatched = tuple(clause for clause in own if clause.id not in watched)
    return Review(policy_set, notice, tuple(same), tuple(changed), tuple(new), unwatched)


def as_lines(found: Review, file: str, reader: Reader) -> Iterator[str]:
    """Yield a review line by line, the summary last."""
    words = Words(reader)
    clauses = found.policy_set.clauses
    for section in found.changed:
        said = words.say("section_changed", section=section.id)
        yield f"{section.span}: {said}"
        yield from (f"  {_clause(clauses[name], words)}" for name in section.clauses)
    for new in found.new:
        said = words.say("section_new", number=new.number, begins=new.begins)
        yield f"{file}: {said}"
        yield f"  {words.say('once_reviewed')} sha256: {new.sha256}"
    if found.unwatched:
        yield f"{found.unwatched[0].span.file}: {words.say('unwatched')}"
        yield from (f"  {_clause(clause, words)}" for clause in found.unwatched)
    yield words.say(
        "as_they_were" if found.is_clean else "differs",
        file=file,
        notice=found.notice.id,
        same=len(found.same),
        changed=len(found.changed),
        new=len(found.new),
    )


def _clause(clause: Clause, words: Words) -> str:
    where, says = words.local(clause.where, ""), words.local(clause.says, "")
    return f"{clause.id} ({where}): {says}  {clause.span.line_reference}"


def as_data(found: Review) -> dict[str, object]:
    """Return a review as plain data."""
    return {
        "notice": found.notice.id,
        "same": [section.id for section in found.same],
        "changed": [
            {"section": section.id, "clauses": list(section.clauses), **place(section.span)}
            for section in found.changed
        ],
        "new": [
            {"number": new.number, "begins": new.begins, "sha256": new.sha256} for new in found.new
        ],
        "unwatched": [clause.id for clause in found.unwatched],
    }
