"""The Rust core. What users see of it is re-exported by ``unpitch``."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeAlias, final

__version__: str

CLASSES: list[str]
"""The seven classes, in the order of probabilities. ``editorial`` is the story."""

class _Array(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

class _Stream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

_Path: TypeAlias = str | os.PathLike[str]
_Paths: TypeAlias = _Path | Sequence[_Path]

class UnpitchError(ValueError):
    """Something that unpitch cannot do. The base of its other errors, which say what the command line says."""

class ModelError(UnpitchError):
    """A file or bytes that are no model this version can use."""

class PolicyError(UnpitchError):
    """A policy that contradicts itself, or that the model cannot promise."""

class DataError(UnpitchError):
    """Labelled data that cannot be read; names the file and the line."""

class TrainError(UnpitchError):
    """Labelled data that no model can be made of."""

class RepeatsError(UnpitchError):
    """A file or bytes that are no counts this version can use, or counts that cannot be written."""

class ArrowError(UnpitchError):
    """Arrow data with no text in them where it should be."""

@final
class Paragraph:
    """What was decided about one paragraph."""

    def __new__(
        cls,
        start: int,
        end: int,
        label: str,
        keep: bool,
        score: float,
        held_back: bool,
        classes: dict[str, float],
    ) -> Paragraph: ...
    @property
    def start(self) -> int:
        """Where it starts in the text, in code points."""
    @property
    def end(self) -> int:
        """Where it ends in the text, in code points."""
    @property
    def label(self) -> str:
        """The most likely of the seven ``CLASSES``."""
    @property
    def keep(self) -> bool:
        """Whether it stays."""
    @property
    def editorial(self) -> float:
        """Calibrated probability, between 0 and 1, that it is the story."""
    @property
    def score(self) -> float:
        """Probability, between 0 and 1, that it is of a class that goes."""
    @property
    def held_back(self) -> bool:
        """Whether it would have gone, but then too much of the article would."""
    @property
    def classes(self) -> dict[str, float]:
        """The probability of each class by name, in the order of ``CLASSES``; they sum to 1."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[Any, ...]: ...
    __hash__: None  # type: ignore[assignment]

@final
class Result:
    """What was decided about a document. Its length is the number of paragraphs."""

    def __new__(cls, paragraphs: list[Paragraph], sponsored: float) -> Result: ...
    @property
    def paragraphs(self) -> list[Paragraph]:
        """One a paragraph, in order."""
    @property
    def sponsored(self) -> float:
        """Probability, between 0 and 1, that it is an advertorial or a press release; 0 if it is empty."""
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[Any, ...]: ...
    __hash__: None  # type: ignore[assignment]

@final
class Removed:
    """A paragraph that was removed."""

    def __new__(cls, start: int, end: int, label: str, score: float) -> Removed: ...
    @property
    def start(self) -> int:
        """Where it starts in the text as it was, in code points."""
    @property
    def end(self) -> int:
        """Where it ends in the text as it was, in code points."""
    @property
    def label(self) -> str:
        """The most likely of the seven ``CLASSES``."""
    @property
    def score(self) -> float:
        """Probability, between 0 and 1, that it is of a class that goes."""
    def to_dict(self) -> dict[str, Any]:
        """The same as it stands in JSON Lines: ``start``, ``end``, ``class`` and ``score``."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[Any, ...]: ...
    __hash__: None  # type: ignore[assignment]

@final
class Reason:
    """Something about a paragraph that moved its verdict."""

    def __new__(cls, words: str, effect: float) -> Reason: ...
    @property
    def words(self) -> str:
        """What it is, in words."""
    @property
    def effect(self) -> float:
        """By how much it moved the log-odds of being the story; negative speaks for removing."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[Any, ...]: ...
    __hash__: None  # type: ignore[assignment]

@final
class Explanation:
    """Verdicts with their reasons."""

    def __new__(cls, result: Result, reasons: list[list[Reason]]) -> Explanation: ...
    @property
    def result(self) -> Result:
        """The verdicts."""
    @property
    def reasons(self) -> list[list[Reason]]:
        """For each paragraph the reasons for its verdict, the strongest first, at most three."""
    def __getnewargs__(self) -> tuple[Any, ...]: ...

@final
class Model:
    """What is learned from labelled articles. Immutable; pickles as the bytes of its file, about 2 MB."""

    def __new__(cls, source: Model | bytes | _Path | None = None, /) -> Model:
        """Reads a model from a file or from the bytes of one; without any it is the one that unpitch carries.

        Raises ModelError if it cannot be read, or is not a model that this version understands.
        """
    def to_bytes(self) -> bytes:
        """The bytes of its file."""
    def save(self, path: _Path) -> None:
        """Writes its file: whole, or not at all.

        Raises ModelError if it cannot be written.
        """
    @property
    def unpitch(self) -> str:
        """The version of unpitch that made it."""
    @property
    def date(self) -> str:
        """The day it was made, ``YYYY-MM-DD``."""
    @property
    def sources(self) -> list[dict[str, Any]]:
        """The data it learned from: dicts with ``name``, ``documents``, ``paragraphs`` and ``sites``."""
    @property
    def promises(self) -> list[float]:
        """The shares of the story's words, from the smallest on, of which it can promise to lose no more."""
    def __getnewargs__(self) -> tuple[bytes]: ...

