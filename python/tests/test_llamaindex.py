"""LlamaIndex, in its ingestion pipeline."""

from __future__ import annotations

import pytest
import unpitch

pytest.importorskip("llama_index.core", reason="llama-index-core is not installed")


def test_nodes_are_transformed(corpus):
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.schema import Document
    from unpitch.llamaindex import UnpitchTransform

    texts = corpus.without_nulls
    nodes = [Document(text=text, metadata={"n": n}, id_=str(n)) for n, text in enumerate(texts.texts)]
    after = IngestionPipeline(transformations=[UnpitchTransform()], disable_cache=True).run(documents=nodes)
    assert [node.text for node in after] == texts.cleaned
    assert [node.metadata for node in after] == [{"n": n, "removed": gone} for n, gone in enumerate(texts.removed)]
    assert [node.id_ for node in after] == [node.id_ for node in nodes]
    assert "removed" in after[0].excluded_llm_metadata_keys and "removed" in after[0].excluded_embed_metadata_keys
    assert [node.text for node in nodes] == texts.texts and nodes[0].metadata == {"n": 0}


def test_options_reach_the_cleaner():
    from llama_index.core.schema import TextNode
    from unpitch.llamaindex import UnpitchTransform

    text = "Read more: Ferry timetable cut again\n" * 3
    transform = UnpitchTransform(options={"max_removed": 0})
    assert transform([TextNode(text=text)])[0].get_content() == text
    # pydantic makes its own ValueError of ours.
    with pytest.raises(ValueError, match="`brave` is not a mode"):
        UnpitchTransform(options={"mode": "brave"})
