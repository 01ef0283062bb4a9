"""The magics of a notebook, as rules see them."""

from __future__ import annotations

import pytest

from heldout.source.document import Cell, Document
from heldout.source.magic_lines import installed_by, magics_of
from heldout.source.place import Place


def magics(*texts: str, notebook: bool = True) -> list[tuple[Place, str]]:
    cells = tuple([Cell(str(n), text, n) for n, text in enumerate(texts)])
    return [(m.place, m.text) for m in magics_of(Document("file:///a.ipynb", cells, "a.ipynb", notebook))]


def test_lines_and_their_places() -> None:
    assert magics("x = 1\n!ls -l\nif x:\n    %time y = 2", "z = 3 % 2") == [
        (Place(0, 1, 0, 1, 6), "!ls -l"),
        (Place(0, 3, 4, 3, 15), "%time y = 2"),
    ]


def test_a_line_that_goes_on() -> None:
    assert magics("!pip install \\\n  torch\nx = 1\n!ls") == [
        (Place(0, 0, 0, 1, 7), "!pip install \\\n  torch"),
        (Place(0, 3, 0, 3, 3), "!ls"),
    ]


def test_a_cell_for_the_shell() -> None:
    assert magics("%%bash\n# comment\npip install torch\n\nls") == [
        (Place(0, 2, 0, 2, 17), "pip install torch"),
        (Place(0, 4, 0, 4, 2), "ls"),
    ]
    assert magics("%%capture\n!pip install torch") == [(Place(0, 1, 0, 1, 18), "!pip install torch")]


def test_text_is_no_magic() -> None:
    assert magics('text = """\n!pip install torch\n"""') == []
    assert magics("!ls", notebook=False) == []


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("!pip install torch", ("torch",)),
        ("%pip install -q 'torch>=2' numpy  # why", ("-q", "'torch>=2'", "numpy")),
        ("! pip3 install torch && echo done", ("torch",)),
        ("!python -m pip install --upgrade torch", ("--upgrade", "torch")),
        ("!{sys.executable} -m pip install torch", ("torch",)),
        ("%uv pip install torch > /dev/null", ("torch",)),
        ("!sudo python3.11 -m pip install torch; ls", ("torch",)),
        ("!pip install \\\n  torch", ("torch",)),
        ("!pip install", None),
        ("!pip list", None),
        ("!apt install torch", None),
        ("%timeit pip", None),
    ],
)
def test_what_pip_is_told(text: str, arguments: tuple[str, ...] | None) -> None:
    assert installed_by(text) == arguments
