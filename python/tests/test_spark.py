"""Spark, in local-cluster mode: two workers, each a process of its own."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
import unpitch

pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, and there is no java on the path", allow_module_level=True)

import unpitch.spark  # noqa: E402


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    # Workers start the interpreter they are told to, and all of them talk over the loopback alone.
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.PYTHONPATH", os.environ.get("PYTHONPATH", ""))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "300")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_a_data_frame_is_cleaned(spark, corpus):
    tags = [["a", None] * (index % 3) for index in range(len(corpus.ids))]
    rows = spark.sparkContext.parallelize(list(zip(corpus.ids, corpus.texts, tags)), 4)
    df = spark.createDataFrame(rows, "id long, text string, tags array<string>")
    cleaned = unpitch.spark.clean(df, "text")
    assert cleaned.columns == ["id", "text", "tags", "removed"]
    after = cleaned.collect()
    assert [row.id for row in after] == corpus.ids, "rows keep their order"
    assert [row.tags for row in after] == tags
    assert [row.text for row in after] == corpus.cleaned
    spans = [None if row.removed is None else [span.asDict() for span in row.removed] for row in after]
    assert spans == corpus.removed


def test_a_model_of_ones_own_reaches_the_workers(spark, corpus):
    cleaner = unpitch.Cleaner(unpitch.Model(), mode="thorough", drop=["subscription", "navigation"])
    texts = [text for text in corpus.texts if text][:200]
    df = spark.createDataFrame([(text, "earlier") for text in texts], "text string, removed string")
    after = unpitch.spark.clean(df, "text", cleaner=cleaner).collect()
    assert [row.text for row in after] == [cleaner.clean(text) for text in texts]
    assert any(row.removed for row in after), "an earlier `removed` gives its place"


def test_what_is_not_there_is_said_at_once(spark):
    df = spark.createDataFrame([("a",)], "text string")
    with pytest.raises(unpitch.UnpitchError, match="no column `body`; the columns are `text`"):
        unpitch.spark.clean(df, "body")
