"""The examples that need no engine; the one for Spark is in test_spark_repeats.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import unpitch

ROOT = Path(__file__).parents[2]


def test_the_tour():
    article = ROOT / "tests" / "data" / "bridge.txt"
    command = [sys.executable, "-P", str(ROOT / "python" / "examples" / "tour.py"), str(article)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    text = article.read_text(encoding="utf-8")
    lines = done.stdout.splitlines()
    kept = [paragraph.keep for paragraph in unpitch.score(text).paragraphs]
    assert [line.split()[0] == "keep" for line in lines[: len(kept)]] == kept and not all(kept)
    careful = unpitch.Cleaner(mode="careful", drop=["promotion", "subscription"])
    assert lines[-1] == f"{1000 * len(careful.clean(text))} characters of a thousand copies stay"
