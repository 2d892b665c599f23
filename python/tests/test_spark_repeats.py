"""The example that counts what repeats in Spark, in local-cluster mode with two workers, beside the command line.

    UNPITCH_DOCUMENTS=50000 python -P -m pytest tests/test_spark_repeats.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import articles
from test_command_line import run

pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, and there is no java on the path", allow_module_level=True)

EXAMPLE = Path(__file__).parents[1] / "examples" / "spark_repeats.py"
CONFIG = ["spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1", "spark.ui.enabled=false"]
SUBMIT = ["--master", "local-cluster[2,1,1024]", *(word for one in CONFIG for word in ("--conf", one)), "pyspark-shell"]


def test_two_passes_do_what_the_command_line_does(tmp_path):
    records = articles(int(os.environ.get("UNPITCH_DOCUMENTS", 3000)))
    dump = tmp_path / "dump.jsonl"
    dump.write_text("".join(json.dumps(record) + "\n" for record in records))
    environment = {
        **os.environ,
        "PYSPARK_SUBMIT_ARGS": " ".join(SUBMIT),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [sys.executable, "-P", str(EXAMPLE), str(dump), str(tmp_path / "out"), str(tmp_path / "work")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    assert run("repeats", str(dump), "-o", str(tmp_path / "counts")).returncode == 0
    assert (tmp_path / "work" / "counts.repeats").read_bytes() == (tmp_path / "counts").read_bytes()
    said = run("clean", str(dump), "--repeats", str(tmp_path / "counts"))
    # Spark writes no field that is null.
    truth = [{key: value for key, value in json.loads(line).items() if value is not None} for line in said.stdout.splitlines()]
    parts = sorted((tmp_path / "out").glob("part-*.json"))
    assert [json.loads(line) for part in parts for line in part.read_text().splitlines()] == truth
    assert len(truth) == len(records)
