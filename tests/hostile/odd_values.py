"""Values that have no business in a request, and the places where they may turn up."""

from __future__ import annotations

from collections import ChainMap, OrderedDict, UserDict, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from types import MappingProxyType, SimpleNamespace
from typing import Any, NoReturn

from disclosure_rules import Decision, InvalidRequest
from tests.hostile.promises import answer, check_decision, check_shows_nothing
from tests.unit.small import MOMENT, ask, load, policy

TEXT, NUMBER = "Zq7 SECRET", 77_003_399_771
SECRETS = ("Zq7", "SECRET", str(NUMBER))

ENGINE = load(
    policy(
        """
        of_age: {effect: allow, ground: law, because: {et: "{client.age}", en: "{client.city}"},
                 when: {client.age: {at_least: 18}, client.adult: true}}
        scored: {effect: allow, ground: interest, because: {et: "{client.score}", en: "x"},
                 when: {client.score: {more_than: 18.5}}}
        exact: {effect: allow, ground: interest, when: {client.score: 0.1}}
        waited: {effect: allow, ground: interest,
                 when: {moment: {after: {the: client.joined_at, plus: 1000000 hours}}}}
        grown: {effect: allow, ground: interest,
                when: {moment: {after: {the: client.born_on, plus: 1000000 months}}}}
        before: {effect: allow, ground: interest,
                 when: {client.left_at: {before: {the: client.joined_at, minus: 1000000 years}}}}
        consent:
          effect: allow
          ground: consent
          because: {et: "{consent.id}", en: "{consent.number} {consent.weight}"}
          when:
            some:
              of: client.consents
              as: consent
              where:
                consent.purposes: {covers: {the: purpose}}
                consent.given_at: {at_or_before: {the: moment}}
                consent.tags: {includes: {the: recipient.id}}
        refused: {effect: deny, when: {client.refused: {covers: {the: recipient.kind}}}}
        bad_rank: {effect: deny, when: {client.rank: silver}}
        """
    )
)
PATHS = (
    "operation",
    "purpose",
    "moment",
    "recipient",
    "recipient.id",
    "recipient.kind",
    "client",
    "client.id",
    "client.adult",
    "client.age",
    "client.score",
    "client.city",
    "client.born_on",
    "client.joined_at",
    "client.rank",
    "client.hobbies",
    "client.refused",
    "client.consents",
    "client.consents.purposes",
    "client.consents.tags",
    "client.consents.given_at",
    "client.consents.ends_on",
    "client.consents.number",
    "client.consents.weight",
    "client.consents.written",
    "demand",
    "items",
    "item.category",
    "item.related_to",
    "item.size",
)
"""Every kind of place; names of items are left out, since messages may show them."""


def placed(path: str, value: object) -> dict[str, Any]:
    """Return a request full of secrets that has one value at a path."""
    record = {"id": TEXT, "purposes": ["contract"], "given_at": MOMENT, "number": NUMBER}
    client = {"id": TEXT, "age": 30, "adult": True, "consents": [record]}
    item: dict[str, object] = {"name": "email", "category": "email", "related_to": [TEXT]}
    request = ask(client=client, items=[item])
    entity, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    if field:
        record[field] = value
    elif entity == "item":
        item[name] = value
    elif name:
        request[entity][name] = value
    else:
        request[entity] = value
    return request


def tried(request: Any, engine: Any = ENGINE) -> Decision | InvalidRequest:
    """Return what comes of a request, having checked what must hold of any answer."""
    given_ = answer(engine, request)
    check_shows_nothing(given_, *SECRETS)
    if isinstance(given_, Decision):
        check_decision(engine, request, given_)
    return given_


# --- Values that have no business in a request ---------------------------------------------------


def raises(*_: object) -> NoReturn:
    raise RuntimeError(TEXT, NUMBER)


def odd(base: type, *names: str) -> Any:
    """Return a subclass of which some methods raise, with the secrets in what they raise."""
    return type("Odd", (base,), dict.fromkeys(names, raises))


class Zone(tzinfo):
    """A zone that gives what it was told to, or raises it."""

    def __init__(self, offset: Any) -> None:
        self.offset = offset

    def utcoffset(self, _: datetime | None) -> Any:
        if isinstance(self.offset, Exception):
            raise self.offset
        return self.offset

    dst = tzname = utcoffset