@final
class Repeats:
    """How many documents of a site, and how many sites, hold a paragraph. Immutable; pickles as the bytes of its file, 20 a count.

    A site is a host or an address of it.
    """

    def __new__(cls, source: Repeats | bytes | _Path, /) -> Repeats:
        """Reads what ``unpitch repeats`` or ``unpitch.repeats.write`` has counted, from a file or from the bytes of one.

        Raises RepeatsError if it cannot be read, or holds no counts that this version understands.
        """
    def documents(self, site: str, paragraph: str) -> int:
        """How many documents of the site hold exactly this paragraph; 0 also if they are fewer than were kept."""
    def near_documents(self, site: str, paragraph: str) -> int:
        """How many documents of the site hold this paragraph or nearly this one."""
    def sites(self, paragraph: str) -> int:
        """How many sites have a document that holds exactly this paragraph."""
    def documents_of(self, site: str) -> int:
        """How many documents of the site were counted."""
    def to_bytes(self) -> bytes:
        """The bytes of its file."""
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[bytes]: ...
    __hash__: None  # type: ignore[assignment]

@final
class ArrowArray:
    """An array or a record batch. ``pyarrow.array(it)`` or ``pyarrow.record_batch(it)`` reads it without a copy."""

    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...
    def __len__(self) -> int: ...

@final
class ArrowStream:
    """A stream of arrays or record batches, to be read once: ``pyarrow.table(it)``, ``pyarrow.chunked_array(it)`` or
    ``pyarrow.RecordBatchReader.from_stream(it)``. Record batches are cleaned as they are read."""

    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

@final
class CleanedTexts:
    """Cleaned texts in the order of their sources: an iterator."""

    def __iter__(self) -> CleanedTexts: ...
    def __next__(self) -> str: ...

@final
class Cleaner:
    """Cleans articles: a model and a policy. Immutable, safe to share between threads, and pickles with its model and counts."""

    def __new__(
        cls,
        model: Model | bytes | _Path | None = None,
        *,
        drop: Sequence[str] | None = None,
        keep: Sequence[str] | None = None,
        mode: str | None = None,
        max_loss: float | None = None,
        threshold: float | None = None,
        max_removed: float | None = None,
        repeats: Repeats | bytes | _Path | None = None,
    ) -> Cleaner:
        """Puts a cleaner together.

        model: a model, its bytes or its file; the one that unpitch carries if none is given.
        drop: the classes that go, all others stay; every class but ``editorial`` if none are given.
        keep: the classes that stay, all others go. Not with ``drop``.
        mode: how much of the story's words may be lost, over many articles: ``careful`` 0.2 %, ``balanced`` 0.5 % (the
            default), ``thorough`` 2 %.
        max_loss: the same as a share between 0 and 1. Not with ``mode``.
        threshold: a paragraph goes if it is of a dropped class with at least this probability, between 0 and 1; promises
            nothing. Not with ``mode`` or ``max_loss``.
        max_removed: at most this share of an article's words goes, between 0 and 1; 0.5 if none is given.
        repeats: counts of what repeats, their bytes or their file: paragraphs are judged also by how many documents of their
            ``site`` hold them. Texts without one are of one site; web pages are judged as without.

        Raises ModelError if the model cannot be used, RepeatsError if the counts cannot, PolicyError if the rest contradicts
        itself or the model cannot promise so little.
        """
    def clean(self, text: str, *, content: str = "text", site: str | None = None) -> str:
        """Removes what is not the story. What stays is character for character as it was.

        content: what the text is: ``text``, ``markdown`` (stays Markdown) or ``html`` (stays HTML).
        site: the host or address that it comes from, for a cleaner with ``repeats``.

        Raises UnicodeEncodeError if the text holds lone surrogates.
        """
    def clean_html(self, html: str) -> str:
        """The story of a web page as text, a block a line."""
    def clean_to_text(self, text: str, *, content: str = "text", site: str | None = None) -> str:
        """What stays as plain text, a paragraph a line, without the marks of Markdown or HTML."""
    def clean_with_removed(
        self, text: str, *, content: str = "text", site: str | None = None
    ) -> tuple[str, list[Removed]]:
        """The cleaned text, and what was removed from it."""
    def cuts(self, text: str, *, content: str = "text", site: str | None = None) -> list[Removed]:
        """What to cut out of the text, in order: each paragraph that goes with its line ends. What is left is what ``clean``
        gives. For text and Markdown; raises UnpitchError for HTML.
        """
    def score(self, text: str, *, content: str = "text", site: str | None = None) -> Result:
        """The verdict on every paragraph; nothing is removed."""
    def explain(self, text: str, *, content: str = "text", site: str | None = None) -> Explanation:
        """The verdict on every paragraph, and why."""
    def clean_many(
        self, texts: Iterable[str], jobs: int | None = None, *, content: str = "text", site: str | None = None
    ) -> CleanedTexts:
        """Cleans many texts on several cores: lazily, in order, and with no more than 32 texts a core in memory.

        jobs: how many threads clean; all cores if not given. With 1 the caller's own does.
        site: the host or address that all of them come from.

        The iterator raises TypeError at the place of what is not a str; the texts behind it still come. An exception of the
        iterable itself is raised behind the texts it gave.
        """
    def clean_arrow(
        self,
        data: _Array | _Stream,
        column: str | None = None,
        *,
        jobs: int = 1,
        content: str = "text",
        removed: str = "removed",
        site: str | None = None,
    ) -> Any:
        """Cleans Arrow data without making a Python object for a row. Nulls stay null.

        data: anything with ``__arrow_c_array__`` or ``__arrow_c_stream__``; texts are string, large_string or string_view.
        column: of record batches and tables, the column with the texts.
        jobs: how many threads clean. Engines have their own parallelism, so the default is 1: the caller's.
        removed: the name of the column of what was removed.
        site: of record batches and tables, the column with the hosts or addresses that the texts come from, for a cleaner with
            ``repeats``.

        An array gives a pair of ArrowArray: the cleaned texts, in the type they came in, and what was removed from each,
        ``list<struct<start: int64, end: int64, class: string, score: double>>``, in code points. A chunked array or a
        stream of arrays gives a pair of ArrowStream. A record batch gives an ArrowArray with the same columns, ``column``
        cleaned, and ``removed`` added behind them or in the place of an earlier one. A table or a stream of record batches
        gives an ArrowStream, cleaned as it is read.

        Raises ArrowError if there are no texts in the data or in the column.
        """
    @property
    def model(self) -> Model:
        """The model that judges."""
    @property
    def repeats(self) -> Repeats | None:
        """What is known of paragraphs that repeat."""
    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]: ...

