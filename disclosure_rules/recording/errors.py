"""What a decision log refuses or cannot do, as data; each language makes a text of it."""

from __future__ import annotations

from disclosure_rules.errors import DisclosureRulesError
from disclosure_rules.language.phrases import Reader, printable, texts_of


class LogError(DisclosureRulesError):
    """The log cannot be used, or refuses what is asked of it; `code` says why.

    No message shows a value that a request carried.
    """

    def __init__(self, code: str, **details: object) -> None:
        """Name what is wrong by its code, with what its text tells beside."""
        super().__init__(code, details)
        self.code: str = code
        self._details = details

    @property
    def number(self) -> int | None:
        """The number of the record that it is about, if it is about one."""
        number = self._details.get("number")
        return number if isinstance(number, int) else None

    def text(self, reader: Reader = "en") -> str:
        """Return what is wrong and how to mend it, in the language of the reader."""
        template: str = texts_of("recording", reader)[f"error_{self.code}"]
        return template.format_map({k: printable(str(v)) for k, v in self._details.items()})

    def __str__(self) -> str:
        """Return what is wrong, in English."""
        return self.text()

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross processes."""
        return _log_error, (self.code, self._details)


def _log_error(code: str, details: dict[str, object]) -> LogError:
    return LogError(code, **details)
