"""Tables of Arrow cleaned one by one, for engines that hand them over so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import Cleaner

if TYPE_CHECKING:
    import pyarrow


class CleanTable:
    """A class, and not a closure: Ray makes one an actor, and datasets names what it caches by the pickled function."""

    def __init__(self, cleaner: Cleaner, column: str, removed: str, content: str, site: str | None) -> None:
        self.cleaner = cleaner
        self.column = column
        self.removed = removed
        self.content = content
        self.site = site

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        import pyarrow

        cleaned: Any = self.cleaner.clean_arrow(table, self.column, removed=self.removed, content=self.content, site=self.site)
        return pyarrow.table(cleaned)
