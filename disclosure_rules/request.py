"""A request as it came into the facts it gives, or into all of its faults.

What the facts that it does not give mean is no matter of reading: see the semantics.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from disclosure_rules.errors import Fault, InvalidRequest
from disclosure_rules.language.phrases import Phrase, phrase

if TYPE_CHECKING:
    from disclosure_rules.language.vocabulary import Fact, Type, Vocabulary

Record: TypeAlias = Mapping[str, "Value"]
"""A record of a list: the fields it gives, by name."""

Value: TypeAlias = (
    bool | int | Decimal | str | datetime | date | tuple[str, ...] | tuple["Record", ...]
)
"""A fact that is given. Instants are in UTC; sets and categories are sorted tuples."""

_TEXT_LIMIT: Final = 60
_MOST_ENTRIES: Final = 100_000
"""More entries than this no mapping of facts has; one without end is not read to its end."""
_SETS: Final = (list, tuple, set, frozenset)
_LARGEST_INTEGER_BITS: Final = 256
"""Beyond this a whole number counts nothing in the world, and may be too long to write out."""


class Request:
    """A request in typed form: what a mapping says, with completion in an editor.

    Entities of the vocabulary beside the recipient are keyword arguments of their own:
    `Request(operation="transmit", ..., client={"id": "c-1"}, demand={...})`.
    """

    __slots__ = ("_given",)

    def __init__(
        self,
        *,
        moment: str | datetime,
        operation: str | None = None,
        purpose: str | None = None,
        recipient: Mapping[str, object] | None = None,
        items: list[Mapping[str, object]] | tuple[Mapping[str, object], ...] | None = None,
        **entities: Mapping[str, object] | None,
    ) -> None:
        """Hold the parts; what is left out is absent."""
        self._given: dict[str, object] = {
            "operation": operation,
            "purpose": purpose,
            "moment": moment,
            "recipient": recipient,
            "items": items,
            **entities,
        }

    def as_mapping(self) -> dict[str, object]:
        """Return the request as a plain mapping, without what is absent."""
        return {name: part for name, part in self._given.items() if part is not None}

    def __repr__(self) -> str:
        """Show which parts are given, and no value."""
        return f"Request({', '.join(sorted(self.as_mapping()))})"


class Item:
    """An item asked about."""

    __slots__ = ("given", "known", "name")

    def __init__(self, given: Mapping[str, Value], *, known: bool) -> None:
        """Hold the facts by path; `known` is False for the unnamed item of a broad question."""
        self.given: Mapping[str, Value] = given
        self.known: bool = known
        name = given.get("item.name")
        self.name: str | None = name if isinstance(name, str) else None

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories given, sorted; empty when none are."""
        return self.given.get("item.category", ())  # type: ignore[return-value]


class Facts:
    """The facts that a valid request gives, copied from it."""

    __slots__ = ("entities", "given", "items", "moment")

    def __init__(
        self,
        given: Mapping[str, Value],
        entities: frozenset[str],
        items: tuple[Item, ...],
        moment: datetime,
    ) -> None:
        """Hold facts by path, the entities that are given at all, the items and the moment."""
        self.given: Mapping[str, Value] = given
        self.entities: frozenset[str] = entities
        self.items: tuple[Item, ...] = items
        self.moment: datetime = moment


