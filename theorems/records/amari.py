"""S. Amari: the natural gradient, the monograph with H. Nagaoka."""

from theorems.literature.fact import Fact

KAKADE = "makerhacker.github.io/paper-mining/nips/nips2001_reference/nips-2001-A_Natural_Policy_Gradient_reference.html"
CITED = "Neural Computation 10 (2), 251-276, as reference 1 of Kakade2001"
MONOGRAPH = "scribd.com/document/653178634/amari-methods"

FACTS = (
    Fact("Amari1998", "authors", "Amari", "Amari1998", CITED, "read", KAKADE),
    Fact(
        "Amari1998",
        "title",
        "Natural gradient works efficiently in learning",
        "Amari1998",
        CITED,
        "read",
        KAKADE,
    ),
    Fact("Amari1998", "year", "1998", "Amari1998", CITED, "read", KAKADE),
    Fact(
        "Amari1998",
        "idea",
        "the natural gradient",
        "Amari1998",
        "abstract",
        "read",
        "papersmetric.com/en/paper/10.1162/089976698300017746, a summary of the abstract",
    ),
    Fact(
        "natural gradient descent",
        "credit",
        "Amari1998",
        "George2018",
        "abstract",
        "read",
        "papers.nips.cc/paper/8164-fast-approximate-natural-gradient-descent-in-a-kronecker-factored-eigenbasis",
    ),
    Fact(
        "AmariNagaoka2000", "authors", "Amari, Nagaoka", "AmariNagaoka2000", "front matter", "read", MONOGRAPH
    ),
    Fact(
        "AmariNagaoka2000",
        "title",
        "Methods of Information Geometry",
        "AmariNagaoka2000",
        "front matter",
        "read",
        MONOGRAPH,
    ),
    Fact("AmariNagaoka2000", "year", "2000", "AmariNagaoka2000", "list of the series", "read", MONOGRAPH),
    Fact(
        "AmariNagaoka2000",
        "form",
        "a monograph on information geometry",
        "AmariNagaoka2000",
        "front matter: volume 191 of the Translations of Mathematical Monographs",
        "read",
        MONOGRAPH,
    ),
)
