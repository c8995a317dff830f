"""The clock of whoever records: handed in, or the machine's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""What tells the time, as an aware datetime."""


def machine_clock() -> datetime:
    """Return what time it is by the machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - when something is recorded, no request can say
