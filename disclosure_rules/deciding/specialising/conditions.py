"""Conditions into statements and expressions: what a condition needs done, and what tells of it.

Every condition becomes one of two expressions: that it is true, or that it is false. Where it needs
a loop, or is a definition, its value is worked out before, in the block where it is worked out
least often: once a request, once an item or once a record. What is already there is not worked out
again.

Of `some` over records that looks at the item, what does not look at it is asked once a request:
so a request costs its records plus its items, and not the one times the other.
"""

from __future__ import annotations

import ast
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, assert_never, cast

from disclosure_rules.deciding.specialising.atoms import Side, Tests, comparable
from disclosure_rules.deciding.specialising.blocks import Block, Level
from disclosure_rules.deciding.specialising.instants import moved_instant, order, shifted
from disclosure_rules.deciding.specialising.layout import NONE, UNKNOWN, Layout
from disclosure_rules.deciding.specialising.syntax import (
    FALSE,
    TRUE,
    Names,
    assigned,
    at,
    both,
    either,
    expression,
    guarded,
    negated,
    statements,
)
from disclosure_rules.deciding.specialising.terms import Terms, meeting, outside, within
from disclosure_rules.deciding.specialising.witnesses import (
    none_covers,
    none_included,
    some_covers,
)
from disclosure_rules.language import conditions as c
from disclosure_rules.language.noun import noun, with_parts
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    RecordOf,
    Records,
    TermSet,
    TextSet,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import Exemption, InForce, Rule
    from disclosure_rules.language.times import Duration


_NONE_NAMED: Final[Mapping[str, Any]] = MappingProxyType({})


@noun
class Within:
    """What names mean where a condition stands: inside a quantifier, inside a definition."""

    records: Mapping[str, tuple[str, tuple[Fact, ...], Level]] = _NONE_NAMED
    """By the name of a record: its variable, its fields in order, how often its list changes."""
    arguments: Mapping[str, tuple[Side, Level]] = _NONE_NAMED
    shared: bool = True
    """Whether the same condition means the same elsewhere: not so where arguments differ."""


TOP: Final = Within()
FACT: Final = "fact_"
"""How the names of facts begin; the place in the snapshot follows."""

HEAD_FACTS: Final[Mapping[str, str]] = {
    "operation": "operation",
    "purpose": "purpose",
    "recipient": "recipient.kind",
    "data": "item.category",
}
"""The fact that each part of a head speaks of."""

Part: TypeAlias = tuple[c.Condition, bool, Within]
"""A condition, whether it is wanted to be true or to be false, and where it stands."""


