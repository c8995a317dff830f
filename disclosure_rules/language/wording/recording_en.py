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
    "error_cannot_open": "`{log}` cannot be opened; check that its folder is there and that you may "
    "write in it",
    "error_locked": "others are writing to `{log}`, and did not end in time; try again, or look for "
    "a process that hangs",
    "error_full": "`{log}` cannot grow: the disk is full, or a limit is reached; make room",
    "error_read_only": "you may not write to `{log}`; check its permissions, and those of its folder",
    "error_damaged": "`{log}` is damaged; `log verify` tells where; keep the file, and go on with a "
    "copy that is sound",
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
}
