"""A policy set into bytes that are quick to read again, and back, by a closed list of nouns.

A line of JSON comes first: a list of plain values, that is texts, whole numbers, true, false and
null; and a list of layers. A layer holds values of one sort, made of what comes before them: what
they are, and how long its columns are, one for each part. Then follow all columns, as numbers of
four bytes: the places at which that part of each value is found, the plain values counted first.
Of collections, which have differently many parts, one column tells how many, another the parts.

Equal values are written once. The last value is the whole.

The cases stand apart, behind the rest: they decide nothing, and are read when somebody asks.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import accumulate, chain, islice, pairwise
from typing import Any, ClassVar, Final, NoReturn, TypeAlias, overload
from zoneinfo import ZoneInfo

from disclosure_rules.language import cases, conditions, guarantees, policy, times, vocabulary
from disclosure_rules.language.noun import nouns_of, parts_of_noun, with_parts
from disclosure_rules.language.source import Span

_NOUNS: Final[tuple[type, ...]] = (
    times.Duration,
    vocabulary.Plain,
    vocabulary.OneTerm,
    vocabulary.Categories,
    vocabulary.TermSet,
    vocabulary.TextSet,
    vocabulary.Records,
    vocabulary.RecordOf,
    vocabulary.Term,
    vocabulary.Taxonomy,
    vocabulary.Fact,
    vocabulary.Entity,
    vocabulary.Vocabulary,
    conditions.FactPath,
    conditions.FieldPath,
    conditions.Argument,
    conditions.RecordPath,
    conditions.Literal,
    conditions.ParameterValue,
    conditions.The,
    conditions.Test,
    conditions.All,
    conditions.AnyOf,
    conditions.Not,
    conditions.Some,
    conditions.Every,
    conditions.Holds,
    conditions.PermittedBy,
    policy.Clause,
    policy.Section,
    policy.Notice,
    policy.Reading,
    policy.Period,
    policy.Head,
    policy.Exemption,
    policy.ParameterName,
    policy.Rule,
    policy.Obligation,
    policy.Definition,
    policy.ParameterEntry,
    policy.Parameter,
    policy.Policy,
    policy.PolicySet,
    guarantees.Guarantee,
    cases.Expectation,
    cases.Case,
)
_MADE_AGAIN: Final = frozenset({"zone", "_epochs"})
"""What a noun works out of the rest, or collects: it is not written."""

_FOUR_BYTES: Final = "I"

_At: TypeAlias = Callable[[int], Any]
"""What stands at a place."""
_Maker: TypeAlias = Callable[["list[array[int]]", _At], Iterable[object]]
"""Columns of places into values."""


class NotStored(ValueError):  # noqa: N818 - it is no error: there is nothing to read
    """The text is not one that was written here."""


def written(policy_set: policy.PolicySet) -> bytes:
    """Return a policy set as bytes."""
    rest = _written(with_parts(policy_set, cases=()))
    return b"%d\n%b%b" % (len(rest), rest, _written(tuple(policy_set.cases)))


def _written(value: object) -> bytes:
    writer = _Writer()
    writer.number(value)
    heads, places = [], array(_FOUR_BYTES)
    for sort, columns in writer.columns():
        heads.append([sort, [*map(len, columns)]])
        for column in columns:
            places.extend(column)
    text = json.dumps([writer.plain, heads], separators=(",", ":"))
    return text.encode("ascii") + b"\n" + places.tobytes()


def read(content: bytes) -> policy.PolicySet:
    """Return the policy set that was written.

    Raises:
        NotStored: The bytes were not written here.
    """
    length, _, parts = content.partition(b"\n")
    try:
        end = int(length)
    except ValueError as error:
        raise NotStored from error
    whole = _read(parts[:end])
    if not isinstance(whole, policy.PolicySet):
        raise NotStored
    return with_parts(whole, cases=KeptCases(parts[end:]))


def _read(content: bytes) -> object:
    """Return the value that was written last.

    Raises:
        NotStored: The bytes were not written here.
    """
    text, _, numbers = content.partition(b"\n")
    places = array(_FOUR_BYTES)
    try:
        places.frombytes(numbers)
        made, heads = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
        at, start = made.__getitem__, 0
        for sort, lengths in heads:
            ends = [*accumulate(lengths, initial=start)]
            columns = [places[begin:end] for begin, end in pairwise(ends)]
            start = ends[-1]
            made += _MAKERS[sort](columns, at)
        whole = made[-1]
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise NotStored from error
    if start != len(places):
        raise NotStored
    return whole


class KeptCases(Sequence[cases.Case]):
    """The cases of a policy set, which are read when one is first asked for.

    Raises:
        NotStored: Only then: the bytes were not written here. Damage shows before, by the checksum.
    """

    def __init__(self, content: bytes) -> None:
        """Keep the bytes."""
        self._content = content
        self._cases: tuple[cases.Case, ...] | None = None

    def _all(self) -> tuple[cases.Case, ...]:
        content = self._content  # first: another thread may let go of it after it has read it
        if self._cases is None:
            found = _read(content)
            if type(found) is not tuple or not all(isinstance(case, cases.Case) for case in found):
                raise NotStored
            self._cases, self._content = found, b""
        return self._cases

    @overload
    def __getitem__(self, place: int) -> cases.Case: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[cases.Case]: ...

    def __getitem__(self, place: int | slice) -> cases.Case | Sequence[cases.Case]:
        """Return a case, or several."""
        return self._all()[place]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        """Tell whether these are the same cases in the same order."""
        if isinstance(other, (tuple, KeptCases)):
            return self._all() == tuple(other)
        return NotImplemented

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # requests of cases have none

    def __repr__(self) -> str:
        """Show them as any others."""
        return repr(self._all())


class _Layer:
    """What is of one sort, and made of values of the layers below."""

    def __init__(self, height: int, sort: str, number: int) -> None:
        self.height = height
        self.sort = sort
        self.first = number << _BITS
        self.rows: list[tuple[int, ...]] = []
        """Of each value the numbers of its parts. A number is that of a layer, and one in it."""


class _Writer:
    """What is found in a value: each part once, in a layer above all of its own parts."""

    def __init__(self) -> None:
        self.plain: list[object] = []
        self.layers: dict[tuple[int, str], _Layer] = {}
        self._by_number = [_Layer(0, "", 0)]
        """All layers, that of the plain values first."""
        self._plain: dict[tuple[type, object], int] = {}
        self._numbers: dict[str, dict[tuple[int, ...], int]] = {}
        self._known: dict[int, tuple[object, int]] = {}
        """By identity: a value, which is kept so that no other takes its place, and its number."""

    def number(self, value: object) -> int:
        """Return the number of a value; find what it is made of."""
        kind = type(value)
        if kind in _PLAIN:
            number = self._plain.setdefault((kind, value), len(self.plain))
            if number == len(self.plain):
                self.plain.append(value)
            return number
        if isinstance(value, str):  # a word of a document, which knows its place
            return self.number(str(value))
        known = self._known.get(id(value))
        if known is None:
            sort, parts = _taken_apart(value)
            row = (*map(self.number, parts),)
            known = self._known[id(value)] = value, self._row(sort, row)
        return known[1]

    def _row(self, sort: str, row: tuple[int, ...]) -> int:
        numbers = self._numbers.setdefault(sort, {})
        number = numbers.get(row)
        if number is None:
            height = 1
            for part in row:
                below = self._by_number[part >> _BITS].height
                if below >= height:
                    height = below + 1
            layer = self.layers.get((height, sort))
            if layer is None:
                layer = self.layers[height, sort] = _Layer(height, sort, len(self._by_number))
                self._by_number.append(layer)
            number = numbers[row] = layer.first + len(layer.rows)
            layer.rows.append(row)
        return number

    def columns(self) -> Iterator[tuple[str, list[list[int]]]]:
        """Yield the sort of each layer above the plain values, and its columns of places."""
        ordered = [self.layers[key] for key in sorted(self.layers)]
        start, starts = len(self.plain), [0] * len(self._by_number)
        for layer in ordered:
            starts[layer.first >> _BITS] = start
            start += len(layer.rows)
        for layer in ordered:
            if layer.sort in _COLLECTIONS or not layer.rows[0]:
                numbers = [[*chain.from_iterable(layer.rows)]]
                counts = [[*map(len, layer.rows)]]
            else:
                numbers = [[*column] for column in zip(*layer.rows, strict=True)]
                counts = []
            places = [[starts[n >> _BITS] + (n & _ROW) for n in column] for column in numbers]
            yield layer.sort, counts + places


def _taken_apart(value: Any) -> tuple[str, Iterable[object]]:
    """Return the sort of a value, and its parts."""
    kind = type(value)
    fields = _FIELDS.get(kind)
    if fields is not None:
        return kind.__name__, [getattr(value, name) for name in fields]
    if kind is Span:
        return "Span", value
    if isinstance(value, Mapping):
        return "dict", chain.from_iterable(value.items())
    if isinstance(value, frozenset):
        return "frozenset", sorted(value)
    if isinstance(value, (tuple, list)):
        return ("tuple" if isinstance(value, tuple) else "list"), value
    if kind in {Decimal, date, datetime}:
        return kind.__name__, [str(value)]
    message = f"no way is known to store {kind.__name__}"
    raise TypeError(message)


def _refuse(number: str) -> NoReturn:
    raise ValueError(number)


def _fields(noun: type) -> tuple[str, ...]:
    return tuple(name for name in parts_of_noun(noun) if name not in _MADE_AGAIN)


def _nouns(noun: type) -> _Maker:
    """Return what makes nouns of columns of places."""
    if not _fields(noun):
        return lambda columns, _: [noun() for _ in columns[0]]
    return lambda columns, at: nouns_of(noun, _parts(columns, at))


def _parts(columns: list[array[int]], at: _At) -> list[list[Any]]:
    return [[*map(at, column)] for column in columns]


def _spans(columns: list[array[int]], at: _At) -> Iterable[Span]:
    file, line, column, end_line, end_column = _parts(columns, at)
    parts = zip(file, line, column, end_line, end_column, strict=True)
    return map(partial(tuple.__new__, Span), parts)


def _rare(make: Callable[[dict[str, Any]], object], noun: type) -> _Maker:
    """Return what makes nouns that have parts beside those that are written."""
    return lambda columns, at: [
        make(dict(zip(_FIELDS[noun], parts, strict=True)))
        for parts in zip(*_parts(columns, at), strict=True)
    ]


def _vocabulary(parts: dict[str, Any]) -> vocabulary.Vocabulary:
    return vocabulary.Vocabulary(zone=ZoneInfo(parts["time_zone"]), **parts)


def _collections(make: Callable[[Iterator[Any]], object]) -> _Maker:
    def made(columns: list[array[int]], at: _At) -> Iterable[object]:
        lengths, places = columns
        if sum(lengths) != len(places):
            raise ValueError
        parts = map(at, places)
        return [make(islice(parts, length)) for length in lengths]

    return made


def _mapping(parts: Iterator[Any]) -> dict[Any, Any]:
    return dict(zip(parts, parts, strict=True))


def _texts(make: Callable[[str], object]) -> _Maker:
    return lambda columns, at: [make(at(place)) for place in columns[0]]


_PLAIN: Final = frozenset({str, int, bool, type(None)})
_BITS: Final = 28
_ROW: Final = (1 << _BITS) - 1
_COLLECTIONS: Final[Mapping[str, _Maker]] = {
    "dict": _collections(_mapping),
    "frozenset": _collections(frozenset),
    "tuple": _collections(tuple),
    "list": _collections(list),
}
_FIELDS: Final = {noun: _fields(noun) for noun in _NOUNS}
_MAKERS: Final[Mapping[str, _Maker]] = {
    **{noun.__name__: _nouns(noun) for noun in _NOUNS},
    "Span": _spans,
    "Vocabulary": _rare(_vocabulary, vocabulary.Vocabulary),
    "PolicySet": _rare(lambda parts: policy.PolicySet(**parts), policy.PolicySet),
    **_COLLECTIONS,
    "Decimal": _texts(Decimal),
    "date": _texts(date.fromisoformat),
    "datetime": _texts(datetime.fromisoformat),
}

LAYOUT: Final = [sys.byteorder, *((noun.__name__, *fields) for noun, fields in _FIELDS.items())]
"""What bytes are written and read by: those of another layout say nothing here."""
