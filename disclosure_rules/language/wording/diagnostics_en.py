"""What each diagnostic says in English, and the choice of sentences on how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    # --- files ---
    "no_such_folder": (
        "there is no folder of policies here",
        "{mend}",
        "name a folder that holds `vocabulary.yaml` and the policies",
    ),
    "no_documents": ("there are no YAML files here", "a policy set is a folder of `.yaml` files"),
    "file_unreadable": (
        "the file or folder cannot be read",
        "check that it exists and that you may open it",
    ),
    "linked_folder": (
        "the folder is a link, and links to folders are not followed",
        "put the folder itself here: what decides must stand where it is reviewed",
    ),
    "deep_folder": (
        "the folder lies more than 16 levels below the policy set, and is not read",
        "move it up",
    ),
    "link_outside": (
        "the link leads out of the policy set, in a circle or nowhere",
        "put the file itself into the folder: what decides must stand where it is reviewed",
    ),
    "file_too_large": ("the file is larger than 16 MiB", "split it into several documents"),
    "byte_order_mark": (
        "the file begins with a byte-order mark",
        "save it as UTF-8 without one; editors call this `UTF-8` or `UTF-8 without BOM`",
    ),
    "not_utf8": ("the file is not UTF-8 here", "{mend}", "save it as UTF-8"),
    "control_character": (
        "a character stands here that no text may hold",
        "{mend}",
        "delete it; it may be invisible in the editor",
    ),
    # --- YAML ---
    "empty_file": ("the document is empty", "write what it should hold, or leave it out"),
    "yaml_syntax": (
        "this is not YAML: {problem}",
        "{mend}",
        "check the indentation (spaces, no tabs), the colon with a space after it, and quotes",
    ),
    "odd_space": ("{space} stands here", "write a plain space; the two look alike"),
    "yaml_anchor": (
        "anchors such as `&{word}` are not read here",
        "write the content out, or name it under `definitions`",
    ),
    "yaml_alias": (
        "aliases such as `*{word}` are not read here",
        "write the content out, or name it under `definitions`",
    ),
    "yaml_tag": ("tags such as `{word}` are not read here", "leave it out; put texts in quotes"),
    "yaml_directive": ("directives are not read here", "delete the line that begins with %"),
    "second_document": (
        "a second document begins here",
        "put each document into a file of its own",
    ),
    "too_deep": ("the nesting is deeper than 64 levels", "name parts of it under `definitions`"),
    "merge_key": ("the merge key `<<` is not read here", "write the entries out"),
    "duplicate_key": (
        "`{word}` stands here a second time",
        "the first stands in {first}; keep one (conditions that must both hold go below `{both}:`)",
        "the first stands in {first}; keep one, or check the indentation of what stands between",
    ),
    "key_not_text": ("a key must be a word", "put it in quotes, or use another word"),
    # --- shape ---
    "not_a_mapping": (
        "a document must be a mapping of keys",
        "write `key: value`, each key on a line of its own",
    ),
    "unknown_kind": (
        "`{word}` is not a kind of document",
        "did you mean `{nearest}`? the kinds are {known}",
        "the kinds are {known}",
    ),
    "unknown_key": (
        "`{word}` is not a key that may stand here",
        "did you mean `{nearest}`? the keys here are {known}",
        "the keys here are {known}",
    ),
    "missing_key": ("the key `{word}` is missing here", "add `{word}:`"),
    "exception_without_name": (
        "`when` stands directly below `except`, without a name between them",
        "write `except:`, below it a name, and below that `when:`",
    ),
    "wrong_shape": ("here must stand {expected}", "{hint}"),
    "one_of_keys": ("exactly one of {known} must stand here",),
    "bad_id": (
        "`{word}` cannot be a name",
        "names begin with a small letter `a` to `z`, and have such letters, digits and `_` only",
    ),
    "reserved_word": (
        "`{word}` has a meaning of its own and cannot be a name here",
        "choose another name",
    ),
    "duplicate_id": (
        "`{word}` is declared a second time",
        "it is already declared in {first}; rename one",
    ),
    # --- texts ---
    "text_cut_at_comma": (
        "a comma has cut the text of this language in two",
        "write each language on a line of its own, or put the text in quotes",
    ),
    "text_without_language": (
        "the text does not say its language",
        "write one line for each language: {languages}",
    ),
    "unknown_language": (
        "`{word}` is not a language of this policy set",
        "did you mean `{nearest}`? the vocabulary names {known}",
        "the vocabulary names {known}",
    ),
    "loose_brace": (
        "a brace in this text has no partner",
        "write placeholders as `{{fact}}`; a text cannot hold other braces",
    ),
    "unknown_placeholder": (
        "`{{{word}}}` stands for nothing here",
        "did you mean `{{{nearest}}}`?",
        "use the path of a fact, or a name that `some` gives, such as `{{consent.id}}`",
    ),
    "ambiguous_placeholder": (
        "`{{{word}}}` may be a record of one list or of another",
        "let each `some` give its records a name of its own instead of `{name}`",
    ),
    # --- vocabulary ---
    "no_vocabulary": ("the policy set has no vocabulary", "add a document with `kind: vocabulary`"),
    "second_vocabulary": (
        "the policy set has a second vocabulary",
        "the first is {first}; keep one of them",
    ),
    "unknown_language_version": (
        "this version of the policy language is not known",
        "write `language: 1`",
    ),
    "unknown_time_zone": (
        "`{word}` is not a time zone",
        "use an IANA name, such as `Europe/Tallinn`",
    ),
    "missing_taxonomy": (
        "the taxonomy `{word}` is missing",
        "every vocabulary has operations, purposes, recipients, data and grounds",
    ),
    "empty_taxonomy": ("the taxonomy `{word}` has no terms", "add a term, or delete it"),
    "unknown_taxonomy": (
        "`{word}` is not a taxonomy",
        "did you mean `{nearest}`? the taxonomies are {known}",
        "the taxonomies are {known}",
    ),
    "unknown_type": (
        "`{word}` is not a type",
        "did you mean `{nearest}`? the types are {known}",
        "the types are {known}",
    ),
    "involves_elsewhere": ("only operations say what they involve", "delete `involves` here"),
    "silence_of_entity": (
        "an absent `{word}` is always unknown",
        "say `silence_means` of its facts, not of the whole",
    ),
    "built_in_fact": ("`{word}` is built in", "delete the line"),
    "list_in_list": (
        "a list of records cannot hold another list",
        "keep the inner list as a set of texts",
    ),
    # --- names ---
    "unknown_term": (
        "`{word}` is not {what}",
        "did you mean `{nearest}`? {taxonomy} are listed in {listed}",
        "{taxonomy} are listed in {listed}",
        "did you mean `{nearest}`?",
    ),
    "unknown_fact": (
        "`{word}` is not a fact that may stand here",
        "did you mean `{nearest}`? it is declared beside others in {listed}",
        "did you mean `{nearest}`?",
        "facts of this kind are listed in {listed}",
        "leave out `{surplus}`: a condition begins with a fact, or with `all`, `any` or `not`",
    ),
    "field_of_list": (
        "`{word}` is a field of the records in `{list}`",
        "look at the records one by one: `some: {{of: {list}, as: …, where: …}}`",
    ),
    "unknown_operator": (
        "`{word}` is not a test",
        "did you mean `{nearest}`? the tests are {known}",
        "the tests are {known}",
    ),
    "unknown_definition": ("there is no definition `{word}`", "did you mean `{nearest}`?"),
    "unknown_parameter": ("there is no parameter `{word}`", "did you mean `{nearest}`?"),
    "unknown_obligation": ("there is no obligation `{word}`", "did you mean `{nearest}`?"),
    "unknown_rule": ("there is no rule `{word}`", "did you mean `{nearest}`?"),
    "unknown_policy": ("there is no policy `{word}`", "did you mean `{nearest}`?"),
    "unknown_clause": (
        "there is no clause `{word}`",
        "did you mean `{nearest}`?",
        "clauses are declared in a document with `kind: notice`",
    ),
    "unused_ground": (
        "no rule allows on the ground `{word}`, so this can never hold",
        "name a ground of an allow rule, or a rule as `policy#rule`",
    ),
    "not_an_allow_rule": (
        "`{word}` does not allow anything",
        "`permitted_by` names an allow rule or a ground",
    ),
    "reference_out_of_force": (
        "`{word}` is not in force on {day}, when it is used here",
        "let it be in force whenever it is used, or shorten the days of what uses it",
    ),
    # --- conditions ---
    "empty_condition": ("an empty condition says nothing", "write a test, or delete the key"),
    "bare_list": (
        "several conditions stand here, and it is open whether all or any are meant",
        "put them below `all:` or `any:`",
    ),
    "operator_missing": (
        "the test is missing before `{word}`",
        "write `is: {{{word}: …}}`, or another test",
    ),
    "operator_does_not_fit": (
        "`{operator}` cannot be asked of {left}",
        "look at the records one by one: `some: {{of: {list}, as: …, where: …}}`",
        "here fit {known}",
    ),
    "fact_as_text": (
        "`{word}` is the name of a fact, written here as a text",
        "to compare with the fact, write `{{the: {word}}}`",
    ),
    "parameter_as_text": (
        "`{word}` is the name of a parameter, written here as a text",
        "to compare with its value, write `{{parameter: {word}}}`; to mean the text, rename one",
    ),
    "several_categories": (
        "an item can have several categories, and `is` leaves open whether all or some are meant",
        "say `within` (every category) or `overlaps` (some category)",
    ),
    "wrong_comparison": ("`{operator}` cannot compare {left} with {right}",),
    "wrong_value": ("here must stand {expected}", "{hint}"),
    "present_of_unknown": (
        "`present` cannot be asked of `{word}`: its silence means unknown, never none",
        "test the fact itself, or declare `silence_means: none` if a full record is kept",
    ),
    "shifted_moment": (
        "the moment of the request cannot be shifted",
        "count on from the event: `moment: {{after: {{the: EVENT, plus: 30 days}}}}`",
    ),
    "shift_of_no_time": ("{found} cannot be shifted by a duration",),
    "hours_on_date": (
        "a date has no hours to count",
        "use days, months or years, or a fact of type `time`",
    ),
    "quantifier_shape": (
        "`{word}` needs `of` (a list), `as` (a name for a record) and `where` (a condition)",
    ),
    "not_a_list": (
        "`{word}` is {found}, not a list of records",
        "name a fact declared with `list:`",
    ),
    "shadowed_name": (
        "`{word}` already means something else here",
        "choose another name after `as`",
    ),
    "nested_quantifier": (
        "a `where` may not reach another `some` or `every`",
        "`{word}` reaches one; ask of the records in one step, or split the condition",
        "ask of the records in one step, or split the condition",
    ),
    "definition_cycle": (
        "the definition `{word}` rests on itself",
        "by way of {way}; break the circle",
    ),
    "too_deep_definitions": (
        "the condition is deeper than 64 levels, counted through its definitions",
        "`{word}` rests on too long a chain of definitions; say it in fewer steps",
        "say it in fewer steps",
    ),
    "wrong_arguments": ("`{word}` is handed other arguments than it takes", "it takes {known}"),
    "wrong_argument_type": ("`{argument}` must be {expected}, and this is {found}",),
    "misplaced_permitted_by": (
        "`permitted_by` may stand only in `unless` and `except` of a deny rule, and never negated",
        "write the condition itself here",
    ),
    "types_differ_by_version": (
        "the type of `{word}` differs from version to version",
        "give it one type",
    ),
    # --- rules and policies ---
    "ground_missing": (
        "the rule `{word}` allows without a ground",
        "add `ground:` with a term of grounds",
    ),
    "ground_on_deny": ("a deny rule has no ground", "delete `ground`"),
    "within_only_after": (
        "`within` belongs to obligations with `timing: after`, and only to them",
        "add `within`, such as `30 days`, or change the timing",
    ),
    "parameter_starts_late": (
        "`{word}` has no value before {day}, and its policy is in force from {first}",
        "add a value from {first} on",
    ),
    "parameter_date_twice": ("a second value from {day} on", "keep one of them"),
    "dates_reversed": ("the last day, {last}, lies before the first, {first}",),
    "rule_outside_policy": (
        "the rule is in force on days on which its policy is not",
        "the policy is in force from {first} to {last}",
        "the policy is in force from {first} on",
    ),
    "version_overlap": (
        "version `{word}` and version `{other}`, in {at}, are both in force on {day}",
        "end the earlier one the day before: `in_force: {{from: …, to: …}}`",
    ),
    "version_gap": (
        "no version of `{word}` is in force from {first} on, and nothing is permitted then",
        "let the next version begin on {first}",
    ),
    "version_end": (
        "the last version of `{word}` ends, and nothing in the set is permitted from {first} on",
        "add the version that follows, or `repealed: true` if none is meant to",
    ),
    "repealed_without_end": (
        "`repealed` says that nothing follows the last day, and there is no last day",
        "add `to:` below `in_force`, or delete `repealed`",
    ),
    # --- cases ---
    "unknown_fixture": ("there is no fixture `{word}`", "did you mean `{nearest}`?"),
    "unknown_item": (
        "the request has no item `{word}`",
        "did you mean `{nearest}`? the items are {known}",
        "the items are {known}",
    ),
    "unknown_outcome": (
        "`{word}` is not an outcome",
        "did you mean `{nearest}`? the outcomes are {known}",
        "the outcomes are {known}",
    ),
    "table_fact": (
        "`{word}` cannot head the rows or columns of a table: it is {type}",
        "a table goes over facts with one value, such as `recipient.kind` and `item.category`",
    ),
    "table_value_twice": (
        "`{word}` stands in this table a second time",
        "it already stands in {first}; keep one",
    ),
    "table_row": (
        "row `{word}` does not fit the columns (cells: {cells}, columns: {columns})",
        "write a cell for {missing} too, each below its column",
        "leave out what stands beyond the last column, or add a column for it",
    ),
    "table_items": (
        "the request of a table may have one item only",
        "leave one item; what it varies in goes into the table, such as `item.category`",
    ),
    "case_request": ("the request does not fit the vocabulary: `{path}` {problem}",),
    # --- traces: what `trace --strict` finds ---
    "clause_without_rule": (
        "decisions must carry out the clause `{word}`, and nothing carries it out",
        (
            "cite it in the `clauses` of the rule or term that carries it out, or say who else "
            "does: `carried_by: client` or `information`"
        ),
    ),
    "rule_without_clause": (
        "rule `{word}` cites no clause",
        "add `clauses: […]`, the clauses that the rule carries out",
    ),
    "rule_without_case": (
        "rule `{word}` decides in no case",
        "add a case with an item that it permits or prohibits; `disclosure-rules test` runs it",
    ),
    # --- checks: rules and conditions ---
    "rule_never_applies": (
        (
            "the rule `{word}` can never hold: nothing is left that satisfies `{part}` and "
            "what stands before it"
        ),
        (
            "`{operation}` involves no `{involved}`, and a request for it has none; it stands at "
            "{at}, and `involves` with it"
        ),
        "compare it with the head and the other conditions: two of them exclude each other",
    ),
    "condition_never_holds": (
        "this part of `{word}` can never hold",
        "compare it with what stands beside it: the two exclude each other",
    ),
    "condition_always_holds": (
        "this part of `{word}` says nothing: whenever the rest holds, so does this",
        "delete it, or write what was meant instead",
    ),
    "unless_without_effect": (
        "this never lifts `{word}`: it cannot hold where the rule would",
        "compare it with the head and with `when`; delete it, or write what was meant instead",
    ),
    "rule_covered": (
        "the rule `{word}` adds nothing: `{other}` holds whenever it does, on the same ground",
        "`{other}` stands at {at}; delete one of them, or narrow the wider one",
    ),
    "near_duplicate": (
        "{sort}: `{word}` says the same as `{other}`",
        "`{other}` stands at {at}; delete one of them, or write what was meant to differ",
    ),
    "rule_always_denied": (
        "the rule `{word}` never permits anything: whenever it holds, `{other}` denies",
        "`{other}` stands at {at}; it may lack an `unless`, or one of the two has the wrong effect",
    ),
    "deny_not_needed": (
        "the rule `{word}` denies only what no rule allows",
        "compare its head and conditions with those of the allow rules; one may be misspelt",
    ),
    "missing_obligation": (
        "`{word}` alone lacks the obligation `{obligation}` that all rules like it bring",
        "add it below `obliges`, as at {at}",
    ),
    "guarantee_of_nothing": (
        "the guarantee `{word}` speaks of nothing: no request satisfies its conditions",
        "compare its head and conditions: two of them exclude each other",
    ),
    "every_of_nothing": (
        "`every` also holds where there is no record in `{word}` at all",
        "if there must be one, add `some` of the same list beside it",
    ),
    "begins_later": (
        "this asks for what has not begun: `{word}` must lie after the moment, and no end come yet",
        "if what counts has begun, write `at_or_before`",
    ),
    "swapped_arguments": (
        (
            "`{word}` and `{other}` look swapped: here `{word}` is `{first}`, and `{other}` is "
            "`{second}`"
        ),
        "every other use has a fact there whose silence means the reverse, as at {at}",
    ),
    "waits_for_silence": (
        "`{word}` holds only once `{argument}` is given, and most often there is none",
        (
            "all facts handed over there, such as `{path}`, say why silence means none: is a "
            "`not` missing?"
        ),
    ),
    "near_text": (
        "no case gives `{path}` the text `{word}`",
        "did you mean `{nearest}`? else add a case that gives it",
    ),
    "odd_date": (
        "the first day {day} is far from the others",
        "the version is called `{version}`; one of the two is misspelt",
        "the one nearest to it is {other}: is the year misspelt?",
    ),
    "named_otherwise": (
        "the rule is called `{word}`, and its `{part}` names {terms}",
        "if the name is right, write `{part}: {word}`; if not, call the rule otherwise",
    ),
    "term_within_term": (
        "`{word}` says nothing here: `{other}` in the same list covers it",
        "delete one of the two from `{part}`",
    ),
    # --- checks: vocabulary ---
    "silence_without_because": (
        "a forgotten `{word}` helps a disclosure: its silence means none, and no reason is given",
        (
            "`{rule}` reads it at {at}; add `because` with the full record that is kept, or "
            "leave `silence_means` out"
        ),
    ),
    "because_of_unknown": (
        "`because` says why silence of `{word}` means none, and its silence means unknown",
        "add `silence_means: none`, or delete `because`",
    ),
    "refuses_until_supplied": (
        "only denials read `{word}`, and its silence is unknown: whoever leaves it out is refused",
        (
            "`{rule}` reads it at {at}; make sure that every service supplies it, and say so in "
            "a comment that silences this"
        ),
    ),
    "split_without_other": (
        "no narrower term stands for what is `{word}` and none of the terms below it",
        (
            "`{rule}` names `{child}` at {at}, and leaves such a request open; add a term such "
            "as `other_{word}`"
        ),
    ),
    "unused_word": (
        "{sort}: `{word}`",
        "it is declared at {at}; a condition may have been forgotten here, else delete it there",
        "delete it, or look for the place where it was forgotten",
    ),
    # --- checks: texts and cases ---
    "label_missing": (
        "`{key}` of `{word}` lacks {languages}",
        "add the text in that language",
    ),
    "same_text": (
        "people cannot tell `{word}` from `{other}`: the text in `{language}` is the same",
        "the other one stands at {at}; write what was meant to differ",
    ),
    "untranslated": (
        "the text of `{word}` in `{language}` is the one in `{other}`, word for word",
        "translate it",
    ),
    "placeholders_differ": (
        "the sentence in `{language}` leaves out `{{{word}}}`, which `{other}` has",
        "add it, or delete it there",
    ),
    "sentence_with_gap": (
        "there may be no `{word}` when `{rule}` holds, and then the sentence has a gap",
        (
            "ask for it in the conditions: `{word}: {{present: true}}`, or leave it out of the "
            "sentence"
        ),
    ),
    "case_cites_elsewhere": (
        "the case `{word}` cites clauses that have nothing to do with what it asks",
        "it expects {rules}, with the clauses {clauses}",
        "it expects {rules}",
        "cite the clauses that the case tests",
    ),
    # --- deep checks: what is proved of every request ---
    "rule_never_decides": (
        "the rule `{word}` never decides anything: {reason}",
        "one of these is wider than it was meant to be, or lacks an `unless`: {rules}",
        "compare its head with its conditions: together they leave no request",
    ),
    "rule_redundant": (
        "without the rule `{word}`, every request would come out the same",
        (
            "{rules} decide the same; keep it only if {own} of its own shall be told, and say so "
            "in a comment that silences this"
        ),
        "{rules} decide the same; delete it, or write what it was meant to add",
        "delete it, or write what it was meant to add",
    ),
    "deny_never_bites": (
        "the rule `{word}` refuses nothing that would be permitted without it",
        (
            "compare its head and conditions with those of the allow rules; if it only says what "
            "follows anyway, say so in a comment that silences this"
        ),
    ),
    "definition_always_holds": (
        "no request makes the definition `{word}` false",
        "one of its conditions may be misspelt; if not, it says nothing where it is named",
    ),
    "definition_never_holds": (
        "no request makes the definition `{word}` true",
        "compare its conditions, with what is handed to it: two of them exclude each other",
    ),
    "allow_meets_deny": (
        "`{word}` allows what `{other}` denies, and the denial wins",
        "`{other}` stands at {at}; both hold for `{request}`",
    ),
    "not_decided": (
        "it was not decided {question}: {reason}",
        "{mend}",
    ),
    # --- comments that silence ---
    "silenced_without_reason": (
        "`{word}` is silenced without a reason, and so is not silenced",
        "say why: `# silenced {word}: reason`",
    ),
    "silenced_unknown_code": (
        "`{word}` is nothing that can be silenced",
        "did you mean `{nearest}`?",
        "name a warning: `# silenced CODE: reason`; an error can only be mended",
    ),
    "silenced_without_effect": (
        "there is no `{word}` here to silence",
        "delete the comment, or put it beside or above the line that is meant",
    ),
}
