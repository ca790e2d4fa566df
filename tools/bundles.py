"""Says which bundles in course/gancourse/widgets/static are not made of the sources in course/js. Needs no Node.

`make js` stamps each bundle with the names and the hash of its sources, and with the hash of what it bundled them to.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parent.parent / "course"
SOURCES = COURSE / "js"
BUNDLES = COURSE / "gancourse" / "widgets" / "static"
SHARED = ("arrows.js", "buttons.js", "dom.js", "parts.js", "player.js")
STAMP = re.compile(
    r'// Made by "make js" from course/js: (?P<names>.+); sources (?P<sources>\w+), bundle (?P<bundle>\w+)\n'
)


def problems(sources: Path = SOURCES, bundles: Path = BUNDLES) -> list[str]:
    """What is wrong with the bundles.

    Args:
        sources: the folder of the modules.
        bundles: the folder of what was made of them.

    Returns:
        One sentence for each bundle that is missing, left over, of other sources, or changed by hand; empty where all
        is well.
    """
    views = {path.name for path in sources.glob("*.js")} - set(SHARED)
    made = {path.name for path in bundles.glob("*.js")}
    found = [f"{name} has no source in course/js: delete the bundle." for name in made - views]
    found += [f"{name} has no bundle: run `make js`." for name in views - made]
    for name in views & made:
        stamp, _, rest = _read(bundles / name).partition("\n")
        told = STAMP.fullmatch(stamp + "\n")
        if not told:
            found.append(f"{name} does not begin with the stamp of its sources: run `make js`.")
        elif told["sources"] != _together(sources, told["names"].split()):
            found.append(f"{name} was made of other sources than those in course/js: run `make js`.")
        elif told["bundle"] != _hash(rest):
            found.append(f"{name} was changed after it had been made: change course/js instead, and run `make js`.")
    return sorted(found)


def _read(path: Path) -> str:
    return path.read_text("utf-8")  # whatever ends its lines, as Git may have checked it out on Windows


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _together(folder: Path, names: list[str]) -> str:
    texts = [_read(folder / name) if (folder / name).is_file() else "" for name in names]
    return _hash("".join(f"{name}\n{text}" for name, text in zip(names, texts, strict=True)))


if __name__ == "__main__":
    if wrong := problems():
        sys.exit("\n".join(wrong))
