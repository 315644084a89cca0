"""Formulas as plain text: what a terminal shows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.mathtext.grammar import parse
from reports.mathtext.plain import line, plain, plain_formula
from reports.mathtext.words import SYMBOLS


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"-I_F^{-1}\nabla L", "−I_F⁻¹∇L"),
        (r"I_F(\theta)=\mathbb E[\nabla\log p\,\nabla\log p^\top]", "I_F(θ) = E[∇ log p ∇ log pᵀ]"),
        (r"\dot\theta^\top I_F\dot\theta=2P(t)/\eta", "θ̇ᵀI_Fθ̇ = 2P(t)/η"),
        (r"\tfrac12d\theta^\top I_Fd\theta+o(\|d\theta\|^2)", "½dθᵀI_Fdθ + o(‖dθ‖²)"),
        (r"\theta_{t+1}=\theta_t-\eta\nabla L", "θₜ₊₁ = θₜ − η∇L"),
        (r"\theta^*\in\arg\min_v\|v\|_{I_F}^2", "θ* ∈ arg min_v‖v‖_{I_F}²"),
        (r"\mathrm{KL}(p \,\|\, q)\ge0", "KL(p ‖ q) ≥ 0"),
        (r"\mathbb{E}_{p_{\theta}}[f]", "E_{p_θ}[f]"),
        (r"\mathbb{E}_q\log p", "E_q log p"),
        (r"\mathbb R^n,\mathcal N", "ℝⁿ, N"),
        (r"e^{-x^2/2}", "e^(−x²/2)"),
        (r"2\,x+3\,\log x", "2x + 3 log x"),
        (r"a\quad\text{and}\quad-b", "a and −b"),
        (r"\sqrt[3]{x}+\sqrt{a+b}", "³√x + √(a + b)"),
        (r"x''\not\in\{1,2\}", "x′′ ∉ {1, 2}"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a, b; c, d)"),
        (r"\begin{cases}a&\text{if }x>0\\b&\text{else}\end{cases}", "{a, if x > 0; b, else}"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "a = b; c = d"),
        (r"\widehat{ab}\binom nk", "widehat(ab)(n over k)"),
    ],
)
def test_a_formula_reads_as_one_would_type_it(source: str, shown: str) -> None:
    """Scripts are raised or follow a sign, letters beyond the basic plane are plain."""
    assert shown == unicodedata.normalize("NFC", plain_formula(source))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\frac{a+b}{cd}", "(a + b)/(cd)"),
        (r"\frac{d}{dt}L", "(d/dt)L"),
        (r"\frac{\partial L}{\partial\theta_i}", "∂L/∂θᵢ"),
        (r"\log\frac{p}{q}", "log (p/q)"),
        (r"\frac1n\sum_{i=1}^nx_i", "(1/n)∑_{i=1}^n xᵢ"),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
        (r"\frac{a}{b}\cdot c", "a/b · c"),
        (r"\frac{\frac ab}{c}", "(a/b)/c"),
    ],
)
def test_a_slash_divides_what_the_fraction_divided(source: str, shown: str) -> None:
    """Parentheses stand where a slash would take in too much or too little."""
    assert shown == plain_formula(source)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_symbol_has_a_character(symbol: str) -> None:
    """No macro of the subset shows through."""
    assert "\\" not in line(parse(f"a{symbol} b")).replace("∖", "") or symbol == "\\setminus"


def test_what_is_not_mathematics_is_shown_as_it_was_written() -> None:
    """An unknown macro stays, with its dollar signs, and so does code."""
    assert plain(r"see $\href{x}$ and `a_b`") == r"see $\href{x}$ and a_b"
    assert plain_formula(r"\foo x") == r"\foo x"


def test_a_macro_without_dollar_signs_is_mathematics_where_the_grammar_takes_it() -> None:
    """A message that names a symbol is readable, and a path stays a path."""
    assert plain(r"\mathbb{E} of d\theta in C:\users, \input{x}") == r"E of dθ in C:\users, \input{x}"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("\\{}$_^ab1+-=,()θᵀ⁻¹ frac"), max_size=40))
def test_any_text_gives_one_line(text: str) -> None:
    """Whatever stands there, the result has no line break and no double space."""
    assert plain(text) == " ".join(plain(text).split())
