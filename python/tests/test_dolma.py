"""Dolma: attributes files, and its mixer, where dolma can be installed."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess

import pytest
import unpitch
from unpitch.dolma import ATTRIBUTE, tag


@pytest.fixture
def tagged(corpus, tmp_path):
    texts = corpus.without_nulls
    documents, attributes = tmp_path / "documents" / "0.jsonl.gz", tmp_path / "attributes" / "unpitch" / "0.jsonl.gz"
    documents.parent.mkdir()
    with gzip.open(documents, "wt", encoding="utf-8") as lines:
        for number, text in enumerate(texts.texts):
            lines.write(json.dumps({"id": str(number), "text": text, "source": "test"}) + "\n")
    assert tag(documents, attributes) == len(texts.texts)
    assert list(attributes.parent.iterdir()) == [attributes]
    return texts, tmp_path, attributes


def test_spans_cut_to_the_cleaned_text(tagged):
    texts, _, attributes = tagged
    with gzip.open(attributes, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert [row["id"] for row in rows] == [str(number) for number in range(len(texts.texts))]
    for row, text, cleaned in zip(rows, texts.texts, texts.cleaned):
        left = text
        for start, end, score in reversed(row["attributes"][ATTRIBUTE]):
            assert 0 < score <= 1
            left = left[:start] + left[end:]
        assert left == cleaned


def test_the_mixer_cuts_by_them(tagged):
    if shutil.which("dolma") is None:
        pytest.skip("dolma is not installed, so its mixer is not run")
    texts, folder, _ = tagged
    stream = {
        "name": "clean",
        "documents": [str(folder / "documents" / "*.gz")],
        "attributes": ["unpitch"],
        "output": {"path": str(folder / "out"), "max_size_in_bytes": 1_000_000_000},
        "span_replacement": [{"span": f"$.attributes.{ATTRIBUTE}", "min_score": 0, "replacement": ""}],
    }
    config = folder / "mixer.json"
    config.write_text(json.dumps({"streams": [stream], "processes": 1}))
    subprocess.run(["dolma", "-c", str(config), "mix"], check=True, capture_output=True, timeout=300)
    mixed = {}
    for path in (folder / "out").glob("*.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            mixed.update({row["id"]: row["text"] for row in map(json.loads, lines)})
    assert [mixed[str(number)] for number in range(len(texts.texts))] == texts.cleaned


def test_bad_records_leave_nothing_behind(tmp_path):
    documents = tmp_path / "a.jsonl"
    documents.write_text('{"id": "1", "text": "A line."}\n{"id": "2"}\n')
    with pytest.raises(unpitch.UnpitchError, match=r"a\.jsonl:2: expected an object with `id` and a string `text`"):
        tag(documents, tmp_path / "b" / "a.jsonl")
    assert list((tmp_path / "b").iterdir()) == []