def train(data: _Paths, *, base: Model | bytes | _Path | None = None, date: str | None = None) -> Model:
    """Learns a model from labelled data.

    data: files or recipes, as ``unpitch train`` reads them.
    base: a model to adapt to a site's habits instead, with a handful of its articles.
    date: the day the model is to bear, ``YYYY-MM-DD``; the recipe's, or today.

    Raises DataError if data cannot be read, TrainError if no model can be made of them.
    """

def evaluate(data: _Paths, cleaner: Cleaner | None = None, *, folds: int | None = None) -> dict[str, Any]:
    """The figures of a cleaner on labelled data: a dict with ``figures``, and the same by ``sources`` and ``languages``.

    cleaner: what is measured; the default one if none is given.
    folds: cross-validates by site instead: so many trainings, judged with the cleaner's policy and not its model.

    Raises DataError if data cannot be read, TrainError if no model can be made of them.
    """

def keys(text: str, *, content: str = "text") -> list[int]:
    """The keys that a document is counted by, once each. The first is 0: being a document.

    content: what the text is: ``text``, ``markdown`` or ``html``.
    """

def site_key(site: str) -> int:
    """The key of a site, from its host or an address of it; of the empty string, for documents that name none."""

def keys_arrow(data: _Array | _Stream, column: str, *, site: str | None = None, content: str = "text") -> Any:
    """The keys of many documents: for each key of each document a row of ``key`` and ``site``, both int64.

    data: a record batch, a table or a stream of record batches.
    column: the column with the texts; where it is null there is no document.
    site: the column with the hosts or addresses that they come from.

    A record batch gives an ArrowArray, a table or stream an ArrowStream, counted as it is read. Raises ArrowError if a column
    is not there, or holds no texts.
    """

def write_repeats(path: _Path, counts: _Array | _Stream, *, min: int = 2, memory: int = 512 << 20) -> int:
    """Writes a file of counts: whole, or not at all. Gives the number of counts in it.

    counts: record batches with ``key``, ``site`` and ``documents``, all int64, in any order; rows of the same key and site are
        added up.
    min: leaves out keys that fewer documents hold, on all sites taken together. Parts that are to be merged need 1.
    memory: bytes that adding up takes; what goes beyond goes to temporary files.

    Raises ArrowError if these are no counts, RepeatsError if the file cannot be written.
    """

def merge_repeats(files: Sequence[_Path], path: _Path, *, min: int = 2) -> int:
    """Adds up files of counts into one, as ``unpitch repeats --merge`` does, in memory that does not grow with them.

    Gives the number of counts in it.

    min: leaves out keys that fewer documents hold, on all sites taken together.

    Raises RepeatsError, which names the file, if one cannot be read or the sum cannot be written.
    """

def main(args: Sequence[str]) -> int:
    """Runs the command line, the program's name first; gives the exit status."""
