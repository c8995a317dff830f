"""What keeps a table from being decided, as data; each language makes a text of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.errors import DisclosureRulesError
from disclosure_rules.language.phrases import Detail, Phrase, Reader, say, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.source import Span


class Problem(NamedTuple):
    """One thing that is in the way: its code, and what its text tells beside."""

    code: str
    details: tuple[tuple[str, Detail | Problem], ...] = ()

    def text(self, reader: Reader = "en") -> str:
        """Return what is wrong and how to mend it, in the language of the reader."""
        template: str = texts_of("tables", reader)[f"error_{self.code}"]
        return template.format_map(
            {
                k: v.text(reader) if isinstance(v, Problem) else say(v, reader)
                for k, v in self.details
            }
        )


def problem(code: str, /, **details: object) -> Problem:
    """Return a problem."""
    said = ((k, v if isinstance(v, (Phrase, Problem)) else str(v)) for k, v in details.items())
    return Problem(code, tuple(said))


class TableError(DisclosureRulesError):
    """A table cannot be decided as it is; `problems` holds everything that is in the way.

    No message shows a value of a row.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Carry the problems."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def text(self, reader: Reader = "en") -> str:
        """Return one line for each problem, in the language of the reader."""
        return "\n".join(each.text(reader) for each in self.problems)

    def __str__(self) -> str:
        """Return one English line for each problem."""
        return self.text()


class CannotLower(TableError):  # noqa: N818 - says what is so
    """A rule asks what SQL cannot be asked exactly; nothing is asked approximately."""

    def __init__(self, code: str, rule: str, span: Span) -> None:
        """Name the rule, and where it asks."""
        super().__init__((problem(code, rule=rule, place=span),))
        self.rule: str = rule
        self.span: Span = span
        self._code = code

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross processes."""
        return CannotLower, (self._code, self.rule, self.span)
