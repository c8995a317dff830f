"""Turns results into a page of tables, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.reporting.targets import TARGETS, YARDSTICKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    Results = dict[str, Any]

SETTINGS: Final = {
    "parsed": "Freshly parsed requests, times as ISO texts",
    "reused": "The same request objects again, times as ISO texts",
    "datetimes": "Freshly parsed requests, times as `datetime`",
    "many": "Freshly parsed requests, all in one call",
}

LOADING: Final = ("seconds", "megabytes", "megabytes_at_most")


def table(results: Results) -> str:
    """Return the page."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            *_measured(results),
            *_targets(results),
            *_deciding(results),
            *_ekspressjob(results),
            *_rules(results),
            *_shapes(results),
            *_peers(results),
            *_processes(results),
        ]
    )


def _measured(results: Results) -> Iterable[str]:
    machine = results["machine"]
    yield (
        f"Measured on {machine['date']}, version {machine['version']}, {machine['python']}, "
        f"{machine['system']}, {machine['processors']} processors ({machine['processor']}), "
        f"load at the start {machine['busy']}; a {results['run']} run."
    )
    yield ""
    if results["note"]:
        yield f"Note: {results['note']}."
        yield ""
    yield (
        "Times are processor time, medians of rounds in alternation; ratios are medians of the "
        "ratios within a round. How to run this and how to read it: "
        "[benchmarks](../../docs/benchmarks.md)."
    )
    yield ""


def _targets(results: Results) -> Iterable[str]:
    yield from _head("What it is to reach", "figure", "must", "goal", "measured", "")
    for target in TARGETS:
        sign = "≤" if target.most else "≥"
        found = target.figure(results)
        shown = "–" if found is None else f"{_number(found)} {target.unit}"
        bars = (f"{sign} {bar:g} {target.unit}" for bar in (target.must, target.goal))
        yield _row(target.says, *bars, shown, target.verdict(found))
    yield ""


def _deciding(results: Results) -> Iterable[str]:
    for setting, title in SETTINGS.items():
        yield from _head(
            title, "a request of five items", "µs", "× `hand_validated`", "× `hand_reasons`"
        )
        for name, told in results["deciding"][setting].items():
            times = (told["times"][other] for other in ("hand_validated", "hand_reasons"))
            yield _row(f"`{name}`", *map(_number, (told["microseconds"], *times)))
        yield ""


def _ekspressjob(results: Results) -> Iterable[str]:
    yield from _head("EkspressJob's own set and requests", "", "µs", "× `decide_by_hand`")
    for name, told in results["ekspressjob"].items():
        figures = told["microseconds"], told["times"]["decide_by_hand"]
        yield _row(f"`{name}`", *map(_number, figures))
    yield ""


def _rules(results: Results) -> Iterable[str]:
    yield from _head("Among further rules that no request is about", "rules", "µs", "× none")
    for name, told in results["further_rules"].items():
        yield _row(name, *map(_number, (told["microseconds"], told["times"]["0"])))
    yield ""
    one_head = {int(name): told["microseconds"] for name, told in results["one_head"].items()}
    most = max(one_head)
    slope = 1000 * (one_head[most] - one_head[0]) / most
    yield (
        "Rules of one head that only compare the moment have to be looked at: each adds "
        f"{_number(slope)} ns a request of five items ({most} rules: {_number(one_head[most])} µs)."
    )
    yield ""


def _shapes(results: Results) -> Iterable[str]:
    yield from _head("More items, more consents", "a disclosure of", "µs")
    for name, told in results["shapes"].items():
        yield _row(name, _number(told["microseconds"]))
    yield ""


def _peers(results: Results) -> Iterable[str]:
    for count, among in results["among"].items():
        yield from _head(
            f"Other engines, {count} further rules",
            "", "tells", "requests/s", "× this engine", "× `hand_reasons`", "",
        )  # fmt: skip
        for name, told in sorted(among.items(), key=lambda pair: pair[1]["microseconds"]):
            its = results["peers"].get(name, {"tells": "rules", "notes": ""})
            yield _row(
                f"`{name}`" if name in YARDSTICKS else name,
                its["tells"],
                f"{1e6 / told['microseconds']:,.0f}",
                *(_number(told["times"][other]) for other in ("this engine", "hand_reasons")),
                its["notes"],
            )
        yield ""
    named = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    yield f"Versions: {named or 'none measured'}."
    if results["not_installed"]:
        yield f"Not installed: {', '.join(results['not_installed'])}."
    yield ""


def _processes(results: Results) -> Iterable[str]:
    yield from _head(
        "Loading", "further rules", "s", "MB held", "MB at most",
        "from the cache: s", "MB held", "MB at most",
    )  # fmt: skip
    for count, told in results["loading"].items():
        ways = told, told.get("from_cache", {})
        figures = (way.get(name) for way in ways for name in LOADING)
        yield _row(count, *("–" if each is None else _number(each) for each in figures))
    yield ""


def _head(title: str, *columns: str) -> Iterable[str]:
    yield f"## {title}"
    yield ""
    yield _row(*columns)
    yield "|" + "|".join("---" if number == 0 else "---:" for number in range(len(columns))) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _number(figure: float) -> str:
    """Write a figure with about three digits that mean something."""
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if abs(figure) >= 10 else f"{figure:.2f}"
