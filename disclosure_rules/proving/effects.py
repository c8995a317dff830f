"""A policy set into what each rule comes to among the others, of every request.

Whether an allow rule would be missed is asked first of requests that it alone permits: for nearly
every rule there is one, and nothing else has to be asked. What is asked of rules of one head is
asked of one solver, which knows only the rules that these can meet. Only a rule that is permitted
beside others every time is held against the whole set.

A rule is redundant where no request would have another outcome without it. Those that are found are
redundant together: one that was found is not there any more when the next is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from disclosure_rules.language import conditions as c
from disclosure_rules.proving.goals import AllOf, OneOf, Opposite, Reads, Stands
from disclosure_rules.proving.heads import domains_of, is_false, permitting
from disclosure_rules.proving.solving import (
    Example,
    Impossible,
    Inquiry,
    Possible,
    Undecided,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from disclosure_rules.language.policy import Rule
    from disclosure_rules.proving.goals import Goal, Side
    from disclosure_rules.proving.solving import Answer, Finding, Request, Supposed

Question = Literal["decides", "redundant", "bites", "meets"]


@dataclass(frozen=True, slots=True)
class NeverDecides:
    """No request is permitted, or prohibited, by the rule."""

    rule: Rule
    denied_by: tuple[Rule, ...]
    """The deny rules of which one is not false whenever the rule holds; none if it never does."""


@dataclass(frozen=True, slots=True)
class IsRedundant:
    """No request would have another outcome without the rule."""

    rule: Rule
    because_of: tuple[Rule, ...]
    """The rules that decide the same together."""


@dataclass(frozen=True, slots=True)
class NeverBites:
    """No request would be permitted if the deny rule were not there."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Meet:
    """An allow rule and a deny rule hold together for a request."""

    allow: Rule
    deny: Rule
    request: Request
    side: Side

    def __repr__(self) -> str:
        """Show no value."""
        return f"Meet({self.allow.name!r}, {self.deny.name!r})"


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Whether a rule is such was not decided within the limit."""

    rule: Rule
    question: Question
    other: Rule | None = None
    """The deny rule, of `meets`."""


Effect: TypeAlias = NeverDecides | IsRedundant | NeverBites | Meet | NotDecided

_ALWAYS: Goal = AllOf(())
Progress: TypeAlias = "Callable[[int, int], None]"
"""Is told how many steps of how many are done."""


def effects(
    sides: Sequence[Side],
    limit: int,
    *,
    first: Collection[int] = (),
    progress: Progress = lambda _done, _of: None,
) -> Iterator[Effect]:
    """Yield what is amiss, or worth knowing, of the rules of a policy set on some of its days.

    Args:
        sides: The days; what is said of a rule holds on all those on which it is in force.
        limit: How many steps of the solver one question may take.
        first: The `id` of rules that go before others, where one of several is redundant.
        progress: Is told how far it is.
    """
    looking = _Looking(sides, limit, progress)
    yield from looking.met()
    yield from looking.idle(first)


class _Looking:
    """What is known so far of the rules of a policy set."""

    def __init__(self, sides: Sequence[Side], limit: int, progress: Progress) -> None:
        self._sides = sides
        self._limit = limit
        self._progress = progress
        self._rules: dict[int, Rule] = {}
        self._sides_of: dict[int, list[Side]] = defaultdict(list)
        for side in self._sides:
            for rule in side.by_name.values():
                self._rules[id(rule)] = rule
                self._sides_of[id(rule)].append(side)
        self._decides: dict[int, list[Finding]] = defaultdict(list)
        """For each rule, whether it decides: one answer for each side in which it was asked."""
        self._denied_by: dict[int, dict[int, Rule]] = defaultdict(dict)
        self._needed: set[int] = set()
        """The rules without which some request would be decided otherwise."""
        self._met: set[tuple[int, int]] = set()

    # --- Rules of one head beside each other ---------------------------------------------------

    def met(self) -> Iterator[Effect]:
        """Yield which rules hold together, and learn which rules decide."""
        done, steps = 0, sum(len(side.by_name) for side in self._sides)
        for side in self._sides:
            groups: dict[object, list[Rule]] = defaultdict(list)
            for rule in side.by_name.values():
                groups[rule.effect, rule.head].append(rule)
            for rules in groups.values():
                group = _Group(side, rules, self._limit)
                for rule in rules:
                    self._learn(group, rule)
                    if rule.effect == "allow":
                        yield from self._meetings(group, rule)
                    done += 1
                    self._progress(done, steps)

    def _learn(self, group: _Group, rule: Rule) -> None:
        key = id(rule)
        if key in self._needed:
            return
        if isinstance(group.needed(rule), Possible):
            self._needed.add(key)
            return
        if not any(isinstance(answer, Possible) for answer in self._decides[key]):
            answer = group.decides(rule)
            self._decides[key].append(answer)
            if isinstance(answer, Impossible):
                self._denied_by[key].update({id(d): d for d in group.denying(rule)})

    def _meetings(self, group: _Group, rule: Rule) -> Iterator[Effect]:
        for deny in group.denies:
            pair = (id(rule), id(deny))
            if pair in self._met:
                continue
            answer = group.together(rule, deny)
            if isinstance(answer, Example):
                self._met.add(pair)
                yield Meet(rule, deny, answer.request, group.side)
            elif isinstance(answer, Undecided):
                self._met.add(pair)
                yield NotDecided(rule, "meets", deny)

    # --- Rules that nobody would miss ----------------------------------------------------------

    def idle(self, first: Collection[int]) -> Iterator[Effect]:
        """Yield which rules never decide, change nothing or never bite; to be asked after `met`."""
        pending = [rule for key, rule in self._rules.items() if key not in self._needed]
        never = {id(found.rule): found for found in self._never(pending)}
        yield from never.values()
        pending.sort(key=lambda r: (id(r) in first, id(r) in never, r.span), reverse=True)
        wholes = {
            id(side): _Whole(side, here, self._limit)
            for side in self._sides
            if (here := [rule for rule in pending if side.by_name.get(rule.name) is rule])
        }
        gone: set[int] = set()
        for rule in pending:
            found = self._judged(rule, [wholes[id(s)] for s in self._sides_of[id(rule)]], gone)
            if isinstance(found, IsRedundant):
                gone.add(id(rule))
            if found is not None and id(rule) not in never:
                yield found

    def _never(self, pending: Iterable[Rule]) -> Iterator[NeverDecides | NotDecided]:
        for rule in pending:
            answers = self._decides[id(rule)]
            if any(isinstance(answer, Possible) for answer in answers):
                continue
            if any(isinstance(answer, Undecided) for answer in answers):
                yield NotDecided(rule, "decides")
            else:
                yield NeverDecides(rule, tuple(self._denied_by[id(rule)].values()))

    @staticmethod
    def _judged(rule: Rule, wholes: Sequence[_Whole], gone: Collection[int]) -> Effect | None:
        """Return what is amiss with a rule once others are gone."""
        removable = not any(whole.leans_on(rule) for whole in wholes)
        undecided = False
        causes: dict[int, Rule] = {}
        for whole in wholes if removable else ():
            answer, because_of = whole.missed(rule, gone)
            if isinstance(answer, Possible):
                break
            undecided = undecided or isinstance(answer, Undecided)
            causes.update({id(cause): cause for cause in because_of})
        else:
            if removable:
                if undecided:
                    return NotDecided(rule, "redundant")
                return IsRedundant(rule, tuple(causes.values()))
        if rule.effect == "allow":
            return None
        answers = [whole.bites(rule, gone) for whole in wholes]
        if any(isinstance(answer, Possible) for answer in answers):
            return None
        if any(isinstance(answer, Undecided) for answer in answers):
            return NotDecided(rule, "bites")
        return NeverBites(rule)


class _Group:
    """Rules of one effect and head, beside all rules that one of them can meet."""

    def __init__(self, side: Side, rules: Sequence[Rule], limit: int) -> None:
        self.side = side
        one = OneOf(tuple(_true(side, rule) for rule in rules))
        domains = domains_of(one)

        def can_meet(rule: Rule) -> bool:
            return not is_false(side.vocabulary, rule.head, domains)

        self.allows = list(filter(can_meet, side.in_force.allow_rules))
        self.denies = list(filter(can_meet, side.in_force.deny_rules))
        of_allow = rules[0].effect == "allow"
        denies_false = [Stands(side, rule, "false") for rule in self.denies]
        parts: list[Goal] = [Reads(side), one, *denies_false]
        if of_allow:
            # Any of these may be asked as well, or none: it narrows nothing.
            parts += (_not_true(side, rule) for rule in self.allows)
            parts.append(OneOf((_ALWAYS, *(_true(side, rule) for rule in self.denies))))
        else:
            parts.append(OneOf((_ALWAYS, *(_true(side, rule) for rule in self.allows))))
        self._inquiry = inquiry = Inquiry(AllOf(tuple(parts)), limit=limit)
        inquiry.given(Reads(side))
        meeting = [*self.allows, *self.denies] if of_allow else [*rules, *self.allows]
        self._true = {rule.name: inquiry.part(_true(side, rule)) for rule in meeting}
        self._denies_false = [inquiry.part(goal) for goal in denies_false]
        self._not_true = (
            {rule.name: inquiry.part(_not_true(side, rule)) for rule in self.allows}
            if of_allow
            else {}
        )
        self._permitting = (
            True if of_allow else inquiry.one_of(self._true[rule.name] for rule in self.allows)
        )

    def needed(self, rule: Rule) -> Finding:
        """Return a request that the rule alone permits, or alone keeps from being permitted."""
        supposed = [self._true[rule.name]]
        if rule.effect == "allow":
            supposed += (part for name, part in self._not_true.items() if name != rule.name)
            supposed += self._denies_false
        else:
            supposed.append(self._permitting)
            others = zip(self.denies, self._denies_false, strict=True)
            supposed += (part for other, part in others if other is not rule)
        return self._inquiry.ask(supposed)

    def decides(self, rule: Rule) -> Finding:
        """Return a request that the rule decides."""
        return self._inquiry.ask([self._true[rule.name], *self._unopposed(rule)])

    def denying(self, rule: Rule) -> list[Rule]:
        """Return which denials keep a rule from deciding; to be asked after `decides`."""
        found = self._inquiry.cause([self._true[rule.name]], self._unopposed(rule))
        return [self.denies[place] for place in found]

    def _unopposed(self, rule: Rule) -> list[Supposed]:
        return self._denies_false if rule.effect == "allow" else []

    def together(self, allow: Rule, deny: Rule) -> Answer:
        """Return a request for which both rules hold."""
        return self._inquiry.example([self._true[allow.name], self._true[deny.name]])


class _Whole:
    """All rules of a side beside each other, some of which nobody may miss."""

    def __init__(self, side: Side, pending: Sequence[Rule], limit: int) -> None:
        self.side = side
        self._leaned_on = {id(rule) for rule in _leaned_on(side)}
        self._allows, self._denies = side.in_force.allow_rules, side.in_force.deny_rules
        true, other = _true, _not_true
        allows_false, allows_other = (
            self._each(_false, self._allows),
            self._each(other, self._allows),
        )
        denies_false, denies_other = (
            self._each(_false, self._denies),
            self._each(other, self._denies),
        )
        scope: list[Goal] = []
        if allowing := [rule for rule in pending if rule.effect == "allow"]:
            some = OneOf(self._each(_not_false, allowing))
            scope.append(AllOf((some, *allows_false, *denies_other)))
            some = OneOf(self._each(true, allowing))
            scope.append(AllOf((some, *allows_other, *denies_false)))
        if denying := [rule for rule in pending if rule.effect == "deny"]:
            scope.append(AllOf((OneOf(self._each(true, denying)), *denies_other)))
            some = OneOf(self._each(_not_false, denying))
            permitting = OneOf(self._each(true, self._allows))
            scope.append(AllOf((some, permitting, *denies_false)))
        self._inquiry = inquiry = Inquiry(AllOf((Reads(side), OneOf(tuple(scope)))), limit=limit)
        inquiry.given(Reads(side))

        def parts(goal: Callable[[Side, Rule], Goal], rules: Iterable[Rule]) -> dict[int, Supposed]:
            return {id(rule): inquiry.part(goal(side, rule)) for rule in rules}

        self._true = parts(true, [*self._allows, *denying] if denying else pending)
        self._not_false = parts(_not_false, pending)
        self._allows_false = parts(_false, self._allows if allowing else ())
        self._allows_other = parts(other, self._allows if allowing else ())
        self._denies_false = parts(_false, self._denies)
        self._denies_other = parts(other, self._denies)
        self._one_of: dict[frozenset[int], Supposed] = {}

    def _each(self, goal: Callable[[Side, Rule], Goal], rules: Iterable[Rule]) -> tuple[Goal, ...]:
        return tuple(goal(self.side, rule) for rule in rules)

    def leans_on(self, rule: Rule) -> bool:
        """Tell whether an exception names the rule, or its ground: it does more than allow then."""
        return id(rule) in self._leaned_on

    def missed(self, rule: Rule, gone: Collection[int]) -> tuple[Finding, list[Rule]]:
        """Return a request decided otherwise without a rule, or which others decide the same.

        The outcomes of docs/semantics.md, with the rule and without it, differ just so.
        """
        key = id(rule)
        if rule.effect == "allow":
            # With it, facts are missing; without it, there is no ground.
            between = ([self._not_false[key]], self._allows_false, self._denies_other)
            # With it, it is permitted, or facts are missing; without it, it is not permitted.
            settled = ([self._true[key]], self._allows_other, self._denies_false)
        else:
            # With it, facts are missing; without it, it is permitted.
            between = ([self._not_false[key], self._permitting(gone)], {}, self._denies_false)
            settled = ([self._true[key]], {}, self._denies_other)
        causes: list[Rule] = []
        answers: list[Finding] = []
        for supposed, allows, denies in (settled, between):
            others = [
                (other, parts[id(other)])
                for rules, parts in ((self._allows, allows), (self._denies, denies))
                for other in rules
                if id(other) in parts and id(other) != key and id(other) not in gone
            ]
            answer = self._inquiry.ask([*supposed, *(part for _, part in others)])
            if isinstance(answer, Possible):
                return answer, []
            answers.append(answer)
            if isinstance(answer, Impossible):
                places = self._inquiry.cause(supposed, [part for _, part in others])
                causes += (others[place][0] for place in places)
        undecided = next((a for a in answers if isinstance(a, Undecided)), None)
        return undecided or Impossible(), causes

    def bites(self, rule: Rule, gone: Collection[int]) -> Finding:
        """Return a request that a deny rule alone keeps from being permitted."""
        others = [
            part for key, part in self._denies_false.items() if key != id(rule) and key not in gone
        ]
        supposed = [self._not_false[id(rule)], self._permitting(gone)]
        return self._inquiry.ask([*supposed, *others])

    def _permitting(self, gone: Collection[int]) -> Supposed:
        """Return that some allow rule is true that is still there."""
        left = frozenset(id(rule) for rule in self._allows) - frozenset(gone)
        if left not in self._one_of:
            self._one_of[left] = self._inquiry.one_of(
                self._true[id(rule)] for rule in self._allows if id(rule) in left
            )
        return self._one_of[left]


def _leaned_on(side: Side) -> Iterator[Rule]:
    for rule in side.in_force.deny_rules:
        for asked in rule.conditions():
            for part in c.walk(asked):
                if isinstance(part, c.PermittedBy):
                    yield from permitting(side, part)


def _true(side: Side, rule: Rule) -> Goal:
    return Stands(side, rule, "true")


def _false(side: Side, rule: Rule) -> Goal:
    return Stands(side, rule, "false")


def _not_true(side: Side, rule: Rule) -> Goal:
    return Opposite(_true(side, rule))


def _not_false(side: Side, rule: Rule) -> Goal:
    return Opposite(_false(side, rule))
