"""What a gradebook has of one notebook of a student's, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

# What nbgrader notes by itself beside a cell in which nothing was written.
NO_RESPONSE = "No response."


@dataclass(frozen=True)
class CellMark:
    """The points of a graded cell.

    Attributes:
        points: that count so far: those given by hand, else the automatic ones; 0 where there are none yet.
        most: that it is worth.
        waits: whether a person still has to look.
        given_by_hand: whether a person has given them.
    """

    points: float
    most: float
    waits: bool = False
    given_by_hand: bool = False


@dataclass(frozen=True)
class Marks:
    """A notebook in the gradebook.

    Attributes:
        cells: its graded cells, by grade id.
        comments: what people have written, by grade id.
        penalty: points taken off because it was late.
        handed_in, due: when (UTC), where that is known.
    """

    cells: dict[str, CellMark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    handed_in: datetime | None = None
    due: datetime | None = None

    @property
    def points(self) -> float:
        """Without the penalty."""
        return sum(cell.points for cell in self.cells.values())

    @property
    def most(self) -> float:
        return sum(cell.most for cell in self.cells.values())
