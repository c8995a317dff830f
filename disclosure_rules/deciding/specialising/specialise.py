"""The rules that a key leaves, into a function from a snapshot to the verdicts on its items.

A program asks once a request what does not depend on the item, then goes through the items. An
item is prohibited when some deny rule is true; permitted when some allow rule is true and every
deny rule is false; and so on: as docs/semantics.md has it, without a third value.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from disclosure_rules.deciding.specialising.blocks import Block, Level
from disclosure_rules.deciding.specialising.conditions import Conditions, Part, loaded
from disclosure_rules.deciding.specialising.layout import ITEMS, Layout
from disclosure_rules.deciding.specialising.syntax import (
    FALSE,
    TRUE,
    Names,
    assigned,
    at,
    both,
    compiled,
    either,
    expression,
    guarded,
    negated,
    number,
    statements,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import FunctionType

    from disclosure_rules.deciding.specialising.index import Category, Index, Key
    from disclosure_rules.deciding.specialising.terms import Terms
    from disclosure_rules.language.policy import InForce, Rule


Row: TypeAlias = "tuple[int, int, frozenset[str] | None, frozenset[str] | None]"
"""What heads say of categories: the sum of those that fit, and of those that do not for sure; and
for one category, what covers it and what is related to it."""


class Candidate(NamedTuple):
    """A rule that a program has to ask."""

    rule: Rule
    number: int
    """In the index."""
    bit: int
    """What it adds to the sum of the rules of its effect that are true."""
    can_hold: bool
    """Whether the head fits as far as the key tells; else the rule is at most not false."""
    data_bit: int
    """What stands for its head's data in a row; 0 without any."""


class Ruleset:
    """The rules of one program."""

    def __init__(self, index: Index, key: Key, numbers: Sequence[int]) -> None:
        """Sort candidates by effect."""
        self.deny: list[Candidate] = []
        self.allow: list[Candidate] = []
        self.numbers: frozenset[int] = frozenset(numbers)
        self.shape: tuple[tuple[int, bool], ...] = tuple(
            (found, index.can_hold(found, key)) for found in numbers
        )
        """What tells rulesets apart."""
        self._index = index
        data_bit = 1
        for found in numbers:
            rule = index.rules[found]
            among = self.deny if rule.effect == "deny" else self.allow
            mine = data_bit if rule.head.data else 0
            data_bit <<= bool(mine)
            among.append(Candidate(rule, found, 1 << len(among), index.can_hold(found, key), mine))

    def row(self, category: Category, tables: Terms) -> Row:
        """Return what the rules' heads say of categories, and what one category is related to."""
        heads = [asked for asked in (*self.deny, *self.allow) if asked.data_bit]
        fitting = sum(a.data_bit for a in heads if self._index.data_holds(a.number, category))
        closed = sum(a.data_bit for a in heads if not self._index.data_open(a.number, category))
        if isinstance(category, str):
            return fitting, closed, tables.covering[category], tables.related[category]
        return fitting, closed, None, None


class Adding(NamedTuple):
    """What adds up the rules of one effect that are true."""

    always: ast.expr
    """The sum of those of which the item is no matter."""
    of_item: list[ast.stmt]
    """What adds the others."""
    possible: bool
    """Whether any can be true at all."""


class Specialiser:
    """Writes the functions of one program."""

    def __init__(  # noqa: PLR0913, PLR0917 - a program rests on all of this
        self,
        layout: Layout,
        in_force: InForce,
        terms: Mapping[str, Terms],
        ruleset: Ruleset,
        rows: Mapping[Category, Row],
        settled: Mapping[int, str | None],
    ) -> None:
        """Write for these rules.

        Args:
            layout: Where a snapshot has its facts.
            in_force: What the rules lean on.
            terms: The tables of each taxonomy.
            ruleset: The rules.
            rows: What they say of each category there is.
            settled: The facts that the key tells, by place.
        """
        self.settled = settled
        self.layout = layout
        self.in_force = in_force
        self.terms = terms
        self.ruleset = ruleset
        self.rows = rows
        self.rests_on: frozenset[int] = frozenset()
        """Those facts of the key, by place, on which the program rests beside its rules."""

    def decider(self, verdicts: Mapping[str, Any], title: str) -> FunctionType:
        """Return the function that gives the verdict on each item.

        It gives None where an item's categories are not among the rows.
        """
        names = Names(ROWS=self.rows, **verdicts)
        work = _Writing(self, names)
        decide = work.compiled("decide", work.decider(), title)
        self.rests_on = frozenset(work.conditions.settled_used)
        return decide

    def allower(self, title: str) -> FunctionType:
        """Return the function that tells whether every item is permitted."""
        work = _Writing(self, Names(ROWS=self.rows))
        return work.compiled("allows", work.allower(), title)


