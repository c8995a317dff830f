"""The programs of a policy set: made when first asked for, kept within bounds.

Each is made for a key: what the request does, what for, for whom, when. Whoever asks can choose
keys, so what is kept is bounded; beyond the bounds the semantics decide, which take longer and
mean the same.

All that changes here is dictionaries, each by one assignment, and a program that two threads make
at once is made twice and kept once: so no lock is needed, and a fork finds nothing half done.
"""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from disclosure_rules.deciding.specialising.conditions import HEAD_FACTS
from disclosure_rules.deciding.specialising.index import OTHER, REQUEST_PARTS, Index
from disclosure_rules.deciding.specialising.layout import ITEMS, Layout, Snapshot
from disclosure_rules.deciding.specialising.reading import request_reader
from disclosure_rules.deciding.specialising.specialise import Row, Ruleset, Specialiser
from disclosure_rules.deciding.specialising.syntax import (
    Names,
    at,
    compiled,
    number,
    rebound,
    statements,
)
from disclosure_rules.deciding.specialising.terms import Terms
from disclosure_rules.request import Request, read_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FunctionType

    from disclosure_rules.deciding.specialising.index import Category, Key
    from disclosure_rules.decision import Outcome, Verdict
    from disclosure_rules.language.policy import InForce, PolicySet, Rule
    from disclosure_rules.language.vocabulary import Vocabulary

    Judge = Callable[[InForce, Snapshot], list[Verdict]]
    MakeVerdict = Callable[[InForce, Outcome, tuple[Rule, ...]], Verdict]

MOST_PROGRAMS: Final = 4096
MOST_RULES: Final = 32_768
"""So many rules all programs together may have, each counted as often as it is in one."""
LARGEST_PROGRAM: Final = 1024
"""So many rules one program may have."""
MOST_CATEGORIES: Final = 256
"""So many categories, or lists of several, one program may know."""
MOST_EPOCHS: Final = 16
MOST_VERDICTS: Final = 256
SELDOM: Final = 64
"""Where all is full, one key in so many has a program made, and the others are decided without."""


EVER_BEFORE: Final = datetime.min  # noqa: DTZ901 - instants are naive here, in UTC
EVER_AFTER: Final = datetime.max  # noqa: DTZ901 - as above

KEY_FACTS: Final = tuple(HEAD_FACTS[part] for part in REQUEST_PARTS)
"""The facts that a key gives as they are."""


class Epoch:
    """What is in force in a span of days in which nothing changes."""

    __slots__ = ("in_force", "index", "key", "missing", "no_ground", "number")

    def __init__(self, number_: int, in_force: InForce, programs: Programs) -> None:
        """Sort the rules that are in force."""
        self.number: int = number_
        self.in_force: InForce = in_force
        self.index: Index = Index(programs.layout, in_force, programs.terms)
        self.key: Callable[[Snapshot], Key] = _key_reader(self, programs.layout)
        self.no_ground: Verdict = programs.make_verdict(in_force, "no_ground", ())
        self.missing: Verdict = programs.make_verdict(in_force, "facts_missing", ())

    def verdicts(self, ruleset: Ruleset, programs: Programs) -> dict[str, object]:
        """Return the verdicts that a program of some rules can come to, by its names for them."""

        def make(outcome: Outcome, rules: tuple[Rule, ...]) -> Verdict:
            return programs.make_verdict(self.in_force, outcome, rules)

        return {
            "PROHIBITED": Verdicts("prohibited", [a.rule for a in ruleset.deny], make),
            "PERMITTED": Verdicts("permitted", [a.rule for a in ruleset.allow], make),
            "NO_GROUND": self.no_ground,
            "MISSING": self.missing,
        }


class Window(NamedTuple):
    """Instants, in UTC, of which the local date lies in an epoch for sure."""

    start: datetime
    end: datetime
    epoch: Epoch


class Verdicts(dict[int, "Verdict"]):
    """By the sum of the rules that are true: the verdict; made when it is first reached."""

    def __init__(self, outcome: Outcome, rules: list[Rule], make: Callable[..., Verdict]) -> None:
        """Make verdicts of this outcome, on some of these rules."""
        super().__init__()
        self._outcome = outcome
        self._rules = rules
        self._make = make

    def __missing__(self, total: int) -> Verdict:
        """Return a verdict that is reached for the first time."""
        true = tuple(rule for bit, rule in enumerate(self._rules) if total >> bit & 1)
        verdict = self._make(self._outcome, true)
        if len(self) < MOST_VERDICTS:
            self[total] = verdict
        return verdict


