"""Spark: ``unpitch.spark.clean(df, "text")``, by Arrow batches in the workers that Spark has anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import Cleaner, UnpitchError

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

__all__ = ["clean"]


def clean(
    df: DataFrame,
    column: str,
    *,
    cleaner: Cleaner | None = None,
    removed: str = "removed",
    content: str = "text",
) -> DataFrame:
    """The same rows with one column cleaned, and ``removed`` added (or in the place of an earlier one).

    ``removed`` is an array of structs: ``start`` and ``end`` in code points of the text as it was, ``class`` and ``score``.
    Rows keep their partitions and their order. The cleaner goes to the workers once a job: without a model of its own that
    is a few bytes, with one about 2 MB.
    """
    from pyspark.sql import types

    if column not in df.columns:
        columns = ", ".join(f"`{name}`" for name in df.columns)
        raise UnpitchError(f"there is no column `{column}`; the columns are {columns}")
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
            cleaned: Any = chosen.clean_arrow(batch, column, removed=removed, content=content)
            yield pyarrow.record_batch(cleaned)

    return df.mapInArrow(run, types.StructType(fields))
