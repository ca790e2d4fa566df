"""A released notebook as a page: its text and stubs, and the outputs of the solved one where the cells are the same."""

from __future__ import annotations

import base64
import html
import re
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.site.assets import Assets, size_of
from autograder.site.recordings import Recorder
from autograder.site.running import Ran
from autograder.site.views import has_view, tree

_ATTACHED = re.compile(r"\(attachment:([\w.-]+)\)")
_TITLE = re.compile(r"\A# +(.+)$", re.MULTILINE)
_PICTURE = re.compile(r'src="(data:image/[^"]+)"')
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# Where the environment lies that has run the notebook is nobody's business.
_PACKAGES = sysconfig.get_path("purelib")
# A page shows nothing else: what a notebook may put out besides is not for a page, or says the same again.
_WIDGET, _HTML, _PNG, _TEXT = (
    "application/vnd.jupyter.widget-view+json",
    "text/html",
    "image/png",
    "text/plain",
)


@dataclass(frozen=True)
class Links:
    """Where a notebook can be had.

    Attributes:
        repository: the address of the course's repository; "" for none.
        branch: of the repository.
        folder: of the releases in it.
    """

    repository: str = ""
    branch: str = "main"
    folder: str = "course"

    def colab(self, name: str) -> str:
        """The address that opens a notebook in Colab, which takes them from GitHub; "" where there is none."""
        found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?", self.repository)
        if found is None:
            return ""
        return (
            f"https://colab.research.google.com/github/{found[1]}/blob/{self.branch}/{self.folder}/{name}/{name}.ipynb"
        )


@dataclass(frozen=True)
class Page:
    """A page before it is set.

    Attributes:
        title: its first heading.
        text: MyST Markdown.
    """

    title: str
    text: str


def page(name: str, nb: Mapping[str, Any], ran: Ran, assets: Assets, recorder: Recorder, links: Links) -> Page:
    """The page of an assignment.

    Args:
        name: of the assignment.
        nb: the released notebook, as read from JSON.
        ran: what the solved one gave.
        assets: takes pictures and views.
        recorder: makes the runs that a playground plays.
        links: where the notebook can be had.
    """
    parts: list[str] = []
    views = 0
    for cell in nb["cells"]:
        source = "".join(cell["source"])
        graded = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown":
            parts.append(_markdown(source, cell, assets))
            continue
        parts.append(_code(source, cell, graded))
        # An answer's or a test's output would tell what the answer is; and only the same code gives the same output.
        if graded.get("solution") or graded.get("grade") or ran.sources.get(cell["id"]) != source:
            continue
        for output in ran.outputs[cell["id"]]:
            data = output.get("data", {})
            if _WIDGET in data and not has_view(ran.widgets, data[_WIDGET]["model_id"]):
                continue
            if _WIDGET in data:
                made = tree(ran.widgets, data[_WIDGET]["model_id"], recorder)
                views += 1
                parts.append(raw(assets.mount(f"{name}-{views}", made)))
            else:
                parts.append(raw(_output(output, data, assets)))
    text = "\n\n".join(part for part in parts if part.strip())
    found = _TITLE.search(text)
    title = found[1] if found else name
    tools = raw(_tools(name, links))
    return Page(title, f"{text[: found.end()]}\n\n{tools}{text[found.end() :]}\n" if found else f"{tools}\n\n{text}\n")


def raw(text: str) -> str:
    """HTML as it is, in MyST."""
    if not text:
        return ""
    fence = "`" * (3 + max((len(run) for run in re.findall("`{3,}", text)), default=0))
    return f"{fence}{{raw}} html\n{text}\n{fence}"


def _markdown(source: str, cell: Mapping[str, Any], assets: Assets) -> str:
    attached = cell.get("attachments", {})

    def file(found: re.Match[str]) -> str:
        return f"({assets.picture(base64.b64decode(attached[found[1]]['image/png']))})"

    return _ATTACHED.sub(file, source)


def _code(source: str, cell: Mapping[str, Any], graded: Mapping[str, Any]) -> str:
    if not source.strip():
        return ""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", source)), default=0))
    block = f"{fence}ipython3\n{source}\n{fence}"
    if graded.get("solution"):
        return f"{raw(_NOTE)}\n\n{block}"
    if graded.get("grade"):
        points = float(graded.get("points", 0))
        summary = f"What a check asks ({points:g} {'point' if points == 1 else 'points'})"
    elif cell["metadata"].get("jupyter", {}).get("source_hidden"):
        summary = "The code"
    else:
        return block
    return f'<details class="code"><summary>{summary}</summary>\n\n{block}\n\n</details>'


_NOTE = '<p class="yours">Yours to write, in the notebook:</p>'


def _output(output: Mapping[str, Any], data: Mapping[str, Any], assets: Assets) -> str:
    if output["output_type"] == "stream":
        return "" if output["name"] == "stderr" else _plain(output["text"])
    if _HTML in data:
        shown = _PICTURE.sub(lambda found: _lazy(found[1], data[_HTML], assets), data[_HTML])
        return f'<div class="output">{shown}</div>'
    if _PNG in data:
        alt = html.escape("".join(data.get(_TEXT, "a figure")), quote=True)
        where = assets.picture(base64.b64decode(data[_PNG]))
        return f'<div class="output"><img src="{where}" alt="{alt}" loading="lazy"></div>'
    return _plain(data[_TEXT]) if _TEXT in data else ""


def _lazy(address: str, shown: str, assets: Assets) -> str:
    """A picture that comes when it is scrolled to; its height is known before, so that nothing jumps."""
    height = ""
    if size := size_of(address):
        width = size[0] // 2
        # The course's figures have two pixels for one of the page, and say how wide they are.
        height = f' height="{size[1] // 2}"' if f'width="{width}"' in shown else ""
    return f'src="{assets.address(address)}"{height} loading="lazy"'


def _plain(text: str) -> str:
    shown = html.escape(_ANSI.sub("", text).replace(_PACKAGES, "site-packages").rstrip())
    # An empty line would end the block.
    return f'<pre class="output" tabindex="0">{shown}</pre>' if shown else ""


def _tools(name: str, links: Links) -> str:
    colab = links.colab(name)
    more = f'<a class="tool" href="{html.escape(colab)}">Open in Colab</a>' if colab else ""
    return (
        f'<p class="tools"><a class="tool" href="notebooks/{name}.ipynb" download>Download the notebook</a>{more}</p>'
        '<p class="about">This is the notebook to read: the pictures are real, the sliders move, and what stands '
        "behind “Yours to write” is left for you. In JupyterLab the same cells run, and the checks answer.</p>"
    )
