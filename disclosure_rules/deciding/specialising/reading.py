"""A vocabulary into a function that reads a request into a snapshot, and checks all of it.

The function takes what JSON gives and Python's own types, exactly; at anything else, and at every
fault, it gives up and returns None: `read_request` then reads the request, or says all of what is
wrong with it. What is copied into a snapshot is copied before it is checked.
"""

from __future__ import annotations

import ast
from operator import itemgetter
from typing import TYPE_CHECKING, Any, assert_never, cast

from disclosure_rules.deciding.specialising.instants import (
    IN_PLACE,
    READ_IN_PLACE,
    civil,
    decimal,
    instant,
)
from disclosure_rules.deciding.specialising.layout import NONE, Layout, absent
from disclosure_rules.deciding.specialising.syntax import (
    TRUE,
    Names,
    compiled,
    expression,
    number,
    statements,
)
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_LISTS = frozenset({list, tuple})
_SETS = frozenset({list, tuple, set, frozenset})
_BUILT_IN = {"type": type, "len": len, "dict": dict, "list": list, "str": str}
"""What readers use most of what Python has anyway: found sooner among their own names."""
_LARGEST = 2**256
"""As `read_request` has it: a whole number from here on counts nothing in the world."""


def request_reader(layout: Layout) -> Callable[[object], tuple[Any, ...] | None]:
    """Return the function that reads requests of a vocabulary, or gives up."""
    return _Reader(layout).reader()


def whole(text: str) -> bool:
    """Tell whether a text is free of halves of characters, as it is where it can be encoded."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def several(value: object, terms: Collection[str]) -> str | tuple[str, ...] | None:
    """Return the categories that a list gives, one alone as text; None where it gives others."""
    if type(value) not in _SETS:
        return None
    members: tuple[object, ...] = tuple(value)  # type: ignore[arg-type]
    if not all(type(member) is str and member in terms for member in members):
        return None
    found = sorted(cast("set[str]", set(members)))
    return found[0] if len(found) == 1 else tuple(found)


def _distinct(names: Sequence[str | None]) -> bool:
    given = [name for name in names if name is not None]
    return len(set(given)) == len(given)


class _Reader:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.vocabulary = layout.vocabulary
        self.names = Names(
            instant=instant,
            civil=civil,
            decimal=decimal,
            several=several,
            whole=whole,
            LISTS=_LISTS,
            SETS=_SETS,
            LARGEST=_LARGEST,
            NONE=NONE,
            distinct=_distinct,
            **_BUILT_IN,
            name_of=itemgetter(layout.places["item.name"]),
            **IN_PLACE,
        )

    def reader(self) -> Callable[[object], tuple[Any, ...] | None]:
        layout = self.layout
        targets: dict[str, str] = {
            key: self.names.fresh("v")
            for key in (*self.vocabulary.request_facts, *layout.entities, "items")
        }
        body = self._mapping("request", targets)
        missing = {part: self._uninvolved(part) for part in ("operation", "purpose", "recipient")}
        for key, fact in self.vocabulary.request_facts.items():
            target = targets[key]
            if key == "moment":
                gone = statements("return None")
            else:
                gone = statements(
                    "if operation in GONE: value = NONE",
                    value=_name(target),
                    operation=_name(targets["operation"]),
                    GONE=missing[key],
                )
            body += self._checked(fact, target, gone)
        taken = [*targets.values()][: len(self.vocabulary.request_facts)]
        for entity in layout.entities:
            source = targets[entity]
            facts = self.vocabulary.entities[entity].facts
            inside = {name: self.names.fresh("v") for name in facts}
            given = self.names.fresh("g")
            body += self._given(
                source,
                [
                    *statements("given = True", given=_name(given)),
                    *self._fields(source, facts, inside),
                ],
                [
                    *statements("given = False", given=_name(given)),
                    *self._gone(entity, facts, inside, targets["operation"], missing),
                ],
            )
            taken += [given, *inside.values()]
        items = targets["items"]
        body += self._given(
            items,
            self._items(items),
            statements("items = BROAD", items=_name(items), BROAD=self._broad()),
        )
        result = ast.Tuple([_name(name) for name in (items, *taken)], ast.Load())
        # INVARIANT: the places of the layout are filled in its order.
        body += statements("return result", result=result)
        function = statements("def read(request):\n    BODY", BODY=body)
        return compiled(function, self.names, "disclosure_rules: reader of requests")

    def _uninvolved(self, part: str) -> ast.expr:
        return self.names.constant(self.layout.uninvolved(part))

    def _broad(self) -> ast.expr:
        return self.names.constant(self.layout.broad)

    # --- Mappings --------------------------------------------------------------------------------

    def _mapping(
        self, source: str, targets: Mapping[str, str], seldom: Collection[str] = ()
    ) -> list[ast.stmt]:
        """Return what takes the known keys of a mapping, and gives up at any other key.

        A mapping that has all of the usual keys, and beside them as many as there are values under
        keys that are `seldom` there, has no other; nor has one that has as many keys as known ones
        have values. A null is one of the rare reasons to look at the keys themselves.
        """
        taking: list[ast.stmt] = []
        asking: list[ast.stmt] = []
        for key, target in targets.items():
            parts = {"value": _name(target), "source": _name(source), "KEY": self._key(key)}
            asked = statements("value = source.get(KEY)\nif value is not None: left -= 1", **parts)
            asking += asked
            taking += asked if key in seldom else statements("value = source[KEY]", **parts)
        return statements(
            """
