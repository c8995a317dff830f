"""The shapes of the YAML documents: which keys there are, and what may stand below each.

Shapes know words and structure only; whether a word exists is checked against the vocabulary
later. The JSON Schemas are made from these shapes, and their descriptions are read in editors.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import ConfigDict

from disclosure_rules.language.fields import (
    AnyNode,
    Choice,
    Clauses,
    ConditionNode,
    Date,
    DurationText,
    Flag,
    Id,
    LocalTexts,
    Members,
    References,
    Sha256,
    Shape,
    SingleConditionNode,
    SingleFact,
    Taxonomy,
    Text,
    TypeNode,
    Word,
    WordList,
    Words,
    described,
    needs_key,
    one_key_of,
    optional,
    part,
)
from disclosure_rules.language.tree import Scalar
from disclosure_rules.language.vocabulary_document import VocabularyShape


class ClauseShape(Shape):
    """A clause of a published text or an act."""

    where: LocalTexts = described("Where it stands, such as `section 4, second sentence`.")
    says: LocalTexts = described("What it says, in our own words.")
    carried_by: Annotated[Scalar, Choice("decision", "client", "information")] = described(
        "Who carries it out: our decisions, the data subject, or information that we give."
    )


class SectionShape(Shape):
    """A section of the published text, as it was when its clauses were written."""

    sha256: Sha256 = described("The sha256 of the section's text, as `trace --notice` prints it.")
    clauses: Clauses = described("The clauses that say what the section says.")


class ReadingShape(Shape):
    """How we read what clauses leave open."""

    title: LocalTexts | None = optional("What was decided, in a few words.")
    clauses: Clauses = described("The clauses that leave it open.")
    read_as: LocalTexts = described("How we read them.")
    or_read_as: LocalTexts = described("How else they could be read.")
    would_change: LocalTexts = described("What the other reading would change.")
    switched_by: LocalTexts | None = optional("The edit that switches to the other reading.")


class NoticeShape(Shape):
    """The clauses of a published text or an act."""

    kind: Annotated[Scalar, Choice("notice")] = described("This document is a notice.")
    id: Word = described("The notice's name, such as `privacy_notice`.")
    title: LocalTexts | None = optional("The notice's name for people.")
    source: LocalTexts | None = optional("Where it was published.")
    clauses: dict[Id, ClauseShape] = described("The clauses by name.")
    sections: dict[Id, SectionShape] | None = optional(
        "The sections of the published text by name, so that a change of it is noticed."
    )
    readings: dict[Id, ReadingShape] | None = optional(
        "How we read what the clauses leave open, by name."
    )


class PeriodShape(Shape):
    """Days in the vocabulary's time zone, the first and the last included."""

    start: Date | None = optional("The first day, such as `2026-01-31`.", alias="from")
    end: Date | None = optional("The last day; left out, it has no end.", alias="to")


class ParameterValueShape(Shape):
    """A value of a parameter from a day on."""

    start: Date = described("The first day of this value, such as `2026-01-31`.", alias="from")
    value: Annotated[AnyNode, part("Value")] = described(
        "The value, which lasts until the next one begins."
    )
    clauses: Clauses | None = optional("The clauses that set the value.")


class ParameterShape(Shape):
    """A constant with dates: exactly one of `type`, `term`, `set`."""

    model_config: ClassVar[ConfigDict] = one_key_of("type", "term", "set")

    title: LocalTexts | None = optional("What the constant is.")
    type: Annotated[TypeNode, part("ParameterType")] | None = optional(
        "The type of a single value, such as `number` or `duration`."
    )
    term: Taxonomy | None = optional("The value is one term of this taxonomy.")
    set: Members | None = optional("The value is a set of terms of this taxonomy, or of `text`.")
    values: list[ParameterValueShape] = described(
        "The values, each from its first day on.", min_length=1
    )


class DefinitionShape(Shape):
    """A condition with a name, for `holds`."""

    title: LocalTexts | None = optional("What the condition says, in words.")
    given: dict[Id, Annotated[TypeNode, part("GivenType")]] | None = optional(
        "What is handed to the condition: names, each with its type."
    )
    means: Annotated[ConditionNode, part("InnerCondition")] = described("The condition.")


class ObligationShape(Shape):
    """A duty that comes with a decision."""

    model_config: ClassVar[ConfigDict] = needs_key(
        "within",
        "timing",
        "after",
        "Only what is done after the disclosure has a time limit.",
    )

    title: LocalTexts = described("What must be done.")
    timing: Annotated[Scalar, Choice("before", "with", "after")] = described(
        "When it must be done: before the data leave, with them, or after."
    )
    within: DurationText | None = optional(
        "How soon after the disclosure it must be done, such as `30 days`."
    )


class ExceptionShape(Shape):
    """A named exception."""

    title: LocalTexts | None = optional("What the exception says.")
    clauses: Clauses | None = optional("The clauses that the exception rests on.")
    when: ConditionNode = described("When the exception applies.")
    exceptions: dict[Id, ExceptionShape] | None = optional(
        "Exceptions to this exception, by name.", alias="except"
    )


