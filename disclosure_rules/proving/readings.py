"""What a request gives into how each fact stands for one who reads it by a vocabulary.

This is the part "Facts" of docs/semantics.md: known, none, or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.proving.values import Place, Terms, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.vocabulary import Taxonomy, Vocabulary
    from disclosure_rules.proving.asked import Asked, Given
    from disclosure_rules.proving.logic import Formula


@dataclass(frozen=True, slots=True)
class Reading:
    """How a fact stands: known, none, or (where neither holds) unknown."""

    place: Place
    known: Formula
    none: Formula
    unknown: Formula
    value: Value

    def terms(self, taxonomy: Taxonomy) -> Mapping[str, Formula]:
        """Return, for the terms of a taxonomy, whether they are there; none is unless known."""
        there = self.value.there if isinstance(self.value, Terms) else {}
        return {term: has for term, has in there.items() if term in taxonomy.terms}


class Reader:
    """Reads a request by a vocabulary."""

    def __init__(self, asked: Asked, vocabulary: Vocabulary) -> None:
        """Read this request by these words."""
        self._asked = asked
        self._logic = asked.logic
        self._vocabulary = vocabulary
        self._readings: dict[Place, Reading] = {}

    def fact(self, path: str, record: int | None = None) -> Reading:
        """Return how a fact stands, or a field of a record."""
        place = Place(path, record)
        found = self._readings.get(place)
        if found is None:
            found = self._readings[place] = self._read(place)
        return found

    def _read(self, place: Place) -> Reading:
        logic = self._logic
        given = self._asked.fact(place.path, place.record)
        absence = self._absence(given)
        if not self._asked.is_read(self._vocabulary, given):
            return Reading(
                place, known=False, none=absence, unknown=logic.neg(absence), value=given.value
            )
        nonempty = self._asked.nonempty(given)
        absent = logic.neg(given.given)
        empty = logic.conj((given.given, logic.neg(nonempty)))
        return Reading(
            place,
            known=logic.conj((given.given, nonempty)),
            none=logic.disj((empty, logic.conj((absent, absence)))),
            unknown=logic.conj((absent, logic.neg(absence))),
            value=given.value,
        )

    def _absence(self, given: Given) -> Formula:
        """Return that a fact which is not given is none, rather than unknown."""
        logic, path = self._logic, given.place.path
        silent = self._vocabulary.fact_or_field(path).silence == "none"
        entity = path.partition(".")[0]
        if given.place.record is not None:
            return silent
        if entity in ("operation", "moment"):
            return False
        if entity == "purpose":
            return self._uninvolved(entity)
        here = self._asked.entity(entity)
        inside = logic.conj((here, silent))
        if entity in ("item", self._vocabulary.subject):
            return inside
        if entity == "recipient":
            return logic.disj((inside, logic.conj((logic.neg(here), self._uninvolved(entity)))))
        of_all = self._vocabulary.entities[entity].silence
        outside = of_all == "none" if of_all else silent
        return logic.disj((inside, logic.conj((logic.neg(here), outside))))

    def _uninvolved(self, part: str) -> Formula:
        """Return that the operation given involves no such part, nor does any narrower one."""
        operations = self._vocabulary.taxonomies["operations"]
        there = self.fact("operation").terms(operations)
        return self._logic.disj(
            has
            for term, has in there.items()
            if not any(
                part in operations.terms[below].involves for below in operations.descendants(term)
            )
        )
