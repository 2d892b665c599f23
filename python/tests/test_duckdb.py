"""DuckDB, by Arrow."""

from __future__ import annotations

import pytest
import unpitch

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
pa = pytest.importorskip("pyarrow")

import unpitch.duckdb  # noqa: E402


def test_functions_are_registered(corpus):
    articles = pa.table({"id": corpus.ids, "n": range(len(corpus.ids)), "text": pa.array(corpus.texts, pa.string())})
    connection = duckdb.connect()
    connection.register("articles", articles)
    unpitch.duckdb.register(connection)
    query = "SELECT id, unpitch_clean(text), unpitch_removed(text) FROM articles ORDER BY n"
    rows = connection.execute(query).fetchall()
    assert [row[0] for row in rows] == corpus.ids
    assert [row[1] for row in rows] == corpus.cleaned
    assert [row[2] for row in rows] == corpus.removed
