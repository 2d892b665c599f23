"""LlamaIndex: ``IngestionPipeline(transformations=[UnpitchTransform()])``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.schema import BaseNode, MetadataMode, TransformComponent
from pydantic import ConfigDict, Field, PrivateAttr

from . import Cleaner

__all__ = ["UnpitchTransform"]


class UnpitchTransform(TransformComponent):
    """Cleans the content of nodes; what was removed goes to their metadata, and from there neither to models nor into
    embeddings. The nodes given stay as they are."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    model: bytes | None = Field(default=None, description="A model's bytes; the one that unpitch carries without.")
    options: dict[str, Any] = Field(default_factory=dict, description="Keyword arguments of unpitch.Cleaner.")
    removed: str = Field(default="removed", description="The key in the metadata.")
    content: str = Field(default="text", description="What the nodes hold: text, markdown or html.")
    _cleaner: Cleaner = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        self._cleaner = Cleaner(self.model, **self.options)

    @classmethod
    def class_name(cls) -> str:
        return "UnpitchTransform"

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        return [self._clean(node) for node in nodes]

    def _clean(self, node: BaseNode) -> BaseNode:
        text, removed = self._cleaner.clean_with_removed(node.get_content(MetadataMode.NONE), content=self.content)
        cleaned = node.model_copy(deep=True)
        cleaned.set_content(text)
        cleaned.metadata[self.removed] = [gone.to_dict() for gone in removed]
        for hidden in (cleaned.excluded_llm_metadata_keys, cleaned.excluded_embed_metadata_keys):
            if self.removed not in hidden:
                hidden.append(self.removed)
        return cleaned
