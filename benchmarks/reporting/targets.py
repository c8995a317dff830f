"""What the engine is to reach, and whether the results show that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Results = dict[str, Any]

ENGINE: Final = "this engine"
YARDSTICKS: Final = {"hand_reasons", ENGINE}


class Target(NamedTuple):
    """A figure, what it must be and should be, and how it is found in the results."""

    says: str
    must: float
    goal: float
    unit: str
    figure: Callable[[Results], float | None]
    most: bool = True
    """Whether less is better; else more is."""

    def verdict(self, found: float | None) -> str:
        """Return whether the goal is reached, or what must be, or neither."""
        if found is None:
            return "not measured"
        reached = [found <= bar if self.most else found >= bar for bar in (self.must, self.goal)]
        return "goal reached" if reached[1] else "reached" if reached[0] else "**not reached**"


def _times(setting: str, way: str, other: str) -> Callable[[Results], float | None]:
    return lambda results: results["deciding"][setting][way]["times"][other]


def _ekspressjob(results: Results) -> float | None:
    found: float = results["ekspressjob"]["decide"]["times"]["decide_by_hand"]
    return found


def _many_rules(results: Results) -> float | None:
    found = results["further_rules"].get("10000")
    return None if found is None else found["times"]["0"]


def _least_lead(count: str) -> Callable[[Results], float | None]:
    """Return how far the fastest peer is behind the engine, of those that say all they can.

    A peer that could name rules and is asked for the outcome alone does less than the engine.
    """

    def lead(results: Results) -> float | None:
        among = results["among"].get(count, {})
        ratios = [
            told["times"][ENGINE]
            for name, told in among.items()
            if name not in YARDSTICKS and results["peers"][name]["tells"] != "outcome"
        ]
        return min(ratios, default=None)

    return lead


def _megabytes(way: str) -> Callable[[Results], float | None]:
    def figure(results: Results) -> float | None:
        least, most = (_loading(results, count, way).get("megabytes") for count in ("10", "10000"))
        return None if least is None or most is None else most - least

    return figure


def _load(way: str) -> Callable[[Results], float | None]:
    return lambda results: _loading(results, "10000", way).get("seconds")


def _loading(results: Results, count: str, way: str) -> Results:
    told: Results = results["loading"].get(count, {})
    return told if way == "YAML" else told.get("from_cache", {})


def _cold_start(results: Results) -> float | None:
    found = results["cold_start_seconds"]
    return 1000 * found["cache"] if isinstance(found, dict) else None


TARGETS: Final = (
    Target(
        "`decide` against `hand_validated`",
        1.15, 0.8, "×", _times("parsed", "decide", "hand_validated"),
    ),
    Target(
        "`decide` against `hand_reasons`, which validates nothing",
        1.5, 1.0, "×", _times("parsed", "decide", "hand_reasons"),
    ),
    Target(
        "`allows` against `hand_validated`",
        0.7, 0.55, "×", _times("parsed", "allows", "hand_validated"),
    ),
    Target(
        "EkspressJob's own set and requests against an expert's validating equivalent",
        1.5, 1.0, "×", _ekspressjob,
    ),
    Target("10,000 further rules against none", 1.05, 1.05, "×", _many_rules),
    Target(
        "the fastest peer that says all it can, against this engine",
        5, 8, "×", _least_lead("0"), most=False,
    ),
    Target(
        "the same, among 1,000 further rules",
        100, 100, "×", _least_lead("1000"), most=False,
    ),
    Target("memory for 10,000 rules above 10, from YAML", 60, 25, "MB", _megabytes("YAML")),
    Target("the same, from the cache", 60, 25, "MB", _megabytes("cache")),
    Target("load 10,000 rules from YAML, with all checks", 4, 2, "s", _load("YAML")),
    Target("load 10,000 rules from the cache", 0.2, 0.05, "s", _load("cache")),
    Target(
        "`import disclosure_rules` above bare Python",
        15, 8, "ms", lambda results: 1000 * results["import_seconds"],
    ),
    Target(
        "EkspressJob: cold process to first decision with the cache, above bare Python",
        50, 30, "ms", _cold_start,
    ),
)  # fmt: skip
