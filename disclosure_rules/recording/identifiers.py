"""Moments into identifiers that sort by time: UUIDv7, as RFC 9562 has them in section 5.7."""

from __future__ import annotations

from secrets import randbits
from threading import Lock
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

_COUNTER_BITS: Final = 12
_FULL: Final = (1 << _COUNTER_BITS) - 1
_RANDOM_BITS: Final = 62
_VERSION: Final = 7
_VARIANT: Final = 0b10


class Identifiers:
    """Make identifiers, each greater than all before it, even if the clock goes back.

    The twelve bits after the milliseconds count on within one (RFC 9562, section 6.2, method 1). If
    the clock stands or goes back, the milliseconds stay, and the counter alone goes on.
    """

    def __init__(self, after: UUID | None = None) -> None:
        """Go on after an identifier, if one is given."""
        self._lock = Lock()
        self._last = -1 if after is None else after.int >> 64 & ~(0xF << _COUNTER_BITS)

    def make(self, at: datetime) -> UUID:
        """Return the next identifier.

        Args:
            at: When it is made: an aware datetime.
        """
        milliseconds = int(at.timestamp() * 1000)
        with self._lock:
            # INVARIANT: `_last` is the time and the counter, with nothing where the version stands.
            first = milliseconds << 16 | randbits(_COUNTER_BITS - 1)
            self._last = max(first, self._next())
            counted = self._last
        high = counted | _VERSION << _COUNTER_BITS
        return UUID(int=high << 64 | _VARIANT << _RANDOM_BITS | randbits(_RANDOM_BITS))

    def _next(self) -> int:
        """Return the time and counter that follow the last; a full counter takes a millisecond."""
        if self._last & _FULL == _FULL:
            return (self._last >> 16) + 1 << 16
        return self._last + 1


def first_id(at: datetime) -> bytes:
    """Return what sorts before each identifier made at a moment or later, and after all others."""
    # No identifier is older than its count of milliseconds, which begins with 1970.
    return (max(0, int(at.timestamp() * 1000)) << 80).to_bytes(16)