if type(source) is not dict:
    return None
left = len(source) - USUAL
if left >= 0:
    try:
        TAKING
    except KeyError:
        left = -1
if left:
    if left < 0:
        left = len(source)
        ASKING
    if left and not KNOWN.issuperset(source):
        return None
            """,
            source=_name(source),
            USUAL=number(len(targets) - len(seldom)),
            TAKING=taking,
            ASKING=asking,
            KNOWN=self.names.constant(frozenset(targets)),
        )

    def _key(self, key: str) -> ast.expr:
        return self.names.constant(key)

    def _fields(
        self, source: str, facts: Mapping[str, Fact], inside: Mapping[str, str]
    ) -> list[ast.stmt]:
        """Return what reads the facts of an entity, an item or a record."""
        seldom = [name for name, fact in facts.items() if absent(fact.silence) is NONE]
        body = self._mapping(source, inside, seldom)
        for name, fact in facts.items():
            target = inside[name]
            gone = (
                statements("value = NONE", value=_name(target))
                if absent(fact.silence) is NONE
                else []
            )
            body += self._checked(fact, target, gone)
        return body

    def _given(self, target: str, present: list[ast.stmt], gone: list[ast.stmt]) -> list[ast.stmt]:
        return statements(
            "if value is not None:\n    PRESENT\nelse:\n    GONE",
            value=_name(target),
            PRESENT=present,
            GONE=gone,
        )

    def _gone(
        self,
        entity: str,
        facts: Mapping[str, Fact],
        inside: Mapping[str, str],
        operation: str,
        missing: Mapping[str, ast.expr],
    ) -> list[ast.stmt]:
        """Return what says how the facts of an entity stand that is not given."""
        body: list[ast.stmt] = []
        for name, fact in facts.items():
            target = _name(inside[name])
            if entity == "recipient":
                body += statements(
                    "value = NONE if operation in GONE else None",
                    value=target,
                    operation=_name(operation),
                    GONE=missing[entity],
                )
            elif self.layout.missing_entity(entity, fact) is NONE:
                body += statements("value = NONE", value=target)
            else:
                body += statements("value = None", value=target)
        return body

    def _records(
        self,
        source: str,
        facts: Mapping[str, Fact],
        inside: Mapping[str, str],
        each: Sequence[ast.stmt] = (),
    ) -> list[ast.stmt]:
        """Return what reads a list of records; `each` is done with every one."""
        record = self.names.fresh("r")
        values = ast.Tuple([_name(target) for target in inside.values()], ast.Load())
        found = self.names.fresh("l")
        return statements(
            """
if type(source) is not list and type(source) not in LISTS:
    return None
