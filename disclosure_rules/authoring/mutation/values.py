"""Values that a policy writes into mutants: moved boundaries, flipped booleans, other terms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, assert_never, cast

from disclosure_rules.language.times import Duration, read_date, read_duration, read_instant
from disclosure_rules.language.tree import Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    Taxonomy,
    TermSet,
    TextSet,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Table

    from disclosure_rules.authoring.mutation.mutants import Kind, Mutant
    from disclosure_rules.authoring.mutation.source import Source

_SECOND: Final = timedelta(seconds=1)


def value_mutants(
    source: Source, node: Node, kind: Type, taxonomies: Table[str, Taxonomy]
) -> Iterator[Mutant]:
    """Yield the changes of a value of a type, as far as the type knows any."""
    match kind:
        case OneTerm(taxonomy) | TermSet(taxonomy) | Categories(taxonomy):
            yield from term_mutants(source, node, taxonomies[taxonomy])
        case TextSet() | Records() | Plain("text"):
            yield from _dropped(source, node, "drop_value")
        case Plain():
            for value in _leaves(node):
                yield from plain_mutants(source, value)
            yield from _dropped(source, node, "drop_value")
        case _:
            assert_never(kind)


def plain_mutants(source: Source, value: Scalar) -> Iterator[Mutant]:
    """Yield the changes of a boolean, and of a number, date, time or duration by a step."""
    kind: Kind = "flip_value" if isinstance(value.value, bool) else "move_boundary"
    for other in _moved(value):
        yield source.mutant(kind, value.span, other, source.replace(value, other), was=value.text)


def _moved(node: Scalar) -> Iterator[str]:
    """Yield the value a step earlier or less, and a step later or more; of a boolean, the other."""
    value = node.value
    if isinstance(value, bool):
        yield "false" if value else "true"
        return
    read: object = value
    if isinstance(value, str):
        read = read_duration(value) or read_date(value) or read_instant(value)
    for step in (-1, 1):
        match read:
            case int() | Decimal():
                yield str(read + _last_digit(Decimal(read)) * step)
            case Duration():
                if read.amount + step >= 0:
                    yield str(Duration(read.amount + step, read.unit))
            case datetime():
                # INVARIANT: every instant read lies at least a day inside the calendar.
                yield (datetime.fromisoformat(str(value)) + _SECOND * step).isoformat()
            case date():
                ordinal = read.toordinal() + step
                if 1 <= ordinal <= date.max.toordinal():
                    yield date.fromordinal(ordinal).isoformat()
            case _:
                # Every value of another type has no step.
                return


def _last_digit(number: Decimal) -> Decimal:
    """Return the least amount that the number is written in, such as 0.01."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


# --- Terms and lists of them ---------------------------------------------------------------------


def term_mutants(source: Source, node: Node, taxonomy: Taxonomy) -> Iterator[Mutant]:
    """Yield the changes of a term, or of each term of a list: broader, narrower, other, none."""
    words = _leaves(node)
    written = [word.text for word in words]
    for word in words:
        term = taxonomy.terms[word.text]
        if term.parent is not None:
            yield source.mutant(
                "widen_term",
                word.span,
                term.parent,
                source.replace(word, term.parent),
                was=word.text,
            )
        for narrower in term.narrower:
            yield source.mutant(
                "narrow_term", word.span, narrower, source.replace(word, narrower), was=word.text
            )
        others = [other for other in _beside(taxonomy, word.text) if other not in written]
        if others and not term.narrower:
            yield source.mutant(
                "replace_term", word.span, others[0], source.replace(word, others[0]), was=word.text
            )
    yield from _dropped(source, node, "drop_term")
    yield from _added(source, cast("Scalar | Sequence", node), written, taxonomy)


def _leaves(node: Node) -> list[Scalar]:
    """Return the values of a list, or the one that stands by itself."""
    return cast("list[Scalar]", node if isinstance(node, Sequence) else [node])


def _dropped(source: Source, node: Node, kind: Kind) -> Iterator[Mutant]:
    """Yield the list without each of its words."""
    for index, word in enumerate(_leaves(node)):
        edit = source.remove(node, index) if isinstance(node, Sequence) else None
        if edit is not None:
            yield source.mutant(kind, word.span, word.text, edit)


def _added(
    source: Source, node: Scalar | Sequence, written: list[str], taxonomy: Taxonomy
) -> Iterator[Mutant]:
    """Yield the words with each term that stands beside one of them, and is not covered yet."""
    beside = dict.fromkeys(other for word in written for other in _beside(taxonomy, word))
    for other in beside:
        if not any(
            taxonomy.covers(word, other) or taxonomy.covers(other, word) for word in written
        ):
            yield source.mutant("add_term", node.span, other, source.append(node, other))


def _beside(taxonomy: Taxonomy, word: str) -> Iterable[str]:
    """Return the terms that have the same broader term, in the order after this one."""
    parent = taxonomy.terms[word].parent
    alike = [term.id for term in taxonomy.terms.values() if term.parent == parent]
    at = alike.index(word)
    return [*alike[at + 1 :], *alike[:at]]
