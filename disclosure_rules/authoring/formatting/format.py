"""The text of a document into the same in the one layout, or the reason why it is left as it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from disclosure_rules.authoring.formatting.commented import Remark, read_commented
from disclosure_rules.authoring.formatting.layout import lay_out
from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.tree import Mapping, Node, Scalar, Sequence
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import read_policies
from disclosure_rules.loading.parse import parse
from disclosure_rules.loading.shapes import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Texts

Change: TypeAlias = Literal["value", "comment", "digest"]
"""What a layout would have changed, besides the layout."""

_FIRST_LINE: Final = 1


class NotKeptError(Exception):
    """The layout would change more than the layout: the document is to be left as it is."""

    def __init__(self, line: int, change: Change) -> None:
        """Say from which line on something would change, and what."""
        super().__init__(line, change)
        self.line = line
        self.change: Change = change


def format_document(file: str, text: str, faults: Faults) -> str | None:
    """Return the text of a document in the one layout; None, with faults, if it cannot be read.

    Args:
        file: The name of the file, for faults.
        text: The text.
        faults: Where faults go: of YAML, or that it is no document of a policy set. Others do not
            matter to the layout.

    Raises:
        NotKeptError: The layout would change more than the layout.
    """
    root = parse(file, text, faults)
    kind = None if root is None else kind_of(file, root, faults)
    if root is None or kind is None:
        return None
    document, remarks = read_commented(text)
    laid_out = lay_out(document, DOCUMENTS[kind])
    again = parse(file, laid_out, Faults())
    changed = root if again is None else _first_change(root, again)
    if changed is not None:
        raise NotKeptError(changed.span.line, "value")
    lost = _first_lost(remarks, read_commented(laid_out)[1])
    if lost is not None:
        raise NotKeptError(lost.line, "comment")
    return laid_out


def check_digest(before: Texts[str, str], after: Texts[str, str]) -> None:
    """Check that a policy set, if it has no errors, still means the same.

    Args:
        before: The texts of its files by name.
        after: The same files, some of them in another layout.

    Raises:
        NotKeptError: It does not.
    """
    was = read_policies(before).policy_set
    if was is None:
        return
    now = read_policies(after).policy_set
    if now is None or now.digest != was.digest:
        raise NotKeptError(_FIRST_LINE, "digest")


def _first_change(was: Node, now: Node) -> Node | None:
    """Return the first node that means something else; the order of keys means nothing."""
    match was, now:
        case Scalar(), Scalar():
            same = type(was.value) is type(now.value) and was.value == now.value
            # `null` can be written in several ways, also as nothing at all.
            return None if same and (was.value is None or was.text == now.text) else was
        case Mapping(), Mapping() if was.keys() == now.keys():
            parts: Iterable[tuple[Node, Node]] = ((was[key], now[key]) for key in was)
        case Sequence(), Sequence() if len(was) == len(now):
            parts = zip(was, now, strict=True)
        case _:
            return was
    changes = (_first_change(old, new) for old, new in parts)
    return next((change for change in changes if change is not None), None)


def _first_lost(was: list[Remark], now: list[Remark]) -> Remark | None:
    """Return the first comment that is not there exactly as often as before."""
    before = Counter(remark.text for remark in was)
    after = Counter(remark.text for remark in now)
    if before == after:
        return None
    differing = (remark for remark in was if before[remark.text] != after[remark.text])
    return next(differing, Remark("", _FIRST_LINE))
