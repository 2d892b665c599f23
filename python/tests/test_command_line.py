"""python -m unpitch is the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import unpitch
from test_core import PITCH, STORY


def run(*args: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "unpitch", *args]
    return subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=False)


def test_it_cleans_and_scores():
    assert run("clean", given=STORY + PITCH).stdout == STORY
    scored = json.loads(run("score", given=STORY + PITCH).stdout)
    ours = unpitch.score(STORY + PITCH)
    assert [(p["start"], p["end"], p["class"], p["keep"], p["editorial"], p["classes"]) for p in scored["paragraphs"]] == [
        (p.start, p.end, p.label, p.keep, p.editorial, p.classes) for p in ours.paragraphs
    ]


def test_exit_statuses_are_those_of_unpitch(tmp_path: Path):
    assert run("clean", "--no-such-flag").returncode == 2
    assert run("--version").stdout.strip() == f"unpitch {unpitch.__version__}"
    bad = tmp_path / "bad.jsonl"
    bad.write_text('nonsense\n{"text": "A line of a story."}\n')
    done = run("clean", str(bad))
    assert done.returncode == 1 and "bad.jsonl:1" in done.stderr and "A line of a story." in done.stdout


def test_it_reads_parquet(corpus, tmp_path: Path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    texts = corpus.without_nulls
    pq.write_table(pa.table({"id": texts.ids, "text": texts.texts}), source)
    assert run("clean", str(source), "-o", str(target)).returncode == 0
    after = pq.read_table(target)
    assert after["id"].to_pylist() == texts.ids and after["text"].to_pylist() == texts.cleaned


def test_messages_are_the_same(tmp_path: Path):
    missing = tmp_path / "missing.unpitch"
    said = run("clean", "--model", str(missing), given=STORY)
    try:
        unpitch.Cleaner(missing)
    except unpitch.ModelError as error:
        assert said.stderr.strip() == f"unpitch: {error}" and said.returncode == 2
    else:
        raise AssertionError("there is no such model")


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m unpitch clean --from jsonl - | head -c 10"
    line = json.dumps({"text": STORY}) + "\n"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], input=line * 20_000, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