def read_request(vocabulary: Vocabulary, request: object) -> Facts:
    """Return the facts that a request gives.

    Args:
        vocabulary: The words that the request may use.
        request: A mapping as JSON gives it, or a `Request`; times as ISO 8601 texts with an
            offset or as aware datetimes.

    Returns:
        A copy of what is given; absent keys and nulls are left out.

    Raises:
        InvalidRequest: The request does not fit the vocabulary; it names every fault.
    """
    reader = _Reader(vocabulary)
    try:
        return reader.read(request.as_mapping() if isinstance(request, Request) else request)
    except InvalidRequest:
        raise
    except Exception:  # noqa: BLE001 - what cannot be read is refused, whatever its class raises
        reader.refuse_unreadable()
    # Raised here, since what was raised there may say values, and would be chained.
    raise InvalidRequest(reader.faults)


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []
        self._at: tuple[str | int, ...] = ()
        """The place that is being read."""

    def refuse_unreadable(self) -> None:
        """Add a fault: what stands at the place that is being read cannot be read."""
        self._fault("wrong_value", self._at, phrase("request_unreadable_value"))

    def read(self, request: object) -> Facts:
        given: dict[str, Value] = {}
        entities = set()
        items: tuple[Item, ...] = ()
        known = [*self.vocabulary.request_facts, *self.vocabulary.entities, "items"]
        known.remove("item")
        parts = self._mapping(request, (), known)
        for key, part in parts.items():
            if key == "items":
                items = self._items(part)
            elif key in self.vocabulary.request_facts:
                self._take(self.vocabulary.request_facts[key], part, (key,), given)
            elif key in self.vocabulary.entities and key != "item":
                entities.add(key)
                self._entity(key, part, (key,), given)
            else:
                self._unknown_key((), key, known)
        moment = given.get("moment")
        if not isinstance(moment, datetime) and "moment" not in parts:
            self._fault("missing_moment", ("moment",), phrase("request_missing_moment"))
        if self.faults or not isinstance(moment, datetime):
            raise InvalidRequest(self.faults)
        unnamed = (Item({}, known=False),)
        return Facts(given, frozenset(entities), items or unnamed, moment)

    def _fault(self, code: str, steps: tuple[str | int, ...], problem: Phrase) -> None:
        self.faults.append(Fault(code, steps, problem))

    def _mapping(
        self, part: object, steps: tuple[str | int, ...], known: Collection[str]
    ) -> dict[str, object]:
        """Return the keys of a mapping that are given: without nulls, unless the key is unknown."""
        self._at = steps
        if not isinstance(part, Mapping):
            self._fault("not_a_mapping", steps, phrase("request_not_a_mapping"))
            return {}
        try:
            entries = list(islice(part.items(), _MOST_ENTRIES + 1))
        except Exception:  # noqa: BLE001 - a mapping that cannot be read is refused
            self._fault("not_a_mapping", steps, phrase("request_unreadable"))
            return {}
        if len(entries) > _MOST_ENTRIES:
            self._fault("not_a_mapping", steps, phrase("request_unreadable"))
            return {}
        given: dict[str, object] = {}
        for key, value in entries:
            if not isinstance(key, str):
                self._fault("key_not_text", steps, phrase("request_key_not_text"))
                continue
            word = str.__str__(key)
            if word in given:
                self._fault("repeated_key", steps, phrase("request_repeated_key"))
            if value is not None or word not in known:
                given[word] = value
        return given

    def _unknown_key(self, steps: tuple[str | int, ...], key: str, known: list[str]) -> None:
        # A key can hold personal data by mistake: only one that looks like a word is shown.
        from disclosure_rules.language.diagnostics import nearest_word  # noqa: PLC0415

        nearest = nearest_word(key, known)
        hint = (
            phrase("did_you_mean", nearest=nearest)
            if nearest
            else phrase("known_are", known=_listed(sorted(known)))
        )
        word = key.isidentifier() and len(key) <= _TEXT_LIMIT
        if word and (key.islower() or nearest):
            self._fault("unknown_key", (*steps, key), phrase("request_unknown_word", hint=hint))
        else:
            self._fault("unknown_key", steps, phrase("request_unknown_key", hint=hint))

    def _entity(
        self, name: str, part: object, steps: tuple[str | int, ...], given: dict[str, Value]
    ) -> None:
        facts = self.vocabulary.entities[name].facts
        for key, value in self._mapping(part, steps, facts).items():
            if key in facts:
                self._take(facts[key], value, (*steps, key), given)
            else:
                self._unknown_key(steps, key, list(facts))

    def _items(self, part: object) -> tuple[Item, ...]:
        self._at = ("items",)
        if not isinstance(part, (list, tuple)):
            self._fault("not_a_list", ("items",), phrase("request_no_items"))
            return ()
        items = []
        names: dict[str, int] = {}
        for index, below in enumerate(_members(part)):
            given: dict[str, Value] = {}
            self._entity("item", below, ("items", index), given)
            item = Item(given, known=True)
            items.append(item)
            if item.name is not None and names.setdefault(item.name, index) != index:
                problem = phrase("request_same_name", first=str(names[item.name]))
                self._fault("duplicate_item", ("items", index, "name"), problem)
        return tuple(items)

    def _take(
        self, fact: Fact, value: object, steps: tuple[str | int, ...], given: dict[str, Value]
    ) -> None:
        read = self._value(fact.type, value, steps)
        if read is not None:
            given[fact.path] = read

    def _value(self, kind: Type, value: object, steps: tuple[str | int, ...]) -> Value | None:
        from disclosure_rules.language import vocabulary as words  # noqa: PLC0415

        self._at = steps
        if isinstance(value, float) and isnan(value):
            # What data frames have where there is nothing.
            self._fault("wrong_value", steps, phrase("request_not_a_number"))
            return None
        match kind:
            case words.Plain(name):
                return self._plain(name, value, steps)
            case words.OneTerm(taxonomy):
                return self._term(taxonomy, value, steps)
            case words.Categories(taxonomy):
                if isinstance(value, str):
                    term = self._term(taxonomy, value, steps)
                    return None if term is None else (term,)
                if not isinstance(value, _SETS):
                    expected = phrase("type_categories")
                    problem = phrase("request_must_be", expected=expected)
                    self._fault("not_a_list", steps, problem)
                    return None
                return self._set(value, steps, lambda v, s: self._term(taxonomy, v, s))
            case words.TermSet(taxonomy):
                return self._set(value, steps, lambda v, s: self._term(taxonomy, v, s))
            case words.TextSet():
                return self._set(value, steps, lambda v, s: self._plain("text", v, s))
            case words.Records(fields):
                return self._records(fields, value, steps)

    def _plain(self, name: str, value: object, steps: tuple[str | int, ...]) -> Value | None:
        result = _READERS[name](value)
        if result is None:
            expected = phrase(f"value_{name}")
            hint = _odd_time(value) if name == "time" else None
            problem = (
                phrase("request_must_be", expected=expected)
                if hint is None
                else phrase("request_must_be_hint", expected=expected, hint=hint)
            )
            self._fault("wrong_value", steps, problem)
        return result

    def _term(self, taxonomy: str, value: object, steps: tuple[str | int, ...]) -> str | None:
        terms = self.vocabulary.taxonomies[taxonomy].terms
        text = _text(value)
        if text in terms:
            return text
        if text is None:
            expected = phrase("type_term", taxonomy=taxonomy)
            self._fault("wrong_value", steps, phrase("request_must_be", expected=expected))
            return None
        from disclosure_rules.language.diagnostics import nearest_word  # noqa: PLC0415

        nearest = nearest_word(text, terms)
        problem = (
            phrase("request_term_near", taxonomy=taxonomy, nearest=nearest)
            if nearest
            else phrase("request_term", taxonomy=taxonomy)
        )
        self._fault("unknown_term", steps, problem)
        return None

    def _set(
        self,
        value: object,
        steps: tuple[str | int, ...],
        read: Callable[[object, tuple[str | int, ...]], Any],
    ) -> tuple[str, ...] | None:
        if not isinstance(value, _SETS):
            self._fault("not_a_list", steps, phrase("request_no_texts"))
            return None
        if isinstance(value, (set, frozenset)):
            ordered = sorted(_members(value), key=repr)
        else:
            ordered = _members(value)
        members: set[str | None] = {
            read(part, (*steps, index)) for index, part in enumerate(ordered)
        }
        known = [member for member in members if member is not None]
        return tuple(sorted(known)) if len(known) == len(members) else None

    def _records(
        self, fields: Mapping[str, Fact], value: object, steps: tuple[str | int, ...]
    ) -> tuple[Record, ...] | None:
        if not isinstance(value, (list, tuple)):
            self._fault("not_a_list", steps, phrase("request_no_records"))
            return None
        records = []
        for index, part in enumerate(_members(value)):
            record: dict[str, Value] = {}
            at = (*steps, index)
            for key, below in self._mapping(part, at, fields).items():
                if key not in fields:
                    self._unknown_key(at, key, list(fields))
                    continue
                read = self._value(fields[key].type, below, (*at, key))
                if read is not None:
                    record[key] = read
            records.append(record)
        return tuple(records)


