"""Rules in force into those that a request can come under: all others are sure to be false.

A rule stands in one list, under what narrows it most: a text that a fact must equal, a category, a
kind of recipient, a purpose, an operation. A request looks up the lists of its own words, so that
rules about other words cost it nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never, cast

from disclosure_rules.deciding.specialising.layout import NONE, UNKNOWN, Layout
from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import Plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from disclosure_rules.deciding.specialising.terms import Terms
    from disclosure_rules.language.policy import Head, InForce, Rule

Category: TypeAlias = "str | tuple[str, ...] | None"
Key: TypeAlias = "tuple[object, ...]"
"""Operation, purpose, kind of recipient, then a value for each fact that is indexed."""

OTHER: Final = 0
"""A text that no rule asks for. No text equals it."""

REQUEST_PARTS: Final = ("operation", "purpose", "recipient")
NARROWEST_FIRST: Final = ("data", "recipient", "purpose", "operation")


class Index:
    """The rules of an epoch, by what they are about."""

    def __init__(self, layout: Layout, in_force: InForce, terms: Mapping[str, Terms]) -> None:
        """Sort the rules into lists."""
        self.rules: tuple[Rule, ...] = (*in_force.deny_rules, *in_force.allow_rules)
        self._terms = {
            "operation": terms["operations"],
            "purpose": terms["purposes"],
            "recipient": terms["recipients"],
            "data": terms["data"],
        }
        self._texts: list[dict[int, frozenset[str]]] = []
        # The recipient's id is always told apart, so that the first rule about one recipient makes
        # no request dearer.
        asked: dict[int, set[str]] = {layout.places["recipient.id"]: set()}
        for rule in self.rules:
            texts = {
                layout.places[path]: found
                for path, found in _required_texts(rule, in_force).items()
            }
            self._texts.append(texts)
            for place, found in texts.items():
                asked.setdefault(place, set()).update(found)
        self.indexed: tuple[int, ...] = tuple(sorted(asked))
        """The places of facts whose text a rule asks for."""
        self.values: tuple[dict[object, object], ...] = tuple(
            {UNKNOWN: UNKNOWN, NONE: NONE, **{text: text for text in asked[place]}}
            for place in self.indexed
        )
        """By indexed fact: the values that are told apart; all others count as `OTHER`."""
        self._by_text: dict[int, dict[str, list[int]]] = {
            place: defaultdict(list) for place in self.indexed
        }
        self._by_grant: dict[str, dict[str, list[int]]] = {
            part: defaultdict(list) for part in NARROWEST_FIRST
        }
        self._about_anything: list[int] = []
        for number, rule in enumerate(self.rules):
            self._put(number, rule.head, asked)

    def _put(self, number: int, head: Head, asked: Mapping[int, set[str]]) -> None:
        texts = self._texts[number]
        if texts:
            place = max(texts, key=lambda place: len(asked[place]))
            for text in texts[place]:
                self._by_text[place][text].append(number)
            return
        for part in NARROWEST_FIRST:
            grants: tuple[str, ...] = getattr(head, part)
            if grants:
                for grant in set(grants):
                    self._by_grant[part][grant].append(number)
                return
        self._about_anything.append(number)

    def candidates(self, key: Key, categories: Collection[Category]) -> list[int]:
        """Return the numbers of the rules that are not sure to be false, in order.

        Args:
            key: The request's.
            categories: Those of its items.
        """
        return sorted({n for n in self._near(key, categories) if self.open(n, key, categories)})

    def _near(self, key: Key, categories: Collection[Category]) -> Iterator[int]:
        yield from self._about_anything
        for place, value in zip(self.indexed, key[len(REQUEST_PARTS) :], strict=True):
            lists = self._by_text[place]
            if value is UNKNOWN:
                for numbers in lists.values():
                    yield from numbers
            elif isinstance(value, str):
                yield from lists.get(value, ())
        for part, value in zip(REQUEST_PARTS, key, strict=False):
            yield from self._of_grants(part, cast("str | None", value))
        for category in categories:
            for term in (category,) if not isinstance(category, tuple) else category:
                yield from self._of_grants("data", term)

    def _of_grants(self, part: str, value: str | None) -> Iterator[int]:
        lists = self._by_grant[part]
        if value is UNKNOWN:
            for numbers in lists.values():
                yield from numbers
        elif value is not NONE:
            for grant in self._terms[part].related[value]:
                yield from lists.get(grant, ())

    # --- How a head stands -----------------------------------------------------------------------

    def open(self, number: int, key: Key, categories: Collection[Category]) -> bool:
        """Tell whether a rule is not sure to be false for a key and some of the categories."""
        head = self.rules[number].head
        for part, value in zip(REQUEST_PARTS, key, strict=False):
            if self._excluded(part, getattr(head, part), value):
                return False
        values = dict(zip(self.indexed, key[len(REQUEST_PARTS) :], strict=True))
        for place, texts in self._texts[number].items():
            value = values[place]
            if value is not UNKNOWN and value not in texts:
                return False
        return not head.data or any(self.data_open(number, category) for category in categories)

    def _excluded(self, part: str, grants: tuple[str, ...], value: object) -> bool:
        if not grants or value is UNKNOWN:
            return False
        return value is NONE or self._terms[part].related[cast("str", value)].isdisjoint(grants)

    def can_hold(self, number: int, key: Key) -> bool:
        """Tell whether the parts of the head that a key settles are true."""
        head = self.rules[number].head
        return all(
            not grants or bool(value and not self._terms[part].covering[value].isdisjoint(grants))
            for part, value in zip(REQUEST_PARTS, cast("tuple[str, ...]", key), strict=False)
            for grants in (getattr(head, part),)
        )

    def data_holds(self, number: int, category: Category) -> bool:
        """Tell whether the categories fit a head's data: all for an allow rule, some for a deny."""
        rule = self.rules[number]
        covering = self._terms["data"].covering
        each = [not covering[term].isdisjoint(rule.head.data) for term in _each(category)]
        return bool(each) and (all(each) if rule.effect == "allow" else any(each))

    def data_open(self, number: int, category: Category) -> bool:
        """Tell whether the categories might fit a head's data."""
        rule = self.rules[number]
        if category is UNKNOWN:
            return True
        related = self._terms["data"].related
        each = [not related[term].isdisjoint(rule.head.data) for term in _each(category)]
        return bool(each) and (all(each) if rule.effect == "allow" else any(each))


