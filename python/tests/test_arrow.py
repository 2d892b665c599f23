"""Arrow, the door for engines."""

from __future__ import annotations

import pytest
import unpitch

pa = pytest.importorskip("pyarrow")

TYPES = [pa.string(), pa.large_string(), pa.string_view()]


@pytest.mark.parametrize("kind", TYPES, ids=str)
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_array_gives_a_pair(corpus, kind, jobs):
    cleaned, removed = map(pa.array, unpitch.Cleaner().clean_arrow(pa.array(corpus.texts, kind), jobs=jobs))
    assert cleaned.type == kind
    assert cleaned.to_pylist() == corpus.cleaned and removed.to_pylist() == corpus.removed
    cleaned.validate(full=True)
    removed.validate(full=True)


def test_slices_and_empty_arrays(corpus):
    array = pa.array(corpus.texts)
    cleaned, removed = map(pa.array, unpitch.Cleaner().clean_arrow(array.slice(11, 120)))
    assert cleaned.to_pylist() == corpus.cleaned[11:131] and removed.to_pylist() == corpus.removed[11:131]
    cleaned, removed = map(pa.array, unpitch.Cleaner().clean_arrow(pa.array([], pa.string())))
    assert len(cleaned) == len(removed) == 0
    cleaned, removed = map(pa.array, unpitch.Cleaner().clean_arrow(pa.array([None, None], pa.string())))
    assert cleaned.to_pylist() == removed.to_pylist() == [None, None]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_a_chunked_array_gives_a_pair(corpus, kind):
    chunked = pa.chunked_array([corpus.texts[:700], [], corpus.texts[700:]], kind)
    cleaned, removed = map(pa.chunked_array, unpitch.Cleaner().clean_arrow(chunked))
    assert [len(chunk) for chunk in cleaned.chunks] == [len(chunk) for chunk in chunked.chunks]
    assert cleaned.to_pylist() == corpus.cleaned and removed.to_pylist() == corpus.removed


def table(corpus):
    metadata = {"made": "by hand"}
    schema = pa.schema([pa.field("id", pa.int64(), metadata={"a": "b"}), pa.field("text", pa.large_string()), ("tags", pa.list_(pa.string()))], metadata)
    tags = [["a"] * (index % 3) for index in range(len(corpus.texts))]
    return pa.table([corpus.ids, corpus.texts, tags], schema=schema)


def test_record_batches_keep_their_other_columns(corpus):
    before = table(corpus)
    batch = before.combine_chunks().to_batches()[0]
    after = pa.record_batch(unpitch.Cleaner().clean_arrow(batch, "text"))
    assert after.schema.names == ["id", "text", "tags", "removed"]
    assert after.schema.metadata == before.schema.metadata and after.schema.field("id").metadata == {b"a": b"b"}
    assert after["text"].to_pylist() == corpus.cleaned and after["removed"].to_pylist() == corpus.removed
    assert after["id"].equals(batch["id"]) and after["tags"].equals(batch["tags"])
    # An earlier pass gives its place to this one.
    again = pa.record_batch(unpitch.Cleaner().clean_arrow(after, column="text"))
    assert again.schema.equals(after.schema)


def test_streams_are_cleaned_as_they_are_read(corpus):
    before = table(corpus)
    read = []

    def batches():
        for batch in before.to_batches(max_chunksize=100):
            read.append(len(batch))
            yield batch

    stream = unpitch.Cleaner().clean_arrow(pa.RecordBatchReader.from_batches(before.schema, batches()), "text")
    reader = pa.RecordBatchReader.from_stream(stream)
    first = reader.read_next_batch()
    assert len(read) == 1 and first["text"].to_pylist() == corpus.cleaned[:100]
    rest = pa.Table.from_batches([first, *reader])
    assert rest.drop_columns(["removed", "text"]).equals(before.drop_columns(["text"]))
    assert rest["text"].to_pylist() == corpus.cleaned and rest["removed"].to_pylist() == corpus.removed
    with pytest.raises(ValueError, match="read already"):
        pa.RecordBatchReader.from_stream(stream)


def test_a_stream_that_breaks_says_so():
    def batches():
        yield pa.record_batch({"text": ["A line."]})
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())
    with pytest.raises(Exception, match="the disk is gone"):
        pa.table(unpitch.Cleaner().clean_arrow(reader, "text"))


def test_what_holds_no_texts_is_refused():
    clean = unpitch.Cleaner().clean_arrow
    batch = pa.record_batch({"id": [1], "text": ["A line."]})
    for data, column, message in [
        (pa.array([1, 2]), None, "expected string, large_string or string_view, found Int64; cast it"),
        (pa.chunked_array([[1]]), None, "found Int64"),
        (pa.array(["a"]).dictionary_encode(), None, "found Dictionary"),
        (pa.array(["a"]), "text", "column `text` was named, but the data are one column"),
        (batch, None, r"have columns \(`id`, `text`\); name the one with the texts"),
        (batch, "body", "there is no column `body`; the columns are `id`, `text`"),
        (batch, "id", "column `id`: .*found Int64"),
        (pa.table(batch), "id", "column `id`: .*found Int64"),
        (["a"], None, "expected Arrow data .*, found list"),
    ]:
        with pytest.raises(unpitch.ArrowError, match=message):
            clean(data, column)
    with pytest.raises(unpitch.ArrowError, match="rename one"):
        clean(batch, "text", removed="text")


def test_pandas_speaks_arrow(corpus):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": corpus.ids, "text": pandas.array(corpus.texts, dtype="string")})
    cleaned = pa.table(unpitch.Cleaner().clean_arrow(frame, "text"))
    assert cleaned["text"].to_pylist() == corpus.cleaned and cleaned["id"].to_pylist() == corpus.ids
