"""Decide, before personal data are shared, whether each item may go, and say why.

YAML files ──loading──▶ PolicySet ─┐
                                   ├─deciding──▶ Decision
request ────read_request──▶ Facts ─┘

`language` holds the nouns of policies, `request` and `decision` those of a question and its
answer; `loading` and `deciding` are stages, which do not know each other; `engine` joins them;
`completing`, `recording`, `authoring` and `cli` stand on the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from disclosure_rules.recording.errors import LogError
    from disclosure_rules.recording.keys import Keys
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.recorded_decision import RecordedDecision
    from disclosure_rules.recording.recording_engine import RecordingEngine

__version__ = "0.1.0"

__all__ = [
    "Decision",
    "DecisionLog",
    "DisclosureDenied",
    "DisclosureRulesError",
    "Engine",
    "Fault",
    "InvalidRequest",
    "ItemDecision",
    "Keys",
    "LogError",
    "Obligation",
    "Outcome",
    "PolicyError",
    "Reason",
    "RecordedDecision",
    "RecordingEngine",
    "Request",
    "__version__",
    "acomplete",
    "complete",
]

_RECORDING = {
    "DecisionLog": "log",
    "Keys": "keys",
    "LogError": "errors",
    "RecordedDecision": "recorded_decision",
    "RecordingEngine": "recording_engine",
}


def __getattr__(name: str) -> object:
    """Return what records; a service that does not record pays for no database."""
    if name not in _RECORDING:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - for these alone

    return getattr(import_module(f"{__name__}.recording.{_RECORDING[name]}"), name)