class Facts(Mapping[str, Any]):
    """A mapping that is no dictionary."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts

    def __getitem__(self, key: str) -> Any:
        return self.facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


class Pairs(Facts):
    """A mapping that says anything of what it holds."""

    def __init__(self, pairs: Any) -> None:
        super().__init__(id=TEXT)
        self.pairs = pairs

    def items(self) -> Any:
        return self.pairs


class Lying(Decimal):
    """A number that calls itself one whatever it is."""

    def is_finite(self) -> bool:
        return True


class FarOff(date):
    """A date with a year that no calendar has."""

    @property
    def year(self) -> int:
        return 10**9


class Nameless:
    """Something that does not even say what it is."""

    __class__ = property(raises)


def nested(kind: Callable[[Any], Any], times: int = 100_000) -> Any:
    deep: Any = kind(TEXT)
    for _ in range(times):
        deep = kind(deep)
    return deep


def cyclic() -> tuple[Any, Any]:
    mapping: dict[str, Any] = {"id": TEXT}
    listed: list[Any] = [mapping]
    mapping["client"] = mapping["consents"] = listed
    listed.append(listed)
    return mapping, listed


NAN = float("nan")
VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "a number": NUMBER,
    "a number as a text": str(NUMBER),
    "a fraction": 0.5,
    "minus zero": -0.0,
    "not a number": NAN,
    "infinity": float("inf"),
    "a decimal that is no number": Decimal("NaN"),
    "a decimal that signals": Decimal("sNaN123"),
    "a decimal beyond all": Decimal("-Infinity"),
    "a decimal of a billion digits": Decimal("1e999999999"),
    "a decimal near nothing": Decimal("-1e-999999999"),
    "a decimal of many digits": Decimal(f"{NUMBER}." + "7" * 100_000),
    "a whole number of many digits": 10**100_000 + NUMBER,
    "a complex number": NUMBER * 1j,
    "a ratio": Fraction(NUMBER, 7),
    "no text": "",
    "a text": TEXT,
    "a long text": TEXT * 10_000,
    "a null character": f"\x00{TEXT}",
    "half a pair": f"{TEXT}\ud800",
    "from right to left": f"\u202e{TEXT}\u202c",
    "a combining mark": "\u0301",
    "an escape": f"\x1b[31m{TEXT}\n{TEXT}\r",
    "bytes": TEXT.encode(),
    "more bytes": bytearray(TEXT.encode()),
    "a view": memoryview(TEXT.encode()),
    "a list": [TEXT, NUMBER],
    "a list of nothing": [None, [], {}, ()],
    "a list that repeats": [TEXT] * 1_000,
    "a tuple": (TEXT,),
    "a set": {TEXT, NUMBER},
    "a set of odd things": {None, 1, 1.5, (TEXT,), frozenset({TEXT})},
    "a frozen set": frozenset({TEXT}),
    "a range": range(NUMBER),
    "a generator": (TEXT for _ in range(3)),
    "an iterator": iter([TEXT]),
    "a queue": deque([TEXT]),
    "a mapping": {"id": TEXT, TEXT: TEXT, "purposes": {TEXT: NUMBER}},
    "a mapping with odd keys": {1: TEXT, None: TEXT, (TEXT,): NUMBER, b"id": TEXT, NAN: 1},
    "a mapping of mappings": {"id": {"id": {"id": TEXT}}},
    "an empty key": {"": TEXT},
    "a default mapping": defaultdict(lambda: TEXT, id=TEXT),
    "an ordered mapping": OrderedDict(id=TEXT),
    "a proxy": MappingProxyType({"id": TEXT}),
    "a chain": ChainMap({"id": TEXT}, {"id": NUMBER}),
    "a user's mapping": UserDict(id=TEXT),
    "a mapping of its own kind": Facts(id=TEXT),
    "a namespace": SimpleNamespace(id=TEXT),
    "a class": dict,
    "a function": raises,
    "an exception": ValueError(TEXT),
    "an ellipsis": ...,
    "a date": date(2026, 1, 1),
    "a duration": timedelta(days=NUMBER // 10**8),
    "a time without an offset": datetime(2026, 1, 1),  # noqa: DTZ001 - a fault on purpose
    "the first time": datetime.min.replace(tzinfo=UTC),
    "the last time": datetime.max.replace(tzinfo=UTC),
    "an offset with seconds": datetime(2026, 1, 1, tzinfo=timezone(timedelta(seconds=-1))),
    "an offset that leaves the calendar": datetime(1, 1, 2, tzinfo=timezone(timedelta(hours=23))),
    "a leap second": "2016-12-31T23:59:60Z",
    "the end of a day": "2026-06-30T24:00:00Z",
    "the year 0": "0000-01-01T00:00:00Z",
    "before the calendar": "0001-01-01T00:00:00+14:00",
    "after the calendar": "9999-12-31T23:59:59-14:00",
    "the year 10000": "10000-01-01T00:00:00Z",
    "an offset of seconds": "2026-06-30T12:00:00+02:00:30",
    "a day that is not": "2026-02-30",
    "digits of another script": "\uff12\uff10\uff12\uff16-01-01",
    "a deep list": nested(lambda part: [part]),
    "a deep tuple": nested(lambda part: (part,)),
    "a deep mapping": nested(lambda part: {"client": part}),
    "a deep frozen set": nested(lambda part: frozenset([part]), 3_000),
    "a mapping that holds itself": cyclic()[0],
    "a list that holds itself": cyclic()[1],
    "entries that raise": odd(Facts, "items")(id=TEXT),
    "keys that raise": odd(Facts, "__iter__", "keys")(id=TEXT),
    "values that raise": odd(Facts, "__getitem__")(id=TEXT),
    "a length that raises": odd(Facts, "__len__", "__bool__")(id=TEXT),
    "entries that are no pairs": Pairs([TEXT]),
    "entries that are no entries": Pairs(NUMBER),
    "entries that do not hash": Pairs([([], TEXT), ({}, TEXT)]),
    "entries without end": Pairs(repeat(("id", TEXT))),
    "entries that repeat": Pairs([("id", TEXT), ("id", TEXT)]),
    "a dictionary that raises": odd(dict, "items", "keys", "__getitem__", "__iter__")(id=TEXT),
    "a list that raises": odd(list, "__iter__", "__len__", "__getitem__", "__bool__")([TEXT]),
    "a tuple that raises": odd(tuple, "__iter__", "__len__")((TEXT,)),
    "a set that raises": odd(set, "__iter__", "__len__")({TEXT}),
    "a set of what raises": {odd(str, "__repr__", "__lt__")(TEXT)},
    "a list of what raises": [odd(str, "__hash__", "__eq__", "__len__")(TEXT)],
    "a text that raises": odd(str, "__eq__", "__hash__", "__str__", "__len__", "__iter__")(TEXT),
    "a text that is neither": odd(str, "__bool__", "__len__", "__contains__")("partner"),
    "a key that raises": {odd(str, "__str__", "__repr__", "isidentifier")(TEXT): TEXT},
    "a number that raises": odd(int, "__eq__", "__int__", "bit_length", "__index__")(NUMBER),
    "a fraction that raises": odd(float, "__eq__", "__float__", "__repr__", "__str__")(0.5),
    "a decimal that raises": odd(Decimal, "is_finite", "__eq__", "__str__")(NUMBER),
    "a decimal that lies": Lying("NaN"),
    "a decimal that lies and signals": Lying("sNaN"),
    "a date that raises": odd(date, "year", "toordinal", "isoformat")(2026, 1, 1),
    "a date that lies": FarOff(2026, 1, 1),
    "a time that raises": odd(datetime, "utcoffset", "astimezone")(2026, 1, 1, tzinfo=UTC),
    "a year that raises": type("Odd", (datetime,), {"year": property(raises)})(2026, 1, 1),
    "nanoseconds that raise": type("Odd", (datetime,), {"nanosecond": property(raises)})(
        2026, 1, 1, tzinfo=UTC
    ),
    "a zone that raises": datetime(2026, 1, 1, tzinfo=Zone(RuntimeError(TEXT))),
    "a zone without an offset": datetime(2026, 1, 1, tzinfo=Zone(None)),
    "a zone that says a text": datetime(2026, 1, 1, tzinfo=Zone(TEXT)),
    "a zone that is days away": datetime(2026, 1, 1, tzinfo=Zone(timedelta(days=5))),
    "something without a class": Nameless(),
    "something of the class of a mapping": type("Odd", (), {"__class__": dict})(),
    "something of the class of a text": type("Odd", (), {"__class__": str})(),
}
