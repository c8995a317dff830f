"""What the engine answers: a decision for the request, with an answer for each item.

No `repr` here shows a value that the request carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count, repeat
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeVar

from disclosure_rules.errors import DisclosureDenied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from disclosure_rules.explanation import Explanation
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Effect, InForce, Rule, Timing

Outcome = Literal["permitted", "prohibited", "no_ground", "facts_missing"]

# INVARIANT: a request is refused for the gravest reason that any of its items is.
GRAVEST_FIRST: Final[tuple[Outcome, ...]] = ("prohibited", "no_ground", "facts_missing")

T = TypeVar("T")


class Obligation:
    """A duty that comes with a rule that permits or prohibits."""

    __slots__ = ("id", "rule", "timing", "title", "within")

    def __init__(
        self,
        id: str,  # noqa: A002 - the word that policies use
        rule: str,
        timing: Timing,
        within: str | None,
        title: Mapping[str, str],
    ) -> None:
        """Hold the obligation `id` that `rule` (as `policy#rule`) brings."""
        self.id: str = id
        self.rule: str = rule
        self.timing = timing
        self.within: str | None = within
        self.title: Mapping[str, str] = title

    def __repr__(self) -> str:
        """Show which obligation of which rule it is."""
        return f"Obligation({self.id!r}, rule={self.rule!r}, timing={self.timing!r})"

    def as_dict(self) -> dict[str, object]:
        """Return the obligation as plain data."""
        return {
            "id": self.id,
            "rule": self.rule,
            "timing": self.timing,
            "within": self.within,
            "title": dict(self.title),
        }


class Reason:
    """Why a rule decided an item: its ground and clauses, and the records that carried it."""

    __slots__ = ("clauses", "effect", "ground", "records", "rule", "text")

    def __init__(  # noqa: PLR0913, PLR0917 - a reason has these parts
        self,
        rule: str,
        effect: Effect,
        ground: str | None,
        clauses: tuple[str, ...],
        records: tuple[tuple[str, str], ...],
        text: Mapping[str, str],
    ) -> None:
        """Hold the reason; `records` are pairs of a list's path and a record's id."""
        self.rule: str = rule
        self.effect = effect
        self.ground: str | None = ground
        self.clauses: tuple[str, ...] = clauses
        self.records: tuple[tuple[str, str], ...] = records
        self.text: Mapping[str, str] = text

    def __repr__(self) -> str:
        """Show which rule decided, and no record."""
        return f"Reason({self.rule!r}, effect={self.effect!r})"

    def as_dict(self) -> dict[str, object]:
        """Return the reason as plain data, records and texts included."""
        return {
            "rule": self.rule,
            "effect": self.effect,
            "ground": self.ground,
            "clauses": list(self.clauses),
            "records": [{"list": path, "id": record} for path, record in self.records],
            "text": dict(self.text),
        }


class Verdict:
    """An answer that any number of items may get: an outcome, and the rules that give it."""

    __slots__ = ("deciding", "grounds", "obligations", "outcome", "rules")

    def __init__(
        self,
        outcome: Outcome,
        deciding: tuple[Rule, ...],
        obligations: tuple[Obligation, ...],
    ) -> None:
        """Hold an outcome, the rules that permit or prohibit, sorted, and what they oblige to."""
        self.outcome: Outcome = outcome
        self.deciding: tuple[Rule, ...] = deciding
        self.rules: tuple[str, ...] = tuple(rule.name for rule in deciding)
        grounds = {str(r.ground) for r in deciding} if outcome == "permitted" else ()
        self.grounds: tuple[str, ...] = tuple(sorted(grounds))
        self.obligations: tuple[Obligation, ...] = obligations


class ItemDecision:
    """The answer for one item; true exactly when it is permitted."""

    __slots__ = ("_categories", "_name", "_number", "_rests_on", "_verdict")

    def __init__(
        self,
        rests_on: Basis,
        number: int,
        name: str | None,
        categories: str | tuple[str, ...] | None,
        verdict: Verdict,
    ) -> None:
        """Hold the answer for the item of that number, and what its decision rests on."""
        # Not the decision itself, which holds its items: what goes round waits for the collector.
        self._rests_on = rests_on
        self._number = number
        self._name = name
        self._categories = categories
        self._verdict = verdict

    @property
    def name(self) -> str | None:
        """The name of the item; None for the unnamed one of a broad question."""
        return self._name or None

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories given, sorted; empty when none are."""
        given = self._categories
        return (given,) if isinstance(given, str) else given or ()

    @property
    def outcome(self) -> Outcome:
        """How the item came out."""
        return self._verdict.outcome

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that permit or prohibit, as `policy#rule`, sorted."""
        return self._verdict.rules

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds on which the item is permitted, sorted."""
        return self._verdict.grounds

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What the rules oblige to, rule by rule."""
        return self._verdict.obligations

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """A reason for each of the rules."""
        return self._rests_on.reasons(self._number)

    @property
    def missing(self) -> tuple[str, ...]:
        """The vocabulary paths of the facts that could still decide the item, sorted."""
        return tuple(sorted({path for path, _ in self._lacking()}))

    @property
    def too_broad(self) -> tuple[str, ...]:
        """Those of the missing facts that are given, by a term that has narrower ones."""
        return tuple(sorted({path for path, too_broad in self._lacking() if too_broad}))

    def _lacking(self) -> tuple[tuple[str, bool], ...]:
        if self.outcome != "facts_missing":
            return ()
        return self._rests_on.missing(self._number)

    @property
    def permitted(self) -> bool:
        """Whether the item may be disclosed."""
        return self.outcome == "permitted"

    def open_obligations(self, fulfilled: Collection[str]) -> tuple[str, ...]:
        """Return what is still to be fulfilled before the item leaves.

        Empty as soon as one permitting rule has all of its `before` obligations fulfilled; else
        those of the rule that lacks fewest.
        """
        lacking = []
        for rule in self.rules:
            before = {o.id for o in self.obligations if o.rule == rule and o.timing == "before"}
            lacking.append(tuple(sorted(before.difference(fulfilled))))
        return min(lacking, key=lambda ids: (len(ids), ids), default=())

    def __bool__(self) -> bool:
        """Tell whether the item may be disclosed."""
        return self.permitted

    def __repr__(self) -> str:
        """Show name, outcome and rules."""
        return f"ItemDecision({self.name!r}, {self.outcome!r}, rules={self.rules!r})"

    def as_dict(self) -> dict[str, object]:
        """Return the answer as plain data."""
        categories = list(self.categories)
        return {
            "name": self.name,
            "category": categories[0] if len(categories) == 1 else categories or None,
            "outcome": self.outcome,
            "rules": list(self.rules),
            "reasons": [reason.as_dict() for reason in self.reasons],
            "grounds": list(self.grounds),
            "obligations": [obligation.as_dict() for obligation in self.obligations],
            "missing": list(self.missing),
        }


class Basis(Protocol):
    """What a decision rests on: all that is not asked of every decision is worked out from it."""

    @property
    def lapsed(self) -> tuple[str, ...]:
        """Policies without a version in force, because of which nothing is permitted."""

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """Return a reason for each deciding rule of the item of a number."""

    def missing(self, number: int) -> tuple[tuple[str, bool], ...]:
        """Return the facts that could still decide it, each with whether it is too broad."""

    def request(self) -> dict[str, Any]:
        """Return operation, purpose, recipient and moment, for `as_dict`: its caller's own."""

    def policy_set(self) -> Mapping[str, Any]:
        """Return the id, digest and versions of the policy set."""

    def obligations(self) -> frozenset[str]:
        """Return the ids of all that are in force, against which `fulfilled` is checked."""

    def explain(self, decision: Decision, reader: Reader, *, everything: bool) -> Explanation:
        """Return the explanation."""

    def remedies(self) -> dict[str | None, dict[str, Any]]:
        """Return what would change it."""


