"""Polars: ``df.with_columns(unpitch.polars.clean("text"))``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import Cleaner

if TYPE_CHECKING:
    import polars

__all__ = ["clean", "clean_with_removed"]


def _expression(column: str | polars.Expr) -> polars.Expr:
    import polars

    return polars.col(column) if isinstance(column, str) else column


def clean(
    column: str | polars.Expr, *, cleaner: Cleaner | None = None, jobs: int = 1, content: str = "text"
) -> polars.Expr:
    """The expression's texts, cleaned. Nulls stay null. Works in eager, lazy and streaming queries.

    jobs: how many threads clean a chunk.
    """
    import polars

    chosen = cleaner or Cleaner()

    def run(texts: polars.Series) -> polars.Series:
        cleaned: Any = chosen.clean_arrow(texts, jobs=jobs, content=content)[0]
        return polars.Series(texts.name, cleaned)

    return _expression(column).map_batches(run, return_dtype=polars.String, is_elementwise=True)


def clean_with_removed(
    column: str | polars.Expr, *, cleaner: Cleaner | None = None, jobs: int = 1, content: str = "text"
) -> polars.Expr:
    """A struct of ``text``, cleaned, and ``removed``: a list of ``{start, end, class, score}``, in code points of the text as
    it was."""
    import polars

    chosen = cleaner or Cleaner()
    span = {"start": polars.Int64, "end": polars.Int64, "class": polars.String, "score": polars.Float64}
    removed = polars.List(polars.Struct(span))

    def run(texts: polars.Series) -> polars.Series:
        cleaned: Any
        gone: Any
        cleaned, gone = chosen.clean_arrow(texts, jobs=jobs, content=content)
        frame = polars.DataFrame([polars.Series("text", cleaned), polars.Series("removed", gone)])
        return frame.to_struct(texts.name)

    dtype = polars.Struct({"text": polars.String, "removed": removed})
    return _expression(column).map_batches(run, return_dtype=dtype, is_elementwise=True)
