"""What coverage says, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- figures ---
    "decimal": "{whole}.{rest}",
    "total": "{folder}: coverage {percent}%, {tally}",
    "tally": "seen {seen} of {possible}",
    "version": "{policy}, version {version}: {percent}%, {tally}",
    "clauses_whole": "clauses seen in full: {whole} of {number}",
    "clause": "{clause}: {percent}%, {tally}",
    "too_low": "{folder}: coverage is {percent}%, and `--fail-under` asks for {least}%: add cases "
    "for what was never seen",
    # --- what was never seen ---
    "never_seen": "never seen:",
    "rule": "rule {name} ({place}): {tally}",
    "definition": "definition {name} ({place}): {tally}",
    "part": "{place}: `{what}`: {never}",
    "never_true": "never holds",
    "never_false": "never fails",
    "never_unknown": "never unknown",
    "unreached": "no case reaches it",
    "all_seen": "everything was seen",
    # --- the page ---
    "title": "Coverage of {id}",
    "figure": "{percent}%: {tally}",
    "intro": "What the cases of this policy set ({number}) saw of its rules. Each part can hold, "
    "fail or be unknown; each of these that is possible counts. Every line has a sign; the note in "
    "its margin opens, and tells which case saw what first",
    "legend": "signs",
    "sign_whole": "everything was seen",
    "sign_partly": "something was never seen",
    "sign_unseen": "nothing was seen",
    "sign_nothing": "a line without a sign has nothing to be seen",
    "policies": "Policies",
    "policy": "policy",
    "document": "document",
    "coverage": "coverage",
    "seen": "seen",
    "clauses": "Clauses",
    "one_clause": "clause",
    "gaps": "Never seen",
    "true": "holds",
    "false": "fails",
    "unknown": "unknown",
    "never": "never",
    "first_case": "first in case {case}",
    "digest": "digest of the meaning",
    "source_digest": "digest of the files",
}
