"""Ray Data: ``unpitch.ray.clean(ds, "text", concurrency=4)``, the model loaded once by each actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import Cleaner
from ._tables import CleanTable

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["clean"]


def clean(
    ds: Dataset,
    column: str,
    *,
    cleaner: Cleaner | None = None,
    concurrency: int | tuple[int, int] = 1,
    batch_size: int | None = 1024,
    removed: str = "removed",
    content: str = "text",
    site: str | None = None,
    **options: Any,
) -> Dataset:
    """The same rows with one column cleaned, and ``removed`` added, on so many actors of one core each.

    ``removed`` is a list of structs: ``start`` and ``end`` in code points of the text as it was, ``class`` and ``score``.
    ``site`` names the column with the hosts or addresses of the texts, for a cleaner with ``repeats``.
    ``options`` go to ``map_batches``. Ray Data gives blocks as they are done; where the order of rows matters, set
    ``ray.data.DataContext.get_current().execution_options.preserve_order = True``, as everywhere with Ray Data.
    """
    size = concurrency if isinstance(concurrency, tuple) else (concurrency, concurrency)
    from ray.data import ActorPoolStrategy

    return ds.map_batches(
        CleanTable,
        fn_constructor_args=(cleaner or Cleaner(), column, removed, content, site),
        batch_format="pyarrow",
        batch_size=batch_size,
        zero_copy_batch=True,
        compute=ActorPoolStrategy(min_size=size[0], max_size=size[1]),
        **options,
    )
