"""LangChain: ``UnpitchTransformer().transform_documents(documents)``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from . import Cleaner

__all__ = ["UnpitchTransformer"]


class UnpitchTransformer(BaseDocumentTransformer):
    """Cleans the ``page_content`` of documents; what was removed goes to their metadata. The documents given stay as they
    are."""

    def __init__(self, cleaner: Cleaner | None = None, *, removed: str = "removed", content: str = "text") -> None:
        self.cleaner = cleaner or Cleaner()
        self.removed = removed
        self.content = content

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:
        return [self._clean(document) for document in documents]

    def _clean(self, document: Document) -> Document:
        text, removed = self.cleaner.clean_with_removed(document.page_content, content=self.content)
        spans = [gone.to_dict() for gone in removed]
        metadata = {**document.metadata, self.removed: spans}
        return document.model_copy(update={"page_content": text, "metadata": metadata})
