"""What accounts of disclosures and the register say, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- what both say ---
    "period_any_any": "from the beginning of the log until now",
    "period_since_any": "from {since} until now",
    "period_any_until": "from the beginning of the log to {until}",
    "period_since_until": "from {since} to {until}",
    "as_of": "as of {at}",
    "column_recipient": "recipient",
    "column_purpose": "purpose",
    "column_ground": "ground",
    # --- an account ---
    "account_title": "Account of disclosures",
    "account_of": "of the data of: {client}",
    "for_auditor": "For the auditor: shows also what must not be told to the data subject for now. "
    "Do not hand it out.",
    "column_left_on": "left on",
    "column_what": "what",
    "column_reference": "reference",
    "column_withheld": "withheld from the data subject",
    "removed": "removed from the log",
    "withheld": "until {until}, by the order: {order}",
    "withheld_orally": "until {until}, by the oral order: {order}",
    "nothing_to_tell": "There are no disclosures to tell of.",
    "general_note": "Where an authority has lawfully ordered that a disclosure is not told of "
    "for a time, every account leaves it out. No account says whether that is so.",
    # --- for whoever makes an account ---
    "unknown": "the log has no record at all of this data subject: check the id",
    "removals": "records have been removed from this log by order: what they said is lacking here",
    "operator_withheld": "not for the data subject: withheld from this account: {number}; "
    "`--for-auditor` shows what",
    "operator_order": "  recipient {recipient}, until {until}, by the order: {order}",
}
