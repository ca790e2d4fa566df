"""What has arrived and what became of it, in a database: a service that is killed goes on where it was.

It lies beside the gradebook: in a file of its own where that is one, else in the gradebook's database, in a table of
its own.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url

from autograder.course import Course

FILE = "arrivals.db"
BUSY_SECONDS = 60.0


class State(StrEnum):
    """What became of work that has arrived."""

    WAITING = "waiting"
    # Its grading has begun: it counts as an attempt.
    STARTED = "started"
    # Its points are in the gradebook.
    GRADED = "graded"
    # Its feedback can be fetched, or there is a sentence on why it has none.
    DONE = "done"
    # Newer work arrived before it was looked at.
    REPLACED = "replaced"
    LATE = "late"
    REFUSED = "refused"


FINAL = frozenset({State.DONE, State.REPLACED, State.LATE, State.REFUSED})
_TRIED = (State.STARTED, State.GRADED, State.DONE)

_TABLES = MetaData()
_ARRIVALS = Table(
    "autograder_arrivals",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("course", String(255), nullable=False),
    Column("assignment", String(255), nullable=False, index=True),
    Column("student", String(255), nullable=False, index=True),
    Column("name", String(1024), nullable=False),
    Column("received", Float(53), nullable=False),
    Column("state", String(16), nullable=False),
    Column("seed", BigInteger, nullable=True),
    Column("started", Float(53), nullable=True),
    Column("begun", Integer, nullable=False, default=0),
    UniqueConstraint("course", "name"),
)


@dataclass(frozen=True)
class Entry:
    """Work that has arrived.

    Attributes:
        name: of its folder in the exchange.
        assignment, student: whose it is.
        received: when it arrived.
        state: what became of it.
        seed: of the hidden inputs, once its grading has begun.
    """

    name: str
    assignment: str
    student: str
    received: datetime.datetime
    state: State
    seed: int | None


class Ledger:
    """The ledger of a course.

    Args:
        course: whose; its gradebook says where the ledger lies.
    """

    def __init__(self, course: Course) -> None:
        self._course = course.course_id
        url = make_url(course.gradebook_url)
        if url.get_backend_name() == "sqlite":
            url = make_url(f"sqlite:///{course.root / FILE}")
        # A connection that a server has closed meanwhile is noticed before it is used.
        self._engine = create_engine(url, pool_pre_ping=True)
        if url.get_backend_name() == "sqlite":
            event.listen(self._engine, "connect", _settle)
        _TABLES.create_all(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def entries(self) -> list[Entry]:
        """All that has arrived, in the order of arrival."""
        columns = _ARRIVALS.c
        query = (
            select(columns.name, columns.assignment, columns.student, columns.received, columns.state, columns.seed)
            .where(columns.course == self._course)
            .order_by(columns.received, columns.id)
        )
        with self._engine.connect() as connection:
            return [
                Entry(name, assignment, student, _moment(received), State(state), seed)
                for name, assignment, student, received, state, seed in connection.execute(query)
            ]

    def arrived(self, name: str, assignment: str, student: str, received: datetime.datetime, state: State) -> None:
        """Write down work that has arrived."""
        row = {"course": self._course, "name": name, "assignment": assignment, "student": student}
        with self._engine.begin() as connection:
            connection.execute(insert(_ARRIVALS).values(**row, received=received.timestamp(), state=state.value))

    def begin(self, name: str, seed: int, now: datetime.datetime) -> tuple[int, int]:
        """Its grading begins.

        Args:
            name: of its folder.
            seed: of its hidden inputs, where it has none of an earlier beginning.
            now: the moment.

        Returns:
            The seed, and how often its grading has begun, this time included.
        """
        own = (_ARRIVALS.c.course == self._course) & (_ARRIVALS.c.name == name)
        with self._engine.begin() as connection:
            known = connection.execute(select(_ARRIVALS.c.seed, _ARRIVALS.c.begun).where(own)).one()
            values = {"begun": known.begun + 1}
            values |= {"seed": seed, "started": now.timestamp()} if known.seed is None else {}
            connection.execute(update(_ARRIVALS).where(own).values(state=State.STARTED.value, **values))
        return seed if known.seed is None else int(known.seed), known.begun + 1

    def now(self, name: str, state: State) -> None:
        """What has become of it."""
        own = (_ARRIVALS.c.course == self._course) & (_ARRIVALS.c.name == name)
        with self._engine.begin() as connection:
            connection.execute(update(_ARRIVALS).where(own).values(state=state.value))

    def attempts(self, assignment: str, student: str, but: str = "") -> list[datetime.datetime]:
        """When work of a student on an assignment was graded, apart from the work of one name."""
        columns = _ARRIVALS.c
        query = select(columns.started).where(
            columns.course == self._course,
            columns.assignment == assignment,
            columns.student == student,
            columns.name != but,
            columns.state.in_([one.value for one in _TRIED]),
            columns.started.is_not(None),
        )
        with self._engine.connect() as connection:
            return [_moment(started) for (started,) in connection.execute(query)]


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _settle(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    # A killed process loses nothing that it has written; a power cut may lose the last moment.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()
