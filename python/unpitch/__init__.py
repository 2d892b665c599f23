"""Judges why each paragraph of a scraped article is there, and gives the article back clean.

    >>> import unpitch
    >>> unpitch.clean("The council voted on Monday to rebuild the bridge over the Lea.\\n")
    'The council voted on Monday to rebuild the bridge over the Lea.\\n'

Positions count code points, as Python does. Probabilities lie between 0 and 1.
"""

from __future__ import annotations

import functools

from ._unpitch import (
    CLASSES,
    ArrowArray,
    ArrowError,
    ArrowStream,
    Cleaner,
    CleanedTexts,
    DataError,
    Explanation,
    Model,
    ModelError,
    Paragraph,
    PolicyError,
    Reason,
    Removed,
    Repeats,
    RepeatsError,
    Result,
    TrainError,
    UnpitchError,
    __version__,
    evaluate,
    train,
)

__all__ = [
    "CLASSES",
    "ArrowArray",
    "ArrowError",
    "ArrowStream",
    "Cleaner",
    "CleanedTexts",
    "DataError",
    "Explanation",
    "Model",
    "ModelError",
    "Paragraph",
    "PolicyError",
    "Reason",
    "Removed",
    "Repeats",
    "RepeatsError",
    "Result",
    "TrainError",
    "UnpitchError",
    "__version__",
    "clean",
    "clean_html",
    "evaluate",
    "score",
    "train",
]


@functools.cache
def _default() -> Cleaner:
    return Cleaner()


def clean(text: str, *, content: str = "text") -> str:
    """Removes from an article what is not the story, as ``Cleaner().clean`` does.

    What stays is character for character as it was. ``content`` says what the text is: ``text``, ``markdown`` or ``html``.
    """
    return _default().clean(text, content=content)


def clean_html(html: str) -> str:
    """The story of a web page as text, a block a line."""
    return _default().clean_html(html)


def score(text: str, *, content: str = "text") -> Result:
    """The verdict on every paragraph of an article; nothing is removed."""
    return _default().score(text, content=content)
