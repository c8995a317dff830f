"""Two policy sets into what can differ between their answers, and into goals that look for it.

An outcome can change only because some rule stands otherwise than before. So each kind of change
names, for the outcomes before and after, the ways in which a rule must have come to stand
otherwise: where an item was not permitted and now is, either a denial was lifted or an allow rule
now holds. A class of requests is one kind of change that comes from one pair of rules; grounds and
duties that come or go while the outcome stays are classes of their own.

INVARIANT: the causes listed for a kind are complete: every request that changes in that way has one
of them. `tests/equality/test_all_differences.py` tries this on all requests of small worlds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, assert_never, get_args

from disclosure_rules.proving.goals import AllOf, OneOf, Opposite, Reads, Stands, Uses, outcome_is

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import Effect, Rule
    from disclosure_rules.proving.goals import Goal, Outcome, Settled, Side

KindName = Literal[
    "newly_permitted",
    "permitted_in_new_words",
    "on_another_ground",
    "with_fewer_obligations",
    "newly_refused",
    "refused_otherwise",
    "newly_undecided",
    "on_fewer_grounds",
    "with_more_obligations",
    "refused_in_old_words",
]
KINDS: Final[tuple[KindName, ...]] = get_args(KindName)
"""In the order in which they are looked for: first whatever loosens."""
LOOSENING: Final[frozenset[KindName]] = frozenset(
    {
        "newly_permitted",
        "permitted_in_new_words",
        "on_another_ground",
        "with_fewer_obligations",
    }
)
"""Changes by which more may leave, on another ground, or with less to be done."""


class Pair(NamedTuple):
    """A rule before and after, one of them None where there is no such rule."""

    old: Rule | None
    new: Rule | None

    @property
    def effect(self) -> Effect:
        """Whether it allows or denies; the two of a pair do the same."""
        rule = self.new or self.old
        # INVARIANT: one of them is there.
        assert rule is not None  # noqa: S101 - states the invariant for the type checker
        return rule.effect


@dataclass(frozen=True, slots=True)
class Shift:
    """A way in which a rule can come to stand otherwise."""

    effect: Effect
    gained: bool
    """Whether the rule stands so only after, or only before."""
    so: Literal["true", "open"]
    """How it then stands: true; or open, which is true or unknown."""


_DENIAL_COMES: Final = Shift("deny", gained=True, so="true")
_DENIAL_GOES: Final = Shift("deny", gained=False, so="true")
_DENIAL_OPENS: Final = Shift("deny", gained=True, so="open")
_DENIAL_CLOSES: Final = Shift("deny", gained=False, so="open")
_ALLOWING_COMES: Final = Shift("allow", gained=True, so="true")
_ALLOWING_GOES: Final = Shift("allow", gained=False, so="true")
_ALLOWING_OPENS: Final = Shift("allow", gained=True, so="open")
_ALLOWING_CLOSES: Final = Shift("allow", gained=False, so="open")


@dataclass(frozen=True, slots=True)
class Turn:
    """Outcomes before and after, and the shifts of which one must then have happened."""

    before: tuple[Outcome, ...]
    after: Outcome
    shifts: tuple[Shift, ...]

    def clear(self) -> Turn:
        """Return the turn from an outcome before that did not rest on missing facts."""
        return replace(self, before=tuple(o for o in self.before if o != "facts_missing"))


TURNS: Final[dict[KindName, tuple[Turn, ...]]] = {
    "newly_permitted": (
        Turn(
            ("prohibited", "no_ground", "facts_missing"),
            "permitted",
            (_DENIAL_CLOSES, _ALLOWING_COMES),
        ),
    ),
    "newly_refused": (
        Turn(("permitted", "facts_missing"), "prohibited", (_DENIAL_COMES,)),
        Turn(("permitted", "facts_missing"), "no_ground", (_ALLOWING_CLOSES,)),
    ),
    "refused_otherwise": (
        Turn(("no_ground",), "prohibited", (_DENIAL_COMES,)),
        Turn(("prohibited",), "no_ground", (_DENIAL_GOES,)),
    ),
    "newly_undecided": (
        Turn(("permitted",), "facts_missing", (_DENIAL_OPENS, _ALLOWING_GOES)),
        Turn(("prohibited",), "facts_missing", (_DENIAL_GOES,)),
        Turn(("no_ground",), "facts_missing", (_ALLOWING_OPENS,)),
    ),
}
"""Every way in which one outcome can become another."""


class Duty(NamedTuple):
    """What a rule obliges to, as whoever fulfils it knows it."""

    id: str
    timing: str
    within: str


@dataclass(frozen=True, slots=True)
class Released:
    """Something may leave when these duties are fulfilled that need not all be fulfilled before."""

    duties: frozenset[str]
    """Ids of the `before` obligations of a rule on which one may rely."""


@dataclass(frozen=True, slots=True)
class Word:
    """A term that only one of two vocabularies has."""

    taxonomy: str
    term: str


Cause: TypeAlias = Pair | str | Duty | Released | Word
"""What a class comes from: a rule, a ground, an obligation or a word."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Two sides that read the same request, and how their rules go together."""

    old: Side
    new: Side
    same: tuple[tuple[Rule, Rule], ...]
    """Pairs of rules that stand alike whatever is asked; their grounds and duties may differ."""
    changed: tuple[Pair, ...]

    def outcome(self, side: Side, outcome: Outcome) -> Goal:
        """Return that an outcome is this one on a side.

        What stands alike on both sides is asked of one of them only: half as much to build.
        """
        key = (side is self.old, outcome)
        if key not in self._outcomes:
            self._outcomes[key] = outcome_is(side, outcome, stands=self.stands)
        return self._outcomes[key]

    def stands(self, side: Side, rule: Rule, truth: Settled) -> Goal:
        """Return that a rule of a side is true, or is false."""
        if side is self.old and rule.name in self._alike:
            return Stands(self.new, self._alike[rule.name], truth)
        return Stands(side, rule, truth)

    def reads(self, first: Side) -> Goal:
        """Return that both sides read the request, which writes facts as one of them does."""
        second = self.new if first is self.old else self.old
        return AllOf((Reads(first), Reads(second)))

    @cached_property
    def _outcomes(self) -> dict[tuple[bool, Outcome], Goal]:
        return {}

    @cached_property
    def _alike(self) -> dict[str, Rule]:
        return {old.name: new for old, new in self.same}

    @cached_property
    def may_differ(self) -> bool:
        """Whether there is anything by which answers can differ."""
        return bool(self.changed) or any(
            _said(self.old, before) != _said(self.new, after) for before, after in self.same
        )