class Program:
    """The functions for one key."""

    __slots__ = ("_make_allows", "allows", "decide", "numbers", "rests_on", "row", "rows")

    def __init__(  # noqa: PLR0913, PLR0917 - what a program is made of
        self,
        programs: Programs,
        epoch: Epoch,
        key: Key,
        categories: Iterable[Category],
        ruleset: Ruleset,
        like: Program | None,
    ) -> None:
        """Compile rules; or take the code of a program `like` it, which differs in rows alone."""
        self.numbers: frozenset[int] = ruleset.numbers
        tables = programs.terms["data"]
        self.row: Callable[[Category], Row] = lambda category: ruleset.row(category, tables)
        # INVARIANT: the rules are all that are open for the key and a category that has a row.
        self.rows: dict[Category, Row] = {category: self.row(category) for category in categories}
        if like is not None:
            self.rests_on: frozenset[int] = like.rests_on
            self.decide: Callable[[Snapshot], list[Verdict] | None]
            self.decide = rebound(like.decide, ROWS=self.rows)  # type: ignore[arg-type]
            self._make_allows: Callable[[], FunctionType]
            self._make_allows = lambda: rebound(like.allower(), ROWS=self.rows)
        else:
            writer = Specialiser(
                programs.layout,
                epoch.in_force,
                programs.terms,
                ruleset,
                self.rows,
                dict(zip(programs.key_places, cast("tuple[str | None, ...]", key), strict=False)),
            )
            title = programs.title()
            self.decide = writer.decider(epoch.verdicts(ruleset, programs), title)
            self.rests_on = writer.rests_on
            self._make_allows = lambda: writer.allower(title)
        self.allows: Callable[[Snapshot], bool | None] = self._first_allows
        """Tells whether every item is permitted; None where a category is not known here."""

    def _first_allows(self, facts: Snapshot) -> bool | None:
        return self.allower()(facts)  # type: ignore[no-any-return]

    def allower(self) -> FunctionType:
        """Return the function that tells whether every item is permitted; made when asked for."""
        if self.allows == self._first_allows:
            self.allows = self._make_allows()
        return self.allows  # type: ignore[return-value]


