"""An engine whose every decision is recorded before anybody learns of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, overload

from disclosure_rules.errors import Fault, InvalidRequest
from disclosure_rules.language.phrases import phrase
from disclosure_rules.recording.archiving import archive_of
from disclosure_rules.recording.clock import Clock, machine_clock
from disclosure_rules.recording.describing import Circumstances, describe
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.identifiers import Identifiers
from disclosure_rules.recording.log import DecisionLog
from disclosure_rules.recording.recorded_decision import RecordedDecision
from disclosure_rules.request import Request
from disclosure_rules.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from disclosure_rules.decision import Decision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.recording.entries import Entry, OnDecision
    from disclosure_rules.recording.keys import Keys

    Asked = Mapping[str, object] | Request

NEAR: Final = timedelta(minutes=5)
"""How far a moment may be from the clock of the recorder, unless it is said otherwise."""
_AT_ONCE: Final = 1000
"""So many decisions are recorded together."""


class RecordingEngine:
    """Decide as an engine does, and record each decision, denial and invalid request.

    An answer is given only once it has been recorded. If that fails, the error comes instead, so
    that nothing is released. `needs` gives no decision, and is not recorded.

    Example:
        >>> from disclosure_rules import DecisionLog, Engine, Keys, RecordingEngine
        >>> log = DecisionLog(getfixture("tmp_path") / "log.db", Keys({"2026": b"x" * 32}))
        >>> engine = RecordingEngine(Engine.load("policies/ekspressjob"), log)
        >>> engine.for_call(caller="crm", correlation_id="17").allows(
        ...     {"moment": "2026-11-22T12:00:00+02:00", "operation": "transmit"}
        ... )
        False
        >>> [(record.kind, record.content["requested_by"]) for record in log.records("decision")]
        [('decision', 'crm')]
        >>> log.close()
    """

    __slots__ = ("_circumstances", "_clock", "_engine", "_identifiers", "_near", "_on_decision")

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        engine: Engine,
        log: DecisionLog | OnDecision,
        *,
        keys: Keys | None = None,
        clock: Clock | None = None,
        near: timedelta = NEAR,
        minimal: bool = False,
        on_decision: OnDecision | None = None,
    ) -> None:
        """Record what an engine decides.

        Args:
            engine: What decides.
            log: Where to record: a log, or what is called with the entries of each call.
            keys: What pseudonyms are made by; by default the keys of the log.
            clock: What tells when it is recorded; by default the clock of the log.
            near: How far the moment of what is enforced may be from the clock, either way.
            minimal: Whether to keep a digest instead of the facts. It cannot be decided again then.
            on_decision: What else is called with the entries of each call, once they are recorded.
                If it raises, nothing is answered either.

        Raises:
            LogError: No keys are given, or the engine's documents cannot be archived.
            ValueError: `near` is negative.
        """
        if near < timedelta(0):
            message = "near must not be negative"
            raise ValueError(message)
        self._on_decision: OnDecision
        self._identifiers: Identifiers
        if isinstance(log, DecisionLog):
            keys, clock = keys or log.keys, clock or log.clock
            self._on_decision, self._identifiers = log.append, log.identifiers
        else:
            self._on_decision, self._identifiers = log, Identifiers()
        if on_decision is not None:
            self._on_decision = _in_turn(self._on_decision, on_decision)
        if keys is None:
            raise LogError("no_keys")
        self._engine = engine
        self._clock: Clock = clock or machine_clock
        self._near = near
        self._circumstances = _circumstances(engine, keys, minimal=minimal)

    # --- The face of an engine -------------------------------------------------------------------

    @property
    def policy_set(self) -> PolicySet:
        """The policies that decide."""
        return self._engine.policy_set

    def reloaded(self) -> RecordingEngine:
        """Return one that decides by the same origin read again, and records to the same log.

        Raises:
            PolicyError: The policies now have faults.
            ValueError: The engine was not loaded from an origin.
        """
        engine = self._engine.reloaded()
        shared = self._circumstances
        fresh = _circumstances(engine, shared.keys, minimal=shared.minimal)
        called = replace(fresh, caller=shared.caller, correlation_id=shared.correlation_id)
        return self._with(engine, called)

    def decide(self, request: Asked) -> RecordedDecision:
        """Return the decision on a request, recorded.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; that is recorded too.
            LogError: It cannot be recorded.
        """
        return _raised(self._record([self._answer(request)])[0])

    def allows(self, request: Asked) -> bool:
        """Tell whether every item of a request is permitted; the decision is recorded.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; that is recorded too.
            LogError: It cannot be recorded.
        """
        return self.decide(request).allowed

    def needs(self, request: Asked) -> tuple[str, ...]:
        """Return the absent facts that can still make a difference, sorted by path.

        Raises:
            InvalidRequest: The request does not fit the vocabulary.
        """
        return self._engine.needs(request)

    def enforce(self, request: Asked, fulfilled: Iterable[str] = ()) -> RecordedDecision:
        """Return the decision on a request of which everything may be disclosed now, recorded.

        Args:
            request: What is asked. Its moment must be near the clock: an older one would bring
                back a consent that has been withdrawn since.
            fulfilled: The ids of `before` obligations that have been fulfilled; it is recorded that
                you say so.

        Raises:
            DisclosureDenied: Some item is refused, or has a `before` obligation open.
            InvalidRequest: The request does not fit the vocabulary, or its moment is not near.
            LogError: It cannot be recorded.
            ValueError: `fulfilled` names something that is no obligation.
        """
        answer = self._answer(request)
        done: frozenset[str] = frozenset()
        if not isinstance(answer, InvalidRequest):
            done = answer.check_fulfilled(fulfilled)
            answer = self._near_enough(answer)
        decision = _raised(self._record([answer], done)[0])
        decision.require(done)
        return decision

    @overload
    def decide_many(
        self, requests: Iterable[Asked], *, on_invalid: Literal["raise"] = "raise"
    ) -> list[RecordedDecision]: ...

    @overload
    def decide_many(
        self, requests: Iterable[Asked], *, on_invalid: Literal["return"]
    ) -> list[RecordedDecision | InvalidRequest]: ...

    def decide_many(
        self, requests: Iterable[Asked], *, on_invalid: Literal["raise", "return"] = "raise"
    ) -> list[RecordedDecision] | list[RecordedDecision | InvalidRequest]:
        """Return the decision on each request, in order, recorded in groups.

        Args:
            requests: What is asked.
            on_invalid: Whether a request that does not fit is raised, or returned in its place; it
                is recorded either way.

        Raises:
            InvalidRequest: A request does not fit the vocabulary.
            LogError: They cannot be recorded.
            TypeError: One request is given, not several.
            ValueError: `on_invalid` is neither.
        """
        # What is wrong with the arguments is the engine's to say.
        self._engine.decide_many(
            requests if isinstance(requests, (Mapping, Request)) else (), on_invalid=on_invalid
        )
        answers: list[RecordedDecision | InvalidRequest] = []
        asked = iter(requests)
        while group := list(islice(self._answers(asked, on_invalid), _AT_ONCE)):
            answers += self._record(group)
            if on_invalid == "raise":
                _raised(answers[-1])
        return answers

    def for_call(
        self, *, caller: str | None = None, correlation_id: str | None = None
    ) -> RecordingEngine:
        """Return one that records who asks the service, and by what the service knows the call."""
        called = replace(self._circumstances, caller=caller, correlation_id=correlation_id)
        return self._with(self._engine, called)

    # --- Recording -------------------------------------------------------------------------------

    def _answers(
        self, requests: Iterator[Asked], on_invalid: str
    ) -> Iterator[Decision | InvalidRequest]:
        """Yield the answer to each request, up to the first that does not fit if that is raised."""
        for request in requests:
            answer = self._answer(request)
            yield answer
            if on_invalid == "raise" and isinstance(answer, InvalidRequest):
                return

    def _answer(self, request: Asked) -> Decision | InvalidRequest:
        try:
            return self._engine.decide(request)
        except InvalidRequest as error:
            return error

    def _near_enough(self, decision: Decision) -> Decision | InvalidRequest:
        """Return the decision, or why it may not be enforced: its moment is too far from now."""
        moment: datetime = decision._rests_on.scopes[0].facts.moment  # type: ignore[attr-defined]  # noqa: SLF001 - as in `describing`
        if abs(moment - self._clock()) <= self._near:
            return decision
        told = phrase("request_moment_not_near", minutes=f"{self._near.total_seconds() / 60:g}")
        return InvalidRequest([Fault("moment_not_near", ("moment",), told)])

    def _record(
        self, answers: Sequence[Decision | InvalidRequest], fulfilled: Iterable[str] = ()
    ) -> list[RecordedDecision | InvalidRequest]:
        entries = []
        for answer in answers:
            at = self._clock()
            identifier = self._identifiers.make(at)
            entries.append(describe(self._circumstances, answer, identifier, at, fulfilled))
        # INVARIANT: nothing that was decided is returned or raised before this has returned.
        self._on_decision(entries)
        return [
            answer if isinstance(answer, InvalidRequest) else RecordedDecision.of(answer, entry.id)
            for answer, entry in zip(answers, entries, strict=True)
        ]

    def _with(self, engine: Engine, circumstances: Circumstances) -> RecordingEngine:
        made = object.__new__(RecordingEngine)
        made._engine = engine
        made._circumstances = circumstances
        for name in ("_clock", "_identifiers", "_near", "_on_decision"):
            setattr(made, name, getattr(self, name))
        return made

    def __repr__(self) -> str:
        """Show what decides."""
        return f"RecordingEngine({self._engine!r})"


def _in_turn(first: OnDecision, second: OnDecision) -> OnDecision:
    def call(entries: Sequence[Entry]) -> None:
        first(entries)
        second(entries)

    return call


def _circumstances(engine: Engine, keys: Keys, *, minimal: bool) -> Circumstances:
    vocabulary = engine.policy_set.vocabulary
    return Circumstances(vocabulary, archive_of(engine), __version__, keys, minimal)


def _raised(answer: RecordedDecision | InvalidRequest) -> RecordedDecision:
    if isinstance(answer, InvalidRequest):
        raise answer
    return answer
