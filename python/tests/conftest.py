"""What every test is given: a corpus, and what one process makes of it."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import unpitch
from corpus import articles, documents

# What the tests start imports the wheel, too, and not the folder it is started in.
os.environ["PYTHONSAFEPATH"] = "1"

SHARED = Path(os.environ.get("UNPITCH_DATA", Path(__file__).parents[3] / "shared" / "data"))


@dataclass
class Corpus:
    """Texts, and the truth about them: what `Cleaner` says, one text at a time."""

    name: str
    texts: list[str | None]

    @cached_property
    def cleaned(self) -> list[str | None]:
        return [text if text is None else unpitch.clean(text) for text in self.texts]

    @cached_property
    def removed(self) -> list[list[dict] | None]:
        cleaner = unpitch.Cleaner()
        return [
            text if text is None else [gone.to_dict() for gone in cleaner.clean_with_removed(text)[1]]
            for text in self.texts
        ]

    @cached_property
    def ids(self) -> list[int]:
        """Another column, in no order that an engine might sort by."""
        return [(index * 7919) % 100_003 for index in range(len(self.texts))]

    @cached_property
    def without_nulls(self) -> Corpus:
        return Corpus(self.name, [text for text in self.texts if text is not None])


def _real() -> list[str | None]:
    texts: list[str | None] = []
    with (SHARED / "articles-dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            texts.append("\n".join(paragraph["text"] for paragraph in json.loads(line)["paragraphs"]) + "\n")
    for name, most in [("press-releases.jsonl.gz", 574), ("residue-wcxb-dev.jsonl.gz", 600)]:
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
            texts.extend(json.loads(line)["text"] for _, line in zip(range(most), lines))
    return texts


_CORPORA: dict[str, Corpus] = {}


@pytest.fixture(params=["invented", "real"], scope="session")
def corpus(request: pytest.FixtureRequest) -> Corpus:
    """2,000 invented documents, and as many real articles where they are."""
    name = request.param
    if name == "real" and not (SHARED / "articles-dev.jsonl").exists():
        pytest.skip(f"no real articles in {SHARED}; UNPITCH_DATA names another place")
    if name not in _CORPORA:
        _CORPORA[name] = Corpus(name, documents() if name == "invented" else _real())
        assert len(_CORPORA[name].texts) >= 2000
        assert sum(a != b for a, b in zip(_CORPORA[name].texts, _CORPORA[name].cleaned)) > 300
    return _CORPORA[name]


@dataclass
class Repeating:
    """Articles with addresses, their file, what the command line counts in it, and what one process makes of them by that."""

    records: list[dict]
    dump: Path
    counts: Path

    @cached_property
    def cleaner(self) -> unpitch.Cleaner:
        return unpitch.Cleaner(repeats=self.counts)

    @cached_property
    def cleaned(self) -> list[str]:
        return [self.cleaner.clean(record["text"], site=record["url"]) for record in self.records]


@pytest.fixture(scope="session")
def repeating(tmp_path_factory: pytest.TempPathFactory) -> Repeating:
    folder = tmp_path_factory.mktemp("repeats")
    data = Repeating(articles(2000), folder / "dump.jsonl", folder / "dump.repeats")
    data.dump.write_text("".join(json.dumps(record) + "\n" for record in data.records))
    assert unpitch._unpitch.main(["unpitch", "repeats", "--quiet", str(data.dump), "-o", str(data.counts)]) == 0
    assert any(text != unpitch.clean(record["text"]) for text, record in zip(data.cleaned, data.records)), "they say nothing"
    return data
