"""Coverage into words of one language, and into lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.language.phrases import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.coverage import Coverage, Tally
    from disclosure_rules.authoring.coverage_parts import Part, Passage
    from disclosure_rules.language.phrases import Reader


class CoverageTeller:
    """Tell figures and gaps in the language of a reader."""

    def __init__(self, coverage: Coverage, reader: Reader) -> None:
        """Tell what these cases saw."""
        self.coverage = coverage
        self.reader: Reader = reader
        self._texts = texts_of("coverage", reader)

    def say(self, key: str, **details: object) -> str:
        """Return a text of the wording."""
        text: str = self._texts[key].format_map(details)
        return text

    def percent(self, tally: Tally) -> str:
        """Return how many per cent were seen: rounded down, so that 100 means all."""
        whole, tenth = divmod(tally.tenths, 10)
        return self.decimal(f"{whole}.{tenth}" if tenth else str(whole))

    def decimal(self, number: str) -> str:
        """Return a number, given with a point, as the language writes it."""
        whole, point, rest = number.partition(".")
        return self.say("decimal", whole=whole, rest=rest) if point else whole

    def tally(self, tally: Tally) -> str:
        """Return how many of how many were seen."""
        return self.say("tally", seen=tally.seen, possible=tally.possible)

    def figures(self, key: str, tally: Tally, **details: object) -> str:
        """Return a text of the wording that tells a percentage and what it is of."""
        return self.say(key, percent=self.percent(tally), tally=self.tally(tally), **details)

    def never(self, part: Part) -> str:
        """Return what a part never was."""
        unseen = self.coverage.unseen(part)
        if unseen == part.can:
            return self.say("unreached")
        return ", ".join(self.say(f"never_{truth.value}") for truth in unseen)


def as_lines(coverage: Coverage, folder: str, reader: Reader) -> Iterator[str]:
    """Yield the lines that tell of coverage: figures, then what was never seen.

    Args:
        coverage: What the cases of a set saw.
        folder: What the set is called.
        reader: The language.
    """
    teller = CoverageTeller(coverage, reader)
    yield teller.figures("total", coverage.total, folder=folder)
    for policy in coverage.policy_set.policies:
        tally = coverage.tally_of(coverage.of(policy))
        figures = teller.figures("version", tally, policy=policy.id, version=policy.version)
        yield f"  {figures}"
    yield from _clauses(teller)
    if not coverage.total.whole:
        yield f"  {teller.say('never_seen')}"
        for passage in coverage.passages:
            yield from _gaps(teller, passage)


def _clauses(teller: CoverageTeller) -> Iterator[str]:
    tallies = {
        clause: teller.coverage.tally(parts)
        for clause, parts in teller.coverage.parts.of_clauses.items()
    }
    if tallies:
        whole = sum(tally.whole for tally in tallies.values())
        yield f"  {teller.say('clauses_whole', whole=whole, number=len(tallies))}"
    for clause, tally in tallies.items():
        if not tally.whole:
            yield f"    {teller.figures('clause', tally, clause=clause)}"


def _gaps(teller: CoverageTeller, passage: Passage) -> Iterator[str]:
    gaps = [part for part in passage.parts if teller.coverage.unseen(part)]
    if not gaps:
        return
    tally = teller.tally(teller.coverage.tally(passage.parts))
    place = passage.span.line_reference
    told = teller.say(passage.sort, name=passage.name, place=place, tally=tally)
    if all(teller.coverage.unseen(part) == part.can for part in passage.parts):
        yield f"    {told}, {teller.say('unreached')}"
        return
    yield f"    {told}"
    for part in gaps:
        never = teller.never(part)
        yield f"      {teller.say('part', place=part.span, what=part.what, never=never)}"
