"""Modules and stubs, as mypy sees them; stubs and the extension, as stubtest compares them."""

from __future__ import annotations

import ast
import operator
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import unpitch

pytest.importorskip("mypy", reason="mypy is not installed")


def run(*args: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *args], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_are_strict():
    run("mypy", "--config-file", "pyproject.toml", "-p", "unpitch", folder=Path(__file__).parents[1])


def test_stubs_say_what_there_is(tmp_path: Path):
    ignored = Path(__file__).with_name("stubtest.txt")
    # In site-packages itself mypy would take what is there for modules of ours that hide its own.
    run("mypy.stubtest", "unpitch._unpitch", "--allowlist", str(ignored), folder=tmp_path)


def test_users_are_typed(tmp_path: Path):
    user = tmp_path / "user.py"
    user.write_text(
        "import unpitch\n"
        "text: str = unpitch.clean('a')\n"
        "for paragraph in unpitch.score('a').paragraphs:\n"
        "    end: int = paragraph.end\n"
        "cleaned: list[str] = list(unpitch.Cleaner('a.unpitch', drop=['notice']).clean_many(iter(['a']), jobs=2))\n"
    )
    run("mypy", "--strict", str(user), folder=tmp_path)
    user.write_text("import unpitch\nunpitch.Cleaner(mood='careful')\n")
    with pytest.raises(AssertionError, match="mood"):
        run("mypy", "--strict", str(user), folder=tmp_path)


def first_sentence(text: str | None) -> str:
    return " ".join((text or "").replace("``", "`").split()).split(". ")[0].removesuffix(".")


def documented(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Names in the stubs, and what the stubs say of them."""
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name != "__new__":
            if text := first_sentence(ast.get_docstring(node)):
                yield prefix + node.name, text
            if isinstance(node, ast.ClassDef):
                yield from documented(node.body, f"{node.name}.")


def test_help_says_what_the_stubs_say():
    stubs = Path(unpitch.__file__).with_name("_unpitch.pyi")
    said = list(documented(ast.parse(stubs.read_text()).body))
    assert len(said) > 60
    assert [(name, first_sentence(operator.attrgetter(name)(unpitch._unpitch).__doc__)) for name, _ in said] == said