def _said(side: Side, rule: Rule) -> object:
    """Return what a rule says of what it permits or prohibits."""
    return rule.ground, sorted(duties_of(side, rule))


def shifted(compared: Compared, shift: Shift, pair: Pair) -> Goal:
    """Return that a rule came to stand otherwise in this way."""
    stood = _is_so(compared, compared.old, pair.old, shift)
    stands = _is_so(compared, compared.new, pair.new, shift)
    return AllOf((stands, Opposite(stood)) if shift.gained else (stood, Opposite(stands)))


_NEVER: Final = OneOf(())


def _is_so(compared: Compared, side: Side, rule: Rule | None, shift: Shift) -> Goal:
    if rule is None:
        return _NEVER
    if shift.so == "true":
        return compared.stands(side, rule, "true")
    return Opposite(compared.stands(side, rule, "false"))


# --- What is looked for ------------------------------------------------------------------------


def causes_of(compared: Compared, kind: KindName) -> list[Cause]:
    """Return all that a kind of change can come from."""
    old, new = compared.old, compared.new
    match kind:
        case "newly_permitted" | "newly_refused" | "refused_otherwise" | "newly_undecided":
            effects = {shift.effect for turn in TURNS[kind] for shift in turn.shifts}
            return [pair for pair in compared.changed if pair.effect in effects]
        case "on_another_ground" | "on_fewer_grounds":
            side = new if kind == "on_another_ground" else old
            return [*sorted({str(rule.ground) for rule in side.in_force.allow_rules})]
        case "with_fewer_obligations":
            return [*_fewer(old, new)]
        case "with_more_obligations":
            return [*_fewer(new, old)]
        case "permitted_in_new_words" | "refused_in_old_words":
            return []  # these are words, which no two sides share
    assert_never(kind)


def changes(
    compared: Compared,
    kind: KindName,
    sought: Iterable[Cause],
    found: Iterable[Cause] = (),
    *,
    clear: bool = False,
) -> Goal:
    """Return that a request changes in one way.

    Args:
        compared: The two sides.
        kind: The way.
        sought: From what it may come.
        found: From what it may not come: what was found already.
        clear: Whether facts must have been there to decide by, before.
    """
    if kind in TURNS:
        pairs, others = (tuple(p for p in one if isinstance(p, Pair)) for one in (sought, found))
        turns = [turn.clear() if clear else turn for turn in TURNS[kind]]
        return OneOf(tuple(_turned(compared, turn, pairs, others) for turn in turns))
    parts = tuple(_change(compared, kind, cause) for cause in sought)
    none_found = (Opposite(_change(compared, kind, cause)) for cause in found)
    stronger = OPPOSED.get(kind)
    if stronger is None:
        return AllOf((OneOf(parts), *none_found))
    # Whatever loosens is told as that, and not as its opposite, too.
    loosens = (_change(compared, stronger, cause) for cause in causes_of(compared, stronger))
    return AllOf((OneOf(parts), *none_found, Opposite(OneOf(tuple(loosens)))))


