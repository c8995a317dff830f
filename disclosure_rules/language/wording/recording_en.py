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
}
