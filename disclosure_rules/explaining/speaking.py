"""Facts, values, tests and records into words of one language, with labels of the vocabulary."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.deciding.kleene import FALSE, TRUE
from disclosure_rules.deciding.semantics import Absent, Reading
from disclosure_rules.language import conditions as c
from disclosure_rules.language.phrases import printable, texts_of
from disclosure_rules.language.times import Duration
from disclosure_rules.language.vocabulary import Categories, OneTerm, TermSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.explaining.proof import Look, RecordName, TestProof
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.vocabulary import Fact, Texts, Type, Vocabulary

_MOST_MEMBERS: Final = 8
"""How many members of a set are told before the rest is counted."""
_CIVIL: Final = 3
_LAST_YEAR: Final = 9999


class Speaker:
    """Speak of a policy set in the language of a reader."""

    def __init__(self, vocabulary: Vocabulary, reader: Reader) -> None:
        """Use the labels of this vocabulary."""
        self.vocabulary = vocabulary
        self.reader = reader
        self._texts: Mapping[str, str] = texts_of("explanations", reader)

    def say(self, key: str, /, **details: object) -> str:
        """Return one of the texts of explanations; details are texts that are printable."""
        return self._texts[key].format_map(details)

    def local(self, texts: Texts, otherwise: str) -> str:
        """Return a text of the policies: in the reader's language, else in another, else an id."""
        found = texts.get(self.reader) or next(iter(texts.values()), otherwise)
        return printable(" ".join(found.split()))

    # --- Words of the vocabulary ---

    def label(self, fact: Fact) -> str:
        """Return what people call a fact."""
        if fact.built_in:
            return self._built_in(fact)
        return self.local(fact.label, f"`{fact.path}`")

    def _built_in(self, fact: Fact) -> str:
        own = {"recipient.kind": "recipient", "item.category": "data", "moment": "the_moment"}
        key = own.get(fact.path, fact.path)
        if "." not in key:
            return self.say(key)
        entity = self.vocabulary.entities[fact.path.partition(".")[0]]
        label = self.local(entity.label, entity.id)
        return self.say("name_of" if fact.name == "name" else "id_of", entity=label)

    def term(self, taxonomy: str, term: str) -> str:
        """Return what people call a term."""
        return self.local(self.vocabulary.taxonomies[taxonomy].terms[term].label, term)

    def terms(self, taxonomy: str, terms: tuple[str, ...]) -> str:
        """Return what people call several terms."""
        return self.listed([self.term(taxonomy, term) for term in terms])

    def listed(self, words: list[str]) -> str:
        """Return words with commas; of very many, the rest is counted."""
        shown = ", ".join(words[:_MOST_MEMBERS])
        rest = len(words) - _MOST_MEMBERS
        return self.say("and_more", values=shown, number=rest) if rest > 0 else shown

    def record(self, record: RecordName) -> str:
        """Return what a record is called."""
        if record.id is not None:
            return self.say("record", record=f"`{printable(record.id)}`")
        return self.say("record_number", record=record.number)

    # --- Values ---

    def value(self, value: Reading | c.Constant, kind: Type | None) -> str:
        """Return a value as a reader sees it; times in the vocabulary's zone, as ISO 8601."""
        if isinstance(value, Absent):
            return self.say(f"value_{value.value}")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, datetime):
            return value.astimezone(self.vocabulary.zone).isoformat()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Duration):
            one = "_one" if value.amount == 1 else ""
            return self.say(f"{value.unit}{one}", amount=value.amount)
        if isinstance(value, tuple):
            return self._members(value, kind)
        if isinstance(kind, (OneTerm, TermSet, Categories)):
            return self.term(kind.taxonomy, str(value))
        return f"`{printable(value)}`" if isinstance(value, str) else str(value)

    def _members(self, value: tuple[object, ...], kind: Type | None) -> str:
        if len(value) == _CIVIL and all(isinstance(part, int) for part in value):
            year, month, day = cast("tuple[int, int, int]", value)
            if not 1 <= year <= _LAST_YEAR:
                return self.say("past_the_calendar")
            return date(year, month, day).isoformat()
        if isinstance(kind, (OneTerm, TermSet, Categories)):
            return self.terms(kind.taxonomy, cast("tuple[str, ...]", value))
        return self.listed([self.value(cast("Reading", part), kind) for part in value])

    # --- Tests ---

    def test(self, proof: TestProof) -> str:
        """Return what a test looked at, what it found, and how that stands to what it asks."""
        return self.say(
            "test",
            label=self.label(proof.left.fact),
            value=self.value(proof.left.reading, proof.left.fact.type),
            relation=self.relation(proof),
        )

    def relation(self, proof: TestProof) -> str:
        """Return how the left of a test stands to its right, or would have to stand."""
        asked = proof.asked
        operator = asked.operator
        if operator == "present" and proof.compared_with is False:
            operator = "absent"
        return self.say(f"{operator}_{self._stand(proof)}", right=self._right(proof))

    def _stand(self, proof: TestProof) -> str:
        """Return which form of an operator's words fits."""
        left, right = proof.left.reading, proof.compared_with
        if proof.asked.operator == "present":
            return {TRUE: "true", FALSE: "false"}.get(proof.truth, "needed")
        if isinstance(left, Absent) or isinstance(right, Absent):
            return "needed"
        return {TRUE: "true", FALSE: "false"}.get(proof.truth, "open")

    def _right(self, proof: TestProof) -> str:
        operand = proof.asked.operand
        shown = self.value(proof.compared_with, operand.type)
        match operand:
            case c.Literal():
                return shown
            case c.ParameterValue(parameter):
                return self.say("of_parameter", value=shown, name=f"`{parameter}`")
            case c.The(_, amount, backwards):
                look = cast("Look", proof.right)
                label = self.label(look.fact)
                if amount is None or isinstance(look.reading, Absent):
                    return self.say("of_fact", value=shown, label=label)
                return self.say(
                    "shifted",
                    shifted=shown,
                    value=self.say(
                        "of_fact", value=self.value(look.reading, look.fact.type), label=label
                    ),
                    direction=self.say("minus" if backwards else "plus"),
                    duration=self._duration(amount),
                )

    def _duration(self, amount: c.Literal | c.ParameterValue) -> str:
        if isinstance(amount, c.Literal):
            return self.value(amount.value, None)
        return f"`{amount.parameter}`"
