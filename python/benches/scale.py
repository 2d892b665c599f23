"""MB/s of plain `clean_many`, of Spark, Ray and datatrove over the same corpus, on 1 and 2 cores.

    python benches/scale.py [--mb 500] [--only clean_many,spark,ray,datatrove] [--data FILE.jsonl...]

The corpus is real articles (`articles-dev.jsonl` where the shared data are, or the files named), repeated up to so many MB;
without any, the invented ones of the tests. Every row is a process of its own. Engines read the same eight Parquet files and count
what they have cleaned; their start-up is not in the time (but for datatrove, whose run starts its workers), reading and counting
are. So they are for `clean_many`. CPU seconds are of all processes of a row between the same moments: on a machine that is not idle
they tell more than the clock. Needs psutil.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

TESTS = Path(__file__).parents[1] / "tests"
SHARED = Path(os.environ.get("UNPITCH_DATA", Path(__file__).parents[3] / "shared" / "data"))


def texts(files: list[Path]) -> Iterator[str]:
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                parts = record.get("paragraphs")
                yield record["text"] if parts is None else "\n".join(part["text"] for part in parts) + "\n"
    if not files:
        sys.path.insert(0, str(TESTS))
        from corpus import documents

        yield from (text for text in documents() if text)


def build(files: list[Path], megabytes: float, folder: Path, parts: int = 8) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    once = list(texts(files))
    size = sum(len(text.encode()) for text in once)
    written = 0
    for part in range(parts):
        with pq.ParquetWriter(folder / f"{part}.parquet", pa.schema({"text": pa.string()}), compression="zstd") as writer:
            while written < megabytes * 1e6 * (part + 1) / parts:
                writer.write_table(pa.table({"text": once}), row_group_size=500)
                written += size
    return written


def go() -> float:
    print("go", flush=True)
    return time.perf_counter()


def done(started: float) -> float:
    seconds = time.perf_counter() - started
    print("done", flush=True)
    return seconds


class Tree(threading.Thread):
    """CPU seconds of a process and all that come from it, those that have ended included: looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root = psutil.Process(pid)
        self.seen: dict[tuple[int, float], float] = {}
        self.start()

    def look(self) -> float:
        with contextlib.suppress(psutil.Error):
            for process in [self.root, *self.root.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    times = process.cpu_times()
                    self.seen[process.pid, process.create_time()] = times.user + times.system
        return sum(list(self.seen.values()))

    def run(self) -> None:
        while self.root.is_running():
            self.look()
            time.sleep(0.1)


def measured(command: list[str]) -> tuple[float, float, int]:
    """Seconds, CPU seconds and characters of a row; raises RuntimeError with what it said if it failed."""
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as row:
        tree, cpu, result = Tree(row.pid), {}, None
        for line in row.stdout or ():
            word = line.strip()
            if word in ("go", "done"):
                cpu[word] = tree.look()
            elif word.startswith("["):
                result = json.loads(word)
        if row.wait() or result is None:
            said.seek(0)
            raise RuntimeError(said.read().strip().splitlines()[-1:])
    return result[0], cpu["done"] - cpu["go"], result[1]


def timed_clean_many(path: Path, jobs: int) -> tuple[float, int]:
    import pyarrow.parquet as pq
    import unpitch

    started = go()
    batches = (batch for part in sorted(path.iterdir()) for batch in pq.ParquetFile(part).iter_batches(columns=["text"]))
    cleaned = unpitch.Cleaner().clean_many((text for batch in batches for text in batch["text"].to_pylist()), jobs)
    characters = sum(len(text) for text in cleaned)
    return done(started), characters


def timed_spark(path: Path, master: str) -> tuple[float, int]:
    from pyspark.sql import SparkSession, functions
    import unpitch.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    spark = (
        SparkSession.builder.master(master)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.files.maxPartitionBytes", "4m")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.range(8).mapInArrow(lambda batches: batches, "id long").count()  # workers are up
    started = go()
    cleaned = unpitch.spark.clean(spark.read.parquet(str(path)), "text")
    characters = cleaned.select(functions.sum(functions.length("text"))).collect()[0][0]
    seconds = done(started)
    spark.stop()
    return seconds, characters


def timed_ray(path: Path, actors: int) -> tuple[float, int]:
    import pyarrow as pa
    import pyarrow.compute as pc
    import ray
    import unpitch.ray

    def count(table: pa.Table) -> pa.Table:
        return pa.table({"characters": [pc.sum(pc.utf8_length(table["text"])).as_py() or 0]})

    ray.init(num_cpus=actors + 1, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1")
    ray.data.DataContext.get_current().enable_progress_bars = False
    ray.data.range(8).map_batches(lambda batch: batch).count()  # workers are up
    started = go()
    cleaned = unpitch.ray.clean(ray.data.read_parquet(str(path)), "text", concurrency=actors)
    characters = sum(row["characters"] for row in cleaned.map_batches(count, batch_format="pyarrow").take_all())
    seconds = done(started)
    ray.shutdown()
    return seconds, characters


def timed_datatrove(path: Path, workers: int) -> tuple[float, int]:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import ParquetReader
    from unpitch.datatrove import Unpitch

    pipeline = [ParquetReader(str(path), id_key="none"), Unpitch()]
    with tempfile.TemporaryDirectory() as logs:
        executor = LocalPipelineExecutor(pipeline, tasks=8, workers=workers, logging_dir=logs)
        started = go()
        stats = executor.run()
        return done(started), int(stats.stats[1].stats["doc_len"].total)


ROWS = {
    "clean_many, jobs=1": ("clean_many", 1, lambda path: timed_clean_many(path, 1)),
    "clean_many, jobs=2": ("clean_many", 2, lambda path: timed_clean_many(path, 2)),
    "Spark, local[1]": ("spark", 1, lambda path: timed_spark(path, "local[1]")),
    "Spark, local-cluster, 1 worker": ("spark", 1, lambda path: timed_spark(path, "local-cluster[1,1,1024]")),
    "Spark, local-cluster, 2 workers": ("spark", 2, lambda path: timed_spark(path, "local-cluster[2,1,1024]")),
    "Ray, 1 actor": ("ray", 1, lambda path: timed_ray(path, 1)),
    "Ray, 2 actors": ("ray", 2, lambda path: timed_ray(path, 2)),
    "datatrove, 1 worker": ("datatrove", 1, lambda path: timed_datatrove(path, 1)),
    "datatrove, 2 workers": ("datatrove", 2, lambda path: timed_datatrove(path, 2)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=500)
    parser.add_argument("--only", default="clean_many,spark,ray,datatrove")
    parser.add_argument("--data", nargs="*", type=Path)
    parser.add_argument("--row", help=argparse.SUPPRESS)
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.row:
        print(json.dumps(ROWS[args.row][2](args.corpus)))
        return

    default = SHARED / "articles-dev.jsonl"
    files = args.data if args.data is not None else [default] if default.exists() else []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        megabytes = build(files, args.mb, path) / 1e6
        print(f"{megabytes:.0f} MB of UTF-8, {'real articles, repeated' if files else 'invented articles'}; load {os.getloadavg()[0]:.1f}\n")
        print(f"{'':34}{'s':>8}{'MB/s':>8}{'CPU s':>8}  of clean_many with as many cores: MB/s, MB per CPU s")
        plain: dict[int, tuple[float, float]] = {}
        counted = set()
        for name, (engine, cores, _) in ROWS.items():
            if engine not in args.only.split(","):
                continue
            command = [sys.executable, __file__, "--row", name, "--corpus", str(path)]
            try:
                seconds, cpu, characters = measured(command)
            except RuntimeError as error:
                print(f"{name:34}  failed: {error}", flush=True)
                continue
            counted.add(characters)
            if engine == "clean_many":
                plain[cores] = seconds, cpu
            shares = f"{plain[cores][0] / seconds:.2f}  {plain[cores][1] / cpu:.2f}" if cores in plain else "-"
            print(f"{name:34}{seconds:8.1f}{megabytes / seconds:8.1f}{cpu:8.1f}  {shares}", flush=True)
        if len(counted) > 1:
            sys.exit(f"the rows do not agree on what is left: {sorted(counted)} characters")


if __name__ == "__main__":
    main()
