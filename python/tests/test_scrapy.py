"""Scrapy: a real crawl of pages that are files."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("scrapy", reason="scrapy is not installed")

SPIDER = '''
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

source, target = sys.argv[1:]

class Articles(scrapy.Spider):
    name = "articles"
    start_urls = ["file://" + source]

    def parse(self, response):
        for line in response.text.split("\\n"):
            if line:
                yield json.loads(line)

    def closed(self, reason):
        stats = self.crawler.stats.get_stats()
        print(json.dumps({key: value for key, value in stats.items() if key.startswith("unpitch")}))

process = CrawlerProcess({
    "ITEM_PIPELINES": {"unpitch.scrapy.UnpitchPipeline": 300},
    "UNPITCH_REMOVED": "removed",
    "FEEDS": {target: {"format": "jsonlines", "encoding": "utf8"}},
    "CONCURRENT_ITEMS": 1,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
})
process.crawl(Articles)
process.start()
'''


def test_items_are_cleaned(corpus, tmp_path):
    source, target, spider = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "spider.py"
    spider.write_text(SPIDER)
    with source.open("w", encoding="utf-8") as lines:
        for number, text in zip(corpus.ids, corpus.texts):
            lines.write(json.dumps({"id": number, "text": text}) + "\n")
    command = [sys.executable, str(spider), str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    with target.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    # Scrapy gives items in the order they are done; each is whole.
    truth = dict(zip(corpus.ids, zip(corpus.cleaned, corpus.removed)))
    assert sorted(item["id"] for item in items) == sorted(corpus.ids)
    for item in items:
        assert (item["text"], item.get("removed")) == truth[item["id"]]
    stats = json.loads(done.stdout)
    assert stats["unpitch/items"] == sum(text is not None for text in corpus.texts)
    assert stats["unpitch/changed"] == sum(bool(gone) for gone in corpus.removed)
