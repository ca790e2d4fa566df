"""``make site``: from the course to ``build/site``, and nothing else there before it was looked through."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.publish import held_back_in, student_files, write_zip
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replace_bytes, replace_text
from autograder.site import cards, pages, secrets, shown
from autograder.site.assets import Assets
from autograder.site.recordings import Recorder
from autograder.site.running import Ran, package_fingerprint, run_all
from autograder.site.views import static_folder

_INCLUDED = re.compile(r"^<!-- include: ([\w./-]+) -->$", re.MULTILINE)
_FUNCTIONS = re.compile(r"^<!-- functions: ([\w.]+) -->$", re.MULTILINE)
_SHOWN = re.compile(r"^<!-- show: ([\w-]+)( autoplay)? -->$", re.MULTILINE)
STAMP = ".made-from"
# Everything that a student needs, beside the single notebooks: a site may be all that somebody has of a course.
ARCHIVE = "mathematics-of-gans.zip"


@dataclass(frozen=True)
class Places:
    """Where things lie while a site is made.

    Attributes:
        sources: pages, styles and Sphinx's configuration.
        cache: outputs and recordings, kept from one time to the next.
        work: what Sphinx reads, and what it makes.
        site: the site.
    """

    sources: Path
    cache: Path
    work: Path
    site: Path

    @classmethod
    def of(cls, course: Course) -> Places:
        build = course.root / "build"
        return cls(course.root / "docs" / "site", build / "site-cache", build / "site-work", build / "site")


@dataclass(frozen=True)
class Settings:
    """What docs/site/settings.toml says.

    Attributes:
        links: where notebooks can be had.
        address: of the site, with a slash at its end; "" for none.
    """

    links: pages.Links
    address: str


def read_settings(path: Path) -> Settings:
    """The settings of the site.

    Raises:
        UserError: the file cannot be read, or has something else in it.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from error
    known = {"repository", "branch", "folder", "address"}
    if wrong := sorted(key for key, value in found.items() if key not in known or not isinstance(value, str)):
        raise UserError(f"{path}: {wrong[0]} is no setting with a text; there are {', '.join(sorted(known))}.")
    for key in ("repository", "address"):
        if (text := found.get(key, "")) and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
            raise UserError(f"{path}: {key} is {text!r}; it begins with https:// and has no blanks.")
    address = found.get("address", "")
    links = pages.Links(found.get("repository", ""), found.get("branch", "main"), found.get("folder", "course"))
    return Settings(links, address.rstrip("/") + "/" if address else "")


