"""The engine: joins reading a request, deciding each item, and the decision that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from disclosure_rules.decision import Decision, ItemDecision, Obligation
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.request import Facts, Request, read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.deciding.semantics import Scope
    from disclosure_rules.explanation import Explanation
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Clause, InForce, PolicySet, Rule
    from disclosure_rules.loading.files import Origin


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

    __slots__ = ("_origin", "_policy_set")

    def __init__(self, policy_set: PolicySet, origin: Origin | None = None) -> None:
        """Decide under a loaded policy set; `Engine.load` reads one."""
        # Whoever has an engine is about to decide: the first decision is to cost no imports.
        from disclosure_rules.deciding import missing, reasons, semantics  # noqa: F401, PLC0415

        self._policy_set = policy_set
        self._origin = origin

    @property
    def policy_set(self) -> PolicySet:
        """The policies that decide."""
        return self._policy_set

    @classmethod
    def load(cls, origin: Origin) -> Engine:
        """Return an engine for the policies of an origin.

        Args:
            origin: A folder (a path as text or `Path`), a folder of a package, or texts by name.

        Raises:
            PolicyError: The policies have faults; `diagnostics` holds all of them.
            TypeError: The origin is none of these.
        """
        # Deciding needs neither YAML nor the shapes: only loading pays for importing them.
        from disclosure_rules.loading.load import load_policies  # noqa: PLC0415

        return cls(load_policies(origin), origin)

    def reloaded(self) -> Engine:
        """Return a new engine from the same origin; this one goes on unchanged.

        Raises:
            PolicyError: The policies now have faults.
            ValueError: The engine was not loaded from an origin.
        """
        if self._origin is None:
            message = "this engine was made from a policy set, not loaded from an origin"
            raise ValueError(message)
        return Engine.load(self._origin)

    def decide(self, request: Mapping[str, object] | Request) -> Decision:
        """Return the decision on a request.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        scopes = tuple(self._scopes(request))
        # A request without items asks about one that has no name: there always is a scope.
        facts, in_force = scopes[0].facts, scopes[0].in_force
        asked = self._repeated(facts)
        return Decision(
            items=tuple(_item(scope) for scope in scopes),
            request=asked,
            policy_set={
                "id": self.policy_set.vocabulary.id,
                "digest": self.policy_set.digest,
                "versions": {p.id: p.version for p in in_force.policies.values()},
            },
            obligations=frozenset(o.id for o in in_force.obligations.values()),
            lapsed=in_force.lapsed,
            explain=partial(_explain, scopes, asked, self.policy_set.clauses),
            remedies=partial(_remedies, scopes),
        )

    def allows(self, request: Mapping[str, object] | Request) -> bool:
        """Tell whether every item of a request is permitted.

        Raises:
            InvalidRequest: The request does not fit the vocabulary.
        """
        from disclosure_rules.deciding.semantics import decide_item  # noqa: PLC0415

        return all(decide_item(scope).outcome == "permitted" for scope in self._scopes(request))

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
            return [self.decide(request) for request in requests]
        return [self._decide_or_return(request) for request in requests]

    def _decide_or_return(
        self, request: Mapping[str, object] | Request
    ) -> Decision | InvalidRequest:
        try:
            return self.decide(request)
        except InvalidRequest as error:
            return error

    def needs(self, request: Mapping[str, object] | Request) -> tuple[str, ...]:
        """Return the absent facts that can still make a difference, sorted by path.

        Empty when the decision is final. A fact that is given by too broad a term is not absent.

        Raises:
            InvalidRequest: The request does not fit the vocabulary.
        """
        from disclosure_rules.deciding.missing import missing_facts  # noqa: PLC0415
        from disclosure_rules.deciding.semantics import decide_item  # noqa: PLC0415

        needed: set[str] = set()
        for scope in self._scopes(request):
            if decide_item(scope).outcome == "facts_missing":
                needed |= {fact.path for fact in missing_facts(scope) if not fact.too_broad}
        return tuple(sorted(needed))

    def _scopes(self, request: Mapping[str, object] | Request) -> Iterator[Scope]:
        """Yield what each item of a request is decided on."""
        from disclosure_rules.deciding.semantics import Scope  # noqa: PLC0415

        vocabulary = self.policy_set.vocabulary
        facts = read_request(vocabulary, request)
        in_force = self.policy_set.in_force(facts.moment.astimezone(vocabulary.zone).date())
        for item in facts.items:
            yield Scope(vocabulary, in_force, facts, item)

    def _repeated(self, facts: Facts) -> dict[str, Any]:
        """Return what of a request its decision repeats."""
        given = facts.given
        recipient = None
        if "recipient" in facts.entities:
            recipient = {"id": given.get("recipient.id"), "kind": given.get("recipient.kind")}
        return {
            "moment": facts.moment.astimezone(self.policy_set.vocabulary.zone).isoformat(),
            "operation": given.get("operation"),
            "purpose": given.get("purpose"),
            "recipient": recipient,
        }

    def __repr__(self) -> str:
        """Show which policies decide."""
        return f"Engine({self.policy_set.vocabulary.id!r}, digest={self.policy_set.digest[:12]!r})"


def _item(scope: Scope) -> ItemDecision:
    from disclosure_rules.deciding.semantics import decide_item  # noqa: PLC0415

    verdict = decide_item(scope)
    permitted = verdict.outcome == "permitted"
    return ItemDecision(
        name=scope.item.name,
        categories=scope.item.categories,
        outcome=verdict.outcome,
        rules=tuple(rule.name for rule in verdict.rules),
        grounds=tuple(sorted({str(r.ground) for r in verdict.rules})) if permitted else (),
        obligations=tuple(_obligations(verdict.rules, scope.in_force)),
        reasons=partial(_reasons, verdict.rules, scope),
        missing=partial(_missing, scope, undecided=verdict.outcome == "facts_missing"),
    )


def _obligations(rules: Iterable[Rule], in_force: InForce) -> Iterator[Obligation]:
    for rule in rules:
        for name in rule.obliges:
            obligation = in_force.obligations[name]
            within = None if obligation.within is None else str(obligation.within)
            yield Obligation(obligation.id, rule.name, obligation.timing, within, obligation.title)


def _reasons(rules: Iterable[Rule], scope: Scope) -> tuple[Any, ...]:
    from disclosure_rules.deciding.reasons import reason_for  # noqa: PLC0415

    return tuple(reason_for(rule, scope) for rule in rules)


def _missing(scope: Scope, *, undecided: bool) -> tuple[tuple[str, bool], ...]:
    if not undecided:
        return ()
    from disclosure_rules.deciding.missing import missing_facts  # noqa: PLC0415

    return missing_facts(scope)


def _explain(  # noqa: PLR0913 - what was decided on, and how to tell it
    scopes: tuple[Scope, ...],
    asked: Mapping[str, Any],
    clauses: Mapping[str, Clause],
    decision: Decision,
    reader: Reader,
    *,
    everything: bool,
) -> Explanation:
    from disclosure_rules.explaining.explain import explain  # noqa: PLC0415

    return explain(scopes, asked, clauses, decision, reader, everything=everything)


def _remedies(scopes: tuple[Scope, ...]) -> dict[str | None, dict[str, Any]]:
    from disclosure_rules.explaining.explain import remedies_of  # noqa: PLC0415

    return remedies_of(scopes)