class RuleShape(Shape):
    """What allows or denies, and when."""

    model_config: ClassVar[ConfigDict] = needs_key(
        "ground", "effect", "allow", "Only a rule that allows rests on a ground."
    )

    effect: Annotated[Scalar, Choice("allow", "deny")] = described(
        "Whether the rule allows or denies; a denial is stronger than anything that allows."
    )
    title: LocalTexts | None = optional("What the rule says, in a few words.")
    clauses: Clauses | None = optional("The clauses of a notice that the rule carries out.")
    because: LocalTexts | None = optional(
        "The reason that people read; `{recipient.id}` stands for the value of that fact."
    )
    ground: Annotated[Word, part("Term_grounds")] | None = optional(
        "The ground on which an allow rule allows, such as `consent`."
    )
    operation: Annotated[Words, part("Operations")] | None = optional(
        "The operations that the rule is about, narrower ones included; left out, any."
    )
    purpose: Annotated[Words, part("Purposes")] | None = optional(
        "The purposes that the rule is about, narrower ones included; left out, any."
    )
    recipient: Annotated[Words, part("Recipients")] | None = optional(
        "The kinds of recipient that the rule is about, narrower ones included; left out, any."
    )
    data: Annotated[Words, part("Data")] | None = optional(
        "The categories of data that the rule is about, narrower ones included; left out, any."
    )
    when: ConditionNode | None = optional("What must hold.")
    unless: SingleConditionNode | None = optional("What must not hold: one entry only.")
    exceptions: dict[Id, ExceptionShape] | None = optional(
        "Exceptions by name, none of which may hold.", alias="except"
    )
    in_force: PeriodShape | None = optional(
        "The days of the rule, if they are fewer than its policy's."
    )
    obliges: References | None = optional("The obligations that come with the rule.")


class PolicyShape(Shape):
    """Definitions, parameters, obligations and rules, with the days they are in force."""

    kind: Annotated[Scalar, Choice("policy")] = described("This document is a policy.")
    id: Word = described("The policy's name, which all its versions share.")
    version: Text = described('The version\'s name, in quotes, such as `"2026-01"`.')
    title: LocalTexts | None = optional("The policy's name for people.")
    in_force: PeriodShape = described(
        "The days on which this version is in force, the first and the last included.",
        json_schema_extra={"required": ["from"]},
    )
    repealed: Flag | None = optional(
        "`true` says that after the last day no version follows, and that this is meant."
    )
    parameters: dict[Id, ParameterShape] | None = optional("Constants with dates, by name.")
    definitions: dict[Id, DefinitionShape] | None = optional("Conditions by name, for `holds`.")
    obligations: dict[Id, ObligationShape] | None = optional(
        "Duties that rules bring with them, by name."
    )
    rules: dict[Id, RuleShape] | None = optional("The rules by name; their order means nothing.")


class GoalShape(Shape):
    """Which items a guarantee speaks of."""

    operation: Annotated[Words, part("Operations")] | None = optional(
        "The operations that it is about, narrower ones included; left out, any."
    )
    purpose: Annotated[Words, part("Purposes")] | None = optional(
        "The purposes that it is about, narrower ones included; left out, any."
    )
    recipient: Annotated[Words, part("Recipients")] | None = optional(
        "The kinds of recipient that it is about, narrower ones included; left out, any."
    )
    data: Annotated[Words, part("Data")] | None = optional(
        "The categories of data that it is about, narrower ones included; left out, any."
    )
    when: ConditionNode | None = optional("What holds of the items.")
    unless: SingleConditionNode | None = optional("What does not hold of them: one entry only.")


class ImplicationShape(GoalShape):
    """Which items a guarantee speaks of, and what it promises of the permitted ones."""

    then: ConditionNode = described("What holds of every one of them that is permitted.")


class GuaranteeShape(Shape):
    """A property: exactly one of `never_allow`, `allow_implies`, `always_allow`."""

    model_config: ClassVar[ConfigDict] = one_key_of("never_allow", "allow_implies", "always_allow")

    title: LocalTexts | None = optional("What is guaranteed.")
    clauses: Clauses | None = optional("The clauses that the guarantee rests on.")
    never_allow: GoalShape | None = optional("No such item is ever permitted.")
    allow_implies: ImplicationShape | None = optional("Such an item is permitted only if `then`.")
    always_allow: GoalShape | None = optional("Every such item is permitted.")


class GuaranteesShape(Shape):
    """Properties that must hold for every possible request."""

    kind: Annotated[Scalar, Choice("guarantees")] = described("This document holds guarantees.")
    guarantees: dict[Id, GuaranteeShape] = described("The guarantees by name.")


class CaseShape(Shape):
    """A request and the decision expected of it."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        json_schema_extra={
            "allOf": [{"x-part": "Asked"}, {"x-part": "Tabled"}],
            "dependentRequired": {"rows": ["columns"], "columns": ["rows"]},
        }
    )

    title: LocalTexts | None = optional("What the case shows.")
    clauses: Clauses | None = optional("The clauses that the case tests.")
    uses: Annotated[WordList, part("Fixtures")] | None = optional(
        "The fixtures that the request starts from, later ones laid over earlier ones."
    )
    request: Annotated[AnyNode, part("Request")] = described(
        "The request, or what is laid over the fixtures."
    )
    rows: SingleFact | None = optional(
        "Of a table: the fact whose values its rows have, such as `recipient.kind`."
    )
    columns: Annotated[AnyNode, part("Columns")] | None = optional(
        "Of a table: the fact whose values its columns have, and these values."
    )
    expect: Annotated[AnyNode, part("Expected")] = described(
        "What is expected: an outcome, one for each item by its name, or the rows of a table."
    )


class CasesShape(Shape):
    """Tests of the policies."""

    kind: Annotated[Scalar, Choice("cases")] = described("This document holds cases.")
    fixtures: dict[Id, Annotated[AnyNode, part("Fixture")]] | None = optional(
        "Parts of requests by name, for `uses`."
    )
    cases: dict[Id, CaseShape] = described("The cases by name.")


DOCUMENTS: dict[str, type[Shape]] = {
    "vocabulary": VocabularyShape,
    "notice": NoticeShape,
    "policy": PolicyShape,
    "guarantees": GuaranteesShape,
    "cases": CasesShape,
}
"""The shape of each kind of document."""
