"""What a comparison of two policy sets says, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    "title": "Changes from {old} to {new}",
    "digests": "before: digest {old}; after: digest {new}",
    # --- what came of it ---
    "same": "no change in meaning: proved for every request",
    "same_words": "no change in meaning, but for the words that requests say: proved for every "
    "request",
    "found": "{number} classes of requests are answered otherwise; of these, {loosening} loosen",
    "found_one": "1 class of requests is answered otherwise; of these, {loosening} loosen",
    "all_found": "these are all: every other request is answered as before, proved",
    "loosened": "loosened: something may leave that could not, on another ground, or with less to "
    "be done; let a second person sign",
    "not_loosened": "nothing is loosened: proved",
    "stopped": "stopped after {number} classes: there may be more; raise `--most`",
    "undecided": "not decided within {limit} million steps: {kinds}; try a larger `--limit`",
    "mistaken": "the prover found a request that the engines do not answer so: this is a fault of "
    "disclosure-rules, please report it; nothing is proved",
    # --- what is written otherwise ---
    "texts": "What is written otherwise",
    "no_texts": "nothing, but for order, layout and comments",
    "text": "{how}: {what} {name}{parts} ({place})",
    "parts": ": {parts}",
    "was": "{name}, before {old_name}",
    "added": "added",
    "removed": "removed",
    "edited": "edited",
    "renamed": "renamed",
    "moved": "moved",
    "vocabulary": "vocabulary",
    "term": "term",
    "entity": "entity",
    "fact": "fact",
    "clause": "clause",
    "policy": "policy",
    "parameter": "parameter",
    "obligation": "obligation",
    "definition": "definition",
    "rule": "rule",
    "guarantee": "guarantee",
    # --- words that requests say ---
    "words": "What requests say otherwise",
    "word_renamed": "the term `{old}` of `{taxonomy}` is now `{new}`: a request that says `{old}` "
    "is refused as invalid",
    "word_added": "the term `{term}` of `{taxonomy}` is new: before, a request that says it was "
    "refused as invalid",
    "word_removed": "the term `{term}` of `{taxonomy}` is gone: a request that says it is refused "
    "as invalid",
    "fact_added": "the fact `{path}` is new: before, a request that gave it was refused as "
    "invalid; the set before is asked without it",
    "fact_removed": "the fact `{path}` is gone: a request that gives it is refused as invalid; the "
    "set after is asked without it",
    "fact_retyped": "the fact `{path}` is written otherwise: each set is asked without it where "
    "it is written as the other reads it",
    # --- what is answered otherwise ---
    "changes": "What is answered otherwise",
    "change": "{kind}: {cause}",
    "change_loosens": "{kind}: {cause} (loosens)",
    "newly_permitted": "newly permitted",
    "permitted_in_new_words": "permitted with a new word",
    "on_another_ground": "permitted on another ground",
    "with_fewer_obligations": "with fewer obligations",
    "newly_refused": "newly refused",
    "refused_otherwise": "refused as before, but in another way",
    "newly_undecided": "newly undecided",
    "on_fewer_grounds": "permitted on fewer grounds",
    "with_more_obligations": "with more obligations",
    "refused_in_old_words": "no longer readable",
    "of_rule": "rule `{name}` ({place})",
    "of_new_rule": "new rule `{name}` ({place})",
    "of_old_rule": "rule `{name}`, which is gone ({place})",
    "of_renamed_rule": "rule `{name}`, before `{old_name}` ({place})",
    "of_ground": "ground `{ground}`",
    "of_duty": "obligation `{id}` ({timing})",
    "of_duty_within": "obligation `{id}` ({timing}, within {within})",
    "of_released": "it may leave as soon as this is fulfilled: {duties}",
    "of_nothing": "it may leave although nothing that must be done before is fulfilled",
    "of_word": "the term `{term}` of `{taxonomy}`",
    "days": "on days {days}; there may be others",
    "days_from": "from {start} on",
    "days_to": "up to {end}",
    "days_between": "from {start} to {end}",
    "request": "the smallest such request:",
    "before": "before:",
    "after": "after:",
    "invalid": "refused as invalid: it says a word that this set does not know",
    "left_out": "asked without {paths}, which this set cannot read",
    "rests_on": "rules: {rules}",
    "rule_at": "{name} ({place})",
    # --- while it works ---
    "progress": "looking for: {kind}; found so far: {number}",
}
