"""The folder of a policy set into the texts of its policies, and texts into where heads stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.loading.digests import digest_of_bytes
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import below_folder, read_files
from disclosure_rules.loading.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.tree import Mapping as Tree


class ChangedError(Exception):
    """The files are no longer those that the policy set was loaded from."""


def read_texts(policy_set: PolicySet, folder: Path) -> dict[str, str]:
    """Return the text of each policy document by its file, as places name it.

    Raises:
        ChangedError: The folder holds something else than what the policy set was loaded from.
    """
    files = read_files(folder, Faults(), str(folder))
    if digest_of_bytes(below_folder(files, str(folder))) != policy_set.source_digest:
        raise ChangedError
    documents = dict.fromkeys(policy.span.file for policy in policy_set.policies)
    return {file: files[file].decode() for file in documents}


def head_spans(texts: Mapping[str, str]) -> dict[tuple[Span, str], Span]:
    """Return where each part of a head stands, by the place of its rule and its key.

    Args:
        texts: The policy documents of a set without faults, by file.
    """
    return {found: span for file, text in texts.items() for found, span in _parts(file, text)}


def _parts(file: str, text: str) -> Iterator[tuple[tuple[Span, str], Span]]:
    document = cast("Tree", parse(file, text, Faults()))
    rules = document.key("rules")
    for name, rule in cast("Tree", document[rules]).items() if rules else ():
        for key in cast("Tree", rule):
            if key in HEAD_TAXONOMIES:
                yield (name.span, str(key)), key.span
