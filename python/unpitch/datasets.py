"""Hugging Face datasets: ``unpitch.datasets.clean(dataset, "text")``, by Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import Cleaner
from ._tables import CleanTable

if TYPE_CHECKING:
    from datasets import Dataset

__all__ = ["clean"]


def clean(
    dataset: Dataset,
    column: str = "text",
    *,
    cleaner: Cleaner | None = None,
    removed: str = "removed",
    content: str = "text",
    site: str | None = None,
    num_proc: int | None = None,
    batch_size: int = 1000,
    **options: Any,
) -> Dataset:
    """The same rows with one column cleaned, and ``removed`` added; other columns keep their features.

    ``removed`` is a list of structs: ``start`` and ``end`` in code points of the text as it was, ``class`` and ``score``.
    ``site`` names the column with the hosts or addresses of the texts, for a cleaner with ``repeats``.
    ``options`` go to ``Dataset.map``.
    """
    from datasets import Features, List, Value

    span = {"start": Value("int64"), "end": Value("int64"), "class": Value("string"), "score": Value("float64")}
    features = Features({**dataset.features, removed: List(span)})
    cleaned = dataset.with_format("arrow").map(
        CleanTable(cleaner or Cleaner(), column, removed, content, site),
        batched=True,
        batch_size=batch_size,
        num_proc=num_proc,
        features=features,
        **options,
    )
    return cleaned.with_format(**{**dataset.format, "columns": None})
