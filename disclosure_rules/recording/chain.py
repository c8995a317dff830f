"""Records: entries at their place in the chain, each bound to the one before by its sha256."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from disclosure_rules.recording.entries import Entry

BEFORE_THE_FIRST: Final = bytes(32)
"""What stands for the predecessor of the first record."""


class Record(NamedTuple):
    """A record as the chain has it: hashes only, of what it says and of the facts."""

    number: int
    id: bytes
    kind: str
    content: bytes
    facts: bytes | None
    previous: bytes
    digest: bytes


class Tail(NamedTuple):
    """Where a chain ends: the number and the digest of the last record."""

    number: int = 0
    digest: bytes = BEFORE_THE_FIRST

    def follow(self, entry: Entry) -> Record:
        """Return the record of an entry that comes next."""
        number, hashes = self.number + 1, (entry.content_digest, entry.facts_digest, self.digest)
        digest = digest_after(entry.head, number, self.digest)
        return Record(number, entry.id.bytes, entry.kind, *hashes, digest)


def digest_of_record(  # noqa: PLR0913, PLR0917 - what a record is made of
    number: int, identifier: bytes, kind: str, content: bytes, facts: bytes | None, previous: bytes
) -> bytes:
    """Return the sha256 of the canonical JSON of a record."""
    return digest_after(head_of_record(identifier, kind, content, facts), number, previous)


def head_of_record(identifier: bytes, kind: str, content: bytes, facts: bytes | None) -> bytes:
    """Return how the canonical JSON of a record begins: all that does not depend on its place."""
    # Written out, since this is done for each record there is; `canonical` writes the same.
    told = "null" if facts is None else f'"{facts.hex()}"'
    return (
        f'{{"content":"{content.hex()}","facts":{told},"id":"{identifier.hex()}","kind":"{kind}",'
        '"number":'
    ).encode()


def digest_after(head: bytes, number: int, previous: bytes) -> bytes:
    """Return the sha256 of a record that begins so, at its place in the chain."""
    return sha256(b'%b%d,"previous":"%b"}' % (head, number, previous.hex().encode())).digest()
