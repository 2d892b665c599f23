"""Dolma: attributes files beside documents files, for its mixer to cut by."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

from . import Cleaner, UnpitchError

__all__ = ["ATTRIBUTE", "tag"]

ATTRIBUTE = "unpitch__removed"
"""The attribute: a list of ``[start, end, score]``, in code points of the text, line ends included, so that what the mixer
leaves when it replaces these spans by nothing is what ``Cleaner.clean`` gives."""


def tag(documents: str | os.PathLike[str], attributes: str | os.PathLike[str], *, cleaner: Cleaner | None = None) -> int:
    """Writes the attributes file of a documents file (JSON Lines, ``.gz`` or not); gives the number of documents.

    The file appears when it is whole, or not at all. Beside the spans of all that goes (``unpitch__removed``) there are those
    of each class, ``unpitch__CLASS``. Raises UnpitchError, with the file and the line, where a record has no ``text`` or no ``id``.
    """
    chosen = cleaner or Cleaner()
    source, target = Path(documents), Path(attributes)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    count = 0
    try:
        with _open(source, source, "rt") as lines, _open(part, target, "wt") as out:
            for number, line in enumerate(lines, 1):
                record = _record(line, source, number)
                row = {"id": record["id"], "attributes": _attributes(chosen, record["text"])}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _attributes(cleaner: Cleaner, text: str) -> dict[str, list[list[float]]]:
    attributes: dict[str, list[list[float]]] = {ATTRIBUTE: []}
    for cut in cleaner.cuts(text):
        span = [cut.start, cut.end, cut.score]
        attributes[ATTRIBUTE].append(span)
        attributes.setdefault(f"unpitch__{cut.label}", []).append(span)
    return attributes


def _record(line: str, source: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UnpitchError(f"{source}:{number}: not a JSON object: {error}") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "id" not in record:
        raise UnpitchError(f"{source}:{number}: expected an object with `id` and a string `text`, as Dolma has them")
    return record


def _open(path: Path, named: Path, mode: str) -> Any:
    opener: Any = gzip.open if named.suffix == ".gz" else open
    return opener(path, mode, encoding="utf-8", newline="\n")
