"""What repeats in a corpus, counted by Spark, and the corpus cleaned by it: `unpitch clean --learn-repeats` on a cluster.

    spark-submit examples/spark_repeats.py articles.jsonl cleaned work

Articles are JSON Lines with `text` and `url`. `work` is a new folder that all workers and the driver see; the counts are left in
it, `work/counts.repeats`, byte for byte as `unpitch repeats articles.jsonl -o counts.repeats` makes them.
"""

import sys
from pathlib import Path

import pyarrow.dataset
from pyspark.sql import SparkSession, Window, functions

import unpitch.repeats
import unpitch.spark

articles, cleaned, work = sys.argv[1:]
spark = SparkSession.builder.getOrCreate()
df = spark.read.json(articles)

# First pass: how many documents of a site hold a key. Counts of one document say nothing, but for key 0: it counts documents.
held = functions.sum("documents").over(Window.partitionBy("key"))
counts = (
    unpitch.spark.keys(df, "text", site="url")
    .groupBy("key", "site")
    .agg(functions.count("*").alias("documents"))
    .withColumn("held", held)
    .where("held >= 2 or key = 0")
    .drop("held")
)
counts.write.parquet(f"{work}/counts.parquet")

# The driver puts them in order, in bounded memory, and into one file.
path = Path(work, "counts.repeats")
rows = unpitch.repeats.write(path, pyarrow.dataset.dataset(f"{work}/counts.parquet").scanner().to_reader())
print(f"{rows} counts")

# Second pass: every worker gets them with the cleaner.
cleaner = unpitch.Cleaner(repeats=path)
unpitch.spark.clean(df, "text", cleaner=cleaner, site="url").write.json(cleaned)
spark.stop()
