"""Lines and tables: wrapped to a terminal, whole elsewhere."""

import pytest

from fisherproof.terminal import Terminal, terminal, width
from fisherproof.wording import block

NARROW, FILE = Terminal(columns=60), Terminal()
ROWS = [
    ["route", "required", "outcome"],
    ["types", "every operation joins things of fitting types " * 2, "ok"],
]


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("θ̇", 1), ("中文", 4), ("\x1b[31mred\x1b[0m", 3)])
def test_columns_are_counted_as_a_terminal_shows_them(text, columns):
    """Accents and colours take no column, East Asian signs two."""
    assert columns == width(text)


def test_a_file_gets_each_item_on_one_line():
    """Nothing is wrapped, cut or coloured where there is no terminal."""
    text = "word " * 100

    assert FILE.wrap(text, first="  label  ") == ["  label  " + text]
    assert FILE.cut(text) == text
    assert FILE.paint("holds", "green") == "holds"
    assert len(list(FILE.table(ROWS))) == len(ROWS)


def test_a_terminal_gets_lines_that_fit_with_a_hanging_indent():
    """No word is lost, and every line after the first is indented."""
    text = "a sentence about information geometry " * 4 + "x" * 150

    first, *rest = NARROW.wrap(text, first="  label  ", indent="         ")

    assert all(width(line) <= 60 for line in (first, *rest))
    assert first.startswith("  label  a sentence")
    assert all(line.startswith("         ") for line in rest)
    assert "".join([first[9:], *(line[9:] for line in rest)]).replace(" ", "") == text.replace(" ", "")


def test_a_table_is_squeezed_where_it_is_widest():
    """Cells are broken, columns stay aligned and narrow ones whole."""
    lines = list(NARROW.table(ROWS, indent="   "))

    assert all(width(line) <= 60 for line in lines)
    assert {lines[0].index("required")} == {line.index(line.split()[0]) for line in lines[2:]}
    assert lines[1].endswith("ok")


def test_a_long_line_is_cut_with_a_sign():
    """The reader sees that something is missing."""
    assert NARROW.cut("x" * 100) == "x" * 59 + "…"


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_is_for_terminals_that_take_it(environment, coloured, monkeypatch):
    """NO_COLOR and a dumb terminal decline it."""
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    class Screen:
        def isatty(self):
            return True

    assert terminal(Screen()).colour == coloured


def test_a_block_fits_the_terminal_but_for_what_is_pasted(monkeypatch):
    """Formulas are readable, texts wrapped; the command stays on one line."""
    monkeypatch.setenv("TOY_IDS", "toy.1.refuted")
    import fisherproof

    (claim,) = fisherproof.check(engine="toy_engine", ledger=None)["claims"]
    claim["readings"][0]["formula"] = r"\dot\theta=-I_F^{-1}\nabla L"
    claim["repair"]["statement"] = r"Along $\dot\theta=-\nabla L$ it is true, " * 4

    lines = block(claim, {"seed": 7}, NARROW, output="a/folder/with/a/long/name/that/does/not/fit")

    assert lines[0] == "   literal   θ̇ = −I_F⁻¹∇L      refuted at x = 1/5: 1 != 2"
    assert lines[1].startswith("   repair    Along θ̇ = −∇L it is true,")
    assert all(width(line) <= 60 for line in lines[:-2])
    assert lines[-2].endswith(claim["certificate"])
    assert lines[-1] == "   again     fisherproof check toy.1.refuted --seed 7"
