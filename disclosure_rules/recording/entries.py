"""Entries: what is to be recorded, before a log has given it a place in its chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from disclosure_rules.recording.canonical import digest_of, salted
from disclosure_rules.recording.chain import head_of_record
from disclosure_rules.recording.packing import pack

if TYPE_CHECKING:
    from uuid import UUID

Kind = Literal[
    "opening",
    "key",
    "policies",
    "decision",
    "invalid_request",
    "disclosure",
    "fulfilment",
    "withholding",
    "removal",
]
"""What a record is of."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True, repr=False)
class Archive:
    """A policy set as it was loaded, so that its decisions can be made again."""

    id: str
    digest: str
    source_digest: str
    time_zone: str
    """The zone whose dates count."""
    documents: Mapping[str, str]
    """The text of each document by its name."""

    def __repr__(self) -> str:
        """Show which set it is."""
        return f"Archive({self.id!r}, digest={self.digest[:12]!r})"


class Entry:
    """What is to be recorded; its `repr` shows nothing of what it holds.

    It is hashed and packed when it is made, which takes longer than writing it does: a log that is
    written to is locked for as short as can be.
    """

    __slots__ = (
        "about",
        "archive",
        "content",
        "content_digest",
        "facts",
        "facts_digest",
        "head",
        "id",
        "kind",
        "packed_content",
        "packed_facts",
        "reference",
        "subject",
    )

    def __init__(  # noqa: PLR0913 - an entry has these parts
        self,
        identifier: UUID,
        kind: Kind,
        content: bytes,
        *,
        facts: bytes | None = None,
        subject: bytes | None = None,
        about: UUID | None = None,
        reference: str | None = None,
        archive: Archive | None = None,
    ) -> None:
        """Make an entry.

        Args:
            identifier: Its id, greater than those before.
            kind: What it is of.
            content: What the record says, as canonical JSON.
            facts: What it takes to decide again, as canonical JSON; for policies, the documents.
            subject: The pseudonym of the data subject.
            about: The decision that it is about, if it is none itself.
            reference: By what the service knows a disclosure.
            archive: The policies that decided.
        """
        self.id: UUID = identifier
        self.kind: Kind = kind
        self.content: bytes = content
        self.facts: bytes | None = facts
        self.subject: bytes | None = subject
        self.about: UUID | None = about
        self.reference: str | None = reference
        self.archive: Archive | None = archive
        stored = content if subject is None else salted(content)
        self.packed_content: bytes = pack(stored)
        self.packed_facts: bytes | None = None if facts is None else pack(facts, stored)
        # What is hashed is what is stored, so that verifying need not unpack it.
        self.content_digest: bytes = digest_of(
            self.packed_content,
            subject,
            None if about is None else about.bytes,
            None if reference is None else reference.encode(),
        )
        self.facts_digest: bytes | None = (
            None if self.packed_facts is None else digest_of(self.packed_facts)
        )
        digests = self.content_digest, self.facts_digest
        self.head: bytes = head_of_record(identifier.bytes, kind, *digests)

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain data, named as in decision logs of Open Policy Agent."""
        said: dict[str, Any] = json.loads(self.content)
        if self.facts is not None:
            said["input"] = json.loads(self.facts).get("input")
        return said

    def summary(self) -> dict[str, Any]:
        """Return what may stand in any other log: names, outcomes, ids and pseudonyms, no facts.

        The ids of the subject's records, such as consents, are facts too.
        """
        said: dict[str, Any] = json.loads(self.content)
        said.pop("input_digest", None)
        for item in said.get("result", {}).get("items", ()):
            item.pop("records", None)
        return said

    def __repr__(self) -> str:
        """Show its kind and its id."""
        return f"Entry({self.kind!r}, {str(self.id)!r})"


OnDecision: TypeAlias = Callable[[Sequence[Entry]], object]
"""What is called with the entries of one call, before any answer is given.

All of them are recorded when it returns. If it raises, nothing is answered.
"""
