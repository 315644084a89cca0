"""Recorded lectures on information geometry and optimization."""

from theorems.literature.fact import Fact

FACTS = (
    Fact(
        "Shun-ichi Amari",
        "lecture",
        "information geometry",
        "Amari2008",
        "the listing of the lecture",
        "read",
        "www.quizover.com, course information-geometry-and-its-applications-by-shun-ichi-videolectures",
    ),
    Fact(
        "James Martens",
        "lecture",
        "optimization for machine learning, with second-order methods",
        "MartensLecture2020",
        "the description of the lecture",
        "read",
        "www.metapodcast.net/podcasts/google-deepmind, lecture 5 of 12, and ua-cam.com/video/kVU8zTI-Od0",
    ),
)
