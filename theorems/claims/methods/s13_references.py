"""Research connections: the papers by author, year and title."""

from theorems import Claim, Reading, Repair
from theorems.literature import all_of, credited_to, idea, keeps, published, variant_of

amari_1998 = Claim(
    id="methods.ref.amari1998",
    kind="historical",
    section="13 (Research Connections)",
    title="Amari (1998), “Natural Gradient Works Efficiently in Learning”",
    statement="Amari's paper of 1998 bears the title given and introduces natural gradients.",
    readings=(
        Reading(
            "A",
            "Author, year and title are these; the paper sets out the natural gradient, and natural gradient descent "
            "is credited to it.",
            all_of(
                published(
                    "Amari1998",
                    authors="Amari",
                    title="Natural Gradient Works Efficiently in Learning",
                    year=1998,
                ),
                idea("Amari1998", "the natural gradient"),
                credited_to("natural gradient descent", "Amari1998"),
            ),
            literal=True,
        ),
    ),
    beware=(
        "Introduces is read as sets out and is credited with, not as comes first: the abstract of PascanuBengio2014 "
        "credits a paper of Amari of 1997."
    ),
    sources=("Amari1998, abstract", "George2018, abstract"),
)

amari_nagaoka_2000 = Claim(
    id="methods.ref.amari-nagaoka2000",
    kind="historical",
    section="13 (Research Connections)",
    title="Amari & Nagaoka (2000), Methods of Information Geometry",
    statement="The book of Amari and Nagaoka of 2000 bears the title given.",
    readings=(
        Reading(
            "A",
            "Authors, year and title are these.",
            published(
                "AmariNagaoka2000",
                authors="Amari, Nagaoka",
                title="Methods of Information Geometry",
                year=2000,
            ),
            literal=True,
        ),
    ),
    beware="The year is that of the English translation; the Japanese original is older.",
    sources=("AmariNagaoka2000, front matter",),
)

kakade_2001 = Claim(
    id="methods.ref.kakade2001",
    kind="historical",
    section="13 (Research Connections)",
    title="Kakade (2001), A Natural Policy Gradient",
    statement="Kakade's paper of 2001 bears the title given.",
    readings=(
        Reading(
            "A",
            "Author, year and title are these; the year is that of the conference.",
            published("Kakade2001", authors="Kakade", title="A Natural Policy Gradient", year=2001),
            literal=True,
        ),
    ),
    beware="The volume of the proceedings is of 2002, and the paper is often cited with that year.",
    sources=("Kakade2001, title page",),
)

