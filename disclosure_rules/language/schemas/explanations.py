"""The schema of an explanation: what its `as_dict()` gives and `explain --format json` prints."""

from __future__ import annotations

from typing import Final

from disclosure_rules.language.schemas.decisions import DECISION, DECISION_PARTS
from disclosure_rules.language.schemas.pieces import (
    Schema,
    described,
    either,
    or_null,
    ref,
    table,
)

_TEXT: Final = {"type": "string"}
_YES_OR_NO: Final = {"type": "boolean"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_FROM_ONE: Final = {"type": "integer", "minimum": 1}


def _all(properties: dict[str, Schema], *, may: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a mapping with these keys, all of which are there but for some."""
    return table(properties, [key for key in properties if key not in may])


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_TRUTH: Final = described("Whether it holds.", ref("Truth"))
_SOURCE: Final = described("Where it stands in the policies, as file and line.", _TEXT)
_CLAUSES: Final = described("The clauses of a notice that it carries out.", _list(_TEXT))
_EXCEPT: Final = described("Its named exceptions.", _list(ref("ExceptionProof")))
_SEEN: Final = described("What was read, or that it was absent.", ref("Reading"))


def _of_kind(kinds: tuple[str, ...], **more: Schema) -> Schema:
    """Return the schema of a condition of some kinds."""
    return _all(
        {
            "kind": described("What sort of condition it is.", {"enum": [*kinds]}),
            "truth": _TRUTH,
            "source": _SOURCE,
            **more,
        }
    )


_REPEATED: Final = (
    "format",
    "outcome",
    "moment",
    "operation",
    "purpose",
    "recipient",
    "policy_set",
)

EXPLANATION: Final = described(
    "Why a decision came out as it did, and what would change it.",
    _all(
        {
            **{key: DECISION["properties"][key] for key in _REPEATED},
            "lapsed": described(
                "Policies without a version in force, because of which nothing is permitted.",
                _list(_TEXT),
            ),
            "items": described(
                "The items, those together that were decided alike for the same reasons.",
                {**_list(ref("ItemsExplained")), "minItems": 1},
            ),
        }
    ),
)

EXPLANATION_PARTS: Final[dict[str, Schema]] = {
    "Outcome": DECISION_PARTS["Outcome"],
    "Truth": {"enum": ["true", "false", "unknown"]},
    "ItemsExplained": _all(
        {
            "names": described(
                "The names of the items; none for the question about any data at all.",
                _list(_TEXT),
            ),
            "category": described("The categories that were given.", _list(ref("Term_data"))),
            "outcome": described("What may be done with the items.", ref("Outcome")),
            "rules": described(
                "The rules that permit or prohibit, as `policy#rule`.", _list(ref("RuleName"))
            ),
            "denying": described(
                "The rules that deny, without those about something else.", _list(ref("RuleProof"))
            ),
            "allowing": described(
                "The rules that allow, without those about something else.",
                _list(ref("RuleProof")),
            ),
            "rules_about_something_else": described(
                "How many rules fail on their head alone.", _COUNT
            ),
            "questions": described(
                "What could still decide, where facts are missing.", _list(ref("Question"))
            ),
            "remedies": described("What would have the items permitted.", ref("Remedies")),
        }
    ),
    "RuleProof": _all(
        {
            "rule": described("The rule, as `policy#rule`.", ref("RuleName")),
            "effect": described("Whether the rule allows or denies.", {"enum": ["allow", "deny"]}),
            "ground": described(
                "The ground on which the rule allows; null for a rule that denies.",
                or_null(ref("Term_grounds")),
            ),
            "clauses": _CLAUSES,
            "source": _SOURCE,
            "truth": _TRUTH,
            "reason": described(
                "The reason in words, by language; null where there is none.",
                or_null(ref("TextsGiven")),
            ),
            "head": described(
                "The parts of the rule's head, which say what it is about.", _list(ref("HeadProof"))
            ),
            "when": described("Its condition; null where it has none.", or_null(ref("Proof"))),
            "unless": described("What lifts it; null where nothing does.", or_null(ref("Proof"))),
            "except": _EXCEPT,
        }
    ),
    "HeadProof": _all(
        {
            "part": described(
                "Which part it is.", {"enum": ["operation", "purpose", "recipient", "data"]}
            ),
            "truth": _TRUTH,
            "seen": _SEEN,
            "grants": described("The terms that the rule is about.", _list(_TEXT)),
        }
    ),
    "ExceptionProof": _all(
        {
            "exception": described("The exception's name.", _TEXT),
            "clauses": _CLAUSES,
            "source": _SOURCE,
            "truth": described("Whether the exception is taken.", ref("Truth")),
            "when": described("Its condition.", ref("Proof")),
            "except": _EXCEPT,
        }
    ),
    "Proof": either(
        _of_kind(
            ("test",),
            path=described("The path of the fact that was tested.", _TEXT),
            record=described("The record that it belongs to, if any.", or_null(ref("RecordName"))),
            seen=_SEEN,
            operator=described("How it was compared.", _TEXT),
            compared_with=described("What it was compared with.", ref("Reading")),
            of=described(
                "The path of the fact that it was compared with; null for a written value.",
                or_null(_TEXT),
            ),
        ),
        _of_kind(
            ("all", "any", "not"),
            parts=described("The conditions that it joins.", _list(ref("Proof"))),
        ),
        _of_kind(
            ("some", "every"),
            list=described("The path of the list.", _TEXT),
            length=described("How many records it has; null if it is not known.", or_null(_COUNT)),
            records=described(
                "The records and what was found of each; one that is null stands for any.",
                _list(ref("RecordProof")),
            ),
            more_records=described(
                "Records that stand like one of these for the same reason.",
                _list(
                    _all(
                        {
                            "like": described("The record that is told.", ref("RecordName")),
                            "records": described("The others.", _list(ref("RecordName"))),
                        }
                    )
                ),
            ),
        ),
        _of_kind(
            ("holds",),
            definition=described("The definition, as `policy#definition`.", _TEXT),
            means=described("What it means, with the facts it was handed.", ref("Proof")),
        ),
        _of_kind(
            ("permitted_by",),
            by=described("The allow rule, or the ground, that would lift the denial.", _TEXT),
            rules=described("The allow rules that were asked.", _list(ref("RuleProof"))),
        ),
    ),
    "RecordProof": _all(
        {
            "record": described(
                "Which record; null where the list is not known.", or_null(ref("RecordName"))
            ),
            "truth": described("Whether the record serves.", ref("Truth")),
            "where": described("What was asked of it.", ref("Proof")),
        }
    ),
    "RecordName": _all(
        {
            "number": described("Its place in the list as it was given, from 1.", _FROM_ONE),
            "id": described("Its own id; null where it has none.", or_null(_TEXT)),
        }
    ),
    "Question": _all(
        {
            "path": described("The path of the fact that is not known.", _TEXT),
            "record": described(
                "The record that it belongs to, if any.", or_null(ref("RecordName"))
            ),
            "too_broad": described(
                "Whether it was given, but by a term that is too broad.", _YES_OR_NO
            ),
            "rule": described("The rule that waits for it.", ref("RuleName")),
        }
    ),
    "Remedies": _all(
        {
            "ending": described(
                "Whether remedies were found, none is possible, facts are to be found out first, "
                "or the search stopped before.",
                {"enum": ["found", "none_possible", "facts_first", "stopped"]},
            ),
            "remedies": described(
                "Each a set of changes that are enough together, the smallest first.",
                _list({**_list(ref("Change")), "minItems": 1}),
            ),
            "untried": described(
                "How many more were not tried, for enough of their kind were found.", _COUNT
            ),
            "waits_for": described(
                "The paths of what is asked and not known: once it is, there may be more remedies.",
                _list(_TEXT),
            ),
        }
    ),
    "Change": _all(
        {
            "how": described(
                "Whether it is to be obtained, to be established, or only to be found out.",
                {"enum": ["obtaining", "establishing", "finding_out"]},
            ),
            "path": described(
                "The path of the fact that changes, or of the list that a record is added to.",
                _TEXT,
            ),
            "for_example": described(
                "The facts, or fields of a new record, of which other values would do as well.",
                _list(_TEXT),
            ),
            "record": described(
                "The record whose field changes.",
                _all(
                    {
                        "list": described("The path of the list.", _TEXT),
                        "number": described(
                            "Its place in the list as it was given, from 1.", _FROM_ONE
                        ),
                        "id": described("Its own id; null where it has none.", or_null(_TEXT)),
                    }
                ),
            ),
            "value": described(
                "What the fact would be; an empty list for a list without records.", ref("Reading")
            ),
            "add": described(
                "The record that would be added, by its fields.",
                {"type": "object", "additionalProperties": ref("Reading")},
            ),
        },
        may=("record", "value", "add"),
    ),
    "Reading": either(
        {"type": ["string", "number", "boolean", "null"]},
        _list({"type": ["string", "number", "boolean", "object"]}),
        _all({"absent": described("How it was absent.", {"enum": ["none", "unknown"]})}),
    ),
}
"""What an explanation is made of, but for the words of its vocabulary."""