class Conditions:
    """Turns conditions into code; one for each program."""

    def __init__(  # noqa: PLR0913, PLR0917 - code rests on all of this
        self,
        layout: Layout,
        in_force: InForce,
        terms: Mapping[str, Terms],
        names: Names,
        settled: Mapping[int, str | None],
        open_rules: Collection[str],
    ) -> None:
        """Make code for the policies in force.

        Args:
            layout: Where a snapshot has its facts.
            in_force: What conditions lean on.
            terms: The tables of each taxonomy.
            names: What the code refers to.
            settled: The facts that the key of the program tells, by place.
            open_rules: The names of the rules that are not sure to be false for the key.
        """
        self.open_rules = open_rules
        self.settled = settled
        self.settled_used: set[int] = set()
        """The places of those that the code rests on."""
        self.layout = layout
        self.in_force = in_force
        self.names = names
        self.tests: Tests = Tests(layout.vocabulary, terms, names)
        self.terms = terms
        self.functions: list[ast.stmt] = []
        self.used: set[int] = set()
        """The places of the facts that the function in the making reads."""
        self._made: dict[tuple[str, bool], str] = {}
        self._levels: dict[object, Level] = {}
        self._exceptions: dict[int, c.Condition] = {}
        """Exceptions as conditions: kept, since conditions are told apart by identity."""
        names.bound.update(
            NONE=NONE,
            NOTHING=frozenset(),
            order=order,
            shifted=shifted,
            moved_instant=moved_instant,
            within=within,
            outside=outside,
            meeting=meeting,
            some_covers=some_covers,
            none_covers=none_covers,
            none_included=none_included,
        )

    # --- Rules as conditions ---------------------------------------------------------------------

    def parts(self, rule: Rule) -> list[Part]:
        """Return what must hold, beside its head, for a rule to be true."""
        parts: list[Part] = []
        if rule.when is not None:
            parts += self.split((rule.when, True, TOP))
        if rule.unless is not None:
            parts += self.split((rule.unless, False, TOP))
        for exemption in rule.exceptions:
            asked = self._exceptions.get(id(exemption))
            if asked is None:
                asked = self._exceptions[id(exemption)] = as_condition(exemption)
            parts += self.split((asked, False, TOP))
        return parts

    def split(self, part: Part, opened: set[object] | None = None) -> Iterator[Part]:
        """Yield parts that must all be so for one to be so: finer where items come in."""
        asked, wanted, inside = part
        opened = set() if opened is None else opened
        match asked:
            case c.All(parts) if wanted:
                for below in parts:
                    yield from self.split((below, wanted, inside), opened)
            case c.AnyOf(parts) if not wanted:
                for below in parts:
                    yield from self.split((below, wanted, inside), opened)
            case c.Not(below):
                yield from self.split((below, not wanted, inside), opened)
            case c.Holds() if (
                self._opened(asked) and self.level(asked, inside) is not Level.REQUEST
            ):
                use = (asked.definition, wanted) if not asked.arguments else id(asked)
                if use not in opened:
                    opened.add(use)
                    means = self.in_force.definitions[asked.definition].means
                    entered = self._entered(asked, inside)
                    yield from self.split((means, wanted, entered), opened)
            case _:
                yield part

    # --- Conditions ------------------------------------------------------------------------------

    def code(self, part: Part, block: Block) -> ast.expr:
        """Return the expression of a part; what it needs done before goes into blocks."""
        asked, wanted, inside = part
        match asked:
            case c.Test():
                left = self._side(asked.path, inside)
                right = self._operand(asked.operand, inside)
                return self.tests.test(asked.operator, left, right, wanted=wanted)
            case c.All(parts):
                each = [self.code((below, wanted, inside), block) for below in parts]
                return both(each) if wanted else either(each)
            case c.AnyOf(parts):
                each = [self.code((below, wanted, inside), block) for below in parts]
                return either(each) if wanted else both(each)
            case c.Not(below):
                return self.code((below, not wanted, inside), block)
            case c.Some() | c.Every():
                return self._quantified(asked, wanted, inside, block)
            case c.Holds():
                return self._definition(asked, wanted, inside, block)
            case c.PermittedBy():
                return self._permitted(asked, wanted, block)
        assert_never(asked)

    # --- Facts -----------------------------------------------------------------------------------

    def _side(self, path: c.Path, inside: Within) -> Side:
        match path:
            case c.FactPath(fact):
                return self._fact(fact)
            case c.FieldPath(element, fact):
                variable, fields, _ = inside.records[element]
                code = at(variable, [f.name for f in fields].index(fact.name))
                none = fact.silence == "none" or _may_be_empty(fact)
                return Side(code, fact.type, none=none, unknown=fact.silence != "none")
            case c.Argument(name):
                return inside.arguments[name][0]
        assert_never(path)

    def _fact(self, fact: Fact) -> Side:
        place = self.layout.places[fact.path]
        if _of_item(fact):
            # Of the item of a broad question nothing is known.
            none = fact.silence == "none" or _may_be_empty(fact)
            return Side(at("item", place), fact.type, none=none)
        if place in self.settled:
            value = self.settled[place]
            self.settled_used.add(place)
            return Side(
                self.names.constant(value),
                fact.type,
                none=value is NONE,
                unknown=value is UNKNOWN,
                settled=value or None,
            )
        self.used.add(place)
        code = _name(f"{FACT}{place}")
        if fact.path == "moment":
            return Side(code, fact.type, none=False, unknown=False)
        return Side(code, fact.type)

    def _operand(self, operand: c.Operand, inside: Within) -> Side:
        match operand:
            case c.Literal(value):
                return self._constant(value, operand.type)
            case c.ParameterValue(parameter):
                return self._constant(self.in_force.parameters[parameter], operand.type)
            case c.The(path, None):
                return self._side(path, inside)
            case c.The(path, amount, backwards):
                assert amount is not None  # noqa: S101 - the case above has it
                duration = cast("Duration", cast("object", self._written(amount)))
                return self._shifted(self._side(path, inside), duration, backwards)
        assert_never(operand)

    def _written(self, operand: c.Literal | c.ParameterValue) -> c.Constant:
        if isinstance(operand, c.Literal):
            return operand.value
        return self.in_force.parameters[operand.parameter]

    def _constant(self, value: object, kind: Any) -> Side:
        code = self.names.constant(comparable(value))
        return Side(code, kind, none=False, unknown=False, constant=value)

    def _shifted(self, side: Side, duration: Duration, backwards: bool) -> Side:  # noqa: FBT001
        parts = {
            "value": side.code,
            "SPAN": self.names.constant(duration),
            "BACKWARDS": ast.Constant(backwards),
            "ZONE": self.names.constant(self.layout.vocabulary.zone),
        }
        if duration.unit == "hours":
            parts["SPAN"] = self.names.constant(_span(duration))
            code = expression("moved_instant(value, SPAN, BACKWARDS)", **parts)
            return with_parts(side, code=code, unshifted=side.given)
        code = expression("shifted(value, SPAN, BACKWARDS, ZONE)", **parts)
        return with_parts(side, code=code, unshifted=side.given, civil=True)

    # --- How often -------------------------------------------------------------------------------

    def level(self, asked: c.Condition, inside: Within) -> Level:
        """Return how often a condition has to be worked out."""
        if inside is not TOP:
            return max(self._reads(asked, inside), default=Level.REQUEST)
        known = self._levels.get(id(asked))
        if known is None:
            known = max(self._reads(asked, inside), default=Level.REQUEST)
            self._levels[id(asked)] = known
        return known

    def _reads(self, asked: c.Condition, inside: Within) -> Iterator[Level]:
        match asked:
            case c.Test():
                yield self._level_of(asked.path, inside)
                if isinstance(asked.operand, c.The):
                    yield self._level_of(asked.operand.path, inside)
            case c.All() | c.AnyOf() | c.Not():
                for below in c.parts_of(asked):
                    yield from self._reads(below, inside)
            case c.Some() | c.Every():
                yield self._level_of(asked.of, inside)
                yield from self._reads(asked.where, self._under(asked, "", inside))
            case c.Holds():
                yield self._level_of_definition(asked, inside)
            case c.PermittedBy():
                for rule in self.permitting(asked):
                    yield self.rule_level(rule)

    def _level_of(self, path: c.Path | c.RecordPath, inside: Within) -> Level:
        match path:
            case c.FactPath(fact):
                return Level.ITEM if fact.path.startswith("item.") else Level.REQUEST
            case c.FieldPath(element) | c.RecordPath(element):
                return inside.records[element][2]
            case c.Argument(name):
                return inside.arguments[name][1]
        assert_never(path)

    def _level_of_definition(self, asked: c.Holds, inside: Within) -> Level:
        levels = tuple(self._level_of(path, inside) for _, path in asked.arguments)
        key = asked.definition, levels
        if key not in self._levels:
            means = self.in_force.definitions[asked.definition].means
            level = self.level(means, self._entered(asked, inside))
            # A function is handed what it takes, also what it does not look at.
            self._levels[key] = level if self._opened(asked) else max(level, *levels)
        return self._levels[key]

    def rule_level(self, rule: Rule) -> Level:
        """Return how often a rule has to be worked out."""
        levels = [self.level(asked, inside) for asked, _, inside in self.parts(rule)]
        return max([Level.ITEM if rule.head.data else Level.REQUEST, *levels])

    # --- Definitions -----------------------------------------------------------------------------

    def _opened(self, asked: c.Holds) -> bool:
        """Tell whether a definition is written out where it is used.

        One that takes arguments is, unless it uses definitions itself: those would be written out
        over and over.
        """
        if not asked.arguments:
            return True
        means = self.in_force.definitions[asked.definition].means
        return not any(isinstance(below, c.Holds) for below in c.walk(means))

    def _entered(self, asked: c.Holds, inside: Within) -> Within:
        """Return what names mean inside a definition: what it was handed, and nothing else."""
        if not asked.arguments:
            return TOP
        records = {}
        arguments = {}
        for name, path in asked.arguments:
            if isinstance(path, c.RecordPath):
                records[name] = inside.records[path.element]
            else:
                arguments[name] = self._side(path, inside), self._level_of(path, inside)
        return Within(records, arguments, shared=False)

    def _definition(
        self,
        asked: c.Holds,
        wanted: bool,  # noqa: FBT001 - as in every part
        inside: Within,
        block: Block,
    ) -> ast.expr:
        if not self._opened(asked) or (block.in_function and not asked.arguments):
            return self._call(asked, wanted, inside, block)
        means = self.in_force.definitions[asked.definition].means
        if asked.arguments:
            return self.code((means, wanted, self._entered(asked, inside)), block)
        where = block.outermost(self.level(asked, inside))
        key = asked.definition, wanted
        known = where.known(key)
        if known is None:
            known = where.keep(key, self._kept(self.code((means, wanted, TOP), where), where))
        return known

    def _kept(self, code: ast.expr, block: Block) -> ast.expr:
        """Give an expression a name in a block, and return the name."""
        name = _name(self.names.fresh("v"))
        block.statements += statements("name = code", name=name, code=code)
        return name

    def _call(
        self,
        asked: c.Holds,
        wanted: bool,  # noqa: FBT001 - as in every part
        inside: Within,
        block: Block,
    ) -> ast.expr:
        """Return the call of a definition that is a function of its own."""
        key = asked.definition, wanted
        if key not in self._made:
            self._made[key] = self.names.fresh("d")
            self._make(asked.definition, wanted)
        handed = dict(asked.arguments)
        arguments: list[ast.expr] = []
        for name in self.in_force.definitions[asked.definition].given:
            path = handed[name]
            if isinstance(path, c.RecordPath):
                arguments.append(_name(inside.records[path.element][0]))
            else:
                arguments.append(self._side(path, inside).code)
        of_item = block.in_function or self.level(asked, inside) is Level.ITEM
        item = _name("item") if of_item else ast.Constant(None)
        fixed = [_name("facts"), item, _name("memory")]
        return ast.Call(_name(self._made[key]), [*fixed, *arguments], [])

    def _make(self, name: str, wanted: bool) -> None:  # noqa: FBT001 - as in every part
        """Make the function of a definition; it works out each use of it once."""
        definition = self.in_force.definitions[name]
        variables = {argument: self.names.fresh("a") for argument in definition.given}
        records = {}
        arguments = {}
        for argument, kind in definition.given.items():
            variable = variables[argument]
            if isinstance(kind, RecordOf):
                listed = cast("Fact", self.layout.vocabulary.fact(kind.list))
                fields = tuple(cast("Records", listed.type).fields.values())
                records[argument] = variable, fields, Level.REQUEST
            else:
                arguments[argument] = Side(_name(variable), kind), Level.REQUEST
        block = Block(Level.REQUEST, alone=True)
        inside = Within(records, arguments, shared=False)
        outer, self.used = self.used, set()
        value = self.code((definition.means, wanted, inside), block)
        inner, self.used = self.used, outer
        # Arguments live as long as the request is decided: they are told apart by identity.
        identities = [expression("id(value)", value=_name(v)) for v in variables.values()]
        function = self._made[name, wanted]
        (made,) = statements(
            """
def function(facts, item, memory):
    key = KEY
    found = memory.get(key)
    if found is None:
        STATEMENTS
        found = memory[key] = True if VALUE else False
    return found
            """,
            KEY=ast.Tuple(
                [self.names.constant(function), expression("id(item)"), *identities], ast.Load()
            ),
            STATEMENTS=[*loaded(inner), *block.statements],
            VALUE=value,
        )
        assert isinstance(made, ast.FunctionDef)  # noqa: S101 - it is written so above
        made.name = function
        taken = [*made.args.args, *(ast.arg(variable) for variable in variables.values())]
        made.args = ast.arguments([], taken, None, [], [], None, [])
        self.functions.append(made)

    # --- Rules -----------------------------------------------------------------------------------

    def permitting(self, asked: c.PermittedBy) -> Iterator[Rule]:
        """Yield those of the rules that `permitted_by` means which are not sure to be false."""
        grounds = self.layout.vocabulary.taxonomies["grounds"]
        for rule in self.in_force.allow_rules:
            if rule.name not in self.open_rules:
                continue
            if asked.rule is not None:
                if rule.name == asked.rule:
                    yield rule
            elif grounds.covers(cast("str", asked.ground), cast("str", rule.ground)):
                yield rule

    def _permitted(
        self,
        asked: c.PermittedBy,
        wanted: bool,  # noqa: FBT001 - as in every part
        block: Block,
    ) -> ast.expr:
        rules = [self._whole(rule, wanted, block) for rule in self.permitting(asked)]
        return either(rules) if wanted else both(rules)

    def _whole(self, rule: Rule, wanted: bool, block: Block) -> ast.expr:  # noqa: FBT001
        """Return the expression of a whole allow rule, head and all."""
        where = block.outermost(self.rule_level(rule))
        key = rule.name, wanted
        known = where.known(key)
        if known is None:
            parts = [self.head_part(rule, part, wanted=wanted) for part in HEAD_FACTS]
            parts += [
                self.code((asked, wanted is sought, inside), where)
                for asked, sought, inside in self.parts(rule)
            ]
            value = both(parts) if wanted else either(parts)
            known = where.keep(key, self._kept(value, where))
        return known

    def head_part(self, rule: Rule, part: str, *, wanted: bool) -> ast.expr:
        """Return the expression that a part of a head fits, or that it does not.

        Of several categories, an allow head needs all to fit, a deny head some.
        """
        grants: tuple[str, ...] = getattr(rule.head, part)
        if not grants:
            return TRUE if wanted else FALSE
        fact = cast("Fact", self.layout.vocabulary.fact(HEAD_FACTS[part]))
        operator = (
            "one_of" if part != "data" else "within" if rule.effect == "allow" else "overlaps"
        )
        right = self._constant(grants, fact.type)
        return self.tests.test(operator, self._fact(fact), right, wanted=wanted)

    # --- Quantifiers -----------------------------------------------------------------------------

    def _under(self, asked: c.Some | c.Every, variable: str, inside: Within) -> Within:
        """Return what names mean inside a quantifier."""
        fields = tuple(cast("Records", asked.of.fact.type).fields.values())
        record = variable, fields, self._level_of(asked.of, inside)
        return with_parts(inside, records={**inside.records, asked.element: record})

    def _quantified(
        self,
        asked: c.Some | c.Every,
        wanted: bool,  # noqa: FBT001 - as in every part
        inside: Within,
        block: Block,
    ) -> ast.expr:
        level = self.level(asked, inside)
        of_item = _of_item(asked.of.fact)
        by_item = level is Level.ITEM and not of_item and not block.in_function
        if isinstance(asked, c.Some) and by_item:
            return _Witnesses(self, asked, wanted, inside, block).code()
        where = block.outermost(level)
        key = (id(asked), wanted) if inside.shared else None
        known = where.known(key) if key else None
        if known is not None:
            return known
        record = self.names.fresh("r")
        body = Block(Level.RECORD, where)
        code = self.code((asked.where, wanted, self._under(asked, record, inside)), body)
        found = self._looped(asked, wanted, (record, body, code), where)
        return where.keep(key, found) if key else found

    def _looped(
        self,
        asked: c.Some | c.Every,
        wanted: bool,  # noqa: FBT001 - as in every part
        each: tuple[str, Block, ast.expr],
        where: Block,
        among: ast.expr | None = None,
    ) -> ast.expr:
        """Put a loop over records into a block, and return the name of what it finds.

        Over an unknown list nothing is true or false, whatever `where` says; an empty one settles
        both.
        """
        record, body, code = each
        records = self._fact(asked.of.fact).code
        one_settles = isinstance(asked, c.Some) is wanted
        found = _name(self.names.fresh("q"))
        where.statements += statements(
            """
found = START
for record in AMONG:
    STATEMENTS
    if CODE:
        found = SETTLED
        break
            """,
            found=found,
            record=_name(record),
            START=FALSE if one_settles else expression("records is not None", records=records),
            SETTLED=TRUE if one_settles else FALSE,
            AMONG=among or expression("records or ()", records=records),
            STATEMENTS=body.statements,
            CODE=code if one_settles else negated(code),
        )
        return found


