"""Let the bank of attacks loose on two graders: ``autograder grade``, and stock ``nbgrader autograde``.

The engine grades them in classes, honest students among the attackers, on this machine. Stock nbgrader runs each
submission with the instructor's rights; so it gets a pretend machine for each attack, a bubblewrap with files,
processes and a network of its own, in which the attack can do its worst.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

import gancourse

import autograder
from autograder.attacks import findings, watch
from autograder.attacks import ground as grounds
from autograder.attacks.bank import VICTIM, Attack
from autograder.attacks.ground import BLANK, LATER_BLANK, RIGHT, Ground
from autograder.attacks.watch import Report
from autograder.course import Course
from autograder.engine import bubblewrap
from autograder.engine.protocol import Mode
from autograder.errors import NoSandbox
from autograder.files import replace_text

SECONDS_FOR_CLASS = 2400.0
# Attackers in a class, at most.
CLASS = 35
SECONDS_FOR_ONE = 180.0
# These attack the pages that a person opens, and whoever is graded next.
FEEDBACK_ROWS, LATER_ROWS = ("A18", "A19"), ("A15",)
# These stay in their kernel, and cannot disturb one another.
KERNEL_ROWS = ("A1", "A2", "A3", "A16", "A17")
SEED = 20140610
# Attacks that do nothing but take their time shall not take ours.
LIMITS = """
c = get_config()
c.GradingEngine.cell_seconds = 4
c.GradingEngine.submission_seconds = 20
c.GradingEngine.cpu_seconds = 20
"""


@dataclass
class Column:
    """What a grader gave away.

    Attributes:
        attacks: those that were tried.
        gains: sentences by attack, for those that gained something.
        nobody: what nobody owned up to, and what became of the honest.
        not_run: reasons by attack.
        output: what the grader printed.
    """

    attacks: list[Attack]
    gains: dict[str, list[str]] = field(default_factory=dict)
    nobody: list[str] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)
    output: str = ""

    def add(self, other: Column) -> None:
        """Take in what was found of other attacks."""
        self.gains |= other.gains
        self.nobody += other.nobody
        self.not_run |= other.not_run


@contextmanager
def attacked_class(
    course: Course,
    bank: Path,
    attacks: list[Attack],
    tests: Mode = Mode.AUTO,
    instructor: Sequence[str] = (),
    owner: int | None = None,
) -> Iterator[tuple[Ground, Report]]:
    """A class with all attacks in it, graded with ``autograder grade``, with its feedback; removed afterwards.

    Args:
        course: whose settings the class gets.
        bank: the folder of attacks.
        attacks: those to run.
        tests: where tests run.
        instructor: a command that runs another one, as another user or in another namespace; none for as we are.
        owner: the user id to whom the class belongs; None for us.

    Raises:
        BadSource: the victim breaks a rule.
        NoSandbox: bubblewrap is missing.
    """
    _bubblewrap()
    config = (course.root / "nbgrader_config.py").read_text(encoding="utf-8") + LIMITS
    ground = grounds.lay_out(_victim(bank), attacks, config=config, seconds=SECONDS_FOR_CLASS)
    try:
        tool = shlex.quote(_tool("autograder"))
        grade = f"{tool} grade {VICTIM} --seed {SEED} --tests {tests.value}"
        steps = f"{grade}; status=$?; {tool} feedback {VICTIM}; exit $status"
        if owner is not None:
            for path in (ground.root, *ground.root.rglob("*")):
                os.chown(path, owner, -1, follow_symlinks=False)
        yield ground, _watch(ground, ["sh", "-c", steps], pretend=False, within=instructor)
    finally:
        grounds.clear_away(ground)


def examine_engine(ground: Ground, report: Report) -> Column:
    """What the attacks gained in a class that :func:`attacked_class` has graded."""
    examined = findings.examine(ground, report, findings.baseline(ground))
    problems = [f"honest {one} was not graded" for one in (BLANK, RIGHT, LATER_BLANK) if one not in examined.graded]
    if not (ground.course.feedback / RIGHT).is_dir():
        problems.append("no feedback was written")
    if report.status not in (0, 3):
        problems.append(f"grading ended with exit status {report.status}: {report.output[-300:].strip()}")
    return Column(ground.attacks, examined.gains, examined.nobody + problems, output=report.output)


def on_autograder(course: Course, bank: Path, attacks: list[Attack], kept: Path | None = None) -> Iterator[Column]:
    """Grade the bank with this grader, class by class; yields what was found in each.

    Args:
        course: whose settings the classes get.
        bank: the folder of attacks.
        attacks: those to run.
        kept: a folder for what was found, so that a run that was interrupted goes on where it was; None for none.

    Raises:
        BadSource: the victim breaks a rule.
        NoSandbox: bubblewrap is missing.
    """
    code = [path for package in (autograder, gancourse) for path in sorted(Path(package.__path__[0]).rglob("*.py"))]
    config = course.root / "nbgrader_config.py"
    for number, attackers in enumerate(classes(attacks), start=1):
        file = None if kept is None else kept / f"class-{number}.json"
        mark = _fingerprint(bank, attackers, [*code, config], ["nbgrader", "ipython", "numpy", "pandas", "torch"])
        column = _read_kept(file, attackers, mark)
        if column is None:
            with attacked_class(course, bank, attackers) as graded:
                column = examine_engine(*graded)
            _keep(file, mark, column)
        yield column


def classes(attacks: list[Attack]) -> list[list[Attack]]:
    """The attacks in classes of at most :data:`CLASS`, each with some of every row."""
    count = -(-len(attacks) // CLASS)
    return [attacks[first::count] for first in range(count)]


def on_nbgrader(bank: Path, attacks: list[Attack], jobs: int, kept: Path | None = None) -> Iterator[Column]:
    """Grade the bank with stock nbgrader, on pretend machines; yields what was found of some attacks at a time.

    Args:
        bank: the folder of attacks.
        attacks: those to run.
        jobs: how many pretend machines at a time.
        kept: a folder for what was found, so that a run that was interrupted goes on where it was; None for none.

    Raises:
        BadSource: the victim breaks a rule.
        NoSandbox: bubblewrap is missing.
    """
    _bubblewrap()
    todo = []
    for batch in _batches(attacks):
        if (column := _read_kept(_place(kept, batch), batch, _mark(bank, batch))) is not None:
            yield column
        else:
            todo.append(batch)
    if not todo:
        return
    empty = grounds.lay_out(_victim(bank), [], config=grounds.STOCK_CONFIG, seconds=SECONDS_FOR_ONE)
    honest = grounds.another(empty, [])
    try:
        _watch(honest, _as_instructor([BLANK], feedback=True), pretend=True)
        blank = findings.baseline(honest)
        with ThreadPoolExecutor(jobs) as pool:
            waiting = {pool.submit(_attack_nbgrader, empty, batch, blank): batch for batch in todo}
            try:
                for done in as_completed(waiting):
                    batch = waiting[done]
                    _keep(_place(kept, batch), _mark(bank, batch), done.result())
                    yield done.result()
            finally:
                pool.shutdown(cancel_futures=True)
    finally:
        grounds.clear_away(empty)
        grounds.clear_away(honest)


def _place(kept: Path | None, batch: list[Attack]) -> Path | None:
    return None if kept is None else kept / f"{batch[0].name}.json"


def _mark(bank: Path, batch: list[Attack]) -> str:
    watching = [Path(module.__file__ or "") for module in (grounds, findings, watch)] + [Path(__file__)]
    return _fingerprint(bank, batch, watching, ["nbgrader", "nbclient", "ipython"])


def _fingerprint(bank: Path, attacks: list[Attack], code: list[Path], packages: list[str]) -> str:
    """Equal for two runs only if the attacks, the victim, what is attacked and what watches over it are the same."""
    digest = hashlib.sha256(json.dumps([version(name) for name in packages]).encode())
    for path in (_victim(bank), *(bank / f"{attack.name}.py" for attack in attacks), *code):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read_kept(file: Path | None, attacks: list[Attack], mark: str) -> Column | None:
    if file is None:
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return Column(attacks, **found) if found.pop("fingerprint") == mark else None
    except (OSError, ValueError, KeyError, TypeError):
        # Not there, or not whole: it is found out again.
        return None


def _keep(file: Path | None, mark: str, column: Column) -> None:
    if file is not None:
        found = {"gains": column.gains, "nobody": column.nobody, "not_run": column.not_run}
        replace_text(file, json.dumps({"fingerprint": mark, **found}, indent=1) + "\n")


def count_batches(attacks: list[Attack]) -> int:
    """How many times :func:`on_nbgrader` yields."""
    return len(_batches(attacks))


def _batches(attacks: list[Attack]) -> list[list[Attack]]:
    """Attacks that reach for nothing outside their kernel share a class, as nbgrader takes its time to start."""
    batches: dict[str, list[Attack]] = {}
    for attack in attacks:
        alone = attack.row not in KERNEL_ROWS or attack.not_run
        batches.setdefault(attack.name if alone else attack.name.partition("-")[0], []).append(attack)
    return list(batches.values())


def _attack_nbgrader(empty: Ground, attacks: list[Attack], blank: findings.Baseline) -> Column:
    first = attacks[0]
    if first.not_run:
        return Column(attacks, not_run={first.name: first.not_run})
    ground = grounds.another(empty, attacks)
    try:
        students = [f"{first.name.partition('-')[0]}-*"] if len(attacks) > 1 else list(first.students)
        later = [LATER_BLANK] if first.row in LATER_ROWS else []
        command = _as_instructor([*students, *later], feedback=first.row in FEEDBACK_ROWS)
        report = _watch(ground, command, pretend=True)
        examined = findings.examine(ground, report, blank)
    finally:
        grounds.clear_away(ground)
    gains, nobody = examined.gains, examined.nobody
    if report.status is None:
        nobody = [*nobody, "stopped the grader"]
    if len(attacks) == 1 and nobody:
        # Alone in its class, an attack has done whatever was done.
        gains, nobody = {first.name: gains.get(first.name, []) + nobody}, []
    return Column(attacks, gains, nobody, output=report.output)


def _as_instructor(students: list[str], *, feedback: bool) -> list[str]:
    """nbgrader's commands, one after another."""
    steps = [["autograde", VICTIM, f"--student={student}"] for student in students]
    steps += [["generate_feedback", VICTIM, f"--student={student}"] for student in students if feedback]
    return ["sh", "-c", "; ".join(shlex.join([_tool("nbgrader"), *step]) for step in steps)]


