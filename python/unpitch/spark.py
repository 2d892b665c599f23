"""Spark: ``unpitch.spark.clean(df, "text")``, by Arrow batches in the workers that Spark has anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import Cleaner, UnpitchError
from .repeats import keys_arrow

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

__all__ = ["clean", "keys"]


def clean(
    df: DataFrame,
    column: str,
    *,
    cleaner: Cleaner | None = None,
    removed: str = "removed",
    content: str = "text",
    site: str | None = None,
) -> DataFrame:
    """The same rows with one column cleaned, and ``removed`` added (or in the place of an earlier one).

    ``removed`` is an array of structs: ``start`` and ``end`` in code points of the text as it was, ``class`` and ``score``.
    ``site`` names the column with the hosts or addresses of the texts, for a cleaner with ``repeats``. Rows keep their partitions
    and their order. The cleaner goes to the workers once a job: without a model of its own that is a few bytes, with one 2.6 MB,
    with counts another 20 bytes each.
    """
    from pyspark.sql import types

    _check(df, column, site)
    chosen = cleaner or Cleaner()
    span = types.StructType(
        [
            types.StructField("start", types.LongType(), False),
            types.StructField("end", types.LongType(), False),
            types.StructField("class", types.StringType(), False),
            types.StructField("score", types.DoubleType(), False),
        ]
    )
    added = types.StructField(removed, types.ArrayType(span, False), True)
    fields = [added if field.name == removed else field for field in df.schema.fields]
    if removed not in df.columns:
        fields.append(added)

    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            cleaned: Any = chosen.clean_arrow(batch, column, removed=removed, content=content, site=site)
            yield pyarrow.record_batch(cleaned)

    return df.mapInArrow(run, types.StructType(fields))


def keys(df: DataFrame, column: str, *, site: str | None = None, content: str = "text") -> DataFrame:
    """What repeats is counted by: for each key of each document a row of ``key`` and ``site``. ``unpitch.repeats`` tells more.

    ``site`` names the column with the hosts or addresses of the texts.
    """
    _check(df, column, site)

    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            of_documents: Any = keys_arrow(batch, column, site=site, content=content)
            yield pyarrow.record_batch(of_documents)

    return df.mapInArrow(run, "key long not null, site long not null")


def _check(df: DataFrame, *columns: str | None) -> None:
    for column in columns:
        if column is not None and column not in df.columns:
            names = ", ".join(f"`{name}`" for name in df.columns)
            raise UnpitchError(f"there is no column `{column}`; the columns are {names}")
