"""Numbers, texts and times of numpy and pandas: they mean what they say, or are refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile.odd_values import PATHS, placed, tried
from tests.needs import needs
from tests.unit.small import MOMENT, ask

NUMPY: dict[str, tuple[str, str]] = {
    "np.int64(30)": ("client.age", "invalid"),
    "np.int64(77003399771)": ("client.id", "invalid"),
    "np.float64(20)": ("client.score", "permitted"),
    "np.float64('nan')": ("client.score", "invalid"),
    "np.float32(20)": ("client.score", "invalid"),
    "np.nan": ("client.score", "invalid"),
    "np.inf": ("client.score", "invalid"),
    "np.bool_(True)": ("client.adult", "invalid"),
    "np.str_('silver')": ("client.rank", "prohibited"),
    "np.str_('Zq7 SECRET')": ("client.rank", "invalid"),
    "np.bytes_(b'Zq7 SECRET')": ("client.id", "invalid"),
    "np.datetime64('2026-01-01T00:00')": ("client.joined_at", "invalid"),
    "np.datetime64('NaT')": ("client.joined_at", "invalid"),
    "np.array(['partner'])": ("client.refused", "invalid"),
    "np.array([77003399771])": ("client.consents", "invalid"),
    "np.array([])": ("client.hobbies", "invalid"),
    "np.array(77003399771)": ("client.age", "invalid"),
    "np.array([{'name': 'email'}])": ("items", "invalid"),
    "np.ma.masked": ("client.age", "invalid"),
    "[np.str_('partner')]": ("client.refused", "prohibited"),
    "{np.str_('id'): np.str_('c-1'), np.str_('rank'): 'silver'}": ("client", "prohibited"),
}
PANDAS: dict[str, tuple[str, str]] = {
    "pd.Timestamp('1900-01-01', tz='Europe/Tallinn')": ("client.joined_at", "permitted"),
    "pd.Timestamp('1900-01-01T00:00:00.000000001Z')": ("client.joined_at", "invalid"),
    "pd.Timestamp('1900-01-01')": ("client.joined_at", "invalid"),
    "pd.Timestamp('2000-01-01')": ("client.born_on", "invalid"),
    "pd.NaT": ("client.joined_at", "invalid"),
    "pd.NaT ": ("client.born_on", "invalid"),
    "pd.NA": ("client.age", "invalid"),
    "pd.NA ": ("client.adult", "invalid"),
    "pd.NA  ": ("client.rank", "invalid"),
    "pd.Timedelta(days=1)": ("client.joined_at", "invalid"),
    "pd.Series(['partner'])": ("client.refused", "invalid"),
    "pd.Series({'id': 'Zq7 SECRET'})": ("client", "invalid"),
    "pd.DataFrame({'id': ['Zq7 SECRET']})": ("client.consents", "invalid"),
    "pd.DataFrame({'name': ['Zq7 SECRET']})": ("items", "invalid"),
    "pd.Index(['partner'])": ("client.refused", "invalid"),
    "pd.Categorical(['partner'])": ("client.refused", "invalid"),
    "pd.DataFrame({'id': ['n'], 'number': [1]}).to_dict('records')": (
        "client.consents",
        "facts_missing",
    ),
    "pd.Period('2026-01')": ("client.born_on", "invalid"),
}
INSTALL = "numbers and tables as data teams hold them; pip install -e '.[hostile]'"
NOBODY = {"adult": False, "age": 1, "score": 0, "joined_at": MOMENT, "born_on": "2000-01-01",
          "refused": [], "rank": "gold", "consents": []}  # fmt: skip


def table_value(written: str) -> Any:
    needs("numpy", INSTALL)
    needs("pandas", INSTALL)
    import numpy as np
    import pandas as pd

    return eval(written, {"np": np, "pd": pd})  # noqa: S307 - the tests' own words


@pytest.mark.parametrize(
    ("written", "path", "outcome"),
    [(written, *expected) for written, expected in (NUMPY | PANDAS).items()],
)
def test_values_of_tables_mean_what_they_say_or_are_refused(
    written: str, path: str, outcome: str
) -> None:
    value = table_value(written.strip())
    entity, _, name = path.partition(".")
    request = ask(client=NOBODY | {name: value}) if name else ask(client=NOBODY) | {entity: value}
    given_ = tried(request)
    assert getattr(given_, "outcome", "invalid") == outcome


@pytest.mark.parametrize("written", NUMPY | PANDAS)
def test_values_of_tables_are_refused_or_decided_anywhere(written: str) -> None:
    value = table_value(written.strip())
    for path in PATHS:
        tried(placed(path, value))
        tried(placed(path, [value]))