class Programs:
    """Reads and decides requests of a policy set by programs."""

    def __init__(
        self, policy_set: PolicySet, layout: Layout, judge: Judge, make_verdict: MakeVerdict
    ) -> None:
        """Start without any program.

        Args:
            policy_set: What decides.
            layout: Where snapshots have its facts.
            judge: Gives the verdicts on a snapshot without a program.
            make_verdict: Makes a verdict of an outcome and the rules that give it.
        """
        self.policy_set = policy_set
        self.vocabulary: Vocabulary = policy_set.vocabulary
        self.layout = layout
        self.terms: dict[str, Terms] = {
            name: Terms(found) for name, found in self.vocabulary.taxonomies.items()
        }
        self.make_verdict = make_verdict
        self.read_by_hand: int = 0
        """How many valid requests the program that reads them gave up on."""
        self.decided_by_hand: int = 0
        """How many requests were decided without a program."""
        self._judge = judge
        self._reader: Callable[[object], Snapshot | None] = self._first_read
        self.key_places: tuple[int, ...] = tuple(self.layout.places[path] for path in KEY_FACTS)
        self._moment = self.layout.places["moment"]
        self._epochs: dict[date, Epoch] = {}
        self._epochs_made = 0
        self._windows: tuple[Window, ...] = ()
        self._young: dict[Key, Program] = {}
        self._old: dict[Key, Program] = {}
        self._models: dict[object, Program] = {}
        """Programs whose code others take: by their rules, and what else of a key they rest on."""
        self._rests_on: dict[object, frozenset[int]] = {}
        self._rules = 0
        self._refused = 0
        self._titles = 0

    def __len__(self) -> int:
        """Return how many programs there are."""
        return len(self._young.keys() | self._old.keys())

    def title(self) -> str:
        """Return a name for the source of a further program."""
        self._titles += 1
        return f"disclosure_rules: program {self._titles} of {self.vocabulary.id}"

    # --- Reading ---------------------------------------------------------------------------------

    def read(self, request: object) -> Snapshot:
        """Return the snapshot of a request.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        try:
            facts = self._reader(request)
        except Exception:  # noqa: BLE001 - whatever a value raises, it is read again, and refused
            facts = None
        return self._read_by_hand(request) if facts is None else facts

    def _first_read(self, request: object) -> Snapshot | None:
        self._reader = request_reader(self.layout)
        return self._reader(request)

    def _read_by_hand(self, request: object) -> Snapshot:
        # Not `isinstance`, which asks the value for its class: that may raise, or lie.
        if issubclass(type(request), Request):
            return self.read(cast("Request", request).as_mapping())
        facts = self.layout.snapshot(read_request(self.vocabulary, request))
        self.read_by_hand += 1
        return facts

    # --- Deciding --------------------------------------------------------------------------------

    def decide(self, request: object) -> tuple[InForce, Snapshot, list[Verdict]]:
        """Return what was in force, the snapshot of a request, and the verdict on each item.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        # What `read` does stands here again, as in `allows`: a call more would be felt.
        try:
            facts = self._reader(request)
        except Exception:  # noqa: BLE001 - whatever a value raises, it is read again, and refused
            facts = None
        if facts is None:
            facts = self._read_by_hand(request)
        moment = facts[self._moment]
        for start, end, found in self._windows:
            if start <= moment < end:
                epoch = found
                break
        else:
            epoch = self._epoch(moment)
        key = epoch.key(facts)
        program = self._young.get(key)
        verdicts = program.decide(facts) if program is not None else None
        if verdicts is None:
            verdicts = self._decide_anew(key, epoch, facts)
        return epoch.in_force, facts, verdicts

    def allows(self, request: object) -> bool:
        """Tell whether every item of a request is permitted.

        Raises:
            InvalidRequest: The request does not fit the vocabulary; it names every fault.
        """
        try:
            facts = self._reader(request)
        except Exception:  # noqa: BLE001 - whatever a value raises, it is read again, and refused
            facts = None
        if facts is None:
            facts = self._read_by_hand(request)
        moment = facts[self._moment]
        for start, end, found in self._windows:
            if start <= moment < end:
                epoch = found
                break
        else:
            epoch = self._epoch(moment)
        key = epoch.key(facts)
        program = self._young.get(key)
        allowed: bool | None = program.allows(facts) if program is not None else None
        if allowed is None:
            verdicts = self._decide_anew(key, epoch, facts)
            allowed = all(verdict.outcome == "permitted" for verdict in verdicts)
        return allowed

    def _decide_anew(self, key: Key, epoch: Epoch, facts: Snapshot) -> list[Verdict]:
        """Return the verdicts where no program at hand gives them: by one that does, or by hand."""
        program = self._young.get(key) or self._found(key, epoch, facts)
        verdicts = program.decide(facts) if program is not None else None
        if program is not None and verdicts is None:
            program = self._grown(program, key, epoch, facts)
            verdicts = program.decide(facts) if program is not None else None
        # INVARIANT: a program that has grown by the categories of the items decides all of them.
        assert verdicts is not None or program is None  # noqa: S101 - states the invariant
        if verdicts is None:
            self.decided_by_hand += 1
            verdicts = self._judge(epoch.in_force, facts)
        return verdicts

    # --- Epochs ----------------------------------------------------------------------------------

    def _epoch(self, moment: datetime) -> Epoch:
        day = moment.replace(tzinfo=UTC).astimezone(self.vocabulary.zone).date()
        in_force = self.policy_set.in_force(day)
        found = self._epochs.get(in_force.day)
        if found is None:
            found = self._new_epoch(in_force)
        return found

    def _new_epoch(self, in_force: InForce) -> Epoch:
        if len(self._epochs) >= MOST_EPOCHS:
            # Its programs hold on to what was in force: they go with it.
            gone = self._epochs.pop(next(iter(self._epochs)), None)
            self._windows = tuple(w for w in self._windows if w.epoch is not gone)
            number_ = gone.number if gone else None
            self._young = {k: p for k, p in self._young.items() if k[0] != number_}
            self._old = {k: p for k, p in self._old.items() if k[0] != number_}
            self._models, self._rests_on = {}, {}
        self._epochs_made += 1
        epoch = self._epochs[in_force.day] = Epoch(self._epochs_made, in_force, self)
        window = _window(epoch, self.policy_set.next_change(in_force.day))
        if window.start < window.end:
            self._windows = (*self._windows, window)
        return epoch

    # --- Programs --------------------------------------------------------------------------------

    def _found(self, key: Key, epoch: Epoch, facts: Snapshot) -> Program | None:
        """Return the program for a key that was not used lately; make it if there is room."""
        program = self._old.get(key)
        if program is not None:
            self._keep(key, program)
            return program
        if self._full:
            self._refused += 1
            if self._refused % SELDOM:
                return None
        return self._made(key, epoch, _categories(facts, self.layout))

    @property
    def _full(self) -> bool:
        return bool(self._old) and self._crowded(self._young)

    def _crowded(self, programs: dict[Key, Program]) -> bool:
        return len(programs) >= MOST_PROGRAMS // 2 or self._rules >= MOST_RULES // 2

    def _made(self, key: Key, epoch: Epoch, categories: set[Category]) -> Program | None:
        if len(categories) > MOST_CATEGORIES:
            return None
        numbers = epoch.index.candidates(key[1:], categories)
        if len(numbers) > LARGEST_PROGRAM:
            return None
        ruleset = Ruleset(epoch.index, key[1:], numbers)
        # Keys that leave the same rules often differ in nothing else that these ask.
        shape = epoch.number, ruleset.shape
        rests_on = self._rests_on.get(shape, ())
        model = shape, tuple(value for place, value in self._key_values(key) if place in rests_on)
        like = self._models.get(model) if shape in self._rests_on else None
        program = Program(self, epoch, key[1:], categories, ruleset, like)
        if like is None:
            used = program.rests_on
            self._rests_on[shape] = used
            values = tuple(value for place, value in self._key_values(key) if place in used)
            self._models[shape, values] = program
        self._keep(key, program)
        return program

    def _key_values(self, key: Key) -> Iterable[tuple[int, object]]:
        return zip(self.key_places, key[1:], strict=False)

    def _keep(self, key: Key, program: Program) -> None:
        """Keep a program among those used lately; if those are many, the rest are forgotten."""
        if self._crowded(self._young):
            self._old, self._young, self._rules = self._young, {}, 0
            self._models, self._rests_on = {}, {}
        self._young[key] = program
        self._rules += len(program.numbers) + 1

    def _grown(self, program: Program, key: Key, epoch: Epoch, facts: Snapshot) -> Program | None:
        """Return a program that knows the categories of the items too."""
        categories = _categories(facts, self.layout)
        known = categories | program.rows.keys()
        if len(known) > MOST_CATEGORIES:
            return None
        lacking = categories - program.rows.keys()
        if program.numbers.issuperset(epoch.index.candidates(key[1:], lacking)):
            for category in lacking:
                program.rows[category] = program.row(category)
            return program
        return self._made(key, epoch, known)