def _watch(ground: Ground, command: list[str], *, pretend: bool, within: Sequence[str] = ()) -> Report:
    """Run a command in the class's folder, with the lookout beside it, on this machine or on a pretend one."""
    plan, seen = ground.root / "plan.json", ground.root / "seen.json"
    plan.write_text(json.dumps(asdict(ground.plan)), encoding="utf-8")
    argv = [sys.executable, "-m", "autograder.attacks.watch", str(plan), str(seen), *command]
    environment = {
        "HOME": str(ground.home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "OMP_NUM_THREADS": "1",
        grounds.ENVIRONMENT_CANARY: ground.secrets["SECRET_ENVIRONMENT"],
    }
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    subprocess.run(
        [*within, *(_machine(ground) if pretend else []), *argv],
        cwd=ground.course.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=ground.seconds + 60,
        check=False,
    )
    if not seen.is_file():
        return Report(output="the lookout was killed", left=[], processes=[])
    return Report(**json.loads(seen.read_text(encoding="utf-8")))


def _machine(ground: Ground) -> list[str]:
    """A pretend machine: everything of this one to read, nothing to write but the class's folder, no network."""
    code = {Path(path).resolve() for path in (sys.prefix, __file__ + "/../..", gancourse.__file__ + "/../..")}
    readable = [part for path in sorted(code) for part in ("--ro-bind", str(path), str(path))]
    return [
        *(_bubblewrap(), "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"),
        *("--tmpfs", "/tmp", "--tmpfs", "/var/tmp", *readable),
        *("--bind", str(ground.root), str(ground.root), "--chdir", str(ground.course.root)),
    ]


def _bubblewrap() -> str:
    found = bubblewrap.find()
    if not found:
        raise NoSandbox("Attacks are let loose only inside bubblewrap, and `bwrap` is missing: apt install bubblewrap.")
    return found


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _victim(bank: Path) -> Path:
    return bank / "victim" / f"{VICTIM}.py"