class _Witnesses:
    """The code of a `some` that looks at the item: what does not is asked once a request."""

    def __init__(
        self,
        conditions: Conditions,
        asked: c.Some,
        wanted: bool,  # noqa: FBT001 - as in every part
        inside: Within,
        block: Block,
    ) -> None:
        self.conditions = conditions
        self.asked = asked
        self.wanted = wanted
        self.block = block
        self.names = conditions.names
        self.once = block.outermost(Level.REQUEST)
        self.key = (id(asked), wanted) if inside.shared else (object(), wanted)
        self.list = conditions._fact(asked.of.fact).code  # noqa: SLF001 - the other half of it
        kept = self.once.known(("record", self.key))
        self.record = kept.id if isinstance(kept, ast.Name) else self.names.fresh("r")
        self.once.keep(("record", self.key), _name(self.record))
        under = conditions._under(asked, self.record, inside)  # noqa: SLF001 - the other half of it
        parts = list(conditions.split((asked.where, True, under)))
        self.once_asked = [p for p in parts if conditions.level(p[0], p[2]) is Level.REQUEST]
        self.item_asked = [p for p in parts if conditions.level(p[0], p[2]) is not Level.REQUEST]

    def code(self) -> ast.expr:
        """Return the expression."""
        field = self._only("covers", Categories, left_is_item=False)
        if field is not None:
            return self._covering(field)
        field = self._only("includes", TextSet, left_is_item=True)
        if field is not None:
            return self._including(field)
        return self._any_other()

    def _only(self, operator: str, kind: type, *, left_is_item: bool) -> Side | None:
        """Return the record's side where a lone test is all that looks at the item."""
        if len(self.item_asked) != 1:
            return None
        test, wanted, inside = self.item_asked[0]
        if not isinstance(test, c.Test) or not wanted or test.operator != operator:
            return None
        if not isinstance(test.operand, c.The) or test.operand.shift is not None:
            return None
        sides = test.path, test.operand.path
        of_item, of_record = sides if left_is_item else sides[::-1]
        if not isinstance(of_item, c.FactPath) or not isinstance(of_item.type, kind):
            return None
        side = self.conditions._side(of_record, inside)  # noqa: SLF001 - the other half of it
        self.item_code = self.conditions._side(of_item, inside).code  # noqa: SLF001 - the same
        return side if of_record != of_item and not _reads_item(of_record) else None

    def _among(self, collect: list[ast.stmt], start: list[ast.stmt]) -> None:
        """Put a loop into the request's block that collects from the records that come in."""
        body = Block(Level.RECORD, self.once)
        code = [
            self.conditions.code((asked, wanted is self.wanted, inside), body)
            for asked, wanted, inside in self.once_asked
        ]
        self.once.statements += start
        self.once.statements += statements(
            """
for record in records or ():
    STATEMENTS
    COLLECT
            """,
            record=_name(self.record),
            records=self.list,
            STATEMENTS=body.statements,
            COLLECT=guarded(both(code) if self.wanted else negated(either(code)), collect),
        )

    def _collected(self, *prefixes: str) -> tuple[list[ast.Name], bool]:
        """Return the names of what is collected, and whether it is already."""
        kept = [self.once.known((prefix, self.key)) for prefix in prefixes]
        found = [name for name in kept if isinstance(name, ast.Name)]
        if found:
            return found, True
        names = [_name(self.names.fresh(prefix)) for prefix in prefixes]
        for prefix, name in zip(prefixes, names, strict=True):
            self.once.keep((prefix, self.key), name)
        return names, False

    def _known_list(self, code: ast.expr) -> ast.expr:
        """Return an expression that is not true over an unknown list."""
        return both([expression("records is not None", records=self.list), code])

    def _covering(self, field: Side) -> ast.expr:
        """Some set of grants covers the item's categories: for one category, their union tells."""
        (union, sets, unknown), there = self._collected("u", "s", "o")
        if not there:
            names = {"union": union, "sets": sets, "unknown": unknown}
            self._among(
                statements(
                    """
if value:
    sets.append(value)
elif value is None:
    unknown = True
                    """,
                    value=field.code,
                    **names,
                ),
                statements("sets, unknown = [], False", **names),
            )
            self.once.statements += statements(
                "union = NOTHING.union(*sets) if sets else NOTHING", **names
            )
        parts = {"union": union, "sets": sets, "unknown": unknown, "categories": self.item_code}
        tables = self.conditions.terms["data"]
        if self.wanted:
            return expression(
                "union and (not row[2].isdisjoint(union) if row[2] is not None"
                " else some_covers(categories, sets, TABLE))",
                TABLE=self.names.constant(tables.covering),
                **parts,
            )
        code = expression(
            "not unknown and row[3].isdisjoint(union) if row[3] is not None"
            " else none_covers(categories, sets, unknown, TABLE)",
            TABLE=self.names.constant(tables.related),
            **parts,
        )
        return self._known_list(code)

    def _including(self, field: Side) -> ast.expr:
        """The item's set of texts includes what some record says."""
        (sought, unknown), there = self._collected("u", "o")
        if not there:
            self._among(
                statements(
                    """
if value:
    sought.add(value)
elif value is None:
    unknown = True
                    """,
                    value=field.code,
                    sought=sought,
                    unknown=unknown,
                ),
                statements("sought, unknown = set(), False", sought=sought, unknown=unknown),
            )
        parts = {"texts": self.item_code, "sought": sought, "unknown": unknown}
        if self.wanted:
            return expression("sought and texts and not sought.isdisjoint(texts)", **parts)
        return self._known_list(expression("none_included(texts, sought, unknown)", **parts))

    def _any_other(self) -> ast.expr:
        """Go through the records that come in, once an item."""
        (among,), there = self._collected("l")
        if not there:
            self._among(
                statements("among.append(record)", among=among, record=_name(self.record)),
                statements("among = []", among=among),
            )
        where = self.block.outermost(Level.ITEM)
        known = where.known(("found", self.key))
        if known is not None:
            return known
        body = Block(Level.RECORD, where)
        code = [
            self.conditions.code((asked, wanted is self.wanted, inside), body)
            for asked, wanted, inside in self.item_asked
        ]
        joined = both(code) if self.wanted else either(code)
        each = self.record, body, joined
        found = self.conditions._looped(self.asked, self.wanted, each, where, among)  # noqa: SLF001
        return where.keep(("found", self.key), found)


def as_condition(exemption: Exemption) -> c.Condition:
    """Return an exception as the condition that it is: its `when`, and none of its exceptions."""
    if not exemption.exceptions:
        return exemption.when
    below = (c.Not(as_condition(e), e.span) for e in exemption.exceptions)
    return c.All((exemption.when, *below), exemption.span)


def loaded(places: Iterable[int]) -> list[ast.stmt]:
    """Return what gives names to facts, by their places in a snapshot."""
    return [assigned(f"{FACT}{place}", at("facts", place)) for place in sorted(places)]


def _span(duration: Duration) -> timedelta:
    return timedelta(hours=duration.amount)


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _of_item(fact: Fact) -> bool:
    return fact.path.startswith("item.")


def _reads_item(path: c.Path) -> bool:
    return not isinstance(path, c.FieldPath)


def _may_be_empty(fact: Fact) -> bool:
    """Tell whether the fact may be given and be none all the same."""
    return isinstance(fact.type, (Categories, TermSet, TextSet, Records))
