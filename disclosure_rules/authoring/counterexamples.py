"""Requests that break guarantees into cases, which fail until the policies are mended."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

import yaml

from disclosure_rules.authoring.formatting.format import format_document
from disclosure_rules.loading.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.authoring.verifying import Verified
    from disclosure_rules.language.policy import PolicySet


def cases_of(policy_set: PolicySet, broken: Iterable[Verified], remark: Iterable[str]) -> str:
    """Return the text of a document with a case for each request that breaks a guarantee.

    A case expects what the guarantee promises: that the item is permitted, or that it has no
    ground. Its name is that of the guarantee, or like it where a case is called so already.

    Args:
        policy_set: The policies.
        broken: What came of guarantees that are broken.
        remark: A comment for whoever opens the document, line by line.
    """
    taken = {case.id for case in policy_set.cases}
    cases: dict[str, Any] = {}
    for found in broken:
        name = next(n for n in _names(found.guarantee.id) if n not in taken)
        taken.add(name)
        cases[name] = _case(found)
    document = {"kind": "cases", "cases": cases}
    written = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)
    text = "".join(f"# {line}\n" for line in remark) + written
    return format_document("cases.yaml", text, Faults()) or text


def _names(guarantee: str) -> Iterable[str]:
    yield guarantee
    yield from (f"{guarantee}_{number}" for number in count(2))


def _case(found: Verified) -> dict[str, Any]:
    guarantee, shown = found.guarantee, found.counterexample
    expected = "permitted" if guarantee.promise == "always_allow" else "no_ground"
    case: dict[str, Any] = {}
    if guarantee.title:
        case["title"] = dict(guarantee.title)
    if guarantee.clauses:
        case["clauses"] = list(guarantee.clauses)
    request = {} if shown is None else shown.request
    return {**case, "request": plain(request), "expect": expected}


def plain(value: Any) -> Any:
    """Return a value of a request as JSON and YAML write it."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return float(value) if isinstance(value, Decimal) else value