martens_grosse_2015 = Claim(
    id="methods.ref.martens-grosse2015",
    kind="historical",
    section="13 (Research Connections)",
    title="Martens & Grosse (2015), Optimizing Neural Networks with Kronecker-factored Approximate Curvature",
    statement="The paper of Martens and Grosse of 2015 bears the title given.",
    readings=(
        Reading(
            "A",
            "Authors, year and title are these.",
            published(
                "MartensGrosse2015",
                authors="Martens, Grosse",
                title="Optimizing Neural Networks with Kronecker-factored Approximate Curvature",
                year=2015,
            ),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, title page",),
)

grosse_martens_2016 = Claim(
    id="methods.ref.grosse-martens2016",
    kind="historical",
    section="13 (Research Connections)",
    title="Grosse & Martens (2016), “A Kronecker-factored Approximate Curvature Method for Convolution Layers”",
    statement="The paper of Grosse and Martens of 2016 bears the title given.",
    readings=(
        Reading(
            "A",
            "Authors, year and title are these.",
            published(
                "GrosseMartens2016",
                authors="Grosse, Martens",
                title="A Kronecker-factored Approximate Curvature Method for Convolution Layers",
                year=2016,
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        "The paper of Grosse and Martens of 2016 is “A Kronecker-factored approximate Fisher matrix for convolution "
        "layers”.",
        published(
            "GrosseMartens2016",
            authors="Grosse, Martens",
            title="A Kronecker-factored approximate Fisher matrix for convolution layers",
            year=2016,
        ),
    ),
    beware="Every word of a title counts; case, punctuation and hyphens do not, nor what follows a colon.",
    sources=("GrosseMartens2016, title page",),
)

george_2018 = Claim(
    id="methods.ref.george2018",
    kind="historical",
    section="13 (Research Connections)",
    title="George et al. (2018), Fast Approximate Natural Gradient Descent in a Kronecker Factored Eigenbasis",
    statement=(
        "The paper of George and others of 2018 bears the title given and is on an efficient eigendecomposition "
        "for K-FAC."
    ),
    readings=(
        Reading(
            "A",
            "Authors, year and title are these; the paper works in the eigenbasis of the Kronecker factors of K-FAC, "
            "with updates that are cheap.",
            all_of(
                published(
                    "George2018",
                    authors="George et al.",
                    title="Fast Approximate Natural Gradient Descent in a Kronecker Factored Eigenbasis",
                    year=2018,
                ),
                idea("George2018", "the eigenbasis of the Kronecker factors of K-FAC"),
                idea("George2018", "cheap partial updates"),
            ),
            literal=True,
        ),
    ),
    beware=(
        "What is new there is the diagonal that is tracked in the eigenbasis, not a faster way to an "
        "eigendecomposition; the phrase is read as the former done at low cost."
    ),
    sources=("George2018, abstract",),
)

gupta_2018 = Claim(
    id="methods.ref.gupta2018",
    kind="historical",
    section="13 (Research Connections)",
    title="Gupta et al. (2018), Shampoo: matrix-free preconditioning",
    statement="The paper of Gupta and others of 2018 is Shampoo, and its preconditioning is matrix-free.",
    readings=(
        Reading(
            "A",
            "Authors, year and title are these, the title by its part before the colon; Shampoo preconditions without "
            "keeping any matrix.",
            all_of(
                published("Gupta2018", authors="Gupta et al.", title="Shampoo", year=2018),
                keeps("Shampoo", "no matrix"),
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        "The paper of Gupta and others of 2018 is Shampoo, which keeps one preconditioning matrix for each mode of "
        "the tensor.",
        all_of(
            published("Gupta2018", authors="Gupta et al.", title="Shampoo", year=2018),
            keeps("Shampoo", "one preconditioning matrix for each mode of the tensor"),
        ),
    ),
    beware=(
        "Matrix-free methods know a matrix by its products with vectors alone. Shampoo avoids the one large matrix "
        "of all parameters; the small ones it forms, keeps and takes roots of."
    ),
    sources=("Gupta2018, abstract",),
)

anil_2020 = Claim(
    id="methods.ref.anil2020",
    kind="historical",
    section="13 (Research Connections)",
    title="Anil et al. (2020), Scalable Second Order Optimization for Deep Learning",
    statement=(
        "The paper of Anil and others of 2020 bears the title given and is on natural gradient methods at large scale."
    ),
    readings=(
        Reading(
            "A",
            "Authors, year and title are these; the method, distributed Shampoo, is a variant of natural gradient "
            "descent.",
            all_of(
                published(
                    "Anil2020",
                    authors="Anil et al.",
                    title="Scalable Second Order Optimization for Deep Learning",
                    year=2020,
                ),
                variant_of("distributed Shampoo", "natural gradient descent"),
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        "The paper of Anil and others of 2020 bears the title given; its method is a variant of full-matrix AdaGrad.",
        all_of(
            published(
                "Anil2020",
                authors="Anil et al.",
                title="Scalable Second Order Optimization for Deep Learning",
                year=2020,
            ),
            variant_of("distributed Shampoo", "full-matrix AdaGrad"),
        ),
    ),
    beware=(
        "AdaGrad divides by a root of the sum of outer products of gradients; a natural gradient by the Fisher "
        "matrix itself. The first version of the paper, of February 2020, bore another title."
    ),
    sources=("Anil2020, abstract",),
)

yao_2021 = Claim(
    id="methods.ref.yao2021",
    kind="historical",
    section="13 (Research Connections)",
    title="Yao et al. (2021), AdaHessian: An Adaptive Second Order Optimizer for Machine Learning",
    statement=(
        "The paper of Yao and others of 2021 bears the title given and approximates the Hessian by its diagonal."
    ),
    readings=(
        Reading(
            "A",
            "Authors, year and title are these; the paper sets out an estimate of the diagonal of the Hessian.",
            all_of(
                published(
                    "Yao2021",
                    authors="Yao et al.",
                    title="AdaHessian: An Adaptive Second Order Optimizer for Machine Learning",
                    year=2021,
                ),
                idea("Yao2021", "an estimate of the diagonal of the Hessian"),
            ),
            literal=True,
        ),
    ),
    beware="The preprint is of 2020; the proceedings are of 2021.",
    sources=("Yao2021, abstract",),
)
