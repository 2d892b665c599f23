"""What repeats: counted elsewhere as the command line counts, and judged by as it judges."""

from __future__ import annotations

import json
import pickle
from collections import Counter

import pytest
import unpitch
import unpitch.repeats
from corpus import FOOT
from test_command_line import run


def test_keys_that_are_grouped_make_the_same_file(repeating, tmp_path):
    pa = pytest.importorskip("pyarrow")
    records, counts = repeating.records, repeating.counts
    table = pa.Table.from_pylist(records)
    rows = pa.table(unpitch.repeats.keys_arrow(table, "text", site="url"))
    by_hand = Counter(
        (key, unpitch.repeats.site(record["url"] or "")) for record in records for key in unpitch.repeats.keys(record["text"])
    )
    assert Counter(zip(rows["key"].to_pylist(), rows["site"].to_pylist())) == by_hand
    grouped = rows.group_by(["key", "site"]).aggregate([([], "count_all")]).rename_columns({"count_all": "documents"})
    # In any order and in parts, with so little memory that it is not enough.
    whole = tmp_path / "whole.repeats"
    number = unpitch.repeats.write(whole, grouped.to_reader(max_chunksize=1000), memory=1)
    assert whole.read_bytes() == counts.read_bytes()
    assert number == len(unpitch.Repeats(whole)) and list(tmp_path.iterdir()) == [whole]
    batch = pa.record_batch(unpitch.repeats.keys_arrow(table.combine_chunks().to_batches()[0], "text", site="url"))
    assert pa.table(batch).equals(rows.combine_chunks())


def test_parts_add_up(repeating, tmp_path):
    pa = pytest.importorskip("pyarrow")
    records, counts = repeating.records, repeating.counts
    parts = []
    for start in range(0, 2000, 700):
        table = pa.Table.from_pylist(records[start : start + 700], pa.schema({"text": pa.string_view(), "url": pa.large_string()}))
        keys = pa.table(unpitch.repeats.keys_arrow(table, "text", site="url"))
        # A row a document is a count of one.
        rows = keys.append_column("documents", pa.repeat(pa.scalar(1, pa.int64()), len(keys)))
        parts.append(tmp_path / f"{start}.repeats")
        unpitch.repeats.write(parts[-1], rows, min=1)
    whole = tmp_path / "whole.repeats"
    unpitch.repeats.merge(parts, whole)
    assert whole.read_bytes() == counts.read_bytes()


def test_cleaners_judge_by_them_as_the_command_line_does(repeating):
    pa = pytest.importorskip("pyarrow")
    records, dump, counts = repeating.records, repeating.dump, repeating.counts
    said = run("clean", "--repeats", str(counts), str(dump))
    truth = [json.loads(line) for line in said.stdout.splitlines()]
    cleaner = repeating.cleaner
    assert repeating.cleaned == [record["text"] for record in truth]
    removed = [cleaner.clean_with_removed(record["text"], site=record["url"])[1] for record in records]
    assert [[gone.to_dict() for gone in gone_here] for gone_here in removed] == [record["removed"] for record in truth]
    for jobs in (1, 2):
        table = pa.table(cleaner.clean_arrow(pa.Table.from_pylist(records), "text", site="url", jobs=jobs))
        assert table["text"].to_pylist() == repeating.cleaned
    for one in (pickle.loads(pickle.dumps(cleaner)), unpitch.Cleaner(repeats=unpitch.Repeats(counts).to_bytes())):
        assert one.repeats == cleaner.repeats == unpitch.Repeats(counts)
        here = records[3]
        assert one.score(here["text"], site=here["url"]) == cleaner.score(here["text"], site=here["url"])
        assert one.score(here["text"], site=here["url"]) != unpitch.score(here["text"])
        assert list(one.clean_many([here["text"]], site=here["url"])) == [truth[3]["text"]]


def test_counts_are_looked_up(repeating):
    records, counts = repeating.records, unpitch.Repeats(repeating.counts)
    host = lambda record: (record["url"] or "").removeprefix("https://").split("/")[0].lower().removeprefix("www.")  # noqa: E731
    for site, number in Counter(map(host, records)).items():
        assert counts.documents_of(site) == number
    held = Counter(host(record) for record in records if FOOT in record["text"])
    assert len(held) == counts.sites(FOOT) == 4
    for site, number in held.items():
        assert counts.documents(f"https://www.{site}/else", FOOT) == number > 1
        assert counts.near_documents(site, FOOT.replace("quiet", "small")) >= number
    assert counts.documents(site, "Never told anywhere before.") == 0
    assert f"{len(counts)} counts" in repr(counts)


def test_what_cannot_be_done_is_said(repeating, tmp_path):
    pa = pytest.importorskip("pyarrow")
    missing, good = tmp_path / "missing.repeats", repeating.counts
    said = run("clean", "--repeats", str(missing), given="A line.\n")
    with pytest.raises(unpitch.RepeatsError) as raised:
        unpitch.Cleaner(repeats=missing)
    assert said.stderr.strip() == f"unpitch: {raised.value}" and issubclass(unpitch.RepeatsError, unpitch.UnpitchError)
    bad = tmp_path / "bad.repeats"
    bad.write_bytes(good.read_bytes()[:-1])
    out = tmp_path / "out.repeats"
    said = run("repeats", "--merge", str(good), str(bad), "-o", str(out))
    with pytest.raises(unpitch.RepeatsError) as raised:
        unpitch.repeats.merge([good, bad], out)
    assert said.stderr.strip() == f"unpitch: {raised.value}" and "bad.repeats" in said.stderr and not out.exists()
    with pytest.raises(unpitch.RepeatsError, match="damaged"):
        unpitch.Repeats(good.read_bytes()[:-1])
    with pytest.raises(unpitch.RepeatsError, match="cannot write .*nowhere"):
        unpitch.repeats.merge([good], tmp_path / "nowhere" / "a.repeats")
    row = {"key": [1], "site": [1], "documents": [1]}
    for change, message in [
        ({"documents": [-1]}, "a count of -1 documents"),
        ({"site": [None]}, "column `site`: expected int64, found Null"),
        ({"key": pa.array([None], pa.int64())}, "a count has a null in it"),
        ({"key": ["a"]}, "column `key`: expected int64, found Utf8"),
    ]:
        with pytest.raises(unpitch.ArrowError, match=message):
            unpitch.repeats.write(out, pa.table({**row, **change}))
    with pytest.raises(unpitch.ArrowError, match="there is no column `documents`"):
        unpitch.repeats.write(out, pa.table({"key": [1], "site": [1]}))
    with pytest.raises(unpitch.ArrowError, match="no column `url`; the columns are `text`"):
        unpitch.repeats.keys_arrow(pa.table({"text": ["A."]}), "text", site="url")
    with pytest.raises(unpitch.ArrowError, match="expected record batches or a table"):
        unpitch.repeats.keys_arrow(pa.array(["A."]), "text")
    assert list(tmp_path.iterdir()) == [bad]
