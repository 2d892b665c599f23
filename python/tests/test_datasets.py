"""Hugging Face datasets."""

from __future__ import annotations

import pytest
import unpitch

pytest.importorskip("datasets", reason="datasets is not installed")

import unpitch.datasets  # noqa: E402


@pytest.fixture(autouse=True)
def offline(monkeypatch, tmp_path):
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    datasets.disable_progress_bars()


@pytest.mark.parametrize("processes", [None, 2])
def test_a_dataset_is_cleaned(corpus, processes):
    from datasets import ClassLabel, Dataset, Features, Value

    features = Features({"id": Value("int64"), "text": Value("string"), "kind": ClassLabel(names=["a", "b"])})
    kinds = [index % 2 for index in corpus.ids]
    dataset = Dataset.from_dict({"id": corpus.ids, "text": corpus.texts, "kind": kinds}, features=features)
    cleaned = unpitch.datasets.clean(dataset, "text", num_proc=processes, batch_size=300)
    assert cleaned["text"][:] == corpus.cleaned and cleaned["id"][:] == corpus.ids and cleaned["kind"][:] == kinds
    assert cleaned["removed"][:] == corpus.removed
    assert {name: cleaned.features[name] for name in features} == features
    assert cleaned.format["type"] == dataset.format["type"]


def test_the_same_work_has_the_same_fingerprint():
    from datasets import Dataset

    dataset = Dataset.from_dict({"text": ["A line of a story."]})
    prints = {unpitch.datasets.clean(dataset)._fingerprint for _ in range(2)}
    assert len(prints) == 1
    assert unpitch.datasets.clean(dataset, cleaner=unpitch.Cleaner(mode="careful"))._fingerprint not in prints


def test_what_repeats_is_judged_by(repeating):
    from datasets import Dataset

    dataset = Dataset.from_list(repeating.records)
    cleaned = unpitch.datasets.clean(dataset, "text", site="url", cleaner=repeating.cleaner, num_proc=2)
    assert cleaned["text"][:] == repeating.cleaned
