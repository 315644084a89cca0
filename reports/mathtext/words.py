r"""Every word of the LaTeX subset; what is not listed here is not mathematics to us.

The canonical forms are chosen so that GitHub and pdfLaTeX both take them, and so that no character that means
something to Markdown or HTML is left in a formula: ``<`` is ``\lt``, ``|`` is ``\vert``, ``*`` is
``\ast``. ``\operatorname`` is read and printed as ``\mathrm``, because GitHub refuses it.

Source     amsmath and amssymb; GitHub, "Writing mathematical expressions".
"""

from __future__ import annotations


def _named(names: str) -> dict[str, str]:
    """Macros that are their own canonical form."""
    return {f"\\{name}": f"\\{name}" for name in names.split()}


GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi "
    "varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi "
    "Pi Sigma Upsilon Phi Psi Omega"
)
ORDINARY = (
    "nabla partial infty ell hbar forall exists nexists emptyset varnothing top bot square prime Re Im "
    "aleph angle dots ldots cdots vdots ddots surd checkmark lozenge oslash bigstar blacktriangle "
    "blacktriangledown"
)
BINARY = "cdot times div pm mp otimes oplus odot circ bullet star wedge vee cap cup setminus ast"
RELATIONS = (
    "le ge ne approx equiv sim simeq cong propto prec succ preceq succeq ll gg in ni notin subset "
    "subseteq supset supseteq mid parallel perp to mapsto leftarrow rightarrow leftrightarrow Leftarrow "
    "Rightarrow Leftrightarrow implies iff longrightarrow uparrow downarrow vdash models lt gt asymp "
    "nsucc nprec nleq ngeq"
)
LARGE = "sum prod int iint oint bigoplus bigotimes bigcup bigcap"
FUNCTIONS = (
    "log ln exp sin cos tan sinh cosh tanh arcsin arccos arctan det dim ker min max inf sup lim arg Pr "
    "deg gcd"
)
SPACES = "quad qquad"

SYMBOLS: dict[str, str] = {
    **_named(" ".join((GREEK, ORDINARY, BINARY, RELATIONS, LARGE, FUNCTIONS, SPACES))),
    "\\,": "\\,",
    "\\;": "\\;",
    "\\:": "\\:",
    "\\!": "\\!",
    "\\ ": "\\ ",
    "~": "\\ ",
    "\\{": "\\{",
    "\\}": "\\}",
    "\\|": "\\Vert",
    "|": "\\vert",
    "<": "\\lt",
    ">": "\\gt",
    "*": "\\ast",
    "\\leq": "\\le",
    "\\geq": "\\ge",
    "\\neq": "\\ne",
    "\\vert": "\\vert",
    "\\Vert": "\\Vert",
    "\\lvert": "\\lvert",
    "\\rvert": "\\rvert",
    "\\lVert": "\\lVert",
    "\\rVert": "\\rVert",
    "\\langle": "\\langle",
    "\\rangle": "\\rangle",
    "\\colon": ":",
    **{sign: sign for sign in "+-=/()[],.;:!?"},
}
"""Written form to canonical form."""

NEGATED = {
    "=": "\\ne",
    "\\in": "\\notin",
    "\\succ": "\\nsucc",
    "\\prec": "\\nprec",
    "\\le": "\\nleq",
    "\\ge": "\\ngeq",
    "\\exists": "\\nexists",
}
"""What ``\\not`` makes of the relation after it."""

ARGUMENTS: dict[str, int] = {
    "\\frac": 2,
    "\\tfrac": 2,
    "\\dfrac": 2,
    "\\binom": 2,
    "\\sqrt": 1,
    **dict.fromkeys(
        [
            "\\dot",
            "\\ddot",
            "\\hat",
            "\\tilde",
            "\\bar",
            "\\vec",
            "\\overline",
            "\\underline",
            "\\widehat",
            "\\widetilde",
        ],
        1,
    ),
}
"""Macros that take arguments, and how many."""

