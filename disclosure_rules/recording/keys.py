"""Data subjects into pseudonyms, and withheld facts into digests, by secret keys that have names.

A plain hash of a personal code can be guessed by trying all of them; a keyed one cannot, without
the key. The log holds the names of keys and never the keys.
"""

from __future__ import annotations

import hmac
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from disclosure_rules.recording.canonical import canonical
from disclosure_rules.recording.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST_KEY: Final = 16
"""In bytes; 32 from a good source of chance are better."""
_KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")


class Pseudonym(NamedTuple):
    """What stands for a data subject: always the same under the same key."""

    key_id: str
    value: bytes

    def as_dict(self) -> dict[str, str]:
        """Return the pseudonym as plain data."""
        return {"key_id": self.key_id, "pseudonym": self.value.hex()}


class Keys:
    """The secret keys of a log by their names; the current one is used for what is new.

    Example:
        >>> from disclosure_rules.recording.keys import Keys
        >>> keys = Keys({"2025": b"an older secret key.", "2026": b"the secret of today."}, "2026")
        >>> keys
        Keys('2025', '2026', current='2026')
        >>> [pseudonym.key_id for pseudonym in keys.pseudonyms("c-1")]
        ['2025', '2026']
    """

    __slots__ = ("_secrets", "current")

    def __init__(self, secrets: Mapping[str, bytes], current: str | None = None) -> None:
        """Hold keys.

        Args:
            secrets: The keys by their names; older ones too, so that older records can be found.
            current: The name of the one to use for what is new; may be left out if there is one.

        Raises:
            LogError: A key is too short, a name cannot be used, or no current key is named.
        """
        for name, secret in secrets.items():
            if not _KEY_ID.fullmatch(name):
                raise LogError("key_name", key=name[:60])
            if len(secret) < SHORTEST_KEY:
                raise LogError("key_short", key=name, shortest=SHORTEST_KEY)
        if current is None and len(secrets) == 1:
            (current,) = secrets
        if current is None or current not in secrets:
            raise LogError("key_not_named")
        self.current: str = current
        self._secrets = dict(secrets)

    @classmethod
    def read(cls, files: Mapping[str, str | Path], current: str | None = None) -> Keys:
        """Return the keys that files hold, each by its name; line breaks at the end do not count.

        Raises:
            LogError: A file cannot be read, or does not hold a key.
        """
        secrets = {}
        for name, file in files.items():
            try:
                secrets[name] = Path(file).read_bytes().rstrip(b"\r\n")
            except OSError as error:
                raise LogError("key_unreadable", file=file, reason=error.strerror) from None
        return cls(secrets, current)

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the keys, sorted."""
        return tuple(sorted(self._secrets))

    def pseudonym(self, subject: str) -> Pseudonym:
        """Return what stands for a data subject in what is new: HMAC-SHA256 of its id."""
        return self._pseudonym(self.current, subject)

    def pseudonyms(self, subject: str) -> tuple[Pseudonym, ...]:
        """Return what stands for a data subject under each key: what to look for in a log."""
        return tuple(self._pseudonym(name, subject) for name in self.ids)

    def _pseudonym(self, name: str, subject: str) -> Pseudonym:
        return Pseudonym(name, self._hmac(name, subject.encode()))

    def digest(self, path: str, value: Any) -> dict[str, str]:
        """Return the keyed digest of a fact, by its path and its value as plain data."""
        message = b"\0fact\0" + path.encode() + b"\0" + canonical(value)
        return {"hmac": self._hmac(self.current, message).hex(), "key_id": self.current}

    def check(self, name: str) -> str:
        """Return a value by which a log knows a key again, and which tells nothing of it."""
        return self._hmac(name, b"\0check\0").hex()

    def _hmac(self, name: str, message: bytes) -> bytes:
        return hmac.digest(self._secrets[name], message, "sha256")

    def __repr__(self) -> str:
        """Show the names of the keys."""
        names = ", ".join(repr(name) for name in self.ids)
        return f"Keys({names}, current={self.current!r})"
