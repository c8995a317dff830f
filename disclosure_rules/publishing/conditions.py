"""Conditions into lists of sentences; what a definition means is folded below its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.language import conditions as c
from disclosure_rules.publishing.html import Node, element, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.policy import Policy
    from disclosure_rules.publishing.telling import Teller

_FOLDED_DEPTH: Final = 3
"""How deep definitions in definitions are told in place; all of them stand on the page."""


def bullets(entries: Iterable[Node], class_: str | None = None) -> Node:
    """Return a list with these entries."""
    return element("ul", *(element("li", entry) for entry in entries), class_=class_)


class ConditionTeller:
    """Tell the conditions of a version of a policy."""

    def __init__(
        self,
        teller: Teller,
        policy: Policy | None,
        arguments: Mapping[str, Node] | None = None,
        told: set[object] | None = None,
        depth: int = 0,
    ) -> None:
        """Tell what a version means; of a definition, with what its arguments stand for."""
        self.teller = teller
        self.policy = policy
        self.arguments: Mapping[str, Node] = arguments or {}
        self.told: set[object] = set() if told is None else told
        self.depth = depth

    def entries(self, asked: c.Condition | None) -> list[Node]:
        """Return what must hold, one by one."""
        if asked is None:
            return []
        if isinstance(asked, c.All):
            return [entry for part in asked.parts for entry in self.entries(part)]
        return [self._entry(asked)]

    def _entry(self, asked: c.Condition) -> Node:
        say = self.teller.say
        match asked:
            case c.Test():
                return self._test(asked)
            case c.All():
                return (say("all"), bullets(self.entries(asked)))
            case c.AnyOf(parts):
                return (say("any"), bullets(self._branch(part) for part in parts))
            case c.Not(part):
                return (say("not"), bullets([self._branch(part)]))
            case c.Some(of, _, where):
                return (say("some", list=self.path(of)), bullets(self.entries(where)))
            case c.Every(of, _, where):
                return (say("every", list=self.path(of)), bullets(self.entries(where)))
            case c.Holds():
                return self._holds(asked)
            case c.PermittedBy():
                return self._permitted_by(asked)

    def _branch(self, asked: c.Condition) -> Node:
        """Return a condition as one entry: an alternative, or what must not hold."""
        entries = self.entries(asked)
        return entries[0] if len(entries) == 1 else self._entry(asked)

    # --- Tests ---

    def path(self, path: c.Path | c.RecordPath) -> Node:
        """Return what people call what a path names."""
        match path:
            case c.FactPath(fact) | c.FieldPath(_, fact):
                return self.teller.fact(fact)
            case c.Argument(name) | c.RecordPath(name):
                return self.arguments.get(name, element("code", name))

    def _test(self, asked: c.Test) -> Node:
        return self.teller.say("test", fact=self.path(asked.path), relation=self._relation(asked))

    def _relation(self, asked: c.Test) -> Node:
        operator, operand = asked.operator, asked.operand
        if isinstance(operand, c.Literal) and isinstance(operand.value, bool):
            if operator == "present":
                return self.teller.say("present" if operand.value else "absent")
            return self.teller.value(operand.value, None)
        if operator == "is" and isinstance(operand, c.The):
            operator = "same"
        return self.teller.say(f"op_{operator}", right=self._right(operand, operator))

    def _right(self, operand: c.Operand, operator: str) -> Node:
        teller = self.teller
        match operand:
            case c.Literal(value, kind):
                if operator == "one_of" and isinstance(value, tuple):
                    return teller.either([teller.value(part, kind) for part in value])
                return teller.value(value, kind)
            case c.ParameterValue(parameter):
                return self._parameter(parameter)
            case c.The(path, amount, backwards):
                if amount is None:
                    return self.path(path)
                shift = self._right(amount, operator)
                return teller.say(
                    "less" if backwards else "plus", fact=self.path(path), shift=shift
                )

    def _parameter(self, name: str) -> Node:
        """Return a parameter with its value on the day, unless that is a set."""
        teller, book = self.teller, self.teller.book
        policy = book.standing("parameters", name, self.policy)
        parameter = policy.parameters[name.partition("#")[2]]
        shown = teller.named("parameters", name, self.policy)
        value = parameter.value_on(book.day_in(policy.period))
        if isinstance(value, tuple):
            return shown
        return teller.say("parameter", title=shown, value=teller.value(value, parameter.type))

    # --- Definitions and other rules ---

    def _holds(self, asked: c.Holds) -> Node:
        teller = self.teller
        title = teller.named("definitions", asked.definition, self.policy)
        handed = {name: self.path(path) for name, path in asked.arguments}
        key = (asked.definition, tuple((name, render(node)) for name, node in handed.items()))
        if key in self.told or self.depth == _FOLDED_DEPTH:
            return (title, self._handed(handed)) if handed else title
        self.told.add(key)
        policy = teller.book.standing("definitions", asked.definition, self.policy)
        definition = policy.definitions[asked.definition.partition("#")[2]]
        below = ConditionTeller(teller, policy, handed, self.told, self.depth + 1)
        means = bullets(below.entries(definition.means))
        folded = element("details", element("summary", teller.say("in_detail")), means)
        return (title, folded)

    def _handed(self, handed: Mapping[str, Node]) -> Node:
        listed = [(element("code", name), ": ", node) for name, node in handed.items()]
        return (" (", self.teller.both(listed), ")")

    def _permitted_by(self, asked: c.PermittedBy) -> Node:
        if asked.rule is not None:
            rule = self.teller.named("rules", asked.rule, self.policy)
            return self.teller.say("permitted_by_rule", rule=rule)
        ground = self.teller.term("grounds", str(asked.ground))
        return self.teller.say("permitted_by_ground", ground=ground)
