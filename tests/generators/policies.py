"""A vocabulary into random policy documents that use every form of the language.

What one document names of another has the same meaning at every moment, so that nearly every set
loads: each version of a policy declares the same names, and only policies without an end are
named by others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from tests.generators.values import (
    DURATIONS,
    random_plain,
    random_set,
    random_value,
)
from tests.generators.vocabularies import (
    Document,
    FactWord,
    Kind,
    Words,
    random_kind,
)

ORDERED: Final = ("before", "at_or_before", "after", "at_or_after")
AMOUNTS: Final = ("at_least", "at_most", "more_than", "less_than")
TIMES: Final = ("time", "date")
NUMBERS: Final = ("integer", "number")
DURATION: Final = Kind("plain", "duration")
IN_HOURS: Final = "_hours"
"""How the name of a parameter ends that is a duration in hours."""
CATEGORY: Final = Kind("categories", "data")
HEAD: Final = {
    "operation": "operations",
    "purpose": "purposes",
    "recipient": "recipients",
    "data": "data",
}
Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a random policy set may hold beside the rest."""

    negated_permitted_by: bool = False
    """Whether `permitted_by` may stand where it helps a denial to hold."""
    ends: bool = True
    """Whether a policy may end, repealed or lapsed."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What others must know of a definition."""

    name: str
    given: Mapping[str, Kind]
    quantifies: bool
    asks_presence: frozenset[str]
    """The arguments of which it asks `present`: they must be facts whose silence means none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The names that every version of a policy declares."""

    policy: str
    definitions: tuple[Definition, ...]
    parameters: Mapping[str, Kind]
    obligations: tuple[str, ...]
    allow_rules: Mapping[str, str]
    """Allow rules that every version has for all of its days, with their grounds."""
    lasts: bool


@dataclass(frozen=True, slots=True)
class Readable:
    """A path that a condition may read."""

    path: str
    kind: Kind
    silence: str
    """`unknown`, `none`, or `argument`, which may be asked for its presence by agreement only."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands: what it may read and name there."""

    paths: tuple[Readable, ...]
    lists: tuple[FactWord, ...]
    """Lists it may quantify over; none below a quantifier."""
    definitions: Mapping[str, Definition]
    parameters: Mapping[str, Kind]
    permits: tuple[str, ...] = ()
    """What `permitted_by` may name here."""
    positive: bool = True
    """Whether what holds here speaks against the denial."""
    presence: frozenset[str] = field(default_factory=frozenset)
    """Arguments of which `present` may be asked."""


def random_policies(
    chance: Random,
    words: Words,
    traits: Traits = Traits(),
) -> list[Document]:
    """Return random policy documents, and the notice whose clauses they cite."""
    return _Writer(chance, words, traits).documents()


def random_addition(chance: Random, words: Words, effect: str) -> Document:
    """Return a policy whose rules all have one effect, to be added to a set that has none of it."""
    writer = _Writer(chance, words, Traits(ends=False))
    writer.plans.append(writer.plan("addition", 9))
    document = writer.version(writer.plans[0], "2000-01-01", None)
    rules = {}
    for number in range(chance.randint(1, 2)):
        rule = writer.rule(writer.plans[0], effect, permits=False)
        if effect == "allow":
            rule["ground"] = chance.choice(words.forests["grounds"].terms)
        rules[f"added{number}"] = {k: v for k, v in rule.items() if k != "clauses"}
    parameters = document.get("parameters", {})
    for parameter in parameters.values():
        for entry in parameter["values"]:
            entry.pop("clauses", None)
    return {**document, "rules": rules}


