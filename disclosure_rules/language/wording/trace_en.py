"""What a trace says, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    "title": "Trace of the policy set {id}",
    "intro": "Which clause is carried out by what, and which cases show it. A case shows a rule "
    "if the rule permits or prohibits an item in it",
    # --- what names a clause ---
    "kind_term": "term",
    "kind_rule": "rule",
    "kind_exception": "exception",
    "kind_parameter": "parameter",
    "kind_guarantee": "guarantee",
    "kind_case": "case",
    "of_rule": "of the rule {rule}",
    "version": "version {version}",
    "carried_by_nothing": "nothing carries it out",
    "decides_none": "decides in no case",
    "decides_one": "decides in one case",
    "decides_many": "decides in {number} cases",
    "tested_none": "no case says that it tests it",
    "tested_one": "tested by one case",
    "tested_many": "tested by {number} cases",
    "no_clauses": "cites no clause",
    "guarantees": "guarantees of the same clauses",
    "more": "{number} more",
    # --- the table ---
    "column_notice": "notice",
    "column_clause": "clause",
    "column_where": "where it stands",
    "column_says": "what it says",
    "column_carried_by": "who carries it out",
    "column_kind": "named by",
    "column_name": "name",
    "column_rule": "rule",
    "column_version": "version",
    "column_title": "title",
    "column_place": "file and line",
    "column_number": "number of cases",
    "column_cases": "cases",
    # --- the published text ---
    "as_they_were": "{file}: nothing to review; sections of `{notice}` that are as they were: "
    "{same}",
    "differs": "{file}: sections of `{notice}` that are as they were: {same}; gone or changed: "
    "{changed}; sections of the text that are new or changed: {new}",
    "section_changed": "section `{section}` is gone or has changed; review its clauses:",
    "section_new": "section {number} of the text is new or has changed: “{begins}”",
    "once_reviewed": "once reviewed, write",
    "unwatched": "clauses that stand in none of the notice's `sections`, so that no change of the "
    "text leads to them:",
}
