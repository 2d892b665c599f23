"""Polars: eager, lazy and streaming."""

from __future__ import annotations

import pytest
import unpitch

pl = pytest.importorskip("polars", reason="polars is not installed")

import unpitch.polars  # noqa: E402


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("engine", ["eager", "in-memory", "streaming"])
def test_a_column_is_cleaned(corpus, engine, jobs):
    frame = pl.DataFrame({"id": corpus.ids, "text": corpus.texts})
    expressions = [
        unpitch.polars.clean("text", jobs=jobs),
        unpitch.polars.clean_with_removed(pl.col("text"), jobs=jobs).alias("both"),
    ]
    if engine == "eager":
        after = frame.with_columns(expressions)
    else:
        after = frame.lazy().with_columns(expressions).collect(engine=engine)
    assert after.columns == ["id", "text", "both"] and after["id"].to_list() == corpus.ids
    assert after["text"].to_list() == corpus.cleaned
    assert after["both"].struct["text"].to_list() == corpus.cleaned
    assert after["both"].struct["removed"].to_list() == corpus.removed