STYLES = (
    "\\mathrm",
    "\\mathbf",
    "\\mathit",
    "\\mathsf",
    "\\mathtt",
    "\\mathbb",
    "\\mathcal",
    "\\mathfrak",
    "\\text",
)
CAPITALS_ONLY = ("\\mathbb", "\\mathcal")
OPERATOR_NAME = "\\operatorname"
SIZES = (
    "\\big",
    "\\Big",
    "\\bigl",
    "\\bigr",
    "\\Bigl",
    "\\Bigr",
    "\\bigg",
    "\\biggl",
    "\\biggr",
    "\\Bigg",
    "\\Biggl",
    "\\Biggr",
)
DELIMITERS = (
    "(",
    ")",
    "[",
    "]",
    "\\{",
    "\\}",
    "\\vert",
    "\\Vert",
    "\\lvert",
    "\\rvert",
    "\\lVert",
    "\\rVert",
    "\\langle",
    "\\rangle",
    ".",
)
ENVIRONMENTS = ("pmatrix", "bmatrix", "vmatrix", "Vmatrix", "matrix", "cases", "aligned")

GREEK_LETTERS = "αβγδϵεζηθϑικλμνξπϖρϱσςτυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ"
UNICODE: dict[str, str] = {
    **{letter: f"\\{name}" for letter, name in zip(GREEK_LETTERS, GREEK.split(), strict=True)},
    "µ": "\\mu",
    "∇": "\\nabla",
    "∂": "\\partial",
    "∞": "\\infty",
    "ℓ": "\\ell",
    "∀": "\\forall",
    "∃": "\\exists",
    "∅": "\\emptyset",
    "⊤": "\\top",
    "⊥": "\\perp",
    "□": "\\square",
    "′": "\\prime",
    "…": "\\dots",
    "⋯": "\\cdots",
    "√": "\\surd",
    "·": "\\cdot",
    "⋅": "\\cdot",
    "×": "\\times",
    "÷": "\\div",
    "±": "\\pm",
    "∓": "\\mp",
    "⊗": "\\otimes",
    "⊕": "\\oplus",
    "⊙": "\\odot",
    "∘": "\\circ",
    "∗": "\\ast",
    "∧": "\\wedge",
    "∨": "\\vee",
    "∩": "\\cap",
    "∪": "\\cup",
    "∖": "\\setminus",
    "≤": "\\le",
    "≥": "\\ge",
    "≠": "\\ne",
    "≈": "\\approx",
    "≡": "\\equiv",
    "∼": "\\sim",
    "≃": "\\simeq",
    "≅": "\\cong",
    "∝": "\\propto",
    "≺": "\\prec",
    "≻": "\\succ",
    "⪯": "\\preceq",
    "⪰": "\\succeq",
    "≼": "\\preceq",
    "≽": "\\succeq",
    "⊁": "\\nsucc",
    "≪": "\\ll",
    "≫": "\\gg",
    "∈": "\\in",
    "∉": "\\notin",
    "⊂": "\\subset",
    "⊆": "\\subseteq",
    "∣": "\\mid",
    "∥": "\\parallel",
    "→": "\\to",
    "⟶": "\\longrightarrow",
    "↦": "\\mapsto",
    "←": "\\leftarrow",
    "↔": "\\leftrightarrow",
    "⇐": "\\Leftarrow",
    "⇒": "\\Rightarrow",
    "⇔": "\\Leftrightarrow",
    "⟹": "\\implies",
    "⟺": "\\iff",
    "⟨": "\\langle",
    "⟩": "\\rangle",
    "‖": "\\Vert",
    "∑": "\\sum",
    "∏": "\\prod",
    "∫": "\\int",
    "−": "-",
    "✓": "\\checkmark",
    "✗": "\\times",
    "◇": "\\lozenge",
    "⊘": "\\oslash",
    "★": "\\bigstar",
    "▲": "\\blacktriangle",
    "▼": "\\blacktriangledown",
}
"""Characters with a macro of their own."""

STYLED: dict[str, tuple[str, str]] = {
    **{char: ("\\mathbb", letter) for char, letter in zip("𝔼ℝℕℤℚℂℙ𝕀𝔽", "ERNZQCPIF", strict=True)},
    **{char: ("\\mathcal", letter) for char, letter in zip("ℒ𝒩ℳℱℋ𝒪", "LNMFHO", strict=True)},
}
"""Letters of another style: macro and letter."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True)) | {
    "ᵀ": "\\top",
    "ᵏ": "k",
    "ᵗ": "t",
    "ᵐ": "m",
}
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₙₘₜₐₓ", "0123456789+-=()ijknmtax", strict=True)) | {"ᵩ": "\\phi"}
ACCENTS = {
    "\u0307": "\\dot",
    "\u0308": "\\ddot",
    "\u0302": "\\hat",
    "\u0303": "\\tilde",
    "\u0304": "\\bar",
    "\u0305": "\\overline",
    "\u20d7": "\\vec",
}
"""Combining characters, which follow what they modify."""