def _categories(facts: Snapshot, layout: Layout) -> set[Category]:
    place = layout.places["item.category"]
    return {item[place] for item in facts[ITEMS]}


def _window(epoch: Epoch, following: date | None) -> Window:
    # A local date is at most a day off from the date in UTC.
    day = timedelta(days=1)
    first = epoch.in_force.day
    start = EVER_BEFORE if first == date.min else datetime.combine(first + day, time())
    end = EVER_AFTER if following is None else datetime.combine(following - day, time())
    return Window(start, end, epoch)


def _key_reader(epoch: Epoch, layout: Layout) -> Callable[[Snapshot], Key]:
    """Return the function that reads the key of a snapshot."""
    names = Names()
    parts: list[ast.expr] = [number(epoch.number)]
    parts += [at("facts", layout.places[path]) for path in KEY_FACTS]
    for place, values in zip(epoch.index.indexed, epoch.index.values, strict=True):
        get = ast.Attribute(names.constant(values), "get", ast.Load())
        parts.append(ast.Call(get, [at("facts", place), number(OTHER)], []))
    result = ast.Tuple(parts, ast.Load())
    body = statements("def key(facts):\n    return result", result=result)
    key: Callable[[Snapshot], Any] = compiled(body, names, "disclosure_rules: reader of keys")
    return key
