"""Which categories a consent covers, for peers that cannot go through records themselves."""

from __future__ import annotations

from typing import Any


def consented_categories(request: dict[str, Any]) -> set[str]:
    """Return the categories that a consent covers which fits the rest of a request."""
    purpose, kind = request["purpose"], request["recipient"]["kind"]
    moment = request["moment"]
    categories: set[str] = set()
    for consent in request["client"]["consents"]:
        if (
            consent["purpose"] == purpose
            and consent["recipient_kind"] == kind
            and consent["given_at"] <= moment
            and not consent.get("withdrawn_at", moment + 1) <= moment
        ):
            categories.update(consent["data"])
    return categories
