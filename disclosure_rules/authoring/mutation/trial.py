"""Mutants into results: which case notices each, and which are argued to change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.authoring.mutation.arguments import Argument, read_arguments
from disclosure_rules.authoring.mutation.order import CaseOrder
from disclosure_rules.authoring.mutation.rules import policy_mutants
from disclosure_rules.authoring.mutation.silences import silence_mutants
from disclosure_rules.authoring.mutation.source import Source
from disclosure_rules.engine import Engine
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.tree import Mapping, Scalar
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import Rereader
from disclosure_rules.loading.parse import parse
from disclosure_rules.loading.shapes import node_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Table

    from disclosure_rules.authoring.mutation.mutants import Hunk, Mutant
    from disclosure_rules.language.policy import PolicySet

Status = Literal["noticed", "equivalent", "unnoticed"]
Fault = Literal["misshapen", "no_reason", "no_such_change", "noticed"]

_UNTOUCHED = ("cases", "guarantees")
"""Kinds of documents that decide nothing: a mutant is loaded without them."""


@dataclass(frozen=True, slots=True)
class MutantResult:
    """What came of a mutant."""

    mutant: Mutant
    hunks: tuple[Hunk, ...]
    status: Status
    case: str | None
    """The first case found that noticed."""
    reason: str | None
    """Why it changes no decision, where that is argued."""

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        mutant = self.mutant
        return {
            "kind": mutant.kind,
            "word": mutant.word,
            "was": mutant.was,
            "file": mutant.file,
            "line": mutant.line,
            "status": self.status,
            "case": self.case,
            "reason": self.reason,
            "diff": [
                {"line": line, "before": list(before), "after": list(after)}
                for line, before, after in self.hunks
            ],
        }


@dataclass(frozen=True, slots=True)
class FaultyArgument:
    """An argument that argues nothing, or not so that it counts."""

    argument: Argument
    fault: Fault
    case: str | None = None
    """The case that notices the change after all."""

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as plain data."""
        return {
            "file": self.argument.file,
            "line": self.argument.line,
            "name": self.argument.name,
            "fault": self.fault,
            "case": self.case,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What came of all mutants that were tried."""

    results: tuple[MutantResult, ...]
    """In the order of files and lines."""
    faulty: tuple[FaultyArgument, ...]

    def count(self, status: Status) -> int:
        """Return how many mutants have a status."""
        return sum(result.status == status for result in self.results)

    @property
    def share(self) -> float:
        """The percentage noticed of those that are not argued as equivalent."""
        noticed, unnoticed = self.count("noticed"), self.count("unnoticed")
        return 100 * noticed / (noticed + unnoticed) if noticed + unnoticed else 100.0


class Trial:
    """Try the changes of one policy set, whose cases all come as expected, on its cases."""

    def __init__(self, policy_set: PolicySet, texts: Table[str, str]) -> None:
        """Change these texts, from which the set was loaded."""
        sources = list(_sources(texts))
        deciding = [source for source in sources if _kind(source) not in _UNTOUCHED]
        self._texts = {source.file: source.text for source in deciding}
        self._rereader = Rereader(self._texts)
        self._order = CaseOrder(policy_set)
        self._arguments = [a for source in sources for a in read_arguments(source)]
        self.candidates: list[Mutant] = [
            mutant for source in sources for mutant in _mutants(source, policy_set)
        ]
        """Every change, in the order of the texts; those that cannot be loaded are no mutants."""
        self._met = {policy_set.digest}

    def run(self, chosen: Iterable[Mutant]) -> Iterator[MutantResult | None]:
        """Yield what comes of each change; None where it is no mutant, or not a new one."""
        for mutant in chosen:
            text = mutant.edited(self._texts[mutant.file])
            changed = self._rereader.read(mutant.file, text)
            if changed is None or changed.digest in self._met:
                yield None
                continue
            self._met.add(changed.digest)
            yield self._tried(mutant, changed)

    def _tried(self, mutant: Mutant, changed: PolicySet) -> MutantResult:
        cases = self._order.for_change(mutant.owner, changed)
        engine = Engine(with_parts(changed, cases=cases))
        failed = next((result.case for result in run_cases(engine) if not result.met), None)
        hunks = mutant.hunks(self._texts[mutant.file])
        if failed is not None:
            self._order.noticed(failed)
            return MutantResult(mutant, hunks, "noticed", failed.id, None)
        reason = next((a.reason for a in self._arguments if a.reason and _fits(a, mutant)), None)
        return MutantResult(mutant, hunks, "equivalent" if reason else "unnoticed", None, reason)

    def report(self, results: Iterable[MutantResult | None]) -> Report:
        """Return the results in the order of the candidates, with what is wrong of arguments."""
        order = {id(mutant): number for number, mutant in enumerate(self.candidates)}
        found = [result for result in results if result is not None]
        found.sort(key=lambda result: order[id(result.mutant)])
        return Report(tuple(found), tuple(self._faulty(found)))

    def _faulty(self, results: list[MutantResult]) -> Iterator[FaultyArgument]:
        for argument in self._arguments:
            about = [result for result in results if _fits(argument, result.mutant)]
            untried = not about and any(_fits(argument, m) for m in self.candidates)
            if not argument.name:
                yield FaultyArgument(argument, "misshapen")
            elif not argument.reason:
                yield FaultyArgument(argument, "no_reason")
            elif not about and not untried:
                yield FaultyArgument(argument, "no_such_change")
            elif about and all(result.status == "noticed" for result in about):
                yield FaultyArgument(argument, "noticed", about[0].case)


def sampled(mutants: Iterable[Mutant], seed: int) -> list[Mutant]:
    """Return the mutants in an order that looks like chance, and is the same for the same seed."""

    def drawn(mutant: Mutant) -> str:
        told = f"{seed}:{mutant.file}:{mutant.name}:{mutant.edits}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    return sorted(mutants, key=drawn)


def _fits(argument: Argument, mutant: Mutant) -> bool:
    place = argument.file, argument.about, argument.name
    return place == (mutant.file, mutant.line, mutant.name)


def _sources(texts: Table[str, str]) -> Iterator[Source]:
    for file, text in sorted(texts.items()):
        root = parse(file, text, Faults())
        assert isinstance(root, Mapping)  # noqa: S101 - the set has been loaded
        yield Source(file, text, root)


def _kind(source: Source) -> str:
    kind = node_at(source.root, ("kind",))
    return kind.text if isinstance(kind, Scalar) else ""


def _mutants(source: Source, policy_set: PolicySet) -> Iterator[Mutant]:
    match _kind(source):
        case "policy":
            yield from policy_mutants(source, policy_set)
        case "vocabulary":
            yield from silence_mutants(source, policy_set)
        case _:
            return