def _each(category: Category) -> tuple[str, ...]:
    if not category:
        return ()
    return (category,) if isinstance(category, str) else category


def _required_texts(rule: Rule, in_force: InForce) -> dict[str, frozenset[str]]:
    """Return, by the path of a fact, the texts of which a rule needs one."""
    found: dict[str, frozenset[str]] = {}
    if rule.when is not None:
        for path, texts in _texts_in(rule.when, in_force, set()):
            found[path] = found[path] & texts if path in found else texts
    return found


def _texts_in(
    asked: c.Condition, in_force: InForce, opened: set[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    match asked:
        case c.All(parts):
            for part in parts:
                yield from _texts_in(part, in_force, opened)
        case c.Holds(definition, ()) if definition not in opened:
            opened.add(definition)
            yield from _texts_in(in_force.definitions[definition].means, in_force, opened)
        case c.Test(c.FactPath(fact), "is" | "one_of", operand) if fact.type == Plain(
            "text"
        ) and not fact.path.startswith("item."):
            texts = _written(operand, in_force)
            if texts is not None:
                yield fact.path, texts
        case _:
            return


def _written(operand: c.Operand, in_force: InForce) -> frozenset[str] | None:
    written: object
    match operand:
        case c.Literal(value):
            written = value
        case c.ParameterValue(parameter):
            written = in_force.parameters[parameter]
        case c.The():
            return None
        case _:
            assert_never(operand)
    return frozenset((written,) if isinstance(written, str) else cast("tuple[str, ...]", written))
