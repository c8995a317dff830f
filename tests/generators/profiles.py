"""How long properties are tried: `DISCLOSURE_RULES_EXAMPLES` asks for more than CI does."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def load_profile() -> None:
    """Try properties as long as the environment asks for."""
    examples = os.environ.get("DISCLOSURE_RULES_EXAMPLES")
    settings.register_profile(
        "ci",
        max_examples=60,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    settings.register_profile("deep", settings.get_profile("ci"), derandomize=False)
    if examples:
        settings.register_profile("deep", settings.get_profile("deep"), max_examples=int(examples))
    settings.load_profile("deep" if examples else "ci")
