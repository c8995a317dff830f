"""What a decision log says, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- why a log cannot be used ---
    "error_no_log": "there is no log `{log}`; check the name",
    "error_not_a_log": "`{log}` is not a log of decisions; name another file",
    "error_other_format": "`{log}` is in format {format}, and this release knows {known}; use a "
    "release that knows it",
    "error_cannot_open": "`{log}` cannot be opened; check that its folder is there and that you "
    "may write in it",
    "error_locked": "others are writing to `{log}`, and did not end in time; try again, or look "
    "for a process that hangs",
    "error_full": "`{log}` cannot grow: the disk is full, or a limit is reached; make room",
    "error_read_only": "you may not write to `{log}`; check its permissions, and those of its "
    "folder",
    "error_damaged": "`{log}` is damaged; `log verify` tells where; keep the file, and go on with "
    "a copy that is sound",
    "error_too_large": "what is to be recorded is too large for `{log}`; ask about less at once",
    "error_failed": "`{log}` cannot be used ({error}); check the disk, and try again",
    "error_closed": "`{log}` has been closed; open it again",
    "error_lines_unwritable": "`{file}` cannot be written ({reason}); check that its folder is "
    "there, that you may write in it, and that the disk has room",
    # --- keys and policies ---
    "error_no_keys": "there are no keys to make pseudonyms by; give the log `keys`",
    "error_wrong_key": "the key `{key}` is not the one that `{log}` knows by this name; give the "
    "right one, or a new key with a name of its own",
    "error_key_name": "a key cannot be called `{key}`; use letters, digits, `.`, `_` and `-`, at "
    "most 40",
    "error_key_short": "the key `{key}` is too short; it must have at least {shortest} bytes",
    "error_key_not_named": "there must be a key, and the current one must be named if there are "
    "several",
    "error_key_unreadable": "the key in `{file}` cannot be read ({reason}); check the name",
    "error_no_documents": "the engine was made from a policy set, and the log needs its documents; "
    "use `Engine.load`",
    "error_policies_changed": "the documents of the policies have changed since they were loaded; "
    "load them again",
    # --- what is asked of it ---
    "error_no_record": "the log has no record `{id}`; check the id",
    "error_no_policies": "the log has no policies with the digest {digest}; verify it",
    "error_altered": "record {number} is not what was recorded; `log verify` tells more",
    "error_no_decision": "the log has no decision `{id}`; check the id, which `decision.id` told",
    "error_not_permitted": "the item `{item}` was not permitted by the decision {id}; what has "
    "left without a permission is no disclosure to confirm but a breach to deal with",
    "error_before_open": "before the item `{item}` leaves, there is to fulfil: {obligations}; "
    "record that by `fulfil`, or name it in `fulfilled`",
    "error_no_items": "name the items that have left, as a list",
    "error_no_reference": "name the reference by which the disclosure is known",
    "error_no_offset": "the time at which it left must have its offset",
    "error_no_obligation": "the decision has no obligation `{obligation}`; it has {known}",
    "error_no_obligations": "name the obligations that have been fulfilled",
    # --- accounts ---
    "error_no_key_files": "there is no key in `{path}`; put each key into a file that is called "
    "as the key",
    "error_keys_unreadable": "the keys in `{path}` cannot be read ({reason}); check the name and "
    "that you may open it",
    "no_day": "it must be a day, as 2026-01-31",
    "error_keys_lacking": "the log knows keys that are not given, under which there may be more: "
    "{keys}; give them, or say which are no more",
    "error_period_reversed": "the period ends on {until}, before it begins on {since}; "
    "exchange the days",
    "error_no_recipient": "name the recipient that the order is about, by its id",
    "error_no_order": "name the order: who ordered it, by which document",
    "error_oral_too_long": "an order that nobody wrote down lasts for {days} days at most; name "
    "an earlier moment, or the document",
    "error_until_past": "the moment until which to withhold is past, and the log knows no such "
    "order in force that it could end; name a moment to come",
    # --- checkpoints ---
    "error_no_signing": "signatures need the package `cryptography`; install "
    "`disclosure-rules[signing]`",
    "error_no_private_key": "this is no private Ed25519 key in PEM without a password; make one "
    "with `openssl genpkey -algorithm ed25519`",
    "error_no_public_key": "this is no public Ed25519 key in PEM; make it of the private one with "
    "`openssl pkey -pubout`",
    "error_no_checkpoint": "this is no checkpoint of a log; `log checkpoint` prints one",
    "error_bad_signature": "the checkpoint was not signed by this key, or was altered; look for "
    "the one that was kept",
    "error_unreadable": "`{file}` cannot be read ({reason}); check the name and that you may open "
    "it",
    # --- what `log verify` finds ---
    "sound": "{log}: {records} records, nothing amiss; the last has the digest {last}",
    "not_sound": "{log}: {records} records read; findings: {findings}",
    "found_missing": "records {number} to {detail} are missing",
    "found_unlinked": "record {number} does not follow on the one before: one of them was "
    "replaced, put in or moved",
    "found_altered": "record {number} was altered in the chain",
    "found_no_opening": "record 1 is not the opening of a log: the beginning was cut off or "
    "replaced",
    "found_content_missing": "what record {number} says was removed",
    "found_content_altered": "what record {number} says was altered",
    "found_facts_missing": "the facts of record {number} were removed",
    "found_facts_altered": "the facts of record {number} were altered",
    "found_stray": "there is a text for a record {number}, which is not in the chain",
    "found_unreadable": "from record {number} on, the file cannot be read: {detail}",
    "found_file_damaged": "the file is damaged: {detail}",
    "found_guard_missing": "a guard against changes was taken away or altered: {detail}",
    "found_guard_added": "something was added to the database: {detail}",
    "found_truncated": "the log ends before record {number}, and had {detail} when the checkpoint "
    "was signed",
    "found_rewritten": "record {number} is not the one that the checkpoint names: the log was "
    "rewritten up to there, or the checkpoint is of another log",
    "checkpoint_and_key": "`--checkpoint` and `--public-key` belong together: name both",
    # --- what is removed by order ---
    "error_order_unnamed": "name the order by which it is removed, such as the number of a letter",
    "error_owed_still": "something is still owed to the client: {duties}; fulfil it and record "
    "that by `fulfil`, then erase",
    "error_decision_removed": "what the decision {id} said has been removed from the log, so "
    "nothing more can come of it",
    "error_not_cleaned": "what was to be removed is removed, but its bytes may still lie in "
    "`{log}` or beside it ({reason}); make room, let others end, and run the command again",
    "bad_age": "it must be an age, such as 6y, 18m, 90d or `6 years`",
    "removed": "{log}: something of {count} records was removed",
    "would_be_removed": "{log}: something of {count} records would be removed; nothing has been "
    "changed",
    "nothing_removed": "{log}: there is nothing to remove",
    "kept_for_now": "decisions that stay, since something is owed by them or what came of them is "
    "younger: {count}",
    "removal_recorded": "recorded as {id}",
    "gone": "by order, something has been removed of {count} records:",
    "removal_erasure": "record {number}, {at}: erased by the order `{order}`: {count} records "
    "[{id}]",
    "removal_erasure_of_facts": "record {number}, {at}: facts erased by the order `{order}`: "
    "{count} records [{id}]",
    "removal_retention": "record {number}, {at}: pruned by the order `{order}`: {count} records "
    "[{id}]",
    "removal_retention_of_facts": "record {number}, {at}: facts pruned by the order `{order}`: "
    "{count} records [{id}]",
    "found_content_remains": "what record {number} says is still there, though an order had it "
    "removed",
    "found_facts_remains": "the facts of record {number} are still there, though an order had "
    "them removed",
    # --- what `log replay` says ---
    "bad_moment": "`{option}` must be a date, such as 2026-03-31, or a time with its offset, such "
    "as 2026-03-31T12:00:00+03:00",
    "replay_same": "{log}: decided again from the log: {decisions} decisions; nothing came out "
    "otherwise",
    "replay_differs": "{log}: decided again from the log: {decisions} decisions; came out "
    "otherwise, or damaged: {differing}",
    "replay_count_same": "the same: {count}",
    "replay_count_not_fully": "not fully replayable, since what decided was withheld: {count}",
    "replay_count_facts_not_kept": "not fully replayable, since facts were never kept: {count}",
    "replay_count_facts_removed": "not fully replayable, since the facts have been removed: "
    "{count}",
    "replay_count_removed": "not replayable, since the records have been removed: {count}",
    "replay_count_altered": "not what was recorded: {count}",
    "replay_count_no_policies": "their policies are not in the log: {count}",
    "replay_count_policies_refused": "their policies are refused by this release: {count}",
    "replay_otherwise": "{id}: these items come out otherwise: {items}; {cause}",
    "replay_refused": "{id}: the request does not fit the policies that decided it; {cause}",
    "replay_altered": "record {number} is not what was recorded: the log is damaged; `log verify` "
    "tells more",
    "replay_no_policies": "{id}: the policies that decided it are not in the log, or not what was "
    "archived: the log is damaged; `log verify` tells more",
    "replay_policies_refused": "{id}: this release refuses the policies that decided it; use the "
    "release that decided it, which `log show` names",
    "replay_more": "and {count} more; `--examples` tells how many are named",
    "cause_other_release": "release {release} decided it, and this is {current}: try with that "
    "release",
    "cause_same_release": "this release decided it: the log was altered, and its hashes were "
    "worked out anew; `log verify --checkpoint` shows it",
    "against_head": "{log}: {decisions} decisions, and what `{name}` (digest {digest}) would have "
    "decided",
    "against_unchanged": "as they were: {count}",
    "against_not_fitting": "requests that do not fit its vocabulary: {count}",
    "against_open": "cannot be told, since what would decide was withheld:",
    "against_newly_permitted": "newly permitted:",
    "against_newly_refused": "newly refused:",
    "against_otherwise": "otherwise:",
    "against_nothing": "nothing would have come out otherwise",
    "against_change": "{was} → {now}",
    "against_unfit": "{code} at {path}",
    "ruling": "{outcome} by {rules}",
    "happened_items": "items: {items}, decisions: {decisions}",
    "happened_requests": "requests: {decisions}",
    "for_example": "; for example {ids}",
    "with_duties": "{ruling}, obliging to {duties}",
    "no_duties": "nothing",
    # --- what `log show` says ---
    "kind_opening": "Opening of the log, record {number} [{id}]",
    "kind_key": "A key comes into use, record {number} [{id}]",
    "kind_policies": "Policies are archived, record {number} [{id}]",
    "kind_decision": "Decision, record {number} [{id}]",
    "kind_invalid_request": "A request that did not fit, record {number} [{id}]",
    "kind_disclosure": "Disclosure, record {number} [{id}]",
    "kind_fulfilment": "Obligations are fulfilled, record {number} [{id}]",
    "kind_withholding": "Order to withhold disclosures from accounts, record {number} [{id}]",
    "kind_removal": "Removal, record {number} [{id}]",
    "said_timestamp": "recorded: {value}",
    "said_requested_by": "asked by: {value}",
    "said_correlation_id": "call: {value}",
    "said_about": "of the decision: {value}",
    "said_sent_at": "left at: {value}",
    "said_reference": "reference: {value}",
    "said_subject": "data subject: {pseudonym} (key {key_id})",
    "said_recipient": "recipient: {value}",
    "said_until": "until: {value}",
    "said_order": "order: {value}",
    "said_items": "items: {value}",
    "said_fulfilled": "fulfilled: {value}",
    "said_note": "note: {value}",
    "said_fault": "fault: {code} at {path}",
    "said_policies": "policies: {name}, digest {digest}; release {version}",
    "said_archive": "policies: {name}, digest {digest}",
    "said_key_id": "key: {value}",
    "removed_content": "what it said has been removed",
    "unnamed": "any data",
    "not_again": "the facts are not kept: it cannot be decided again",
    "withheld": "withheld from the log, and unknown here: {facts}",
    "same_again": "decided again from the log: the same answer",
    "open_again": "not fully replayable: what decided {items} was withheld",
    "otherwise_again": "decided again from the log, these come out otherwise: {items}; verify the "
    "log",
}
