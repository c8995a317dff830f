"""An engine into the archive of its policy set: the documents that it was loaded from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.recording.entries import Archive
from disclosure_rules.recording.errors import LogError

if TYPE_CHECKING:
    from disclosure_rules.engine import Engine


def archive_of(engine: Engine) -> Archive:
    """Return the archive of the policies that an engine decides by.

    Raises:
        LogError: The engine was not loaded from documents, or these have changed since.
    """
    from disclosure_rules.loading.digests import digest_of_bytes  # noqa: PLC0415 - reads no YAML
    from disclosure_rules.loading.faults import Faults  # noqa: PLC0415 - until it is needed
    from disclosure_rules.loading.files import (  # noqa: PLC0415
        below_folder,
        read_files,
        shown_name,
    )

    if engine.origin is None:
        raise LogError("no_documents")
    shown = shown_name(engine.origin)
    files = below_folder(read_files(engine.origin, Faults(), shown), shown)
    policy_set = engine.policy_set
    if digest_of_bytes(files) != policy_set.source_digest:
        raise LogError("policies_changed")
    documents = {name: content.decode() for name, content in files.items()}
    return Archive(
        policy_set.vocabulary.id,
        policy_set.digest,
        policy_set.source_digest,
        policy_set.vocabulary.time_zone,
        documents,
    )
