"""The grammar of formulas: what it takes, what it refuses, and that printing and reading agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.mathtext import Code, Math, Text, formula, pieces
from reports.mathtext.grammar import DEEPEST, LONGEST, NotMathError, parse
from reports.mathtext.printer import latex
from reports.mathtext.words import ARGUMENTS, ENVIRONMENTS, STYLES, SYMBOLS

WRITTEN_AND_PRINTED = {
    r"\frac12": r"\frac{1}{2}",
    r"I_F^{-1}": r"I_{F}^{-1}",
    r"x''_a^2": r"x''_{a}^{2}",
    r"{}^\top x": r"{}^{\top}x",
    r"\|x\|": r"\Vert x\Vert",
    r"p(x|\theta)<1": r"p(x\vert\theta)\lt1",
    r"\theta^*": r"\theta^{\ast}",
    r"\operatorname{tr}A": r"\mathrm{tr}\,A",
    r"\mathrm{tr}(A)": r"\mathrm{tr}(A)",
    r"\mathbb E": r"\mathbb{E}",
    r"\not\succ0": r"\nsucc0",
    r"\sqrt[3]x": r"\sqrt[{3}]{x}",
    r"\left(\frac ab\right]": r"\left(\frac{a}{b}\right]",
    r"\bigl(a\bigr)": "(a)",
    r"\begin{pmatrix}a&b\\c&d\\\end{pmatrix}": r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\text{if }x": r"\text{if }x",
    "θ̇ᵀI_Fθ̇": r"\dot{\theta}^{\top}I_{F}\dot{\theta}",
    "‖θ₁₂‖² ≤ ½": r"\Vert\theta_{12}\Vert^{2}\le\tfrac{1}{2}",
    "𝔼[∇log p]": r"\mathbb{E}[\nabla logp]",
}
REFUSED = [
    "",
    "{}}",
    "{a",
    "a}",
    "a^",
    "a_b_c",
    "x^2'",
    r"\frac1",
    r"\left(a",
    r"\left<script>a\right)",
    r"\right)",
    r"\middle|",
    r"\unknown",
    r"\href{javascript:alert(1)}{x}",
    r"\input{/etc/passwd}",
    r"\def\x{1}",
    r"\text{<b>}",
    r"\text{a\input{x}}",
    r"\text{a{b}}",
    r"\mathrm{<i>}",
    r"\mathbb{e}",
    r"\begin{array}{c}a\end{array}",
    r"\begin{pmatrix}a\end{bmatrix}",
    r"\begin{pmatrix}" + "&" * 40 + r"\end{pmatrix}",
    r"\not\theta",
    "a$b",
    "50%",
    "#1",
    "a & b",
    r"a\\b",
    "中",
    "\x00",
    '"',
    "@",
    "x" * (LONGEST + 1),
    "{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1),
    r"\sqrt" * (DEEPEST + 1) + "x",
]


@pytest.mark.parametrize(("written", "printed"), WRITTEN_AND_PRINTED.items())
def test_a_formula_is_printed_in_its_canonical_form(written: str, printed: str) -> None:
    """What is read is printed braced, with one name for each sign."""
    assert printed == latex(parse(written))


@pytest.mark.parametrize("printed", WRITTEN_AND_PRINTED.values())
def test_the_canonical_form_is_printed_as_it_is(printed: str) -> None:
    """Reading a printed formula prints it again unchanged."""
    assert printed == latex(parse(printed))


@pytest.mark.parametrize("source", REFUSED, ids=range(len(REFUSED)))
def test_what_is_outside_the_subset_is_refused(source: str) -> None:
    """Unknown macros, broken structure, foreign characters and excess are refused by name."""
    with pytest.raises(NotMathError, match=r"."):
        parse(source)


@pytest.mark.parametrize("source", REFUSED[1:], ids=range(1, len(REFUSED)))
def test_a_refused_formula_is_shown_as_code(source: str) -> None:
    """A formula outside the subset is shown letter by letter, not lost."""
    assert Code(source) == formula(source)


@pytest.mark.parametrize("macro", SYMBOLS)
def test_every_symbol_has_one_canonical_form(macro: str) -> None:
    """The canonical form of a symbol is canonical."""
    canonical = latex(parse(macro))

    assert canonical == latex(parse(canonical))


FRAGMENTS = [
    *SYMBOLS,
    *ARGUMENTS,
    *STYLES,
    *"ax12^_'{}&",
    "\\\\",
    "\\left",
    "\\right",
    "\\not",
    "{x}",
    "{ab}",
    "^{2}",
]
FRAGMENTS += [f"\\{edge}{{{name}}}" for edge in ("begin", "end") for name in ENVIRONMENTS]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12))
def test_any_row_of_fragments_is_refused_or_printed_to_a_fixed_point(fragments: list[str]) -> None:
    """Whatever the grammar takes, its printed form is taken again and printed the same."""
    source = " ".join(fragments)
    try:
        printed = latex(parse(source))
    except NotMathError:
        return

    assert printed == latex(parse(printed))
    assert not set(printed) & set('<>|*"`$%#~')


def test_prose_is_cut_into_words_formulas_and_code() -> None:
    """Dollars hold formulas, backquotes hold code, all else is words."""
    words, metric, of, name = pieces("metric $I_F$ of `demo`")

    assert (Text("metric "), Text(" of "), Code("demo")) == (words, of, name)
    assert isinstance(metric, Math)
    assert metric.latex == "I_{F}"


@pytest.mark.parametrize("prose", ["5 $ each", "$", "$$", r"5 \$ and \$", "`", "``"])
def test_a_sign_without_its_partner_is_a_sign(prose: str) -> None:
    """An unpaired dollar or backquote is text."""
    assert (Text(prose.replace("\\$", "$")),) == pieces(prose)