class _Writing:
    """One function in the making."""

    def __init__(self, made_for: Specialiser, names: Names) -> None:
        self.names = names
        self.layout = made_for.layout
        self.ruleset = made_for.ruleset
        asked = (*self.ruleset.deny, *self.ruleset.allow)
        self.conditions = Conditions(
            made_for.layout,
            made_for.in_force,
            made_for.terms,
            names,
            made_for.settled,
            open_rules={candidate.rule.name for candidate in asked},
        )
        self.request = Block(Level.REQUEST)
        self._parts = {
            candidate.number: self.conditions.parts(candidate.rule) for candidate in asked
        }

    def compiled(self, name: str, body: list[ast.stmt], title: str) -> FunctionType:
        start = loaded(self.conditions.used)
        if self.conditions.functions:
            start += statements("memory = {}")
        whole = [*start, *self.request.statements, *body]
        (made,) = statements("def function(facts):\n    BODY", BODY=whole)
        assert isinstance(made, ast.FunctionDef)  # noqa: S101 - it is written so above
        made.name = name
        return compiled([*self.conditions.functions, made], self.names, title)

    # --- The whole -------------------------------------------------------------------------------

    def decider(self) -> list[ast.stmt]:
        denying = self._true(self.ruleset.deny, "denied")
        allowing = self._true(self.ruleset.allow, "allowed")
        open_deny = self._all_false(self.ruleset.deny, "deny_asked")
        open_allow = self._all_false(self.ruleset.allow, "allow_asked")
        decided = self._appended(open_deny, expression("PERMITTED[allowed]"))
        refused = self._appended(open_allow, expression("NO_GROUND"))
        loop = self._row()
        if denying.possible:
            loop += statements(
                """
denied = ALWAYS
DENYING
if denied:
    out.append(PROHIBITED[denied])
    continue
                """,
                ALWAYS=denying.always,
                DENYING=denying.of_item,
            )
        if allowing.possible:
            loop += statements(
                "allowed = ALWAYS\nALLOWING\nif allowed:\n    DECIDED\nelse:\n    REFUSED",
                ALWAYS=allowing.always,
                ALLOWING=allowing.of_item,
                DECIDED=decided,
                REFUSED=refused,
            )
        else:
            loop += refused
        start = statements("out = []")
        for flag, (lazy, _, _) in (("deny_asked", open_deny), ("allow_asked", open_allow)):
            if lazy:
                start.append(assigned(flag, FALSE))
        return [
            *start,
            *statements("for item in items:\n    LOOP", items=at("facts", ITEMS), LOOP=loop),
            *statements("return out"),
        ]

    def allower(self) -> list[ast.stmt]:
        deny = [self._false(asked, self.request) for asked in self.ruleset.deny]
        allow = [(asked, self._once(asked)) for asked in self.ruleset.allow if asked.can_hold]
        loop = self._row()
        for once, each in deny:
            block = Block(Level.ITEM, self.request)
            code = negated(either([once, *each(block)]))
            loop += [*block.statements, *guarded(code, statements("return False"))]
        for asked, once in allow:
            block = Block(Level.ITEM, self.request)
            code = self._each_item(asked, block)
            guard = both([once, self._fits(asked)])
            passing = guarded(code, statements("continue"))
            loop += guarded(guard, [*block.statements, *passing])
        loop += statements("return False")
        return [
            *statements("for item in items:\n    LOOP", items=at("facts", ITEMS), LOOP=loop),
            *statements("return True"),
        ]

    def _row(self) -> list[ast.stmt]:
        return statements(
            "row = ROWS.get(category)\nif row is None: return None",
            category=at("item", self.layout.places["item.category"]),
        )

    def _appended(
        self, false: tuple[list[ast.stmt], list[ast.stmt], ast.expr], verdict: ast.expr
    ) -> list[ast.stmt]:
        """Return what gives a verdict where all of some rules are false, else `facts_missing`."""
        lazy, every, code = false
        if code is TRUE:
            return statements("out.append(VERDICT)", VERDICT=verdict)
        return [
            *lazy,
            *every,
            *statements("out.append(VERDICT if CODE else MISSING)", VERDICT=verdict, CODE=code),
        ]

    # --- That rules are true ---------------------------------------------------------------------

    def _true(self, candidates: Iterable[Candidate], total: str) -> Adding:
        """Return what adds up the rules that are true of an item."""
        always: list[ast.stmt] = []
        body: list[ast.stmt] = []
        name = f"always_{total}"
        for asked in candidates:
            if not asked.can_hold:
                continue
            once = self._once(asked)
            if not asked.data_bit and not self._of_item(asked):
                always += self._add(once, name, asked)
                continue
            guard = both([once, self._fits(asked)])
            block = Block(Level.ITEM, self.request)
            code = self._each_item(asked, block)
            if not block.statements:
                body += self._add(both([guard, code]), total, asked)
            else:
                adding = self._add(code, total, asked)
                body += guarded(guard, [*block.statements, *adding])
        if not always:
            return Adding(number(0), body, possible=bool(body))
        self.request.statements += [assigned(name, number(0)), *always]
        return Adding(expression(name), body, possible=True)

    def _add(self, code: ast.expr, total: str, asked: Candidate) -> list[ast.stmt]:
        adding = statements("total |= BIT", total=expression(total), BIT=number(asked.bit))
        return guarded(code, adding)

    def _of_item(self, asked: Candidate) -> list[Part]:
        return [part for part in self._parts[asked.number] if self._level(part) is Level.ITEM]

    def _once(self, asked: Candidate) -> ast.expr:
        """Return the name of what a rule needs, beside what the item tells."""
        parts = [part for part in self._parts[asked.number] if self._level(part) is Level.REQUEST]
        code = both([self.conditions.code(part, self.request) for part in parts])
        if isinstance(code, (ast.Name, ast.Constant)):
            return code
        name = self.names.fresh("t")
        self.request.statements.append(assigned(name, code))
        return ast.Name(name, ast.Load())

    def _each_item(self, asked: Candidate, block: Block) -> ast.expr:
        return both([self.conditions.code(part, block) for part in self._of_item(asked)])

    def _fits(self, asked: Candidate) -> ast.expr:
        if not asked.data_bit:
            return TRUE
        return expression("row[0] & BIT", BIT=number(asked.data_bit))

    def _level(self, part: Part) -> Level:
        return self.conditions.level(part[0], part[2])

    # --- That rules are false --------------------------------------------------------------------

    def _all_false(
        self, candidates: Iterable[Candidate], flag: str
    ) -> tuple[list[ast.stmt], list[ast.stmt], ast.expr]:
        """Return what tells whether every rule is false of an item.

        Returns:
            What is asked once a request, when it first comes to that; what is asked of each item;
            and the expression that tells.
        """
        lazy = Block(Level.REQUEST, self.request)
        block = Block(Level.ITEM, lazy)
        each: list[ast.expr] = []
        for asked in candidates:
            once, of_item = self._false(asked, lazy)
            each.append(either([once, *of_item(block)]))
        code = both(each)
        if not lazy.statements:
            return [], block.statements, code
        asking = statements(
            "if not flag:\n    flag = True\n    STATEMENTS",
            flag=ast.Name(flag, ast.Load()),
            STATEMENTS=lazy.statements,
        )
        return asking, block.statements, code

    def _false(
        self, asked: Candidate, once: Block
    ) -> tuple[ast.expr, Callable[[Block], list[ast.expr]]]:
        """Return what makes a rule false whatever the item, and what makes it so for an item."""
        parts = self._parts[asked.number]
        whole = [p for p in parts if self._level(p) is Level.REQUEST]
        code = either([self.conditions.code(_denied(part), once) for part in whole])
        if not isinstance(code, (ast.Name, ast.Constant)):
            name = self.names.fresh("f")
            once.statements.append(assigned(name, code))
            code = ast.Name(name, ast.Load())

        def of_item(block: Block) -> list[ast.expr]:
            each = [self.conditions.code(_denied(part), block) for part in self._of_item(asked)]
            if asked.data_bit:
                each.insert(0, expression("row[1] & BIT", BIT=number(asked.data_bit)))
            return each

        return code, of_item


def _denied(part: Part) -> Part:
    asked, wanted, inside = part
    return asked, not wanted, inside
