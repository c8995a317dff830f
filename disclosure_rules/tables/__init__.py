"""Policy sets into SQL that decides many rows at once, with the same answers.

 rows ─binding─▶ columns that give facts ─reading─▶ table of facts ─┐
                                                                    ├─deciding─▶ decisions
 PolicySet ─standing─▶ truths ─lower─▶ syntax tree ─▶ SQL ──────────┘

`frames` and `files` are where rows come from and go to; `batches` takes them through, some at a
time. What SQL need not know is left to the engine: rows that say something in an unusual way. What
is needed beside the package comes with the extra `tables`.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from disclosure_rules.tables.decided_spark import DecidedSpark
    from disclosure_rules.tables.decided_table import DecidedTable

NEEDED: Final = ("duckdb", "narwhals", "pyarrow", "sqlglot")

NEEDED_BY_SPARK: Final = ("pyspark", "sqlglot")


def is_installed() -> bool:
    """Tell whether all that tables need is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def decide_frame(*given: Any, **named: Any) -> DecidedTable[Any]:
    """Return what is decided of each row of a frame: see `frames.decide_frame`.

    Raises:
        ImportError: The extra `tables` is not installed.
    """
    decided: DecidedTable[Any] = _frames().decide_frame(*given, **named)
    return decided


def request_of_row(*given: Any, **named: Any) -> dict[str, Any]:
    """Return the request that a row of a frame stands for: see `frames.request_of_row`.

    Raises:
        ImportError: The extra `tables` is not installed.
    """
    request: dict[str, Any] = _frames().request_of_row(*given, **named)
    return request


def _frames() -> Any:
    if not is_installed():
        from disclosure_rules.language.phrases import texts_of  # noqa: PLC0415

        raise ImportError(texts_of("tables", "en")["no_extra"])
    from disclosure_rules.tables import frames  # noqa: PLC0415

    return frames


def permitted_where(*given: Any, **named: Any) -> ColumnElement[bool]:
    """Return what holds of the rows of a database that may be shared: see `where.permitted_where`.

    Raises:
        ImportError: The extra `postgres` is not installed.
    """
    if any(find_spec(name) is None for name in ("sqlalchemy", "sqlglot")):
        from disclosure_rules.language.phrases import texts_of  # noqa: PLC0415

        raise ImportError(texts_of("tables", "en")["no_postgres_extra"])
    from disclosure_rules.tables import where  # noqa: PLC0415

    return where.permitted_where(*given, **named)


def decide_spark(*given: Any, **named: Any) -> DecidedSpark[Any]:
    """Return what is decided of each row of a frame of Spark: see `spark.decide_spark`.

    Raises:
        ImportError: The extra `spark` is not installed.
    """
    if any(find_spec(name) is None for name in NEEDED_BY_SPARK):
        from disclosure_rules.language.phrases import texts_of  # noqa: PLC0415

        raise ImportError(texts_of("tables", "en")["no_spark"])
    from disclosure_rules.tables import spark  # noqa: PLC0415

    return spark.decide_spark(*given, **named)