class Deciding(Protocol):
    """What all decisions under a policy set have in common."""

    def named(self, snapshot: Any) -> tuple[Iterable[Any], Iterable[Any]]:
        """Return the names and the categories of the items, as a snapshot has them."""

    def basis(self, in_force: InForce, snapshot: Any, verdicts: Sequence[Verdict]) -> Basis:
        """Return what a decision rests on."""


class Decision:
    """The answer to a request; true exactly when every item is permitted.

    `if decision:` is therefore safe. `decision["email"]` is the answer for one item.
    """

    __slots__ = ("_basis", "_deciding", "_in_force", "_items", "_snapshot", "_verdicts")

    _basis: Basis | None
    _items: tuple[ItemDecision, ...] | None

    def __init__(
        self, deciding: Deciding, in_force: InForce, snapshot: Any, verdicts: Sequence[Verdict]
    ) -> None:
        """Hold the verdict on each item; all else is worked out when it is asked for.

        Args:
            deciding: What the decision shares with others under the same policy set.
            in_force: What of the policy set was in force.
            snapshot: What was read of the request.
            verdicts: One for each item, in the order asked; never empty.
        """
        self._deciding = deciding
        self._in_force = in_force
        self._snapshot = snapshot
        self._verdicts = verdicts
        self._items = None
        self._basis = None

    def __reduce__(self) -> tuple[type[Decision], tuple[object, ...]]:
        """Travel as what was decided; what was worked out since is worked out again."""
        return Decision, (self._deciding, self._in_force, self._snapshot, self._verdicts)

    @property
    def _rests_on(self) -> Basis:
        if self._basis is None:
            self._basis = self._deciding.basis(self._in_force, self._snapshot, self._verdicts)
        return self._basis

    @property
    def items(self) -> tuple[ItemDecision, ...]:
        """An answer for each item, in the order asked."""
        if self._items is None:
            names, categories = self._deciding.named(self._snapshot)
            self._items = tuple(
                map(
                    ItemDecision, repeat(self._rests_on), count(), names, categories, self._verdicts
                )
            )
        return self._items

    @property
    def outcome(self) -> Outcome:
        """The gravest outcome of any item; permitted when every item is."""
        outcomes = {verdict.outcome for verdict in self._verdicts}
        for outcome in GRAVEST_FIRST:
            if outcome in outcomes:
                return outcome
        return "permitted"

    @property
    def lapsed(self) -> tuple[str, ...]:
        """Policies without a version in force, because of which nothing is permitted."""
        return self._rests_on.lapsed

    @property
    def policy_set(self) -> Mapping[str, Any]:
        """The id, digest and versions of the policy set that decided."""
        return self._rests_on.policy_set()

    @property
    def allowed(self) -> bool:
        """Whether everything asked for may be disclosed."""
        return self.outcome == "permitted"

    def __bool__(self) -> bool:
        """Tell whether everything asked for may be disclosed."""
        return self.allowed

    @property
    def permitted_items(self) -> tuple[str, ...]:
        """The names of the items that may be disclosed, in the order asked."""
        return tuple(item.name for item in self.items if item.permitted and item.name is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that could still decide some item, sorted."""
        return tuple(sorted({path for item in self.items for path in item.missing}))

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds on which some item is permitted, sorted."""
        return tuple(sorted({ground for item in self.items for ground in item.grounds}))

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """The obligations of all items, each once for each rule that brings it."""
        found = {(o.rule, o.id): o for item in self.items for o in item.obligations}
        return tuple(found[key] for key in sorted(found))

    def __getitem__(self, name: str) -> ItemDecision:
        """Return the answer for the item of that name.

        Raises:
            KeyError: The request had no such item.
        """
        for item in self.items:
            if item.name == name:
                return item
        message = f"the request had no item of this name; it had {len(self.items)}"
        raise KeyError(message)

    def explain(self, reader: Reader = "en", *, everything: bool = False) -> Explanation:
        """Return why each item came out as it did, and what would change it.

        Args:
            reader: The language to explain in: `en` or `et`.
            everything: Whether to tell also the rules that are about something else, and every
                record, however many are alike.

        Returns:
            An explanation: text as `str()`, and `.markdown()`, `.html()`, `.as_dict()`. It shows
            values of the request.

        Raises:
            ValueError: The language is not one that explanations are written in.
        """
        return self._rests_on.explain(self, reader, everything=everything)

    def remedies(self) -> dict[str | None, dict[str, Any]]:
        """Return, by item, the fewest changes that would have it permitted at the same moment.

        Each value has `ending` and `remedies`: a remedy is a list of changes, each with `how`
        (`obtaining`, `establishing` or `finding_out`), `path`, and `value`, or for a new record
        `add`; of the facts named in `for_example` other values would do as well. Without remedies,
        `ending` tells `none_possible` from `facts_first`, where something is to be found out
        before any can be told, and from `stopped`, where not everything was tried. `untried`
        counts what is like the remedies told; what `waits_for` names may bring more.
        """
        return self._rests_on.remedies()

    def __contains__(self, name: object) -> bool:
        """Tell whether the request had an item of this name."""
        return any(item.name == name for item in self.items)

    # Without this, Python would ask for items by number; `items` has them in order.
    __iter__ = None

    def redact(self, record: Mapping[str, T], fulfilled: Iterable[str] = ()) -> dict[str, T]:
        """Return the entries of a record whose items are permitted, and nothing else.

        Args:
            record: Data by item name.
            fulfilled: The ids of `before` obligations that have been fulfilled.

        Raises:
            DisclosureDenied: A permitted item in the record has a `before` obligation open.
            ValueError: `fulfilled` names something that is no obligation.
        """
        if not isinstance(record, Mapping):
            message = "redact takes a mapping from item name to data"
            raise TypeError(message)
        done = self.check_fulfilled(fulfilled)
        # A key of a class of its own could pass for any name: it counts as the text that it is.
        entries: Iterable[tuple[object, T]] = record.items()
        named = {str.__str__(key): data for key, data in entries if isinstance(key, str)}
        leaving = [item for item in self.items if item.permitted and item.name in named]
        self._refuse_open(leaving, done)
        return {item.name: named[item.name] for item in leaving if item.name is not None}

    def require(self, fulfilled: Iterable[str] = ()) -> None:
        """Raise unless every item is permitted and nothing is to be fulfilled before.

        Args:
            fulfilled: The ids of `before` obligations that have been fulfilled.

        Raises:
            DisclosureDenied: Some item is refused, or has a `before` obligation open.
            ValueError: `fulfilled` names something that is no obligation.
        """
        done = self.check_fulfilled(fulfilled)
        if not self.allowed:
            raise DisclosureDenied(self)
        self._refuse_open(self.items, done)

    def _refuse_open(self, items: Iterable[ItemDecision], done: frozenset[str]) -> None:
        open_ = {name for item in items for name in item.open_obligations(done)}
        if open_:
            raise DisclosureDenied(self, sorted(open_))

    def check_fulfilled(self, fulfilled: Iterable[str]) -> frozenset[str]:
        """Return the ids as a set.

        Raises:
            TypeError: They are no set or list of ids.
            ValueError: An id is no obligation of the policies in force.
        """
        if isinstance(fulfilled, str):
            fulfilled = (fulfilled,)
        if isinstance(fulfilled, Mapping) or not isinstance(fulfilled, Iterable):
            message = (
                "name the obligations that are fulfilled: a set of ids, an empty one if none are, "
                "and no mapping"
            )
            raise TypeError(message)
        # What is named may be no text at all, whatever callers promise.
        fulfilled = list(fulfilled)
        names: list[object] = [*fulfilled]
        known_ids = self._rests_on.obligations()
        unknown = sorted({str(n) for n in names if not isinstance(n, str) or n not in known_ids})
        if unknown:
            known = ", ".join(f"`{name}`" for name in sorted(known_ids)) or "none"
            message = (
                f"no obligation in force is called {', '.join(f'`{name}`' for name in unknown)}; "
                f"there are {known}"
            )
            raise ValueError(message)
        return known_ids.intersection(fulfilled)

    def as_dict(self) -> dict[str, object]:
        """Return the decision as plain data, as `schemas/decision.schema.json` describes it."""
        return {
            "format": 1,
            "allowed": self.allowed,
            "outcome": self.outcome,
            **self._rests_on.request(),
            "items": [item.as_dict() for item in self.items],
            "grounds": list(self.grounds),
            "obligations": [obligation.as_dict() for obligation in self.obligations],
            "missing": list(self.missing),
            "policy_set": {
                **self.policy_set,
                "versions": dict(self.policy_set["versions"]),
            },
        }

    def __repr__(self) -> str:
        """Show the outcome, and that of each item."""
        items = ", ".join(f"{_shown(item.name)}: {item.outcome}" for item in self.items)
        return f"Decision({self.outcome!r}, {{{items}}})"


def _shown(name: str | None) -> str:
    """Return a name so that it cannot pass for a line of its own."""
    return repr(name)[1:-1] if name is not None else "None"
