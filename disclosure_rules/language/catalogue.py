"""Every kind of diagnostic: how grave it is, what it says and how to mend it.

Wording is data, one entry for each code, in the words of policies. A help is a choice of sentences:
the first of which every placeholder is known is shown, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code stands for."""

    severity: Severity
    says: str
    help: tuple[str, ...] = ()


def _error(says: str, *help_: str) -> Kind:
    return Kind("error", says, help_)


def _warning(says: str, *help_: str) -> Kind:
    return Kind("warning", says, help_)


_MEANT: Final = "did you mean `{nearest}`?"

KINDS: Final[Mapping[str, Kind]] = {
    # --- files ---
    "no_such_folder": _error(
        "there is no folder of policies here",
        "name a folder that holds `vocabulary.yaml` and the policies",
    ),
    "no_documents": _error(
        "there are no YAML files here", "a policy set is a folder of `.yaml` files"
    ),
    "file_unreadable": _error(
        "the file or folder cannot be read", "check that it exists and that you may open it"
    ),
    "linked_folder": _error(
        "the folder is a link, and links to folders are not followed",
        "put the folder itself here: what decides must stand where it is reviewed",
    ),
    "deep_folder": _error(
        "the folder lies more than 16 levels below the policy set, and is not read",
        "move it up",
    ),
    "link_outside": _error(
        "the link leads out of the policy set, in a circle or nowhere",
        "put the file itself into the folder: what decides must stand where it is reviewed",
    ),
    "file_too_large": _error("the file is larger than 16 MiB", "split it into several documents"),
    "byte_order_mark": _error(
        "the file begins with a byte-order mark",
        "save it as UTF-8 without one; editors call this `UTF-8` or `UTF-8 without BOM`",
    ),
    "not_utf8": _error("the file is not UTF-8 here", "save it as UTF-8"),
    "control_character": _error(
        "a character stands here that no text may hold",
        "delete it; it may be invisible in the editor",
    ),
    # --- YAML ---
    "empty_file": _error("the document is empty", "write what it should hold, or leave it out"),
    "yaml_syntax": _error(
        "this is not YAML: {problem}",
        "{mend}",
        "check the indentation (spaces, no tabs), the colon with a space after it, and quotes",
    ),
    "odd_space": _error("{space} stands here", "write a plain space; the two look alike"),
    "yaml_anchor": _error(
        "anchors such as `&{word}` are not read here",
        "write the content out, or name it under `definitions`",
    ),
    "yaml_alias": _error(
        "aliases such as `*{word}` are not read here",
        "write the content out, or name it under `definitions`",
    ),
    "yaml_tag": _error(
        "tags such as `{word}` are not read here", "leave it out; put texts in quotes"
    ),
    "yaml_directive": _error("directives are not read here", "delete the line that begins with %"),
    "second_document": _error(
        "a second document begins here", "put each document into a file of its own"
    ),
    "too_deep": _error(
        "the nesting is deeper than 64 levels", "name parts of it under `definitions`"
    ),
    "merge_key": _error("the merge key `<<` is not read here", "write the entries out"),
    "duplicate_key": _error(
        "`{word}` stands here a second time",
        "the first stands in {first}; keep one (conditions that must both hold go below `{both}:`)",
        "the first stands in {first}; keep one, or check the indentation of what stands between",
    ),
    "key_not_text": _error("a key must be a word", "put it in quotes, or use another word"),
    # --- shape ---
    "not_a_mapping": _error(
        "a document must be a mapping of keys", "write `key: value`, each key on a line of its own"
    ),
    "unknown_kind": _error(
        "`{word}` is not a kind of document",
        "did you mean `{nearest}`? the kinds are {known}",
        "the kinds are {known}",
    ),
    "unknown_key": _error(
        "`{word}` is not a key that may stand here",
        "did you mean `{nearest}`? the keys here are {known}",
        "the keys here are {known}",
    ),
    "missing_key": _error("the key `{word}` is missing here", "add `{word}:`"),
    "exception_without_name": _error(
        "`when` stands directly below `except`, without a name between them",
        "write `except:`, below it a name, and below that `when:`",
    ),
    "wrong_shape": _error("here must stand {expected}", "{hint}"),
    "one_of_keys": _error("exactly one of {known} must stand here"),
    "bad_id": _error(
        "`{word}` cannot be a name",
        "names begin with a small letter `a` to `z`, and have such letters, digits and `_` only",
    ),
    "reserved_word": _error(
        "`{word}` has a meaning of its own and cannot be a name here", "choose another name"
    ),
    "duplicate_id": _error(
        "`{word}` is declared a second time", "it is already declared in {first}; rename one"
    ),
    # --- texts ---
    "text_cut_at_comma": _error(
        "a comma has cut the text of this language in two",
        "write each language on a line of its own, or put the text in quotes",
    ),
    "text_without_language": _error(
        "the text does not say its language",
        "write one line for each language: {languages}",
    ),
    "unknown_language": _error(
        "`{word}` is not a language of this policy set",
        "did you mean `{nearest}`? the vocabulary names {known}",
        "the vocabulary names {known}",
    ),
    "loose_brace": _error(
        "a brace in this text has no partner",
        "write placeholders as `{{fact}}`; a text cannot hold other braces",
    ),
    "unknown_placeholder": _error(
        "`{{{word}}}` stands for nothing here",
        "did you mean `{{{nearest}}}`?",
        "use the path of a fact, or a name that `some` gives, such as `{{consent.id}}`",
    ),
    "ambiguous_placeholder": _error(
        "`{{{word}}}` may be a record of one list or of another",
        "let each `some` give its records a name of its own instead of `{name}`",
    ),
    # --- vocabulary ---
    "no_vocabulary": _error(
        "the policy set has no vocabulary", "add a document with `kind: vocabulary`"
    ),
    "second_vocabulary": _error(
        "the policy set has a second vocabulary", "the first is {first}; keep one of them"
    ),
    "unknown_language_version": _error(
        "this version of the policy language is not known", "write `language: 1`"
    ),
    "unknown_time_zone": _error(
        "`{word}` is not a time zone", "use an IANA name, such as `Europe/Tallinn`"
    ),
    "missing_taxonomy": _error(
        "the taxonomy `{word}` is missing",
        "every vocabulary has operations, purposes, recipients, data and grounds",
    ),
    "empty_taxonomy": _error("the taxonomy `{word}` has no terms", "add a term, or delete it"),
    "unknown_taxonomy": _error(
        "`{word}` is not a taxonomy",
        "did you mean `{nearest}`? the taxonomies are {known}",
        "the taxonomies are {known}",
    ),
    "unknown_type": _error(
        "`{word}` is not a type",
        "did you mean `{nearest}`? the types are {known}",
        "the types are {known}",
    ),
    "involves_elsewhere": _error("only operations say what they involve", "delete `involves` here"),
    "silence_of_entity": _error(
        "an absent `{word}` is always unknown",
        "say `silence_means` of its facts, not of the whole",
    ),
    "built_in_fact": _error("`{word}` is built in", "delete the line"),
    "list_in_list": _error(
        "a list of records cannot hold another list", "keep the inner list as a set of texts"
    ),
    # --- names ---
    "unknown_term": _error(
        "`{word}` is not {what}",
        "did you mean `{nearest}`? {taxonomy} are listed in {listed}",
        "{taxonomy} are listed in {listed}",
        _MEANT,
    ),
    "unknown_fact": _error(
        "`{word}` is not a fact that may stand here",
        "did you mean `{nearest}`? it is declared beside others in {listed}",
        _MEANT,
        "facts of this kind are listed in {listed}",
        "leave out `{surplus}`: a condition begins with a fact, or with `all`, `any` or `not`",
    ),
    "field_of_list": _error(
        "`{word}` is a field of the records in `{list}`",
        "look at the records one by one: `some: {{of: {list}, as: …, where: …}}`",
    ),
    "unknown_operator": _error(
        "`{word}` is not a test",
        "did you mean `{nearest}`? the tests are {known}",
        "the tests are {known}",
    ),
    "unknown_definition": _error("there is no definition `{word}`", _MEANT),
    "unknown_parameter": _error("there is no parameter `{word}`", _MEANT),
    "unknown_obligation": _error("there is no obligation `{word}`", _MEANT),
    "unknown_rule": _error("there is no rule `{word}`", _MEANT),
    "unknown_policy": _error("there is no policy `{word}`", _MEANT),
    "unknown_clause": _error(
        "there is no clause `{word}`",
        _MEANT,
        "clauses are declared in a document with `kind: notice`",
    ),
    "unused_ground": _error(
        "no rule allows on the ground `{word}`, so this can never hold",
        "name a ground of an allow rule, or a rule as `policy#rule`",
    ),
    "not_an_allow_rule": _error(
        "`{word}` does not allow anything", "`permitted_by` names an allow rule or a ground"
    ),
    "reference_out_of_force": _error(
        "`{word}` is not in force on {day}, when it is used here",
        "let it be in force whenever it is used, or shorten the days of what uses it",
    ),
    # --- conditions ---
    "empty_condition": _error("an empty condition says nothing", "write a test, or delete the key"),
    "bare_list": _error(
        "several conditions stand here, and it is open whether all or any are meant",
        "put them below `all:` or `any:`",
    ),
    "operator_missing": _error(
        "the test is missing before `{word}`", "write `is: {{{word}: …}}`, or another test"
    ),
    "operator_does_not_fit": _error(
        "`{operator}` cannot be asked of {left}",
        "look at the records one by one: `some: {{of: {list}, as: …, where: …}}`",
        "here fit {known}",
    ),
    "fact_as_text": _error(
        "`{word}` is the name of a fact, written here as a text",
        "to compare with the fact, write `{{the: {word}}}`",
    ),
    "parameter_as_text": _error(
        "`{word}` is the name of a parameter, written here as a text",
        "to compare with its value, write `{{parameter: {word}}}`; to mean the text, rename one",
    ),
    "several_categories": _error(
        "an item can have several categories, and `is` leaves open whether all or some are meant",
        "say `within` (every category) or `overlaps` (some category)",
    ),
    "wrong_comparison": _error("`{operator}` cannot compare {left} with {right}"),
    "wrong_value": _error("here must stand {expected}", "{hint}"),
    "present_of_unknown": _error(
        "`present` cannot be asked of `{word}`: its silence means unknown, never none",
        "test the fact itself, or declare `silence_means: none` if a full record is kept",
    ),
    "shifted_moment": _error(
        "the moment of the request cannot be shifted",
        "count on from the event: `moment: {{after: {{the: EVENT, plus: 30 days}}}}`",
    ),
    "shift_of_no_time": _error("{found} cannot be shifted by a duration"),
    "hours_on_date": _error(
        "a date has no hours to count", "use days, months or years, or a fact of type `time`"
    ),
    "quantifier_shape": _error(
        "`{word}` needs `of` (a list), `as` (a name for a record) and `where` (a condition)"
    ),
    "not_a_list": _error(
        "`{word}` is {found}, not a list of records", "name a fact declared with `list:`"
    ),
    "shadowed_name": _error(
        "`{word}` already means something else here", "choose another name after `as`"
    ),
    "nested_quantifier": _error(
        "a `where` may not reach another `some` or `every`",
        "`{word}` reaches one; ask of the records in one step, or split the condition",
        "ask of the records in one step, or split the condition",
    ),
    "definition_cycle": _error(
        "the definition `{word}` rests on itself", "by way of {way}; break the circle"
    ),
    "too_deep_definitions": _error(
        "the condition is deeper than 64 levels, counted through its definitions",
        "`{word}` rests on too long a chain of definitions; say it in fewer steps",
        "say it in fewer steps",
    ),
    "wrong_arguments": _error(
        "`{word}` is handed other arguments than it takes", "it takes {known}"
    ),
    "wrong_argument_type": _error("`{argument}` must be {expected}, and this fact is {found}"),
    "misplaced_permitted_by": _error(
        "`permitted_by` may stand only in `unless` and `except` of a deny rule, and never negated",
        "write the condition itself here",
    ),
    "types_differ_by_version": _error(
        "the type of `{word}` differs from version to version", "give it one type"
    ),
    # --- rules and policies ---
    "ground_missing": _error(
        "the rule `{word}` allows without a ground", "add `ground:` with a term of grounds"
    ),
    "ground_on_deny": _error("a deny rule has no ground", "delete `ground`"),
    "within_only_after": _error(
        "`within` belongs to obligations with `timing: after`, and only to them",
        "add `within`, such as `30 days`, or change the timing",
    ),
    "parameter_starts_late": _error(
        "`{word}` has no value before {day}, and its policy is in force from {first}",
        "add a value from {first} on",
    ),
    "parameter_date_twice": _error("a second value from {day} on", "keep one of them"),
    "dates_reversed": _error("the last day, {last}, lies before the first, {first}"),
    "rule_outside_policy": _error(
        "the rule is in force on days on which its policy is not",
        "the policy is in force from {first} to {last}",
        "the policy is in force from {first} on",
    ),
    "version_overlap": _error(
        "version `{word}` and version `{other}` are both in force on {day}",
        "end the earlier one the day before: `in_force: {{from: …, to: …}}`",
    ),
    "version_gap": _warning(
        "no version of `{word}` is in force from {first} on, and nothing is permitted then",
        "let the next version begin on {first}",
    ),
    "version_end": _warning(
        "the last version of `{word}` ends, and nothing in the set is permitted from {first} on",
        "add the version that follows, or `repealed: true` if none is meant to",
    ),
    "repealed_without_end": _error(
        "`repealed` says that nothing follows the last day, and there is no last day",
        "add `to:` below `in_force`, or delete `repealed`",
    ),
    # --- cases ---
    "unknown_fixture": _error("there is no fixture `{word}`", _MEANT),
    "unknown_item": _error(
        "the request has no item `{word}`",
        "did you mean `{nearest}`? the items are {known}",
        "the items are {known}",
    ),
    "unknown_outcome": _error(
        "`{word}` is not an outcome",
        "did you mean `{nearest}`? the outcomes are {known}",
        "the outcomes are {known}",
    ),
    "case_request": _error("the request does not fit the vocabulary: `{path}` {problem}"),
}
"""Every kind of diagnostic, by code."""

