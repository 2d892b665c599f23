"""Scrapy: ``ITEM_PIPELINES = {"unpitch.scrapy.UnpitchPipeline": 300}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter

from . import Cleaner

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["UnpitchPipeline"]


class UnpitchPipeline:
    """Cleans a field of every item that has it. Settings, all optional:

    ``UNPITCH_FIELD``: the field, ``text``. ``UNPITCH_REMOVED``: the field for what was removed; without it that is not kept.
    ``UNPITCH_CONTENT``: ``text``, ``markdown`` or ``html``. ``UNPITCH_MODEL``: a model's file. ``UNPITCH_OPTIONS``: a dict of
    the keyword arguments of ``unpitch.Cleaner``.

    Counts ``unpitch/items``, ``unpitch/changed`` and ``unpitch/removed/CLASS`` in the crawl's stats.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.cleaner = Cleaner(settings.get("UNPITCH_MODEL"), **settings.getdict("UNPITCH_OPTIONS"))
        self.field: str = settings.get("UNPITCH_FIELD", "text")
        self.removed: str | None = settings.get("UNPITCH_REMOVED")
        self.content: str = settings.get("UNPITCH_CONTENT", "text")
        self.stats: Any = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UnpitchPipeline:
        return cls(crawler)

    def process_item(self, item: Any, spider: Any = None) -> Any:
        adapter = ItemAdapter(item)
        text = adapter.get(self.field)
        if text is None:
            return item
        cleaned, removed = self.cleaner.clean_with_removed(text, content=self.content)
        adapter[self.field] = cleaned
        if self.removed is not None:
            adapter[self.removed] = [gone.to_dict() for gone in removed]
        self.stats.inc_value("unpitch/items")
        if removed:
            self.stats.inc_value("unpitch/changed")
        for gone in removed:
            self.stats.inc_value(f"unpitch/removed/{gone.label}")
        return item
