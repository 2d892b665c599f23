"""datatrove, in its local executor."""

from __future__ import annotations

import json

import pytest
import unpitch

pytest.importorskip("datatrove", reason="datatrove is not installed")
pytest.importorskip("regex", reason="datatrove's filters need regex, which is not installed")


def test_a_pipeline_is_run_in_the_local_executor(corpus, tmp_path):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from unpitch.datatrove import Unpitch

    # datatrove's readers leave out documents that are empty.
    rows = [(i, *row) for i, row in enumerate(zip(corpus.texts, corpus.cleaned, corpus.removed)) if row[0]]
    source = tmp_path / "in"
    source.mkdir()
    for part in range(2):
        with (source / f"{part}.jsonl").open("w", encoding="utf-8") as lines:
            for index, text, *_ in rows[part::2]:
                lines.write(json.dumps({"id": str(index), "text": text, "tag": f"t{index}"}) + "\n")
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(source)),
            Unpitch(),
            JsonlWriter(str(tmp_path / "out"), output_filename="${rank}.jsonl", compression=None),
        ],
        logging_dir=str(tmp_path / "logs"),
        tasks=2,
        workers=2,
        start_method="spawn",
    )
    executor.run()
    for part in range(2):
        with (tmp_path / "out" / f"0000{part}.jsonl").open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        assert [record["id"] for record in records] == [str(index) for index, *_ in rows[part::2]]
        for record, (index, _, cleaned, removed) in zip(records, rows[part::2]):
            assert record["text"] == cleaned
            assert record["metadata"]["tag"] == f"t{index}" and record["metadata"]["removed"] == removed
    step = json.loads((tmp_path / "logs" / "stats.json").read_text())[1]
    total = lambda stat: stat["total"] if isinstance(stat, dict) else stat  # noqa: E731
    stats = {name: total(stat) for name, stat in step["stats"].items()}
    assert stats["total"] == stats["forwarded"] == len(rows)
    assert stats["changed"] == sum(bool(removed) for *_, removed in rows)
    assert stats["paragraphs_removed"] == sum(len(removed) for *_, removed in rows)
    assert stats["characters_removed"] == sum(len(text) - len(cleaned) for _, text, cleaned, _ in rows)
    by_class = sum(value for name, value in stats.items() if name.removeprefix("removed_") in unpitch.CLASSES)
    assert by_class == stats["paragraphs_removed"]


def test_advertorials_can_be_dropped():
    from datatrove.data import Document
    from unpitch.datatrove import Unpitch

    document = Document(text="The river rose by two metres overnight.", id="1")
    assert Unpitch(max_sponsored=0.0).filter(document) == (False, "sponsored")
    assert Unpitch(max_sponsored=1.0).filter(document) is True


def test_what_repeats_is_judged_by(repeating):
    from datatrove.data import Document
    from unpitch.datatrove import Unpitch

    records = repeating.records
    documents = [Document(text=record["text"], id=str(record["id"]), metadata={"url": record["url"]}) for record in records]
    step = Unpitch(repeating.cleaner, site="url")
    assert [document.text for document in step.run(iter(documents))] == repeating.cleaned
