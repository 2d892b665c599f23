"""What repeats in a corpus: the files of ``unpitch repeats``, and what another engine needs to count the same.

A paragraph has one key for its exact text and a few that nearly the same paragraphs share. A count is the number of documents of
a site that hold a key, so ``GROUP BY key, site`` over what ``keys_arrow`` gives makes the counts, and ``write`` their file:
byte for byte that of ``unpitch repeats``. ``examples/spark_repeats.py`` does so in Spark. Keys are 64 bits, as signed integers.
"""

from __future__ import annotations

from ._unpitch import Repeats, RepeatsError, keys, keys_arrow
from ._unpitch import merge_repeats as merge
from ._unpitch import site_key as site
from ._unpitch import write_repeats as write

__all__ = ["Repeats", "RepeatsError", "keys", "keys_arrow", "merge", "site", "write"]
