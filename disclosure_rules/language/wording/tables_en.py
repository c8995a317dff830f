"""What is said where tables are decided, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- what cannot be asked in SQL ---
    "error_dates_of_two_facts": "{place}: the rule `{rule}` compares civil dates of two facts that "
    "differ from row to row, which tables cannot do; compare with the moment or with a date, or "
    "decide these requests one by one",
    "error_number_too_long": "{place}: the rule `{rule}` compares with a number that has more than "
    "20 digits before the decimal point or 18 after it, which tables do not hold exactly",
}
