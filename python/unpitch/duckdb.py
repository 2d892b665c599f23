"""DuckDB: ``unpitch.duckdb.register(connection)``, then ``SELECT unpitch_clean(text) FROM articles``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import Cleaner

if TYPE_CHECKING:
    import pyarrow
    from duckdb import DuckDBPyConnection

__all__ = ["register"]


def register(
    connection: DuckDBPyConnection,
    *,
    cleaner: Cleaner | None = None,
    prefix: str = "unpitch",
    jobs: int = 1,
    content: str = "text",
) -> None:
    """Adds two functions of texts to a connection: ``unpitch_clean`` gives the cleaned text, ``unpitch_removed`` what goes.

    The latter is a list of structs: ``start`` and ``end`` in code points of the text, ``class`` and ``score``. Both get and
    give Arrow; null gives null.
    """
    chosen = cleaner or Cleaner()

    # DuckDB reads the annotations, and would look for pyarrow in this module.
    def cleaned(texts: Any) -> Any:
        return _column(chosen.clean_arrow(texts, jobs=jobs, content=content)[0])

    def removed(texts: Any) -> Any:
        return _column(chosen.clean_arrow(texts, jobs=jobs, content=content)[1])

    span = 'STRUCT("start" BIGINT, "end" BIGINT, "class" VARCHAR, score DOUBLE)[]'
    for name, function, returns in [("clean", cleaned, "VARCHAR"), ("removed", removed, span)]:
        # Its stubs do not know that a string names the kind, and that Arrow comes in and goes out.
        create: Any = connection.create_function
        create(f"{prefix}_{name}", function, ["VARCHAR"], returns, type="arrow")


def _column(data: Any) -> pyarrow.ChunkedArray:
    import pyarrow

    return pyarrow.chunked_array(data) if hasattr(data, "__arrow_c_stream__") else pyarrow.chunked_array([data])