def build(course: Course, say: Callable[[str], None]) -> bool:
    """Make the site, or leave it as it is where nothing has changed; returns whether anything was made.

    Args:
        course: this one.
        say: gets a line for each step.

    Raises:
        BadSource: a source of an assignment breaks a rule.
        UserError: a setting is wrong, a release is missing, a notebook stops, Sphinx complains, or something that must
            not be published is in a page; the site is then as it was.
    """
    if not course.is_ours:
        raise UserError("Only this course has a site.")
    places = Places.of(course)
    made_from = _fingerprint(course, places)
    if _read(places.site / STAMP) == made_from:
        return False
    settings = read_settings(places.sources / "settings.toml")
    ran = run_all(course, places.cache, say)
    say("Writing the pages")
    source = places.work / "source"
    titles = _write_sources(course, places, settings, ran, source)
    say("Setting the pages")
    html = places.work / "html"
    _sphinx(course, places, settings, source, html)
    _copy_notebooks(course, html / "notebooks")
    _pack(course, html / "notebooks" / ARCHIVE)
    if settings.address:
        cards.draw(html / "_static" / "cards", titles)
        _sitemap(html, settings.address)
    if leaked := list(secrets.in_site(course, html)):
        raise UserError(f"The site is not replaced: {leaked[0]} ({len(leaked)} such places.)")
    _mirror(html, places.site)
    replace_text(places.site / STAMP, made_from)
    return True


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _fingerprint(course: Course, places: Places) -> str:
    """Of everything that the site is made from."""
    found = hashlib.sha256(package_fingerprint(course).encode())
    own = sorted(path for path in places.sources.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    code = sorted(Path(__file__).parent.glob("*.py"))
    static = sorted((course.release / "gancourse" / "widgets" / "static").glob("*"))
    sources = [path for name in course.assignments() for path in sorted((course.solutions / name).rglob("*.p*"))]
    docs = sorted((course.root / "docs").glob("*.*"))
    for path in (*own, *code, *static, *sources, *docs):
        if path.is_file() and path.suffix != ".pyc":
            found.update(os.path.relpath(path, course.root).encode())
            found.update(path.read_bytes())
    for name, body in student_files(course).items():
        found.update(name.encode())
        found.update(hashlib.sha256(body).digest())
    return found.hexdigest()


def _write_sources(
    course: Course, places: Places, settings: Settings, ran: dict[str, Ran], source: Path
) -> dict[str, str]:
    """What Sphinx reads; returns the titles of the pages by their names."""
    assets = Assets(source / "_static")
    recorder = Recorder(places.cache, package_fingerprint(course))
    texts: dict[str, str] = {}
    titles: dict[str, str] = {}
    for name in course.assignments():
        release = course.release_notebook(name)
        if not release.is_file():
            raise UserError(f"{release.relative_to(course.root)} is missing: run `autograder build`.")
        nb = json.loads(release.read_text(encoding="utf-8"))
        made = pages.page(name, nb, ran[name], assets, recorder, settings.links)
        texts[name], titles[name] = made.text, made.title
    for path in sorted(places.sources.glob("*.md")):
        text = _INCLUDED.sub(lambda found: _included(course, found[1]), path.read_text(encoding="utf-8"))
        text = _SHOWN.sub(lambda found: pages.raw(shown.html(found[1], assets, recorder, bool(found[2]))), text)
        texts[path.stem] = _FUNCTIONS.sub(lambda found: _functions(found[1]), text)
        titles[path.stem] = text.partition("\n")[0].lstrip("# ")
    for name, text in texts.items():
        replace_text(source / f"{name}.md", text)
    for path in source.glob("*.md"):
        if path.stem not in texts:
            path.unlink()
    assets.take_all(places.sources / "static")
    assets.take(static_folder() / "widgets.css", "widgets.css")
    assets.take(course.root / "docs" / "feedback.png", "feedback.png")
    assets.clean()
    return titles


def _included(course: Course, name: str) -> str:
    """A page of docs/ without its title, which the page that includes it has; links lead to nothing outside of it."""
    path = course.root / "docs" / name
    if not path.is_file():
        raise UserError(f"docs/site includes docs/{name}, which is not there.")
    return path.read_text(encoding="utf-8").partition("\n")[2]


def _functions(module: str) -> str:
    """The reference of what a module offers, from docstrings, in Sphinx's words."""
    found = importlib.import_module(module)
    lines = []
    for name in found.__all__:
        one = getattr(found, name)
        raised = isinstance(one, type) and issubclass(one, BaseException)
        kind = "exception" if raised else "class" if isinstance(one, type) else "function"
        lines += [f".. auto{kind}:: {module}.{name}", *(["   :members:"] if isinstance(one, type) else []), ""]
    return "\n".join(["```{eval-rst}", *lines, "```"])


def _sphinx(course: Course, places: Places, settings: Settings, source: Path, html: Path) -> None:
    command: list[str | Path] = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-j", "2"]
    # Every page lists all others: what is written is written anew, what was read is kept.
    command += ["-a"]
    command += ["-c", places.sources, "-d", places.work / "doctrees"]
    command += ["-D", f"html_static_path={source / '_static'}"]
    command += ["-D", f"html_baseurl={settings.address}", "-D", f"release={course.version}", source, html]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise UserError("\n".join([*lines[:12], "Sphinx complains of the pages: mend what the lines above say."]))


def _copy_notebooks(course: Course, folder: Path) -> None:
    for name in course.assignments():
        replace_text(folder / f"{name}.ipynb", course.release_notebook(name).read_text(encoding="utf-8"))


def _pack(course: Course, target: Path) -> None:
    """What students get, as one archive.

    Raises:
        UserError: something that must not is among it.
    """
    files = student_files(course)
    if leaked := held_back_in(course, files):
        raise UserError(f"The site is not replaced: {leaked[0]} ({len(leaked)} such places.)")
    write_zip(target, files)


def _sitemap(html: Path, address: str) -> None:
    names = sorted(path.name for path in html.glob("*.html") if path.stem not in ("search", "genindex", "py-modindex"))
    places = "".join(f"<url><loc>{address}{'' if name == 'index.html' else name}</loc></url>\n" for name in names)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    replace_text(html / "sitemap.xml", f"{head}{places}</urlset>\n")


def published(html: Path) -> Iterator[Path]:
    """The files of a built site that are published, by their paths within it."""
    left_out = (".doctrees", "_sources")
    for path in sorted(html.rglob("*")):
        relative = path.relative_to(html)
        if path.is_file() and relative.parts[0] not in left_out and relative.name not in (".buildinfo", "objects.inv"):
            yield relative


def _mirror(html: Path, site: Path) -> None:
    """Make a folder the same as another, file by file."""
    wanted = set(published(html))
    for relative in sorted(wanted):
        replace_bytes(site / relative, (html / relative).read_bytes())
    for path in [path for path in site.rglob("*") if path.is_file()]:
        if path.relative_to(site) not in wanted and path.name != STAMP:
            path.unlink()
