"""Facts, values, tests and records into words of one language, with labels of the vocabulary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN
from disclosure_rules.deciding.semantics import Absent, Reading
from disclosure_rules.explaining.iso_times import is_civil, iso
from disclosure_rules.explaining.marked import in_language, quoted
from disclosure_rules.language import conditions as c
from disclosure_rules.language.phrases import printable, texts_of
from disclosure_rules.language.times import Duration, read_duration
from disclosure_rules.language.vocabulary import (
    TIME_TYPES,
    Categories,
    OneTerm,
    Plain,
    TermSet,
    language_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.decision import Obligation
    from disclosure_rules.explaining.iso_times import Civil
    from disclosure_rules.explaining.proof import Look, RecordName, TestProof
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact, Texts, Type, Vocabulary

MOST_LISTED: Final = 8
"""How many words are listed before the rest is counted."""


class Speaker:
    """Speak of a policy set in the language of a reader."""

    def __init__(self, vocabulary: Vocabulary, reader: Reader, folder: str = "") -> None:
        """Use the labels of this vocabulary; name files by their paths in the set's folder."""
        self.vocabulary = vocabulary
        self.reader = reader
        self.folder = folder
        self._texts: Mapping[str, str] = texts_of("explanations", reader)

    def say(self, key: str, /, **details: object) -> str:
        """Return one of the texts of explanations; details are texts that are printable."""
        return self._texts[key].format_map(details)

    def local(self, texts: Texts, otherwise: str) -> str:
        """Return a text of the policies: in the reader's language, else in another, else an id."""
        language = language_for(texts, self.reader)
        if language is None:
            return quoted(otherwise)
        text = " ".join(texts[language].split())
        return printable(text) if language == self.reader else in_language(text, language)

    def place(self, span: Span) -> str:
        """Return where something stands in the policies, as `file:line`."""
        return printable(span.place_in(self.folder))

    def duty(self, duty: Obligation) -> str:
        """Return when something must be done, and what."""
        limit = None if duty.within is None else read_duration(duty.within)
        within = None if limit is None else self.value(limit, None)
        return self.say(duty.timing, title=self.local(duty.title, duty.id), within=within)

    # --- Words of the vocabulary ---

    def label(self, fact: Fact) -> str:
        """Return what people call a fact."""
        if fact.built_in:
            return self._built_in(fact)
        return self.local(fact.label, fact.path)

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
        shown = ", ".join(words[:MOST_LISTED])
        rest = len(words) - MOST_LISTED
        return self.say("and_more", values=shown, number=rest) if rest > 0 else shown

    def record(self, record: RecordName) -> str:
        """Return what a record is called."""
        key = "record_number" if record.id is None else "record"
        return self.say(key, record=self.short(record))

    def short(self, record: RecordName) -> str:
        """Return a record's id, or else its number."""
        return str(record.number) if record.id is None else quoted(record.id)

    # --- Values ---

    def value(self, value: Reading | c.Constant, kind: Type | None) -> str:
        """Return a value as a reader sees it; times in the vocabulary's zone, as ISO 8601."""
        if isinstance(value, Absent):
            return self.say(f"value_{value.value}")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, date) or (kind in TIME_TYPES and is_civil(value)):
            told = iso(cast("date | Civil", value), self.vocabulary.zone)
            return self.say("past_the_calendar") if told is None else told
        if isinstance(value, Duration):
            one = "_one" if value.amount == 1 else ""
            return self.say(f"{value.unit}{one}", amount=value.amount)
        if isinstance(value, tuple):
            return self._members(value, kind)
        if isinstance(kind, (OneTerm, TermSet, Categories)):
            return self.term(kind.taxonomy, str(value))
        return quoted(value) if isinstance(value, str) else str(value)

    def _members(self, value: tuple[object, ...], kind: Type | None) -> str:
        if isinstance(kind, (OneTerm, TermSet, Categories)):
            return self.terms(kind.taxonomy, cast("tuple[str, ...]", value))
        return self.listed([self.value(cast("Reading", part), kind) for part in value])

    # --- Tests ---

    def test(self, proof: TestProof) -> str:
        """Return what a test looked at, what it found, and how that stands to what it asks."""
        return self._test(proof, self.relation(proof))

    def test_that_must_fail(self, proof: TestProof) -> str:
        """Return the same of a test below `not`: what is asked for is not what it asks."""
        if proof.truth is UNKNOWN:
            return self._test(proof, self.open_relation(proof))
        stand = self.stand(proof)
        told = "true" if stand == "same" else stand
        return self._test(proof, None if told == "asked" else self._relation(proof, told))

    def _test(self, proof: TestProof, relation: str | None) -> str:
        label = self.label(proof.left.fact)
        value = self.value(proof.left.reading, proof.left.fact.type)
        if relation is None:
            return self.say("test_alone", label=label, value=value)
        return self.say("test", label=label, value=value, relation=relation)

    def test_of_many(self, proof: TestProof) -> str:
        """Return what tests of several records look at, and how that stands to what they ask."""
        label, operand = self.label(proof.left.fact), proof.asked.operand
        if isinstance(operand, c.The) and proof.right is not None and proof.right.record:
            # Each record is compared with something of its own.
            return label
        return self.say("test_of_many", label=label, relation=self.relation(proof))

    def relation(self, proof: TestProof) -> str:
        """Return how the left of a test stands to its right, or what is asked of it."""
        return self._relation(proof, self.stand(proof))

    def _relation(self, proof: TestProof, stand: str) -> str:
        return self.say(f"{_operator(proof)}_{stand}", right=self._right(proof))

    def open_relation(self, proof: TestProof) -> str:
        """Return what is not known of the left of a test: whether it stands so to its right."""
        if proof.left.fact.type == Plain("boolean"):
            return self.say("so_open_question")
        return self.say(f"{_operator(proof)}_open_question", right=self._right(proof))

    def stand(self, proof: TestProof) -> str:
        """Return which form of an operator's words fits."""
        left, right = proof.left.reading, proof.compared_with
        if proof.asked.operator == "present":
            return {TRUE: "true", FALSE: "false"}.get(proof.truth, "asked")
        if isinstance(left, Absent) or isinstance(right, Absent):
            return "asked"
        if proof.asked.operator == "is" and isinstance(proof.asked.operand, c.Literal):
            if proof.truth is TRUE and left == right:
                return "same"
            if isinstance(left, bool):
                return "asked"
        return {TRUE: "true", FALSE: "false"}.get(proof.truth, "open")

    def _right(self, proof: TestProof) -> str:
        operand = proof.asked.operand
        shown = self.value(proof.compared_with, operand.type)
        match operand:
            case c.Literal():
                return shown
            case c.ParameterValue(parameter):
                return self.say("of_parameter", value=shown, name=quoted(parameter))
            case c.The(_, amount, backwards):
                look = cast("Look", proof.right)
                of_fact = self._of_fact(look)
                if amount is None:
                    return of_fact
                key = "shifted_open" if isinstance(look.reading, Absent) else "shifted"
                return self.say(
                    key,
                    shifted=shown,
                    value=of_fact,
                    direction=self.say("minus" if backwards else "plus"),
                    duration=self._duration(amount),
                )

    def _of_fact(self, look: Look) -> str:
        """Return a fact's value with what it is called; what it is called first if it has none."""
        told = self.value(look.reading, look.fact.type), self.label(look.fact)
        value, label = reversed(told) if isinstance(look.reading, Absent) else told
        return self.say("of_fact", value=value, label=label)

    def _duration(self, amount: c.Literal | c.ParameterValue) -> str:
        if isinstance(amount, c.Literal):
            return self.value(amount.value, None)
        return quoted(amount.parameter)


def _operator(proof: TestProof) -> str:
    """Return the word of a test's operator; to be present and not to be are two."""
    operator = proof.asked.operator
    return "absent" if operator == "present" and proof.compared_with is False else operator