def _members(value: object) -> list[object]:
    """Return what a list, tuple or set really holds, whatever its class says when iterated."""
    for kind in (list, tuple, set, frozenset):
        if isinstance(value, kind):
            return [*kind.__iter__(cast("Any", value))]
    return []


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return int.__int__(value) if int.bit_length(value) <= _LARGEST_INTEGER_BITS else None


def _number(value: object) -> int | Decimal | None:
    if isinstance(value, float) and isfinite(value):
        return Decimal(float.__repr__(float.__float__(value)))
    if isinstance(value, Decimal):
        number = Decimal(value)
        return number if number.is_finite() else None
    return _integer(value)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = str.__str__(value)
    whole = all(not "\ud800" <= character <= "\udfff" for character in text)
    return text if text and whole else None


def _time(value: object) -> datetime | None:
    from disclosure_rules.language.times import read_instant, to_instant  # noqa: PLC0415

    if isinstance(value, datetime):
        # A pandas timestamp has nanoseconds beside, which would be lost.
        return None if getattr(value, "nanosecond", 0) else to_instant(value)
    return read_instant(value) if isinstance(value, str) else None


def _odd_time(value: object) -> Phrase | None:
    from disclosure_rules.language.odd_times import odd_time  # noqa: PLC0415

    return odd_time(value)


def _date(value: object) -> date | None:
    from disclosure_rules.language.times import read_date  # noqa: PLC0415

    if isinstance(value, date) and not isinstance(value, datetime):
        return date.fromordinal(date.toordinal(value))
    return read_date(value) if isinstance(value, str) else None


_READERS: Final[Mapping[str, Callable[[object], Value | None]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "text": _text,
    "time": _time,
    "date": _date,
}
"""How each type of a single value is read."""