found = []
for record in source:
    FIELDS
    EACH
    found.append(VALUES)
source = found
            """,
            source=_name(source),
            record=_name(record),
            found=_name(found),
            FIELDS=self._fields(record, facts, inside),
            EACH=[*each],
            VALUES=values,
        )

    def _items(self, items: str) -> list[ast.stmt]:
        facts = self.vocabulary.entities["item"].facts
        inside = {name: self.names.fresh("v") for name in facts}
        naming = statements("names.add(name)", name=_name(inside["name"]))
        return [
            *statements("names = set()"),
            *self._records(items, facts, inside, naming),
            *statements(
                """
if len(names) != len(items) and not distinct([*map(name_of, items)]):
    return None
if not items:
    items = BROAD
                """,
                items=_name(items),
                BROAD=self._broad(),
            ),
        ]

    # --- Values ----------------------------------------------------------------------------------

    def _checked(self, fact: Fact, target: str, gone: list[ast.stmt]) -> list[ast.stmt]:
        """Return what checks a value and brings it into its form; `gone` is done without one.

        Where a check is cheap it comes first, and only what fails it is asked whether it is there.
        """
        value = _name(target)
        terms: ast.expr
        match fact.type:
            case Plain(name) if name in _FAILS:
                fails, terms = _FAILS[name], TRUE
            case OneTerm(taxonomy):
                fails, terms = _NO_TERM, self._terms(taxonomy)
            case _:
                present = self._value(fact, target)
                return statements(
                    "if value is not None:\n    PRESENT\nelse:\n    GONE",
                    value=value,
                    PRESENT=present,
                    GONE=gone,
                )
        return statements(
            """
if FAILS:
    if value is not None:
        return None
    GONE
            """,
            FAILS=expression(fails, value=value, TERMS=terms),
            value=value,
            GONE=gone,
        )

    def _value(self, fact: Fact, target: str) -> list[ast.stmt]:
        """Return what checks a value that is not None, and brings it into its form."""
        value = _name(target)
        match fact.type:
            case Plain("time"):
                return statements(READ_IN_PLACE, value=value)
            case Plain(name):
                return statements(_CONVERTED, value=value, convert=_name(_CONVERTERS[name]))
            case Categories(taxonomy):
                return statements(_CATEGORIES, value=value, TERMS=self._terms(taxonomy))
            case TermSet(taxonomy):
                return statements(_TERMS, value=value, TERMS=self._terms(taxonomy))
            case TextSet():
                return statements(_TEXTS, value=value)
            case Records(fields):
                inside = {name: self.names.fresh("v") for name in fields}
                return self._records(target, fields, inside)
            case OneTerm():  # pragma: no cover - is checked first
                raise AssertionError
        assert_never(fact.type)

    def _terms(self, taxonomy: str) -> ast.expr:
        return self.names.constant(self.vocabulary.taxonomies[taxonomy].terms)


_FAILS = {
    "boolean": "value is not True and value is not False",
    "integer": "type(value) is not int or not -LARGEST < value < LARGEST",
    "text": "type(value) is not str or not value or not (value.isascii() or whole(value))",
}
"""By plain type: when a value is none of it."""
_NO_TERM = "type(value) is not str or value not in TERMS"
_CONVERTERS = {"number": "decimal", "date": "civil"}
_CONVERTED = """
value = convert(value)
if value is None:
    return None
"""
_CATEGORIES = """
if type(value) is not str:
    value = several(value, TERMS)
    if value is None:
        return None
elif value not in TERMS:
    return None
"""
_TERMS = """
if type(value) is not list and type(value) not in SETS:
    return None
value = tuple(value)
for term in value:
    if type(term) is not str or term not in TERMS:
        return None
"""
_TEXTS = """
if type(value) is not list and type(value) not in SETS:
    return None
value = tuple(value)
for text in value:
    if type(text) is not str or not text or not (text.isascii() or whole(text)):
        return None
"""


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _subscript(source: str, key: ast.expr) -> ast.expr:
    return ast.Subscript(_name(source), key, ast.Load())
