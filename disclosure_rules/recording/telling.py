"""Accounts and registers into sheets, in the language of whoever is to read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.phrases import Reader, texts_of
from disclosure_rules.recording.sheet import Cell, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.recording.accounts import Account, Disclosed, LeftItem
    from disclosure_rules.recording.labels import Labels
    from disclosure_rules.recording.periods import Period
    from disclosure_rules.recording.register import Activity, Register

_MINUTES: Final = "%Y-%m-%d %H:%M"
_OF_REGISTERS: Final = (
    *("purpose", "recipients", "category", "operations", "ground"),
    *("obligations", "permitted", "left", "first", "last"),
)
_OF_ACCOUNTS: Final = ("left_on", "recipient", "what", "purpose", "ground", "reference")


def say(key: str, reader: Reader, **details: object) -> str:
    """Return a text about accounts or the register."""
    template: str = texts_of("accounts", reader)[key]
    return template.format_map(details)


def minute(moment: datetime) -> str:
    """Return a moment to the minute, in UTC."""
    return f"{moment.astimezone(UTC):{_MINUTES}} UTC"


def period_told(period: Period, reader: Reader) -> str:
    """Return which days something is about."""
    days = period.as_dict()
    key = f"period_{'since' if days['since'] else 'any'}_{'until' if days['until'] else 'any'}"
    return say(key, reader, **days)


def account_sheet(
    account: Account, labels: Labels, reader: Reader, *, everything: bool = False
) -> Sheet:
    """Return an account as a sheet.

    Args:
        account: The account.
        labels: What terms are called.
        reader: The language.
        everything: Whether it is for an auditor, and shows what is withheld from the subject.
    """
    shown = account.everything if everything else account.disclosures
    columns = (*_OF_ACCOUNTS, "withheld") if everything else _OF_ACCOUNTS
    rows = []
    for disclosed in shown:
        row = _row(disclosed, labels, reader)
        if everything:
            row = (*row, tuple(_orders(disclosed, reader)))
        rows.append(row)
    return Sheet(
        reader,
        say("account_title", reader),
        (
            say("account_of", reader, client=account.client),
            period_told(account.period, reader),
            say("as_of", reader, at=minute(account.at)),
        ),
        say("for_auditor", reader) if everything else None,
        tuple(say(f"column_{name}", reader) for name in columns),
        tuple(rows),
        say("nothing_to_tell", reader),
        # INVARIANT: an account for its subject says the same whether anything is withheld or not.
        () if everything else (say("general_note", reader),),
    )


def _row(disclosed: Disclosed, labels: Labels, reader: Reader) -> tuple[Cell, ...]:
    policy_set = disclosed.policy_set
    removed: Cell = (say("removed", reader),)
    decided: tuple[Cell, Cell, Cell] = (removed, removed, removed)
    if policy_set is not None:
        purpose = labels.of(policy_set, "purposes", disclosed.purpose)
        grounds = tuple(labels.of(policy_set, "grounds", g) for g in disclosed.grounds)
        decided = (_recipient(disclosed, labels), (purpose,) if purpose else (), grounds)
    recipient, purpose_cell, ground_cell = decided
    return (
        (disclosed.sent_at.strftime(_MINUTES),),
        recipient,
        tuple(_what(policy_set, item, labels) for item in disclosed.items),
        purpose_cell,
        ground_cell,
        (disclosed.reference,),
    )


def _recipient(disclosed: Disclosed, labels: Labels) -> Cell:
    kind = labels.of(disclosed.policy_set, "recipients", disclosed.recipient_kind)
    name = disclosed.recipient_id
    if name is None:
        return (kind,) if kind else ()
    return (f"{name} ({kind})",) if kind else (name,)


def _what(policy_set: str | None, item: LeftItem, labels: Labels) -> str:
    categories = ", ".join(labels.of(policy_set, "data", term) for term in item.categories)
    return f"{item.name} ({categories})" if categories else item.name


def _orders(disclosed: Disclosed, reader: Reader) -> Iterator[str]:
    for order in disclosed.orders:
        key = "withheld_orally" if order.oral else "withheld"
        yield say(key, reader, until=minute(order.until), order=order.order)


def register_sheet(register: Register, labels: Labels, reader: Reader) -> Sheet:
    """Return a register as a sheet."""
    return Sheet(
        reader,
        say("register_title", reader),
        (
            period_told(register.period, reader),
            say("as_of", reader, at=minute(register.at)),
        ),
        say("removals", reader) if register.removals else None,
        tuple(say(f"column_{name}", reader) for name in _OF_REGISTERS),
        tuple(_activity(activity, labels, reader) for activity in register.activities),
        say("nothing_registered", reader),
        (say("register_note", reader),),
    )


def _activity(activity: Activity, labels: Labels, reader: Reader) -> tuple[Cell, ...]:
    key = activity.key
    purpose = labels.of(key.policy_set, "purposes", key.purpose)
    kind = labels.of(key.policy_set, "recipients", key.recipient_kind)
    category = labels.of(key.policy_set, "data", key.category)
    return (
        (purpose or say("no_purpose", reader),),
        (f"{kind} ({len(activity.recipients)})",) if kind else (),
        (category or say("any_data", reader),),
        tuple(labels.of(key.policy_set, "operations", term) for term in activity.operations),
        tuple(labels.of(key.policy_set, "grounds", term) for term in activity.grounds),
        tuple(labels.of_obligation(key.policy_set, each) for each in activity.obligations),
        (str(activity.permitted),),
        (str(activity.left),),
        (activity.first.isoformat(),),
        (activity.last.isoformat(),),
    )


def for_the_operator(
    account: Account, reader: Reader, *, everything: bool = False
) -> Iterator[str]:
    """Yield what whoever makes an account must know, and its subject need not or must not."""
    if not account.known:
        yield say("unknown", reader)
    if account.removals:
        yield say("removals", reader)
    if account.withheld and not everything:
        yield say("operator_withheld", reader, number=len(account.withheld))
        orders = {order.id: order for each in account.withheld for order in each.orders}
        for order in orders.values():
            told = {"recipient": order.recipient, "until": minute(order.until)}
            yield say("operator_order", reader, order=order.order, **told)
