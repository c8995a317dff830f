"""The first requests of an engine into what was decided, by the semantics.

To make programs takes as long as to decide some dozens of requests without them. A process that
asks once, as a command does, is done before its first program would be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure_rules.deciding.specialising.layout import Snapshot
    from disclosure_rules.deciding.specialising.programs import Judge, Programs
    from disclosure_rules.decision import Verdict
    from disclosure_rules.language.policy import InForce

MOST: Final = 16
"""So many requests are decided before there are programs."""


class FirstRequests:
    """Reads and decides requests as programs do, until there are some."""

    def __init__(self, programs: Programs, judge: Judge, asked_on: Callable[[], None]) -> None:
        """Start to count.

        Args:
            programs: Decide what comes after; not one is made before.
            judge: Gives the verdicts on a snapshot.
            asked_on: Is called when programs are to decide from now on.
        """
        self._programs = programs
        self._judge = judge
        self._asked_on = asked_on
        self._left = MOST

    def decide(self, request: object) -> tuple[InForce, Snapshot, list[Verdict]]:
        """Return what `Programs.decide` does.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        if self._left <= 0:
            self._asked_on()
            return self._programs.decide(request)
        self._left -= 1
        vocabulary, policy_set = self._programs.vocabulary, self._programs.policy_set
        facts = read_request(vocabulary, request)
        in_force = policy_set.in_force(facts.moment.astimezone(vocabulary.zone).date())
        snapshot = self._programs.layout.snapshot(facts)
        return in_force, snapshot, self._judge(in_force, snapshot)

    def allows(self, request: object) -> bool:
        """Return what `Programs.allows` does.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        if self._left <= 0:
            self._asked_on()
            return self._programs.allows(request)
        _, _, verdicts = self.decide(request)
        return all(verdict.outcome == "permitted" for verdict in verdicts)
