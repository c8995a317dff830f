"""Decide, before personal data are shared, whether each item may go, and say why.

YAML files ──loading──▶ PolicySet ─┐
                                   ├─deciding──▶ Decision
request ────read_request──▶ Facts ─┘

`language` holds the nouns of policies, `request` and `decision` those of a question and its
answer; `loading` and `deciding` are stages, which do not know each other; `engine` joins them;
`completing`, `recording`, `authoring` and `cli` stand on the engine.
"""

from __future__ import annotations

from disclosure_rules.version import __version__

# Whoever imports the package pays for a name when it is first asked for, and for nothing else. Type
# checkers take this variable as true, by its name; that of `typing` would cost more than all else.
TYPE_CHECKING = False

if TYPE_CHECKING:
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
    from disclosure_rules.recording.errors import LogError
    from disclosure_rules.recording.json_lines import JsonLines
    from disclosure_rules.recording.keys import Keys
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.recorded_decision import RecordedDecision
    from disclosure_rules.recording.recording_engine import RecordingEngine
    from disclosure_rules.recording.to_logger import ToLogger
    from disclosure_rules.request import Request
    from disclosure_rules.tables.child_table import ChildTable
    from disclosure_rules.tables.decided_spark import DecidedSpark
    from disclosure_rules.tables.decided_table import DecidedTable
    from disclosure_rules.tables.errors import TableError
    from disclosure_rules.tables.mapping import ListMapping, TableMapping

__all__ = [
    "ChildTable",
    "DecidedSpark",
    "DecidedTable",
    "Decision",
    "DecisionLog",
    "DisclosureDenied",
    "DisclosureRulesError",
    "Engine",
    "Fault",
    "InvalidRequest",
    "ItemDecision",
    "JsonLines",
    "Keys",
    "ListMapping",
    "LogError",
    "Obligation",
    "Outcome",
    "PolicyError",
    "Reason",
    "RecordedDecision",
    "RecordingEngine",
    "Request",
    "TableError",
    "TableMapping",
    "ToLogger",
    "__version__",
    "acomplete",
    "complete",
]

_MODULES = {
    "ChildTable": "tables.child_table",
    "DecidedSpark": "tables.decided_spark",
    "DecidedTable": "tables.decided_table",
    "Decision": "decision",
    "DecisionLog": "recording.log",
    "DisclosureDenied": "errors",
    "DisclosureRulesError": "errors",
    "Engine": "engine",
    "Fault": "errors",
    "InvalidRequest": "errors",
    "ItemDecision": "decision",
    "JsonLines": "recording.json_lines",
    "Keys": "recording.keys",
    "ListMapping": "tables.mapping",
    "LogError": "recording.errors",
    "Obligation": "decision",
    "Outcome": "decision",
    "PolicyError": "errors",
    "Reason": "decision",
    "RecordedDecision": "recording.recorded_decision",
    "RecordingEngine": "recording.recording_engine",
    "Request": "request",
    "ToLogger": "recording.to_logger",
    "TableError": "tables.errors",
    "TableMapping": "tables.mapping",
    "acomplete": "completing",
    "complete": "completing",
}

if not TYPE_CHECKING:  # a type checker would take any name for one of the package

    def __getattr__(name: str) -> object:
        """Return a public name, from its module."""
        if name not in _MODULES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module  # noqa: PLC0415

        found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return found

    def __dir__() -> list[str]:
        """Return the names of the package, whether they have been asked for or not."""
        return sorted({*globals(), *__all__})