class _Writer:
    def __init__(self, chance: Random, words: Words, traits: Traits) -> None:
        self.chance = chance
        self.words = words
        self.traits = traits
        self.plans: list[Plan] = []
        facts = [fact for fact in words.facts() if fact.kind.form != "list"]
        self.paths = tuple(Readable(fact.path, fact.kind, fact.silence) for fact in facts)
        self.lists = tuple(fact for fact in words.facts() if fact.kind.form == "list")

    # --- Documents ---------------------------------------------------------------------------

    def documents(self) -> list[Document]:
        """Return every document."""
        for number in range(self.chance.choice((1, 2, 2, 3))):
            self.plans.append(self.plan(f"p{number}", number))
        versions = [version for plan in self.plans for version in self.versions(plan)]
        clauses = {f"c{n}": _clause(n) for n in range(3)}
        return [*versions, {"kind": "notice", "id": "notice", "clauses": clauses}]

    def plan(self, policy: str, number: int) -> Plan:
        """Decide what a policy declares, whatever its version."""
        chance = self.chance
        definitions = []
        for below in range(chance.choice((0, 1, 2, 3))):
            given = {f"a{n}": self.readable_kind() for n in range(chance.choice((0, 0, 1, 2)))}
            asked = frozenset(name for name in given if chance.random() < 0.3)
            quantifies = not given and chance.random() < 0.4
            definitions.append(Definition(f"d{number}_{below}", given, quantifies, asked))
        parameters = {
            f"n{number}_{n}": self.parameter_kind() for n in range(chance.choice((0, 1, 3)))
        }
        if chance.random() < 0.2:
            parameters[f"n{number}{IN_HOURS}"] = DURATION
        obligations = tuple(f"o{number}_{n}" for n in range(chance.choice((0, 1, 2))))
        grounds = self.words.forests["grounds"].terms
        count = chance.choice((1, 1, 2)) if number == 0 else chance.choice((0, 1, 2))
        allow_rules = {f"allow{n}": chance.choice(grounds) for n in range(count)}
        lasts = number == 0 or not self.traits.ends or chance.random() < 0.85
        return Plan(policy, tuple(definitions), parameters, obligations, allow_rules, lasts)

    def readable_kind(self) -> Kind:
        kinds = [p.kind for p in self.paths if p.kind != CATEGORY]
        kinds += [f.kind for words in self.lists for f in words.fields]
        return self.chance.choice(kinds)

    def parameter_kind(self) -> Kind:
        if self.chance.random() < 0.3:
            return DURATION
        kinds = [path.kind for path in self.paths if path.kind != CATEGORY]
        return self.chance.choice([*kinds, random_kind(self.chance), Kind("set", "data")])

    def versions(self, plan: Plan) -> Iterator[Document]:
        """Yield each version of a policy: one after the other, the last without an end or not."""
        chance = self.chance
        days = self.words.days
        starts = ["2000-01-01"]
        if not self.is_named(plan) and chance.random() < 0.15:
            starts = [chance.choice(days).isoformat()]
        later = [day for day in days if day.isoformat() > starts[0]]
        if later and chance.random() < 0.4:
            starts.append(chance.choice(later).isoformat())
        ends = [_day_before(start) for start in starts[1:]] + [None]
        if not plan.lasts:
            last = max(chance.choice(days).isoformat(), starts[-1])
            ends[-1] = last
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            document = self.version(plan, start, end)
            document["version"] = f"v{number}"
            if not plan.lasts and number == len(starts) - 1 and chance.random() < 0.6:
                document["repealed"] = True
            yield document

    def is_named(self, plan: Plan) -> bool:
        """Tell whether others may name what the policy declares."""
        return plan is self.plans[0]

    def version(self, plan: Plan, start: str, end: str | None) -> Document:
        """Return one version of a policy."""
        document: Document = {
            "kind": "policy",
            "id": plan.policy,
            "version": "1",
            "in_force": {"from": start, **({"to": end} if end else {})},
            "parameters": {
                name: self.parameter(name, kind, start) for name, kind in plan.parameters.items()
            },
            "definitions": {},
            "obligations": {name: self.obligation() for name in plan.obligations},
            "rules": {},
        }
        for number, definition in enumerate(plan.definitions):
            document["definitions"][definition.name] = self.definition(plan, number)
        names = list(plan.allow_rules)
        for name in names:
            rule = self.rule(plan, "allow")
            document["rules"][name] = {**rule, "ground": plan.allow_rules[name]}
        for number in range(self.chance.choice((0, 0, 1, 1, 2))):
            document["rules"][f"deny{number}"] = {
                **self.rule(plan, "deny"),
                **self.in_force(start, end),
            }
        if self.chance.random() < 0.4:
            grounds = self.words.forests["grounds"].terms
            document["rules"]["passing"] = {
                **self.rule(plan, "allow"),
                "ground": self.chance.choice(grounds),
                **self.in_force(start, end),
            }
        return {key: part for key, part in document.items() if part != {}}

    def in_force(self, start: str, end: str | None) -> Document:
        """Return the days of a rule, at times fewer than those of its policy."""
        if self.chance.random() < 0.75:
            return {}
        days = sorted(self.chance.choice(self.words.days).isoformat() for _ in range(2))
        first, last = max(days[0], start), max(days[1], start)
        if end is not None:
            first, last = min(first, end), min(last, end)
        parts = {"from": first, "to": last}
        if self.chance.random() < 0.5:
            del parts[self.chance.choice(("from", "to"))]
        return {"in_force": parts}

    def parameter(self, name: str, kind: Kind, start: str) -> Document:
        """Return a parameter with a value from the first day on, and perhaps later ones."""
        dates = {start if self.chance.random() < 0.5 else "1999-12-31"}
        dates |= {
            day.isoformat()
            for day in self.words.days
            if day.isoformat() > start and self.chance.random() < 0.25
        }
        hours = ("0 hours", "1 hour", "30 hours", "1000 hours")
        values = [
            {
                "from": day,
                "value": self.chance.choice(hours)
                if name.endswith(IN_HOURS)
                else self.constant(kind),
            }
            for day in sorted(dates)
        ]
        self.chance.shuffle(values)
        if self.chance.random() < 0.3:
            values[0]["clauses"] = ["c0"]
        return {**kind.written(), "values": values}

    def constant(self, kind: Kind) -> object:
        """Return a value of a type, as a policy writes it."""
        if kind.form == "set":
            return random_set(self.chance, kind.of, self.words, least=1)
        if kind == DURATION:
            # Hours cannot shift a date: parameters in hours have a name of their own.
            return self.chance.choice([d for d in DURATIONS if "hour" not in d])
        return random_value(self.chance, kind, self.words, broad=0.4)

    def obligation(self) -> Document:
        timing = self.chance.choice(("before", "with", "after"))
        within = {"within": "30 days"} if timing == "after" else {}
        return {"title": "do it", "timing": timing, **within}

    # --- Rules -------------------------------------------------------------------------------

    def definition(self, plan: Plan, number: int) -> Document:
        own = plan.definitions[number]
        place = self.place(plan, definitions=plan.definitions[:number])
        arguments = tuple(Readable(name, kind, "argument") for name, kind in own.given.items())
        # Arguments come up as often as all other facts together.
        paths = (
            (*arguments * max(1, len(place.paths) // 2), *place.paths) if arguments else place.paths
        )
        place = replace(place, paths=paths, presence=own.asks_presence)
        if not own.quantifies:
            simple = {n: d for n, d in place.definitions.items() if not d.quantifies}
            place = replace(place, lists=(), definitions=simple)
        means = self.condition(place, 2)
        document: Document = {"means": means}
        if own.given:
            document["given"] = {name: kind.as_given() for name, kind in own.given.items()}
        return document

    def place(self, plan: Plan, definitions: tuple[Definition, ...] | None = None) -> Place:
        """Return where the conditions of a policy stand: its own names, and those it may borrow."""
        own = plan.definitions if definitions is None else definitions
        named = {definition.name: definition for definition in own}
        parameters = dict(plan.parameters)
        first = self.plans[0]
        if plan is not first:
            named |= {f"{first.policy}#{d.name}": d for d in first.definitions}
            parameters |= {f"{first.policy}#{n}": kind for n, kind in first.parameters.items()}
        elif self.chance.random() < 0.2:
            named |= {f"{plan.policy}#{d.name}": d for d in own}
        return Place(self.paths, self.lists, named, parameters)

    def rule(self, plan: Plan, effect: str, *, permits: bool = True) -> Document:
        """Return a rule without its ground."""
        chance = self.chance
        place = self.place(plan)
        lifting = place
        if effect == "deny" and permits:
            lifting = replace(place, permits=self.permits(plan))
        rule: Document = {"effect": effect, **self.head(0.15 if effect == "allow" else 0.3)}
        if chance.random() < (0.75 if effect == "allow" else 0.85):
            rule["when"] = self.condition(place, 2)
        if chance.random() < 0.25:
            rule["unless"] = self.single(lifting, 2)
        if chance.random() < 0.25:
            rule["except"] = self.exceptions(lifting, 2)
        if chance.random() < 0.3:
            rule["title"] = "some rule"
            rule["clauses"] = chance.sample(("c0", "c1", "c2"), chance.randint(1, 2))
        if chance.random() < 0.3:
            rule["because"] = f"since {self.placeholder(plan)} is so"
        obligations = [
            *plan.obligations,
            *(f"{self.plans[0].policy}#{name}" for name in self.plans[0].obligations),
        ]
        if obligations and chance.random() < 0.5:
            rule["obliges"] = [chance.choice(obligations)]
        return rule

    def placeholder(self, plan: Plan) -> str:
        names = [*plan.parameters, *(path.path for path in self.paths)]
        return f"{{{self.chance.choice(names)}}}"

    def permits(self, plan: Plan) -> tuple[str, ...]:
        """Return what `permitted_by` may name: grounds that are used, and rules that last."""
        grounds = self.words.forests["grounds"]
        used = {ground for other in self.plans for ground in other.allow_rules.values()}
        covering = [term for term in grounds.terms if used & set(grounds.below(term))]
        first = self.plans[0]
        rules = [f"{first.policy}#{name}" for name in first.allow_rules]
        rules += [f"{plan.policy}#{name}" for name in plan.allow_rules]
        return (*covering, *rules)

    def head(self, share: float) -> Document:
        """Return the head of a rule: broad terms more often than narrow ones."""
        head: Document = {}
        for part, taxonomy in HEAD.items():
            if self.chance.random() >= share:
                continue
            forest = self.words.forests[taxonomy]
            pool = forest.children(None) if self.chance.random() < 0.5 else forest.terms
            count = min(len(pool), self.chance.choice((1, 1, 2, 3)))
            terms = self.chance.sample(pool, count)
            head[part] = terms[0] if count == 1 and self.chance.random() < 0.7 else terms
        return head

    def exceptions(self, place: Place, depth: int) -> Document:
        """Return named exceptions, perhaps with exceptions of their own."""
        exceptions: Document = {}
        for number in range(self.chance.choice((1, 1, 2))):
            entry: Document = {"when": self.condition(place, 1)}
            if depth > 1 and self.chance.random() < 0.4:
                entry["except"] = self.exceptions(self.turned(place), depth - 1)
            exceptions[f"x{number}"] = entry
        return exceptions

    def turned(self, place: Place) -> Place:
        """Return the place below a negation, where `permitted_by` would help the denial."""
        permits = place.permits if self.traits.negated_permitted_by or not place.positive else ()
        if not place.positive:
            return replace(place, positive=True)
        return replace(place, permits=permits, positive=False)

    # --- Conditions --------------------------------------------------------------------------

    def condition(self, place: Place, depth: int) -> Condition:
        """Return a condition of one entry or several."""
        condition: Condition = {}
        for _ in range(self.chance.choice((1, 1, 1, 2, 3)) if depth else 1):
            condition |= self.entry(place, depth)
        return condition

    def single(self, place: Place, depth: int) -> Condition:
        """Return a condition of one entry, as `not` and `unless` take it."""
        return self.entry(place, depth)

    def entry(self, place: Place, depth: int) -> Condition:
        """Return one entry of a condition."""
        chance = self.chance
        if place.permits and chance.random() < 0.25:
            return {"permitted_by": chance.choice(place.permits)}
        if depth == 0:
            return self.test(place)
        match chance.choice(
            ("test",) * 5 + ("all", "any", "any", "not", "holds", "holds", "list", "list")
        ):
            case "all":
                return {"all": self.parts(place, depth)}
            case "any":
                return {"any": self.parts(place, depth)}
            case "not":
                return {"not": self.single(self.turned(place), depth - 1)}
            case "holds":
                return self.holds(place) or self.test(place)
            case "list":
                return self.quantifier(place, depth) or self.test(place)
            case _:
                return self.test(place)

    def parts(self, place: Place, depth: int) -> list[Condition]:
        count = self.chance.choice((1, 2, 2, 3))
        return [self.condition(place, depth - 1) for _ in range(count)]

    def holds(self, place: Place) -> Condition | None:
        """Return the use of a definition, handed facts of the types it wants."""
        if not place.definitions:
            return None
        name = self.chance.choice(sorted(place.definitions))
        definition = place.definitions[name]
        handed = {}
        for argument, kind in definition.given.items():
            fitting = [
                path.path
                for path in place.paths
                if path.kind == kind
                and (argument not in definition.asks_presence or self.may_ask(path, place))
            ]
            if not fitting:
                return None
            handed[argument] = self.chance.choice(fitting)
        if not handed:
            return {"holds": name}
        return {"holds": {name: handed}}

    def may_ask(self, path: Readable, place: Place) -> bool:
        """Tell whether `present` may be asked of a path."""
        return path.silence == "none" or (
            path.silence == "argument" and path.path in place.presence
        )

    def quantifier(self, place: Place, depth: int) -> Condition | None:
        """Return `some` or `every` over a list."""
        if not place.lists:
            return None
        records = self.chance.choice(place.lists)
        name = self.chance.choice(("record", "entry"))
        fields = tuple(
            Readable(f"{name}.{fact.name}", fact.kind, fact.silence) for fact in records.fields
        )
        inside = replace(
            place,
            # Fields come up about as often as all other facts together.
            paths=(*place.paths, *fields * max(1, len(place.paths) // len(fields))),
            lists=(),
            definitions={n: d for n, d in place.definitions.items() if not d.quantifies},
            permits=(),
        )
        where = self.condition(inside, depth - 1)
        form = self.chance.choice(("some", "some", "every"))
        return {form: {"of": records.path, "as": name, "where": where}}

    # --- Tests -------------------------------------------------------------------------------

    def test(self, place: Place) -> Condition:
        """Return a test of a path."""
        while True:
            path = self.chance.choice(place.paths)
            if self.may_ask(path, place) and self.chance.random() < 0.2:
                return {path.path: {"present": self.chance.random() < 0.5}}
            short = self.short(path.kind)
            if short is not None and self.chance.random() < 0.35:
                return {path.path: short}
            tests: Condition = {}
            for _ in range(self.chance.choice((1, 1, 1, 2))):
                tests |= self.operator(path, place)
            if tests:
                return {path.path: tests}

    def short(self, kind: Kind) -> object:
        """Return a bare value or a bare list, where a test may be one."""
        if kind.form not in ("plain", "term"):
            return None
        if self.chance.random() < 0.5:
            return self.constant(kind)
        return self.constants(kind)

    def constants(self, kind: Kind) -> list[object]:
        found = [self.constant(kind) for _ in range(self.chance.choice((1, 2, 3)))]
        return [value for n, value in enumerate(found) if value not in found[:n]]

    def operator(self, path: Readable, place: Place) -> Condition:
        """Return an operator with its operand; nothing where none comes to mind."""
        match path.kind:
            case Kind("plain", "boolean"):
                return self.compared("is", (path.kind,), path, place)
            case Kind("plain", "integer" | "number"):
                operator = self.chance.choice(("is", *AMOUNTS, "one_of"))
                return self.amount(operator, path, place)
            case Kind("plain", "time" | "date"):
                operator = self.chance.choice(("is", *ORDERED, *ORDERED, "one_of"))
                return self.time(operator, path, place)
            case Kind("set", "text"):
                operator = self.chance.choice(("includes", "overlaps"))
                member = Kind("plain", "text") if operator == "includes" else path.kind
                return self.compared(operator, (member,), path, place)
            case Kind("set", of):
                operator = self.chance.choice(("covers", "covers", "overlaps", "within"))
                return self.terms(operator, of, path, place)
            case Kind("categories", of):
                return self.terms(self.chance.choice(("within", "overlaps")), of, path, place)
            case _:
                return self.word(self.chance.choice(("is", "is", "one_of")), path, place)

    def amount(self, operator: str, path: Readable, place: Place) -> Condition:
        if operator == "one_of":
            return {"one_of": self.constants(path.kind)}
        kinds = tuple(Kind("plain", name) for name in NUMBERS)
        written = path.kind if operator == "is" else Kind("plain", "number")
        return self.compared(operator, kinds, path, place, written=written)

    def time(self, operator: str, path: Readable, place: Place) -> Condition:
        if operator == "one_of":
            return {"one_of": self.constants(path.kind)}
        kinds = tuple(Kind("plain", name) for name in TIMES)
        tests = self.compared(
            operator, kinds, path, place, written=Kind("plain", self.chance.choice(TIMES))
        )
        operand = tests.get(operator)
        other = operand.get("the") if isinstance(operand, dict) else None
        if other not in (None, "moment") and self.chance.random() < 0.8:
            kind = next(p.kind for p in place.paths if p.path == other)
            tests[operator] = {"the": other, **self.shift(kind, place)}
        return tests

    def shift(self, kind: Kind, place: Place) -> Document:
        direction = self.chance.choice(("plus", "plus", "minus"))
        named = [
            name
            for name, of in place.parameters.items()
            if of == DURATION and (kind.of == "time" or not name.endswith(IN_HOURS))
        ]
        if named and self.chance.random() < 0.5:
            return {direction: {"parameter": self.chance.choice(named)}}
        while True:
            amount = random_plain(self.chance, "duration", self.words)
            if kind.of != "date" or "hour" not in str(amount):
                return {direction: amount}

    def word(self, operator: str, path: Readable, place: Place) -> Condition:
        kind = path.kind
        if operator == "is":
            return self.compared("is", (kind,), path, place)
        several = Kind("set", "text" if kind.form == "plain" else kind.of)
        named = [name for name, of in place.parameters.items() if of == several]
        if named and self.chance.random() < 0.4:
            return {"one_of": {"parameter": self.chance.choice(named)}}
        return {"one_of": self.constants(kind)}

    def terms(self, operator: str, of: str, path: Readable, place: Place) -> Condition:
        """Return a test of sets of terms; descriptions stand where the language lets them."""
        facts = [Kind("set", of)]
        if operator in ("covers", "overlaps") and path.kind.form == "set":
            facts.append(Kind("term", of))
            if of == "data":
                facts += [CATEGORY] * 2
        return self.compared(
            operator,
            tuple(facts),
            path,
            place,
            written=Kind("set", of),
            parameters=(Kind("set", of), Kind("term", of)),
        )

    def compared(
        self,
        operator: str,
        facts: tuple[Kind, ...],
        path: Readable,
        place: Place,
        *,
        written: Kind | None = None,
        parameters: tuple[Kind, ...] | None = None,
    ) -> Condition:
        """Return a test against a written value, a parameter or another fact."""
        style = self.chance.random()
        named = [n for n, kind in place.parameters.items() if kind in (parameters or facts)]
        if named and style < 0.25:
            return {operator: {"parameter": self.chance.choice(named)}}
        others = sorted({p.path for p in place.paths if p.kind in facts and p.path != path.path})
        if others and style < 0.65:
            moment = "moment" in others and self.chance.random() < 0.4
            return {operator: {"the": "moment" if moment else self.chance.choice(others)}}
        return {operator: self.constant(written or facts[0])}


def _clause(number: int) -> Document:
    return {"where": f"section {number}", "says": "something", "carried_by": "decision"}


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
