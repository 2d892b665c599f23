"""Ray Data, on two actors."""

from __future__ import annotations

import os

import pytest
import unpitch

pytest.importorskip("ray", reason="ray is not installed")
pa = pytest.importorskip("pyarrow")

import unpitch.ray  # noqa: E402


@pytest.fixture(scope="module")
def ray():
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1")
    ray.data.DataContext.get_current().execution_options.preserve_order = True
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


@pytest.mark.parametrize("actors", [1, 2])
def test_a_dataset_is_cleaned(ray, corpus, actors):
    table = pa.table({"id": corpus.ids, "text": pa.array(corpus.texts, pa.string())})
    ds = ray.data.from_arrow([table.slice(0, 900), table.slice(900)])
    rows = unpitch.ray.clean(ds, "text", concurrency=actors, batch_size=256).take_all()
    assert [row["id"] for row in rows] == corpus.ids
    assert [row["text"] for row in rows] == corpus.cleaned
    assert [row["removed"] for row in rows] == corpus.removed


def test_a_model_of_ones_own_reaches_the_actors(ray):
    cleaner = unpitch.Cleaner(unpitch.Model(), max_removed=0)
    text = "Read more: Ferry timetable cut again\n" * 3
    ds = ray.data.from_arrow(pa.table({"text": [text]}))
    assert unpitch.ray.clean(ds, "text", cleaner=cleaner).take_all()[0]["text"] == text


def test_what_repeats_is_judged_by(ray, repeating):
    ds = ray.data.from_arrow(pa.Table.from_pylist(repeating.records))
    rows = unpitch.ray.clean(ds, "text", site="url", cleaner=repeating.cleaner, concurrency=2).take_all()
    assert [row["text"] for row in rows] == repeating.cleaned
