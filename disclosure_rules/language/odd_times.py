"""A value that names no instant into what is amiss with it, without saying any of it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from disclosure_rules.language.phrases import Phrase, phrase

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
_OFFSET: Final = r"([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)"
_SLIPS: Final = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (rf"{_DAY}", "odd_time_date"),
        (rf"{_DAY}[ t]+{_CLOCK} *{_OFFSET}?", "odd_time_between"),
        (rf"{_DAY}T24:.*", "odd_time_midnight"),
        (rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:60.*", "odd_time_leap_second"),
        (rf"{_DAY}T{_CLOCK}", "odd_time_no_offset"),
        (rf"{_DAY}T[0-9]{{2}}{_OFFSET}?", "odd_time_no_minutes"),
        (rf"{_DAY}T[0-9:]+([.][0-9]{{7,}}|,[0-9]+){_OFFSET}", "odd_time_digits"),
        (rf"{_DAY}T{_CLOCK}(z|[+-][0-9]{{2}}([0-9]{{2}})?)", "odd_time_offset"),
        (rf"{_DAY}T{_CLOCK}{_OFFSET}", "odd_time_not_in_calendar"),
        (r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}.*", "odd_time_day_first"),
        (r"[0-9]+([.][0-9]+)?", "odd_time_number"),
        (r".*\s.*", "odd_time_blank"),
    )
)
"""What a whole text looks like, and what that lacks to be a time; the first that fits is said."""


def odd_time(value: object) -> Phrase | None:
    """Return what is amiss with what should have been a time; None where nothing certain is."""
    if isinstance(value, datetime):
        # A time of pandas has nanoseconds beside, which would be lost.
        exact = not getattr(value, "nanosecond", 0)
        if not exact:
            return phrase("odd_time_digits")
        return phrase("odd_time_no_offset" if value.tzinfo is None else "odd_time_not_in_calendar")
    if isinstance(value, date):
        return phrase("odd_time_date")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return phrase("odd_time_number")
    if not isinstance(value, str):
        return None
    return next((phrase(key) for slip, key in _SLIPS if slip.fullmatch(value)), None)
