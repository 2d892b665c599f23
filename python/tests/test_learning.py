"""train and evaluate, on invented articles."""

from __future__ import annotations

from pathlib import Path

import pytest
import unpitch
from corpus import OTHER, STORY



def labelled(folder: Path, sites: int = 12) -> Path:
    """Invented articles of some sites with labels."""
    import json
    import random

    draw = random.Random(1)
    labels = "subscription navigation navigation notice promotion credit navigation subscription subscription comment".split()
    path = folder / "mine.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for site in range(sites):
            for _ in range(4):
                fill = lambda text: text.format(  # noqa: E731
                    n=draw.randint(2, 40), m=draw.randint(2, 40), river="Lea", name="Ada Merle", month="May", place=f"Town{site}"
                )
                story = [{"text": fill(draw.choice(STORY)), "label": "editorial"} for _ in range(5)]
                other = [{"text": fill(OTHER[i]), "label": labels[i]} for i in draw.sample(range(len(OTHER)), 4)]
                lines.write(json.dumps({"site": f"{site}.example", "lang": "en", "paragraphs": story + other}) + "\n")
    return path


def test_a_model_is_learned_adapted_and_measured(tmp_path: Path):
    data = labelled(tmp_path)
    model = unpitch.train(data, date="2026-11-25")
    assert model.date == "2026-11-25" and model.sources[0]["documents"] == 48
    cleaner = unpitch.Cleaner(model)
    figures = unpitch.evaluate([data], cleaner)
    assert figures["figures"]["documents"] == 48 and figures["figures"]["auc"] > 0.9
    assert figures["languages"][0]["name"] == "en" and figures["sources"][0]["name"] == str(data)
    adapted = unpitch.train(data, base=unpitch.Model())
    assert adapted.to_bytes() != unpitch.Model().to_bytes()
    assert adapted.sources[-1]["name"] == str(data)
    folded = unpitch.evaluate(str(data), cleaner, folds=2)
    assert folded["figures"]["documents"] == 48


def test_bad_data_are_named(tmp_path: Path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "A line.", "label": "editorial"}\n{"text": "Another.", "label": "spam"}\n')
    with pytest.raises(unpitch.DataError, match=r"bad\.jsonl:2: .*spam"):
        unpitch.train(bad)
    with pytest.raises(unpitch.DataError, match="nowhere"):
        unpitch.evaluate(tmp_path / "nowhere.jsonl")
    few = tmp_path / "few.jsonl"
    few.write_text('{"text": "A line.", "label": "editorial"}\n')
    with pytest.raises(unpitch.TrainError):
        unpitch.train(few)
