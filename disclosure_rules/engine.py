"""The engine: joins reading a request, deciding each item, and the decision that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeVar, overload

from disclosure_rules.decision import Decision
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.request import Request

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from disclosure_rules.deciding.first_requests import FirstRequests
    from disclosure_rules.deciding.specialising.programs import Programs
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.loading.files import Origin
    from disclosure_rules.tables.child_table import ChildTable, Column
    from disclosure_rules.tables.decided_spark import DecidedSpark
    from disclosure_rules.tables.decided_table import DecidedTable
    from disclosure_rules.tables.mapping import TableMapping

FrameT = TypeVar("FrameT")


class Engine:
    """Decide requests under one policy set: immutable, pure, safe to share between threads.

    Example:
        >>> from disclosure_rules import Engine
        >>> engine = Engine.load("policies/ekspressjob")
        >>> decision = engine.decide({
        ...     "operation": "transmit", "purpose": "offers",
        ...     "moment": "2026-11-22T12:00:00+02:00",
        ...     "recipient": {"id": "p-1", "kind": "partner"},
        ...     "client": {"id": "c-1", "consents": [], "interests": [], "opt_outs": [],
        ...                "stop_demands": [], "breaches": []},
        ...     "items": [{"name": "email", "category": "contact_data"}],
        ... })
        >>> decision.outcome
        'prohibited'
        >>> decision["email"].rules
        ('disclosure#partner_without_interest',)
    """

    __slots__ = ("_cache", "_decider", "_deciding", "_origin", "_policy_set", "_programs")

    def __init__(self, policy_set: PolicySet, origin: Origin | None = None) -> None:
        """Decide under a loaded policy set; `Engine.load` reads one."""
        # Whoever has an engine is about to decide: the first decision is to cost no imports.
        from disclosure_rules.decided import Deciding, verdict_of  # noqa: PLC0415
        from disclosure_rules.deciding.first_requests import FirstRequests  # noqa: PLC0415
        from disclosure_rules.deciding.specialising.layout import Layout  # noqa: PLC0415
        from disclosure_rules.deciding.specialising.programs import Programs  # noqa: PLC0415

        self._policy_set = policy_set
        self._origin = origin
        self._cache = True
        layout = Layout(policy_set.vocabulary)
        self._deciding = Deciding(policy_set, layout)
        self._programs = Programs(policy_set, layout, self._deciding.verdicts, verdict_of)
        self._decider: FirstRequests | Programs
        self._decider = FirstRequests(self._programs, self._deciding.verdicts, self._asked_on)

    def _asked_on(self) -> None:
        """Have programs decide from now on."""
        self._decider = self._programs

    @property
    def policy_set(self) -> PolicySet:
        """The policies that decide."""
        return self._policy_set

    @property
    def origin(self) -> Origin | None:
        """Where the policies were loaded from; None if they were handed over as a set."""
        return self._origin

    @classmethod
    def load(cls, origin: Origin, *, cache: bool = True) -> Engine:
        """Return an engine for the policies of an origin.

        Args:
            origin: A folder (a path as text or `Path`), a folder of a package, or texts by name.
            cache: Whether what was kept of these very files may be used, and kept for next time.

        Raises:
            PolicyError: The policies have faults; `diagnostics` holds all of them.
            TypeError: The origin is none of these.
        """
        # Deciding needs neither files nor YAML: only loading pays for importing what reads them.
        if cache:
            from disclosure_rules.loading.cached import load_cached as load  # noqa: PLC0415
        else:
            from disclosure_rules.loading.load import load_policies as load  # noqa: PLC0415
        engine = cls(load(origin), origin)
        engine._cache = cache
        return engine

    def reloaded(self) -> Engine:
        """Return a new engine from the same origin; this one goes on unchanged.

        Raises:
            PolicyError: The policies now have faults.
            ValueError: The engine was not loaded from an origin.
        """
        if self._origin is None:
            message = "this engine was made from a policy set, not loaded from an origin"
            raise ValueError(message)
        return Engine.load(self._origin, cache=self._cache)

    def decide(self, request: Mapping[str, object] | Request) -> Decision:
        """Return the decision on a request.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        in_force, snapshot, verdicts = self._decider.decide(request)
        return Decision(self._deciding, in_force, snapshot, verdicts)

    def allows(self, request: Mapping[str, object] | Request) -> bool:
        """Tell whether every item of a request is permitted.

        Raises:
            InvalidRequest: The request does not fit the vocabulary.
        """
        return self._decider.allows(request)

    def enforce(
        self, request: Mapping[str, object] | Request, fulfilled: Iterable[str] = ()
    ) -> Decision:
        """Return the decision on a request of which everything may be disclosed now.

        Args:
            request: What is asked.
            fulfilled: The ids of `before` obligations that have been fulfilled.

        Raises:
            DisclosureDenied: Some item is refused, or has a `before` obligation open.
            InvalidRequest: The request does not fit the vocabulary.
            ValueError: `fulfilled` names something that is no obligation.
        """
        decision = self.decide(request)
        decision.require(fulfilled)
        return decision

    @overload
    def decide_many(
        self,
        requests: Iterable[Mapping[str, object] | Request],
        *,
        on_invalid: Literal["raise"] = "raise",
    ) -> list[Decision]: ...

    @overload
    def decide_many(
        self,
        requests: Iterable[Mapping[str, object] | Request],
        *,
        on_invalid: Literal["return"],
    ) -> list[Decision | InvalidRequest]: ...

    def decide_many(
        self,
        requests: Iterable[Mapping[str, object] | Request],
        *,
        on_invalid: Literal["raise", "return"] = "raise",
    ) -> list[Decision] | list[Decision | InvalidRequest]:
        """Return the decision on each request, in order, all under this engine's policies.

        Args:
            requests: What is asked.
            on_invalid: Whether a request that does not fit is raised, or returned in its place.

        Raises:
            InvalidRequest: A request does not fit the vocabulary.
            TypeError: One request is given, not several.
            ValueError: `on_invalid` is neither.
        """
        if on_invalid not in ("raise", "return"):
            message = "on_invalid must be 'raise' or 'return'"
            raise ValueError(message)
        if isinstance(requests, (Mapping, Request)):
            message = "decide_many takes a list of requests; for one request there is `decide`"
            raise TypeError(message)
        if on_invalid == "raise":
            # As `decide` does, without calling it: over many requests that is felt. And whoever
            # has many waits gladly for programs.
            decide, deciding = self._programs.decide, self._deciding
            return [Decision(deciding, *decide(request)) for request in requests]
        return [self._decide_or_return(request) for request in requests]

    def _decide_or_return(
        self, request: Mapping[str, object] | Request
    ) -> Decision | InvalidRequest:
        try:
            return self.decide(request)
        except InvalidRequest as error:
            return error

    def decide_table(
        self,
        frame: FrameT,
        *,
        mapping: TableMapping | None = None,
        fulfilled: Collection[str] = (),
    ) -> DecidedTable[FrameT]:
        """Return the decision on each row of a frame, which stands for one item.

        Args:
            frame: A frame of pandas, Polars or PyArrow, or a relation of DuckDB, with a column for
                each fact, called as its path.
            mapping: What its columns are, where their names do not say it.
            fulfilled: The ids of `before` obligations that have been fulfilled.

        Raises:
            TableError: Columns do not fit the vocabulary, or SQL cannot ask what a rule asks.
            ImportError: The extra `tables` is not installed.
        """
        from disclosure_rules.tables import decide_frame  # noqa: PLC0415

        policies = self._policy_set, self.decide
        return decide_frame(*policies, frame, mapping=mapping, fulfilled=fulfilled)

    def permitted_where(  # noqa: PLR0913 - what a request has, as `Request` takes it
        self,
        columns: Mapping[str, Column | ChildTable],
        /,
        *,
        moment: str | datetime,
        operation: str | None = None,
        purpose: str | None = None,
        recipient: Mapping[str, object] | None = None,
        fulfilled: Iterable[str] = (),
        **entities: Mapping[str, object] | None,
    ) -> ColumnElement[bool]:
        """Return a WHERE for PostgreSQL that selects just the rows that may be shared.

        It holds of the rows, each standing for one item, that are permitted and of which nothing
        is to be fulfilled first; it is never NULL.

        Args:
            columns: By the path of a fact that differs from row to row: the column of SQLAlchemy
                that gives it, or the child table with its records. By the id of an entity: a
                column of truths that says whether a row gives it at all.
            moment: As of when is asked.
            operation: What is to be done, as `purpose` and `recipient` where alike in all rows.
            purpose: What it is done for.
            recipient: Whom the data go to.
            fulfilled: The ids of `before` obligations that have been fulfilled.
            entities: Further facts that are alike in all rows, those of the item as `item`.

        Raises:
            TableError: Columns or values do not fit the vocabulary, or PostgreSQL cannot ask what
                a rule asks; it names everything that is in the way.
            ImportError: The extra `postgres` is not installed.
        """
        from disclosure_rules.tables import permitted_where  # noqa: PLC0415

        known = {
            "moment": moment,
            "operation": operation,
            "purpose": purpose,
            "recipient": recipient,
            **entities,
        }
        return permitted_where(self._policy_set, columns, known, fulfilled=fulfilled)

    def decide_spark(
        self,
        frame: FrameT,
        *,
        mapping: TableMapping | None = None,
        fulfilled: Collection[str] = (),
    ) -> DecidedSpark[FrameT]:
        """Return the decision on each row of a frame of Spark, which stands for one item.

        Args:
            frame: A `DataFrame` of Spark, with a column for each fact, called as its path.
            mapping: What its columns are, where their names do not say it.
            fulfilled: The ids of `before` obligations that have been fulfilled.

        Raises:
            TableError: Columns do not fit the vocabulary, there are too many moments, or SQL cannot
                ask what a rule asks.
            ImportError: The extra `spark` is not installed.
        """
        from disclosure_rules.tables import decide_spark  # noqa: PLC0415

        return decide_spark(self._policy_set, frame, mapping=mapping, fulfilled=fulfilled)

    def request_of_row(
        self, frame: object, number: int, *, mapping: TableMapping | None = None
    ) -> dict[str, object]:
        """Return the request that a row of a frame stands for, to be asked again and explained.

        Args:
            frame: What `decide_table` takes.
            number: Which row, counted from 0 as in `rejects`; it may be one that was refused.
            mapping: What the columns are, where their names do not say it.

        Raises:
            TableError: There is no such row, or columns do not fit the vocabulary.
            ImportError: The extra `tables` is not installed.
        """
        from disclosure_rules.tables import request_of_row  # noqa: PLC0415

        return request_of_row(self._policy_set, frame, number, mapping=mapping)

    def needs(self, request: Mapping[str, object] | Request) -> tuple[str, ...]:
        """Return the absent facts that can still make a difference, sorted by path.

        Empty when the decision is final. A fact that is given by too broad a term is not absent.

        Raises:
            InvalidRequest: The request does not fit the vocabulary.
        """
        basis = self._deciding.basis(*self._decider.decide(request))
        return tuple(sorted(basis.absent()))

    def __repr__(self) -> str:
        """Show which policies decide."""
        return f"Engine({self.policy_set.vocabulary.id!r}, digest={self.policy_set.digest[:12]!r})"
