"""Research connections: recommended reading and lectures."""

from theorems import Claim, Reading, Repair
from theorems.literature import all_of, form, published, recorded_lecture, regarded_as

amari_nagaoka = Claim(
    id="methods.res.amari-nagaoka",
    kind="historical",
    section="13 (Research Connections)",
    title="Amari & Nagaoka: the definitive reference",
    statement="The book of Amari and Nagaoka is the definitive reference for information geometry.",
    readings=(
        Reading(
            "A",
            "The monograph of Amari and Nagaoka is on information geometry, and a published appraisal calls it the "
            "definitive reference.",
            all_of(
                published("AmariNagaoka2000", authors="Amari, Nagaoka"),
                form("AmariNagaoka2000", "a monograph on information geometry"),
                regarded_as("AmariNagaoka2000", "the definitive reference for information geometry"),
            ),
            literal=True,
        ),
    ),
    beware="Definitive is an appraisal. That the book is cited everywhere does not make it so.",
    sources=("AmariNagaoka2000, front matter",),
)

martens = Claim(
    id="methods.res.martens",
    kind="historical",
    section="13 (Research Connections)",
    title="Martens: “New Insights and Perspectives on Natural Gradients”, a modern survey",
    statement="Martens has written a survey with the title given.",
    readings=(
        Reading(
            "A",
            "Author and title are these, and the work is a survey of the natural gradient.",
            all_of(
                published(
                    "Martens2020",
                    authors="Martens",
                    title="New Insights and Perspectives on Natural Gradients",
                ),
                form("Martens2020", "a survey of the natural gradient"),
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        "Martens has written “New Insights and Perspectives on the Natural Gradient Method”, a critical analysis.",
        all_of(
            published(
                "Martens2020",
                authors="Martens",
                title="New Insights and Perspectives on the Natural Gradient Method",
            ),
            form("Martens2020", "a critical analysis of the natural gradient"),
        ),
    ),
    beware="The words of the title differ, which is what is contradicted; that it surveys the field has no record.",
    sources=("Martens2020, title page and abstract",),
)

nielsen = Claim(
    id="methods.res.nielsen",
    kind="historical",
    section="13 (Research Connections)",
    title="Nielsen: An Elementary Introduction to Information Geometry",
    statement="Nielsen has written the work with the title given.",
    readings=(
        Reading(
            "A",
            "Author and title are these.",
            published(
                "Nielsen2020",
                authors="Nielsen",
                title="An Elementary Introduction to Information Geometry",
            ),
            literal=True,
        ),
    ),
    sources=("Nielsen2020, title page",),
)

videos = Claim(
    id="methods.res.videos",
    kind="historical",
    section="13 (Research Connections)",
    title="Video resources: Amari lectures, Martens K-FAC, Grosse second order",
    statement=(
        "There are recorded lectures of Amari on information geometry, of Martens on K-FAC and of Grosse on "
        "second-order optimization."
    ),
    readings=(
        Reading(
            "A",
            "Each of the three has a recorded lecture on this subject.",
            all_of(
                recorded_lecture("Shun-ichi Amari", "information geometry"),
                recorded_lecture("James Martens", "K-FAC"),
                recorded_lecture("Roger Grosse", "second-order optimization"),
            ),
            literal=True,
        ),
    ),
    beware=(
        "Of Amari's a recording is listed. Of Martens one is listed on optimization with second-order methods, and a "
        "talk on K-FAC of 2019 is announced, which is no recording. Of Grosse nothing was found."
    ),
    sources=(
        "Amari2008, the listing of the lecture",
        "MartensLecture2020, the description of the lecture",
    ),
)

ollivier_2015 = Claim(
    id="methods.res.ollivier2015",
    kind="historical",
    section="13 (Research Connections)",
    title="Ollivier (2015), Riemannian Metrics for Neural Networks I: Feedforward Networks",
    statement="Ollivier's paper of 2015 bears the title given.",
    readings=(
        Reading(
            "A",
            "Author, year and title are these.",
            published(
                "Ollivier2015",
                authors="Ollivier",
                title="Riemannian Metrics for Neural Networks I: Feedforward Networks",
                year=2015,
            ),
            literal=True,
        ),
    ),
    beware="The preprint is of 2013; the journal is of 2015.",
    sources=("Ollivier2015, title page",),
)

pascanu_2013 = Claim(
    id="methods.res.pascanu2013",
    kind="historical",
    section="13 (Research Connections)",
    title="Pascanu & Bengio (2013), Revisiting Natural Gradient for Deep Networks",
    statement="The paper of Pascanu and Bengio of 2013 bears the title given.",
    readings=(
        Reading(
            "A",
            "Authors, year and title are these; the year is that of the preprint.",
            published(
                "PascanuBengio2014",
                authors="Pascanu, Bengio",
                title="Revisiting Natural Gradient for Deep Networks",
                year=2013,
            ),
            literal=True,
        ),
    ),
    beware="The conference was in 2014, as recalled and not read.",
    sources=("PascanuBengio2014, arXiv:1301.3584",),
)

zhang_2017 = Claim(
    id="methods.res.zhang2017",
    kind="historical",
    section="13 (Research Connections)",
    title="Zhang et al. (2017), Noisy Natural Gradients as Variational Inference",
    statement="The paper of Zhang and others of 2017 bears the title given.",
    readings=(
        Reading(
            "A",
            "Authors, year and title are these; the year is that of the preprint.",
            published(
                "Zhang2018",
                authors="Zhang et al.",
                title="Noisy Natural Gradients as Variational Inference",
                year=2017,
            ),
            literal=True,
        ),
    ),
    repair=Repair(
        "The paper of Zhang and others of 2017 is “Noisy Natural Gradient as Variational Inference”.",
        published(
            "Zhang2018",
            authors="Zhang et al.",
            title="Noisy Natural Gradient as Variational Inference",
            year=2017,
        ),
    ),
    beware=(
        "The gradient of the title is one: a plural is another word. The preprint is of 2017, the proceedings of 2018."
    ),
    sources=("Zhang2018, title page",),
)