def any_change(compared: Compared) -> Goal:
    """Return that a request, which both sides read, changes in any way."""
    kinds: list[KindName] = [*TURNS, *OPPOSED, *OPPOSED.values()]
    return OneOf(tuple(changes(compared, kind, causes_of(compared, kind)) for kind in kinds))


OPPOSED: Final[dict[KindName, KindName]] = {
    "on_fewer_grounds": "on_another_ground",
    "with_more_obligations": "with_fewer_obligations",
}


def _turned(compared: Compared, turn: Turn, sought: Iterable[Pair], found: Iterable[Pair]) -> Goal:
    how = (
        shifted(compared, shift, pair)
        for pair in sought
        for shift in turn.shifts
        if shift.effect == pair.effect
    )
    others = (
        Opposite(shifted(compared, shift, pair))
        for pair in found
        for shift in turn.shifts
        if shift.effect == pair.effect
    )
    before = OneOf(tuple(compared.outcome(compared.old, one) for one in turn.before))
    return AllOf((OneOf(tuple(how)), *others, compared.outcome(compared.new, turn.after), before))


def _change(compared: Compared, kind: KindName, cause: Cause) -> Goal:
    """Return that a ground or a duty comes or goes while the outcome stays."""
    old, new = compared.old, compared.new
    match kind, cause:
        case "on_another_ground", str(ground):
            return _only(compared, new, old, "permitted", lambda _, rule: rule.ground == ground)
        case "on_fewer_grounds", str(ground):
            return _only(compared, old, new, "permitted", lambda _, rule: rule.ground == ground)
        case "with_fewer_obligations", (Duty() | Released()):
            return _less(compared, old, new, cause)
        case "with_more_obligations", (Duty() | Released()):
            return _less(compared, new, old, cause)
        case _:
            raise AssertionError(kind)


def _fewer(much: Side, little: Side) -> Iterator[Duty | Released]:
    """Yield all to which one side may oblige and the other not, and what may be enough there."""
    yield from sorted({duty for rule in much.by_name.values() for duty in duties_of(much, rule)})
    enough = {before_of(little, rule) for rule in little.in_force.allow_rules}
    yield from (Released(duties) for duties in sorted(enough, key=sorted))


def _less(compared: Compared, much: Side, little: Side, cause: Duty | Released) -> Goal:
    """Return that one side does not oblige to something to which the other does."""
    if isinstance(cause, Released):
        return _only(
            compared,
            little,
            much,
            "permitted",
            lambda side, rule: before_of(side, rule) <= cause.duties,
        )
    return OneOf(
        tuple(
            _only(
                compared, much, little, outcome, lambda side, rule: cause in duties_of(side, rule)
            )
            for outcome in ("permitted", "prohibited")
        )
    )


def _only(
    compared: Compared,
    here: Side,
    there: Side,
    outcome: Literal["permitted", "prohibited"],
    fits: Callable[[Side, Rule], bool],
) -> Goal:
    """Return that an outcome stays, and rests on a rule that fits on one side only."""
    resting = []
    for side in (here, there):
        in_force = side.in_force
        rules = in_force.allow_rules if outcome == "permitted" else in_force.deny_rules
        fitting = (compared.stands(side, rule, "true") for rule in rules if fits(side, rule))
        resting.append(OneOf(tuple(fitting)))
    stays = (compared.outcome(compared.old, outcome), compared.outcome(compared.new, outcome))
    return AllOf((resting[0], Opposite(resting[1]), *stays))


def duties_of(side: Side, rule: Rule) -> Iterator[Duty]:
    """Yield what a rule obliges to."""
    for name in rule.obliges:
        duty = side.in_force.obligations[name]
        yield Duty(duty.id, duty.timing, "" if duty.within is None else str(duty.within))


def before_of(side: Side, rule: Rule) -> frozenset[str]:
    """Return the ids of what must be done before anything leaves that rests on a rule."""
    return frozenset(duty.id for duty in duties_of(side, rule) if duty.timing == "before")


# --- Words that one side alone has -------------------------------------------------------------


def permitted_with(
    side: Side,
    sought: Iterable[Word],
    found: Iterable[Word],
    places: Mapping[str, tuple[str, ...]],
) -> Goal:
    """Return that a side permits what says one of these words, and none of those found already.

    Args:
        side: The side.
        sought: The words.
        found: Those found already.
        places: By taxonomy: where such a word counts.
    """

    def says(word: Word) -> Goal:
        return Uses(word.term, places.get(word.taxonomy, ()))

    return AllOf(
        (
            Reads(side),
            outcome_is(side, "permitted"),
            OneOf(tuple(map(says, sought))),
            *(Opposite(says(word)) for word in found),
        )
    )
