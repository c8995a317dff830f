"""The log of decisions: an SQLite database that is only added to, and shows if it was altered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from disclosure_rules.recording.accounts import Account, account_of
from disclosure_rules.recording.canonical import canonical
from disclosure_rules.recording.checkpoints import Checkpoint
from disclosure_rules.recording.clock import Clock, machine_clock
from disclosure_rules.recording.database import Database
from disclosure_rules.recording.disclosing import (
    Duty,
    about,
    check_obligations,
    decision_of,
    fulfilled_so_far,
    open_duties,
    refuse_what_may_not_leave,
    unasked,
    written_moment,
)
from disclosure_rules.recording.entries import Archive, Entry, Kind
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.identifiers import Identifiers, first_id
from disclosure_rules.recording.orders import orders_in_force, refuse_what_is_no_order
from disclosure_rules.recording.periods import period
from disclosure_rules.recording.reading import BESIDE, Recorded, id_of, read
from disclosure_rules.recording.register import Register, register_of
from disclosure_rules.recording.removals import Removal, read_removals
from disclosure_rules.recording.removing import RemovalOrder, Removed, erase, prune
from disclosure_rules.recording.verifying import Verified, verify
from disclosure_rules.recording.writing import tail_of, write

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from types import TracebackType
    from typing import Self

    from disclosure_rules.recording.keys import Keys


class DecisionLog:
    """Records what was decided, durably and in one chain, whoever else writes at the same time.

    Threads may share a log. Other processes open the same file. As a context manager it closes
    itself.

    Example:
        >>> from disclosure_rules import DecisionLog, Engine, Keys, RecordingEngine
        >>> keys = Keys({"2026": b"from a secret store, not from here"})
        >>> with DecisionLog(getfixture("tmp_path") / "decisions.db", keys) as log:
        ...     engine = RecordingEngine(Engine.load("policies/ekspressjob"), log)
        ...     decision = engine.decide({"moment": "2026-11-22T12:00:00+02:00"})
        ...     log.record(decision.id).kind
        'decision'
    """

    __slots__ = ("_archived", "_database", "_keys_checked", "clock", "identifiers", "keys")

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        path: str | Path,
        keys: Keys | None = None,
        *,
        create: bool = True,
        writable: bool = True,
        patience: float = 30.0,
        clock: Clock = machine_clock,
    ) -> None:
        """Open a log.

        Args:
            path: The file; `-wal` and `-shm` come beside it while the log is open.
            keys: What pseudonyms are made by; who only reads needs none.
            create: Whether to begin a log if there is none.
            writable: Whether to write to it.
            patience: For how many seconds to wait while others write.
            clock: What tells when something is recorded; by default the machine's.

        Raises:
            LogError: It cannot be opened, is no log, or a key is not the one that it knows.
        """
        self.keys: Keys | None = keys
        self.clock: Clock = clock
        self._archived: set[str] = set()
        self._keys_checked: set[str] = set()
        self._database = Database(
            Path(path), writable=writable, create=create and writable, patience=patience
        )
        try:
            self.identifiers: Identifiers = Identifiers(self._begin() if writable else None)
        except BaseException:
            self._database.close()
            raise

    # --- Writing ---------------------------------------------------------------------------------

    def append(self, entries: Sequence[Entry]) -> None:
        """Record entries, all or none; when it returns, they are on the disk.

        This is the `on_decision` of a `RecordingEngine`.

        Raises:
            LogError: They cannot be written; none is recorded.
        """
        archives = {e.archive.source_digest: e.archive for e in entries if e.archive is not None}
        with self._database.writing() as connection:
            write(connection, [*self._lacking(connection, archives), *entries])
        # INVARIANT: what these name is in the log; so nothing is added before it is.
        self._archived.update(archives)
        self._keys_checked.update(() if self.keys is None else (self.keys.current,))

    def _lacking(
        self, connection: sqlite3.Connection, archives: Mapping[str, Archive]
    ) -> Iterator[Entry]:
        """Yield what must stand in the log before the next entry, and does not yet."""
        if self.keys is not None and self.keys.current not in self._keys_checked:
            known = self._check_keys(connection)
            if self.keys.current not in known:
                check = self.keys.check(self.keys.current)
                yield self._entry("key", {"key_id": self.keys.current, "check": check})
        for source_digest, archive in archives.items():
            if source_digest in self._archived or self._archive(connection, source_digest):
                continue
            said = {
                "bundle": archive.id,
                "revision": archive.digest,
                "reference": source_digest,
                "time_zone": archive.time_zone,
                "documents": sorted(archive.documents),
            }
            documents = canonical({"documents": dict(archive.documents)})
            yield self._entry("policies", said, documents, reference=source_digest)

    def _begin(self) -> UUID:
        """Return the id of the last record; write the first, which says what log this is."""
        with self._database.writing() as connection:
            self._check_keys(connection)
            last = connection.execute(
                "SELECT id, number FROM records ORDER BY number DESC LIMIT 1"
            ).fetchone()
            if last is not None:
                return id_of(*last)
            at = self.clock()
            identifier = Identifiers().make(at)
            said = {"id": str(identifier), "kind": "opening", "log": str(identifier), "format": 1}
            opening = canonical(said | {"timestamp": at.isoformat()})
            write(connection, [Entry(identifier, "opening", opening)])
            return identifier

    def _entry(
        self, kind: Kind, said: dict[str, Any], facts: bytes | None = None, **more: Any
    ) -> Entry:
        at = self.clock()
        identifier = self.identifiers.make(at)
        about = {"id": str(identifier), "kind": kind, "timestamp": at.isoformat()}
        return Entry(identifier, kind, canonical(about | said), facts=facts, **more)

    # --- Disclosures -----------------------------------------------------------------------------

    def confirm(
        self,
        decision_id: str,
        items: Collection[str],
        sent_at: datetime,
        reference: str,
        *,
        fulfilled: Collection[str] = (),
    ) -> str:
        """Record that items of a decision have left, and return the id of that record.

        Args:
            decision_id: The decision that permitted it.
            items: The names of the items that left.
            sent_at: When they left.
            reference: By what the service knows the disclosure, such as the number of a letter.
            fulfilled: The obligations that have been fulfilled before it or with it.

        Raises:
            LogError: An item was not permitted, or something was to be fulfilled before; there is
                no such decision; or it cannot be recorded.
        """
        said: dict[str, Any] = {"sent_at": written_moment(sent_at), "reference": reference}
        if not reference:
            raise LogError("no_reference")
        with self._database.writing() as connection:
            wanted, decision = decision_of(connection, decision_id)
            done = check_obligations(decision, fulfilled)
            open_to = fulfilled_so_far(decision, about(connection, wanted)).union(done)
            refuse_what_may_not_leave(decision, items, open_to)
            said |= {"items": list(items)} | ({"fulfilled": done} if done else {})
            return self._write_about(connection, "disclosure", wanted, decision, said)

    def fulfil(
        self, decision_id: str, obligations: Collection[str], *, note: str | None = None
    ) -> str:
        """Record that obligations of a decision have been fulfilled, and return the record's id.

        Args:
            decision_id: The decision that brought them.
            obligations: Their ids.
            note: How, or by whom; no personal data of the client.

        Raises:
            LogError: The decision has no such obligation; there is no such decision; or it cannot
                be recorded.
        """
        with self._database.writing() as connection:
            wanted, decision = decision_of(connection, decision_id)
            said: dict[str, Any] = {"fulfilled": check_obligations(decision, obligations)}
            if not said["fulfilled"]:
                raise LogError("no_obligations")
            if note is not None:
                said["note"] = note
            return self._write_about(connection, "fulfilment", wanted, decision, said)

    def _write_about(
        self,
        connection: sqlite3.Connection,
        kind: Kind,
        decision_id: UUID,
        decision: Mapping[str, Any],
        said: dict[str, Any],
    ) -> str:
        subject = decision.get("subject")
        if subject is not None:
            said["subject"] = subject
        entry = self._entry(
            kind,
            said | {"about": str(decision_id)},
            subject=None if subject is None else bytes.fromhex(subject["pseudonym"]),
            about=decision_id,
            reference=said.get("reference"),
        )
        write(connection, [entry])
        return str(entry.id)

    def open_obligations(self) -> list[Duty]:
        """Return what decisions have obliged to and nobody has fulfilled, by what is due first.

        Raises:
            LogError: What was recorded has been altered.
        """
        with self._database.reading() as connection:
            return open_duties(connection)

    def reconcile(self, references: Iterable[str]) -> tuple[str, ...]:
        """Return those references of what has left of which the log knows no disclosure.

        Args:
            references: What has left, such as the numbers of letters in the outbox.

        Raises:
            LogError: The log cannot be read.
        """
        with self._database.reading() as connection:
            return unasked(connection, references)

    # --- Accounts --------------------------------------------------------------------------------

    def disclosures(
        self,
        client: str,
        *,
        since: date | None = None,
        until: date | None = None,
        without_keys: Collection[str] = (),
    ) -> Account:
        """Return the account of a data subject: what left, to whom, what for, on which ground.

        What an authority has ordered to be withheld stands apart in it.

        Args:
            client: The id of the data subject, as requests name it.
            since: The first day to account for.
            until: The last day to account for.
            without_keys: The names of keys that are no more; nothing recorded by them is found.

        Raises:
            LogError: The keys of the log are not all given, the period ends before it begins, or
                what was recorded has been altered.
        """
        told = period(since, until)
        with self._database.reading() as connection:
            pseudonyms = self._pseudonyms(connection, client, without_keys)
            return account_of(connection, client, pseudonyms, told, self.clock())

    def register(self, *, since: date | None = None, until: date | None = None) -> Register:
        """Return what was permitted and has left, by purpose, kind of recipient and category.

        Args:
            since: The first day to tell of.
            until: The last day to tell of.

        Raises:
            LogError: The period ends before it begins, or what was recorded has been altered.
        """
        told = period(since, until)
        with self._database.reading() as connection:
            return register_of(connection, told, self.clock())

    def withhold(
        self,
        recipient: str,
        until: datetime,
        order: str,
        *,
        client: str | None = None,
        oral: bool = False,
    ) -> str:
        """Record that disclosures to a recipient are left out of accounts, and return its id.

        The same order recorded again takes the place of what it said: a later moment prolongs it,
        one that is not to come ends it.

        Args:
            recipient: The id of the recipient, as requests name it.
            until: The moment at which the order ends by itself.
            order: Who ordered it, by which document; no personal data of the client.
            client: The only data subject that it is about; all of them if it is left out.
            oral: Whether nobody wrote it down; then it lasts for 30 days at most.

        Raises:
            LogError: It is no such order, it ends before it begins, or it cannot be recorded.
        """
        ends, now = written_moment(until), self.clock()
        refuse_what_is_no_order(recipient, until, order, now, oral=oral)
        said = {"recipient": recipient, "until": ends, "order": order, "oral": oral}
        subject = None
        if client is not None:
            if self.keys is None:
                raise LogError("no_keys")
            pseudonym = self.keys.pseudonym(client)
            said["subject"], subject = pseudonym.as_dict(), pseudonym.value
        with self._database.writing() as connection:
            if until <= now and not any(
                (known.order, known.recipient, known.subject) == (order, recipient, subject)
                for known in orders_in_force(connection, now)
            ):
                raise LogError("until_past")
            keys = [] if client is None else [*self._lacking(connection, {})]
            entry = self._entry("withholding", said, subject=subject)
            write(connection, [*keys, entry])
        return str(entry.id)

    # --- Removing --------------------------------------------------------------------------------

    def erase(
        self,
        client: str,
        order: str,
        *,
        only_facts: bool = False,
        trial: bool = False,
        without_keys: Collection[str] = (),
    ) -> Removed:
        """Remove what the log holds about a data subject, and record under which order.

        Args:
            client: The id of the data subject, as requests name it.
            order: Which order it is, such as the number of a letter; no personal data.
            only_facts: Whether to remove the facts only, so that the log can still tell what was
                disclosed.
            trial: Whether only to count.
            without_keys: The names of keys that are no more; nothing recorded by them is found.

        Raises:
            LogError: The keys of the log are not all given, something is still owed to the data
                subject, or it cannot be removed.
        """
        return erase(
            self._database,
            RemovalOrder("erasure", order, only_facts),
            lambda connection: self._pseudonyms(connection, client, without_keys),
            partial(self._entry, "removal"),
            trial=trial,
        )

    def prune(
        self, before: datetime, order: str, *, only_facts: bool = False, trial: bool = False
    ) -> Removed:
        """Remove what was recorded before a moment, and record under which order.

        A decision stays while something is owed by it, or what came of it is younger.

        Args:
            before: Only what was recorded before it is removed.
            order: Which order it is, such as a plan of how long records are kept.
            only_facts: Whether to remove the facts only.
            trial: Whether only to count.

        Raises:
            LogError: It cannot be removed. What was removed until then is recorded.
        """
        return prune(
            self._database,
            RemovalOrder("retention", order, only_facts),
            first_id(before),
            partial(self._entry, "removal"),
            trial=trial,
        )

    def _pseudonyms(
        self, connection: sqlite3.Connection, client: str, without_keys: Collection[str]
    ) -> set[bytes]:
        """Return what stands for a data subject under every key that the log knows.

        Raises:
            LogError: A key is lacking.
        """
        if self.keys is None:
            raise LogError("no_keys")
        # Under a key that is not given there may be more; what is found must not pass for all.
        lacking = self._check_keys(connection).difference(self.keys.ids, without_keys)
        if lacking:
            raise LogError("keys_lacking", keys=", ".join(sorted(lacking)))
        return {pseudonym.value for pseudonym in self.keys.pseudonyms(client)}

    def removals(self) -> list[Removal]:
        """Return what was removed under which order.

        Raises:
            LogError: The log cannot be read.
        """
        with self._database.reading() as connection:
            return read_removals(connection)

    # --- Verifying -------------------------------------------------------------------------------

    def verify(self, checkpoint: Checkpoint | None = None) -> Verified:
        """Return what is amiss with the log: what was altered, removed, put in, moved or cut off.

        Args:
            checkpoint: A state of the log that was signed, from `read_checkpoint`.

        Raises:
            LogError: The file cannot be read as a database at all.
        """
        with self._database.reading() as connection:
            return verify(connection, checkpoint)

    def checkpoint(self) -> Checkpoint:
        """Return where the log stands, to be signed, printed and kept elsewhere."""
        with self._database.reading() as connection:
            tail = tail_of(connection)
            opening = next(read(connection, "r.number = 1"), None)
        if opening is None or opening.content is None:
            raise LogError("altered", number=1)
        at = self.clock().isoformat()
        return Checkpoint(opening.content["log"], tail.number, tail.digest.hex(), at)

    # --- Reading ---------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._database.path

    def record(self, identifier: str | UUID) -> Recorded:
        """Return the record of an id.

        Raises:
            LogError: There is none, or it is not what was recorded.
        """
        try:
            wanted = identifier if isinstance(identifier, UUID) else UUID(identifier)
        except ValueError:
            raise LogError("no_record", id=str(identifier)[:60]) from None
        with self._database.reading() as connection:
            found = next(read(connection, "r.id = ?", wanted.bytes), None)
        if found is None:
            raise LogError("no_record", id=wanted)
        return found

    def records(
        self,
        *kinds: Kind,
        after: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Generator[Recorded, None, None]:
        """Yield the records of some kinds, or all, in their order.

        Args:
            kinds: Of what they are.
            after: The number of the record after which to begin.
            since: When the first was recorded, at the earliest.
            until: Before when the last was recorded.

        Raises:
            LogError: One is not what was recorded.
        """
        where = "r.number > ?"
        values: list[object] = [after, *kinds]
        if kinds:
            where += f" AND r.kind IN ({', '.join('?' * len(kinds))})"
            where += "" if "decision" in kinds else f" AND {BESIDE}"
        for limit, test in ((since, "r.id >= ?"), (until, "r.id < ?")):
            if limit is not None:
                where += f" AND {test}"
                values.append(first_id(limit))
        with self._database.reading() as connection:
            yield from read(connection, where, *values)

    def archive(self, source_digest: str) -> Archive:
        """Return a policy set that decided, by the digest of its documents.

        Raises:
            LogError: The log does not have it.
        """
        with self._database.reading() as connection:
            found = self._archive(connection, source_digest)
        if found is None:
            raise LogError("no_policies", digest=source_digest[:12])
        return found

    def _archive(self, connection: sqlite3.Connection, source_digest: str) -> Archive | None:
        kept = read(connection, "r.kind = 'policies' AND c.reference = ?", source_digest)
        for found in kept:
            if found.content is not None and found.facts is not None:
                said = found.content
                documents: dict[str, str] = found.facts["documents"]
                return Archive(
                    said["bundle"], said["revision"], source_digest, said["time_zone"], documents
                )
        return None

    def _check_keys(self, connection: sqlite3.Connection) -> set[str]:
        """Return the names of the keys that the log knows.

        Raises:
            LogError: One of ours has a name that the log knows for another key.
        """
        known = {}
        for found in read(connection, f"{BESIDE} AND r.kind = 'key'"):
            if found.content is not None:
                known[found.content["key_id"]] = found.content["check"]
        if self.keys is not None:
            for name in self.keys.ids:
                if known.get(name, check := self.keys.check(name)) != check:
                    raise LogError("wrong_key", key=name, log=self.path)
        return set(known)

    # --- Closing ---------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the log; nothing more can be recorded."""
        self._database.close()

    def __enter__(self) -> Self:
        """Return the log."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the log."""
        self.close()

    def __repr__(self) -> str:
        """Show where it lies."""
        return f"DecisionLog({str(self.path)!r})"