_SINGULAR: Final[Mapping[str, str]] = {
    "operations": "an operation",
    "purposes": "a purpose",
    "recipients": "a recipient",
    "data": "a category of data",
    "grounds": "a ground",
}

_PLURAL: Final[Mapping[str, str]] = {"data": "categories of data"}


def message(diagnostic: Diagnostic) -> str:
    """Return what a diagnostic says, in one line."""
    return KINDS[diagnostic.code].says.format_map(_details(diagnostic))


def remedy(diagnostic: Diagnostic) -> str | None:
    """Return how to mend it, or None where nothing certain can be said."""
    details = _details(diagnostic)
    for template in KINDS[diagnostic.code].help:
        if all(name in details for _, name, _, _ in Formatter().parse(template) if name):
            return template.format_map(details)
    return None


def _details(diagnostic: Diagnostic) -> dict[str, str]:
    details = {name: printable(text) for name, text in diagnostic.details.items()}
    if "taxonomy" in details:
        taxonomy = details["taxonomy"]
        details["what"] = _SINGULAR.get(taxonomy, f"a term of `{taxonomy}`")
        details["taxonomy"] = _PLURAL.get(taxonomy, taxonomy)
    return details


def printable(text: str) -> str:
    """Return a text with everything that could act on a terminal made visible."""
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )
