"""LangChain."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("langchain_core", reason="langchain-core is not installed")


def test_documents_are_transformed(corpus):
    from langchain_core.documents import Document
    from unpitch.langchain import UnpitchTransformer

    texts = corpus.without_nulls
    documents = [Document(page_content=text, metadata={"n": n}, id=str(n)) for n, text in enumerate(texts.texts)]
    after = UnpitchTransformer().transform_documents(documents)
    assert [document.page_content for document in after] == texts.cleaned
    assert [document.metadata for document in after] == [{"n": n, "removed": gone} for n, gone in enumerate(texts.removed)]
    assert [document.id for document in after] == [document.id for document in documents]
    assert [document.page_content for document in documents] == texts.texts
    assert list(asyncio.run(UnpitchTransformer().atransform_documents(documents[:50]))) == list(after[:50])
