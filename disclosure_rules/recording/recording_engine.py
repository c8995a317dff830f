"""An engine whose every decision is recorded before anybody learns of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, overload

from disclosure_rules.decision import Decision
from disclosure_rules.errors import Fault, InvalidRequest
from disclosure_rules.language.phrases import phrase
from disclosure_rules.recording.archiving import archive_of
from disclosure_rules.recording.clock import Clock, machine_clock
from disclosure_rules.recording.describing import Circumstances, describe
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.identifiers import Identifiers
from disclosure_rules.recording.log import DecisionLog
from disclosure_rules.request import Request
