"""Terms into what people call them: by the labels of the policies that the log archived."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from disclosure_rules.errors import PolicyError
from disclosure_rules.recording.recalling import archived_policies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.recording.log import DecisionLog


class Labels:
    """Labels of terms, in a language; older policies are read only for words that are gone."""

    def __init__(self, log: DecisionLog, reader: Reader) -> None:
        """Take the policies that a log archived."""
        self._log = log
        self._reader = reader
        self._unread: dict[str, list[str]] = defaultdict(list)
        for record in log.records("policies"):
            # Of what has been removed there are no labels.
            if record.content is not None and record.facts is not None:
                self._unread[record.content["bundle"]].append(record.content["reference"])
        self._read: dict[str, list[PolicySet]] = defaultdict(list)

    def of(self, policy_set: str | None, taxonomy: str, term: str | None) -> str:
        """Return the label of a term, or the term itself where nothing has a label for it."""
        if not term:
            return ""
        for read in self._policies(policy_set):
            taxonomies = read.vocabulary.taxonomies
            if taxonomy in taxonomies and term in taxonomies[taxonomy].terms:
                return read.vocabulary.label(taxonomy, term, self._reader)
        return term

    def of_obligation(self, policy_set: str, obligation: str) -> str:
        """Return the title of an obligation, or its id where nothing has a title for it."""
        for read in self._policies(policy_set):
            for policy in reversed(read.policies):
                if obligation in policy.obligations:
                    return policy.obligations[obligation].title.get(self._reader, obligation)
        return obligation

    def _policies(self, policy_set: str | None) -> Iterator[PolicySet]:
        """Yield policy sets of a name, the newest first; each is read once, when it is reached."""
        if policy_set is None:
            return
        yield from self._read[policy_set]
        while self._unread[policy_set]:
            archive = self._log.archive(self._unread[policy_set].pop())
            try:
                read = archived_policies(archive)
            except PolicyError:
                # Written for another release: what it decided stands, its labels are not read.
                continue
            self._read[policy_set].append(read)
            yield read
