"""datatrove: ``Unpitch()``, a step of a pipeline that cleans ``doc.text``."""

from __future__ import annotations

from typing import Any

from datatrove.data import Document
from datatrove.pipeline.filters.base_filter import BaseFilter

from . import Cleaner

__all__ = ["Unpitch"]


class Unpitch(BaseFilter):
    """Cleans the text of every document; what was removed goes to its metadata.

    Counts ``paragraphs_removed``, ``removed_CLASS`` for each class, ``characters_removed`` and ``changed`` documents. With
    ``max_sponsored``, documents that are an advertorial or a press release with more than this probability are dropped.
    ``site`` is the key of the metadata with the host or address of the text, for a cleaner with ``repeats``.
    """

    name = "🧹 unpitch"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        removed: str = "removed",
        content: str = "text",
        site: str | None = None,
        max_sponsored: float | None = None,
        exclusion_writer: Any = None,
    ) -> None:
        super().__init__(exclusion_writer)
        self.cleaner = cleaner or Cleaner()
        self.removed = removed
        self.content = content
        self.site = site
        self.max_sponsored = max_sponsored

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        if self.max_sponsored is not None:
            if self.cleaner.score(doc.text, content=self.content).sponsored > self.max_sponsored:
                return False, "sponsored"
        before = len(doc.text)
        site = None if self.site is None else doc.metadata.get(self.site)
        doc.text, removed = self.cleaner.clean_with_removed(doc.text, content=self.content, site=site)
        doc.metadata[self.removed] = [gone.to_dict() for gone in removed]
        if removed:
            self.stat_update("changed")
            self.stat_update("paragraphs_removed", value=len(removed), unit="doc")
            self.stat_update("characters_removed", value=before - len(doc.text), unit="doc")
            for gone in removed:
                self.stat_update(f"removed_{gone.label}")
        return True
