"""A log into its decisions as they can be made again, one after the other, or why they cannot.

However many there are, a page of them is read at a time, so that whoever records meanwhile need not
wait, and few policy sets are held at once.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from disclosure_rules.errors import PolicyError
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.recalling import (
    Remembered,
    archived_policies,
    engine_without,
    remember,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.reading import Recorded
    from disclosure_rules.recording.spans import Span

Lack = Literal[
    "altered", "no_policies", "policies_refused", "facts_not_kept", "facts_removed", "removed"
]
"""Why a decision cannot be made again."""

DAMAGE: Final = ("altered", "no_policies", "policies_refused")
"""Those that should not be."""
_PAGE: Final = 1000
_MOST_ENGINES: Final = 32
_FORGED: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What comes of a record whose hash is right and which no release has written.

Whoever did so has forged the chain, which a signed checkpoint shows.
"""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A decision that cannot be made again."""

    number: int
    id: str | None
    why: Lack


class Memory:
    """What a log remembers: its decisions, and the policies that it archived."""

    def __init__(self, log: DecisionLog) -> None:
        """Remember what a log holds."""
        self._log = log
        self._sets: OrderedDict[str, PolicySet | Lack] = OrderedDict()
        self._engines: OrderedDict[tuple[str, tuple[str, ...]], Engine] = OrderedDict()

    def decisions(self, span: Span) -> Iterator[Remembered | Lacking]:
        """Yield each decision, or why it cannot be made again, in their order."""
        last = 0
        while True:
            records, damaged = self._page(last, span)
            for record in records:
                found = self._remembered(record, span.operation)
                if found is not None:
                    yield found
            if damaged is not None:
                yield Lacking(damaged, None, "altered")
                last = damaged
            elif len(records) == _PAGE:
                last = records[-1].number
            else:
                return

    def _page(self, after: int, span: Span) -> tuple[list[Recorded], int | None]:
        """Return the next records, and the number of a damaged one if they end with it."""
        found: list[Recorded] = []
        records = self._log.records("decision", after=after, since=span.since, until=span.until)
        try:
            found.extend(islice(records, _PAGE))
        except LogError as error:
            if error.code != "altered" or error.number is None:
                raise
            return found, error.number
        finally:
            # Nobody who records waits for what is done with a page.
            records.close()
        return found, None

    def _remembered(self, record: Recorded, operation: str | None) -> Remembered | Lacking | None:
        """Return a decision; None if it is of another operation."""
        said = record.content
        if said is None:
            return None if operation else Lacking(record.number, str(record.id), "removed")
        try:
            ((_, bundle),) = said["bundles"].items()
            asked, source = said.get("operation"), str(bundle["source"])
        except _FORGED:
            return Lacking(record.number, str(record.id), "altered")
        policies = self.policies(source)
        if operation is not None and not _asks(asked, operation, policies):
            return None
        if record.facts is None:
            why: Lack = "facts_removed" if record.had_facts else "facts_not_kept"
            return Lacking(record.number, str(record.id), why)
        if isinstance(policies, str):
            return Lacking(record.number, str(record.id), policies)
        try:
            return remember(policies.vocabulary, said, record.facts)
        except _FORGED:
            return Lacking(record.number, str(record.id), "altered")

    def policies(self, source: str) -> PolicySet | Lack:
        """Return the archived policies with a digest, or why there are none."""
        found = self._sets.get(source)
        if found is None:
            found = self._sets[source] = self._read(source)
            _forget(self._sets)
        self._sets.move_to_end(source)
        return found

    def _read(self, source: str) -> PolicySet | Lack:
        try:
            return archived_policies(self._log.archive(source))
        except PolicyError:
            return "policies_refused"
        except LogError as error:
            if error.code not in ("no_policies", "altered"):
                raise
            return "no_policies"

    def engine(self, remembered: Remembered) -> Engine:
        """Return an engine by the policies of a decision, to which what was withheld is unknown."""
        key = remembered.source, remembered.withheld
        found = self._engines.get(key)
        if found is None:
            policies = self.policies(remembered.source)
            # INVARIANT: what is remembered was read by the words of its policies.
            assert not isinstance(policies, str)  # noqa: S101 - states the invariant
            found = self._engines[key] = engine_without(policies, remembered.withheld)
            _forget(self._engines)
        self._engines.move_to_end(key)
        return found


def _forget(held: OrderedDict[Any, Any]) -> None:
    """Keep what was used last, and no more than a few."""
    if len(held) > _MOST_ENGINES:
        held.popitem(last=False)


def _asks(asked: str | None, operation: str, policies: PolicySet | Lack) -> bool:
    if asked == operation or asked is None or isinstance(policies, str):
        return asked == operation
    known = policies.vocabulary.taxonomies["operations"]
    return operation in known.terms and asked in known.terms and known.covers(operation, asked)
