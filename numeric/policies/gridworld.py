"""Gridworlds drawn as text: walls, a goal, and a floor that slips.

    #  wall        .  free cell        S  free cell where paths may start        G  goal

An action moves one cell up, right, down or left.  With probability `slip` it moves to one of the two sides instead,
half of it each; a move into a wall or off the map stays where it is.  Entering a goal earns 1, every other step costs
`cost`; a goal is never left and earns nothing more.

Source  Sutton and Barto, Reinforcement Learning (2nd ed., 2018), example 3.5 (the kind of map; the slips are ours).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.policies.decision_process import DecisionProcess
from numeric.policies.errors import LayoutError, ProbabilityError

MOVES = (
    (-1, 0),
    (0, 1),
    (1, 0),
    (0, -1),
)  # up, right, down, left: the sides of a move are its neighbours here
WALL, FREE, START, GOAL = "#.SG"


@dataclass(frozen=True)
class Gridworld:
    """A map as a decision process.

    process  with A = 4 actions, in the order of MOVES.
    cells    (row, column) of every state, top row first, left to right; walls have no state.
    goals    the states that are goals.
    """

    process: DecisionProcess
    cells: tuple[tuple[int, int], ...]
    goals: tuple[int, ...]


def gridworld(layout: Sequence[str], *, discount: float, slip: float = 0.0, cost: float = 0.0) -> Gridworld:
    """The decision process of a map.

    layout    one string for each row, all of one length; starts are equally likely (every free cell if none is marked).
    discount  gamma, strictly between 0 and 1.
    slip      in [0, 1).
    cost      of a step that does not reach a goal, in units of reward.
    Raises LayoutError, ProbabilityError for the slip, DiscountError, NonFiniteError for the cost.
    """
    if not 0 <= slip < 1:
        raise ProbabilityError(f"slip {slip}: it is a probability, at least 0 and below 1.")
    _require_layout(layout)
    cells = tuple((i, j) for i, row in enumerate(layout) for j, mark in enumerate(row) if mark != WALL)
    goals = tuple(k for k, (i, j) in enumerate(cells) if layout[i][j] == GOAL)
    P = _transitions(cells, goals, slip)
    arriving = np.sum(P[:, :, list(goals)], axis=2)
    rewards = arriving - cost * (1 - arriving)
    rewards[list(goals)] = 0.0
    return Gridworld(DecisionProcess(P, rewards, _start(layout, cells), discount), cells, goals)


def _transitions(cells: tuple[tuple[int, int], ...], goals: tuple[int, ...], slip: float) -> Array:
    number = {cell: k for k, cell in enumerate(cells)}
    P = np.zeros((len(cells), len(MOVES), len(cells)))
    for k, (i, j) in enumerate(cells):
        for a in range(len(MOVES)):
            for turn, chance in ((0, 1 - slip), (1, slip / 2), (-1, slip / 2)):
                down, right = MOVES[(a + turn) % len(MOVES)]
                P[k, a, number.get((i + down, j + right), k)] += chance
    P[list(goals)] = 0.0
    P[list(goals), :, list(goals)] = 1.0
    return P


def _start(layout: Sequence[str], cells: tuple[tuple[int, int], ...]) -> Array:
    marks = [layout[i][j] for i, j in cells]
    wanted = START if START in marks else FREE
    chosen = np.array([mark == wanted for mark in marks], dtype=float)
    return np.asarray(chosen / np.sum(chosen))


def _require_layout(layout: Sequence[str]) -> None:
    widths = {len(row) for row in layout}
    if isinstance(layout, str) or len(widths) != 1 or widths == {0}:
        raise LayoutError(
            f"rows of lengths {sorted(widths)}: a map is a list of rows of one length, not empty."
        )
    marks = set("".join(layout))
    if marks - set(WALL + FREE + START + GOAL):
        raise LayoutError(f"marks {sorted(marks - set('#.SG'))}: a map is drawn with # . S and G.")
    if GOAL not in marks or not marks & {FREE, START}:
        raise LayoutError("a map needs a goal G and a cell to start from, S or a free one.")
