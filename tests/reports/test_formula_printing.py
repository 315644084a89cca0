"""MathML and plain lines: what they hold, and that nothing else ever stands in them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from reports.mathtext.grammar import parse
from reports.mathtext.linear import linear
from reports.mathtext.mathml import ELEMENTS, mathml
from reports.mathtext.words import SYMBOLS

FORMULAS = [
    r"I_F(\theta)=\mathbb E[\nabla\log p\,\nabla\log p^\top]",
    r"\dot\theta^\top I_F\dot\theta=2P(t)/\eta",
    r"\tfrac12d\theta^\top I_Fd\theta+o(\|d\theta\|^2)",
    r"\lim_{\epsilon\to0}\frac{KL}{\epsilon^2}\min_x\sum_{i=1}^n\int_0^1\sqrt[3]{x}\,dx",
    r"\left\{\begin{pmatrix}a&b\\c&d\end{pmatrix}\right.",
    r"\begin{cases}a&\text{if }x>0\\b&\text{else}\end{cases}",
    r"\begin{aligned}a&=b\\c&=d\end{aligned}",
    r"\overline{ab}\underline y\widehat{ab}\bar x\vec v\ddot x\binom nk\dfrac ab",
    r"\mathcal N\mathfrak g\mathsf T\mathtt{ab}\mathbf x\mathit{ab}\mathrm{tr}A",
    r"x''_a^2\not\in\{1,2\}",
]


def test_a_formula_becomes_the_mathml_a_mathematician_would_write() -> None:
    """Scripts, signs, numbers and functions get their elements."""
    expected = (
        '<math><mo form="prefix">−</mo>'
        '<msubsup><mi>I</mi><mi>F</mi><mrow><mo form="prefix">−</mo><mn>1</mn></mrow></msubsup>'
        "<mo>+</mo><mn>12.5</mn>"
        '<mspace width="0.167em"/><mi>log</mi><mspace width="0.167em"/><mi>p</mi></math>'
    )

    assert expected == mathml(parse(r"-I_F^{-1}+12.5\log p"))


def test_limits_stand_below_on_a_line_of_their_own_only() -> None:
    """Displayed, the limits of a minimum stand below it; in a line they are subscripts."""
    node = parse(r"\min_x f")

    assert "<munder>" in mathml(node, display=True)
    assert "<msub>" in mathml(node)


@pytest.mark.parametrize("source", [*FORMULAS, *(f"a{symbol} b" for symbol in SYMBOLS)])
@pytest.mark.parametrize("display", [False, True])
def test_mathml_is_well_formed_and_holds_listed_elements_only(source: str, display: bool) -> None:
    """Every element and attribute is on the list, and no macro shows through."""
    root = ET.fromstring(mathml(parse(source), display=display))

    for element in root.iter():
        assert element.tag in ELEMENTS
        assert element.attrib.keys() <= ELEMENTS[element.tag]
        assert "\\setminus" in source or "\\" not in (element.text or "")


@pytest.mark.parametrize("source", [*FORMULAS, *(f"a{symbol} b" for symbol in SYMBOLS)])
def test_a_plain_line_is_well_formed_and_holds_four_elements_only(source: str) -> None:
    """A formula on a line holds italics, scripts and signs above a letter, and no macro shows through."""
    root = ET.fromstring(f"<p>{linear(parse(source))}</p>")

    assert {element.tag for element in root.iter()} <= {"p", "i", "sub", "sup", "u"}
    assert not any(element.attrib for element in root.iter())
    assert "\\setminus" in source or "\\" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\sqrt{\frac{a}{b}}c", "√(a/b)c"),
        (r"\frac{\frac ab}{\frac cd}", "(a/b)/(c/d)"),
        (r"\frac12^n", "(½)n"),
        (r"\tfrac12x+3\tfrac12", "½x + 3(½)"),
        (r"\frac{dL}{dt}", "dL/dt"),
        (r"\frac{a\,b}{2\,c}", "a\u2009b/(2\u2009c)"),
        (r"\left.x+y\right|_{T=1}", "(x + y)|T = 1"),
        (r"x_{10}^{-1}", "x₁₀⁻¹"),
        (r"A:=B", "A := B"),
    ],
)
def test_a_plain_line_says_which_part_a_slash_and_a_root_take(source: str, text: str) -> None:
    """No fraction runs into what stands beside it."""
    assert text == "".join(ET.fromstring(f"<p>{linear(parse(source))}</p>").itertext())


def test_a_plain_line_reads_as_one_would_type_it() -> None:
    """Fractions take a slash, with parentheses where they are needed."""
    sums = linear(parse(r"\frac{a+b}2"))
    root = ET.fromstring(f"<p>{linear(parse(FORMULAS[1]))} and {sums}</p>")

    assert "".join(root.itertext()) == "θ˙ᵀIFθ˙ = 2P(t)/η and (a + b)/2"
