"""AlphaFold 2: how its network was trained."""

from theorems.literature.fact import Fact

FACTS = (
    Fact(
        "AlphaFold 2",
        "optimizer",
        "Adam",
        "Jumper2021",
        "Supplementary Information, section 1.11.3",
        "read",
        "github.com/ChrisHayduk/minAlphaFold2, minalphafold/trainer.py, which takes the constants of Adam from "
        "section 1.11.3, and github.com/google-deepmind/alphafold, issue 380, on its learning rate",
    ),
    Fact(
        "Jumper2021",
        "title",
        "Highly accurate protein structure prediction with AlphaFold",
        "Jumper2021",
        "Supplementary Information, title page",
        "read",
        "scribd.com/document/671916537",
    ),
    Fact(
        "Jumper2021",
        "authors",
        "Jumper, Evans, Pritzel, Green, Figurnov, Ronneberger, Tunyasuvunakool, Bates, Žídek, Potapenko, Bridgland, "
        "Meyer, Kohl, Ballard, Cowie, Romera-Paredes, Nikolov, Jain, Adler, Back, Petersen, Reiman, Clancy, "
        "Zielinski, Steinegger, Pacholska, Berghammer, Bodenstein, Silver, Vinyals, Senior, Kavukcuoglu, Kohli, "
        "Hassabis",
        "Jumper2021",
        "Supplementary Information, title page",
        "read",
        "scribd.com/document/671916537",
    ),
    Fact(
        "Jumper2021",
        "year",
        "2021",
        "Jumper2021",
        "Nature 596, 583-589",
        "read",
        "github.com/vv137/nextfold, docs/alphafold.md, references",
    ),
)
