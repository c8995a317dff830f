"""Decide, before personal data are shared, whether each item may go, and say why.

YAML files ──loading──▶ PolicySet ─┐
                                   ├─deciding──▶ Decision
request ────read_request──▶ Facts ─┘

`language` holds the nouns of policies, `request` and `decision` those of a question and its
answer; `loading` and `deciding` are stages, which do not know each other; `engine` joins them;
`completing`, `authoring` and `cli` stand on the engine.
"""

from __future__ import annotations

from disclosure_rules.completing import acomplete, complete
from disclosure_rules.decision import Decision, ItemDecision, Obligation, Outcome, Reason
from disclosure_rules.engine import Engine
from disclosure_rules.errors import (
    DisclosureDenied,
    DisclosureRulesError,
    Fault,
    InvalidRequest,
    PolicyError,
)
from disclosure_rules.request import Request

__version__ = "0.1.0"

__all__ = [
    "Decision",
    "DisclosureDenied",
    "DisclosureRulesError",
    "Engine",
    "Fault",
    "InvalidRequest",
    "ItemDecision",
    "Obligation",
    "Outcome",
    "PolicyError",
    "Reason",
    "Request",
    "__version__",
    "acomplete",
    "complete",
]
