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
    "for_auditor": "For the auditor: shows also what must not be told to the data subject for now; "
    "do not hand it out",
    "column_left_on": "left on",
    "column_what": "what",
    "column_reference": "reference",
    "column_withheld": "withheld from the data subject",
    "removed": "removed from the log",
    "withheld": "until {until}, by the order: {order}",
    "withheld_orally": "until {until}, by the oral order: {order}",
    "nothing_to_tell": "There are no disclosures to tell of",
    "general_note": "Where an authority has lawfully ordered that a disclosure is not told of "
    "for a time, every account leaves it out; no account says whether that is so",
    # --- an order to withhold ---
    "order_recorded": "recorded [{id}]: until {until}, accounts leave out what was disclosed to "
    "{recipient}",
    "order_ended": "recorded [{id}]: the order about {recipient} has ended",
    "no_moment": "it must be a moment with its offset, as 2026-12-31T00:00:00+02:00",
    # --- the register ---
    "register_title": "Register of processing",
    "register_note": "Made from what was permitted and what has left; names and contacts of the "
    "controller, transfers to third countries, time limits for erasure and security measures are "
    "to be added by whoever answers for them",
    "nothing_registered": "Nothing was permitted in this time",
    "no_purpose": "no purpose",
    "any_data": "any data",
    "column_recipients": "recipients (how many)",
    "column_category": "category of data",
    "column_operations": "operations",
    "column_obligations": "obligations",
    "column_permitted": "decisions",
    "column_left": "disclosures",
    "column_first": "first",
    "column_last": "last",
    # --- for whoever makes an account ---
    "unknown": "the log has no record at all of this data subject: check the id",
    "removals": "records have been removed from this log by order: what they said is lacking here",
    "operator_withheld": "not for the data subject: withheld from this account: {number}; "
    "`--for-auditor` shows what",
    "operator_order": "  recipient {recipient}, until {until}, by the order: {order}",
}
