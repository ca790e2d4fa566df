"""What attacks on nbgrader's exchange get from `nbgrader collect` and from `autograder collect`, beside each other.

Two students with system users of their own, so this needs root: Eve lays each attack into the exchange, Ada hands in
honestly, and both commands collect. Writes the table in SECURITY.md anew.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from classroom import make_small_course
from conftest import BIN
from exchange_harm import HARM, MOMENT, PS, SCRIPT, lay_into
from system_users import open_folder, open_the_way, python_as, system_users

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "SECURITY.md"
BEGIN, END = "<!-- make exchange-attacks: from here -->\n", "<!-- make exchange-attacks: to here -->\n"
STOCK = ("nbgrader", "collect", PS, "--ExchangeFactory.collect=nbgrader.exchange.default.ExchangeCollect")
OURS = ("autograder", "collect", PS)
MARK = "from eve"
SECONDS = 120


@dataclass(frozen=True)
class Place:
    """Where an attack is laid: the exchange, Eve's name and Ada's, and the folder with the solutions."""

    inbound: Path
    eve: str
    ada: str
    solutions: Path

    def lay(self, more: str = "", claims: str = "", tail: str = "EEEEEEEEEEEE") -> str:
        return lay_into(self.inbound, pwd.getpwnam(self.eve).pw_uid, claims or self.eve, more, tail=tail)


def _link(place: Place) -> None:
    name = f"{place.eve}+{PS}+{MOMENT}+EEEEEEEEEEEE"
    code = "import os, sys; os.symlink(sys.argv[1], os.path.join(sys.argv[2], sys.argv[3]))"
    python_as(pwd.getpwnam(place.eve).pw_uid, code, place.solutions, place.inbound, name)


def _harm(code: str) -> Callable[[Place], None]:
    def lay(place: Place) -> None:
        place.lay(f"SECRET = {str(place.solutions / f'{PS}.ipynb')!r}\n{code}")

    return lay


def _another(place: Place) -> None:
    # A moment later than Ada's, so that it is the newest.
    name = f"{place.ada}+{PS}+2026-01-02 04:00:00.000000 UTC+EEEEEEEEEEEE"
    moved = f"os.rename(folder, Path(inbound) / {name!r}); folder = Path(inbound) / {name!r}"
    place.lay(f"(folder / 'ps1.ipynb').write_text({MARK!r}); {moved}")


ATTACKS: dict[str, Callable[[Place], None]] = {
    "work under another student's name": _another,
    "a folder that is a link to the solutions": _link,
    **{name: _harm(code) for name, (code, _) in HARM.items()},
    "a moment of one's own choice": _harm("(folder / 'timestamp.txt').write_text('2001-01-01 00:00:00.000000 UTC')"),
    "`..` as a name": lambda place: place.lay(claims="..") and None,
}


def main() -> None:
    """Collect after each attack with both, and write the table."""
    rows = []
    with open_folder() as scratch, system_users(scratch, "eve", "ada") as users:
        made = make_small_course(scratch / "made", {PS: SCRIPT})
        for name, attack in ATTACKS.items():
            found = [
                _collected(made, scratch, attack, users["eve"].name, users["ada"].name, one) for one in (STOCK, OURS)
            ]
            rows.append(f"| {name} | {' | '.join(found)} |")
            print(rows[-1], flush=True)
    table = "\n".join(
        ["| Eve lays into the exchange | `nbgrader collect` | `autograder collect` |", "|---|---|---|", *rows]
    )
    text = TARGET.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    TARGET.write_text(f"{before}{BEGIN}{table}\n{END}{after}", encoding="utf-8")


def _collected(
    made: Path, scratch: Path, attack: Callable[[Place], None], eve: str, ada: str, command: tuple[str, ...]
) -> str:
    """What there is after one command, in a few words."""
    folder = scratch / "now"
    try:
        course, exchange = folder / "course", folder / "exchange"
        shutil.copytree(made, course)
        inbound = exchange / "small" / "inbound"
        inbound.mkdir(parents=True)
        inbound.chmod(0o733)
        open_the_way(exchange)
        exchange.chmod(0o777)
        with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f"c.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.max_file_size = 1000\n")
        lay_into(inbound, pwd.getpwnam(ada).pw_uid, ada)
        attack(Place(inbound, eve, ada, course / "source" / PS))
        try:
            done = subprocess.run(
                [str(BIN / command[0]), *command[1:]],
                cwd=course,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                env=os.environ | {"HOME": str(folder)},
            )
        except subprocess.TimeoutExpired:
            return f"**it never ends** (stopped after {SECONDS} s)"
        return "; ".join(_seen(course, eve, ada, done.stdout, done.stderr, done.returncode))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seen(course: Path, eve: str, ada: str, stdout: str, stderr: str, status: int) -> list[str]:
    submitted = course / "submitted"
    files = [Path(place) / name for place, _, names in os.walk(submitted, followlinks=True) for name in names]
    texts = {path: path.read_text(errors="replace") for path in files if path.is_file()}
    said = []
    if any("BEGIN SOLUTION" in text for text in texts.values()):
        said.append("**the solutions lie in Eve's submission**")
    if any(MARK in text for path, text in texts.items() if path.is_relative_to(submitted / ada)):
        said.append("**Eve's work stands as Ada's**")
    if (course / PS).exists():
        said.append("**it is written outside of `submitted`**")
    if any(path.is_symlink() for path in submitted.rglob("*")) and not said:
        said.append("**a link is in Eve's submission**")
    if not (submitted / ada / PS / f"{PS}.ipynb").is_file():
        said.append("**Ada's work is not collected**")
    if status and "Traceback" in stdout + stderr:
        said.append(
            f"**the command dies** ({(stderr.strip().splitlines() or ['no word'])[-1].partition(':')[0].strip()})"
        )
    moment = submitted / eve / PS / "timestamp.txt"
    if not said and moment.is_file() and moment.read_text().startswith("2001"):
        said.append("**handed in in 2001**")
    if said:
        return said
    refused = re.search(r"\+E{12}:? (.+)", stdout)
    if refused:
        return [f"refused: {refused[1].replace(eve, 'eve').replace(ada, 'ada').rstrip('.')}"]
    return ["collected" if (submitted / eve / PS).exists() else "not collected"]


if __name__ == "__main__":
    main()
