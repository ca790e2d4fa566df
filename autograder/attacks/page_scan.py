"""What in a page would run, load or send something when a browser opens it. Pages: nbgrader's feedback, formgrader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers

LOADING = {"applet", "base", "embed", "frame", "frameset", "iframe", "meta", "object", "portal"}
SENDING = {"form"}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "srcdoc",
    "poster",
    "background",
    "xlink:href",
    "to",
    "values",
}
SCRIPT_TYPES = re.compile(r"|module|importmap|(text|application)/(x-)?(java|ecma)script|text/x-mathjax-config")
# A page or a drawing beside the notebook: Jupyter serves it from the instructor's own address, and the browser runs it.
PAGE_BESIDE = re.compile(
    r"(?![a-z][a-z0-9+.-]*:|//|#)[^?#]*\.(x?html?|xht|shtml|svgz?|xml|xsl|mht|pdf)([?#].*)?", re.DOTALL
)
PICTURE_INSIDE = re.compile(r"data:|attachment:|#|$")
BAD_ADDRESS = re.compile(r"(java|vb)script:|data:(?!image/(png|jpe?g|gif|webp)[;,]|image/svg\+xml;base64,)")


@cache
def _formgrader() -> HTMLExporter:
    return HTMLExporter(template_name="formgrade", extra_template_basedirs=[handlers.template_path])


def formgrader_page(notebook: Path, student: str) -> str:
    """The page on which formgrader shows a graded notebook; ids of the gradebook, which are random, are fixed."""
    resources = {
        "assignment_id": "a",
        "notebook_id": "n",
        "submission_id": "s",
        "index": 0,
        "total": 1,
        "base_url": "",
        "student": student,
        "last_name": None,
        "first_name": None,
        "notebook_path": student,
    }
    return _formgrader().from_filename(str(notebook), resources=resources)[0]


def found(page: str) -> list[str]:
    """One entry for each thing in an HTML page that acts by itself or when it is clicked."""
    # The style sheets in the head are the template's, and long.
    head, body, rest = page.partition("<body")
    text = re.sub(r"<style.*?</style>", "", head, flags=re.DOTALL) + body + rest
    document = html5lib.parse(text, namespaceHTMLElements=False, scripting=True)
    return list(dict.fromkeys(text for element in document.iter() for text in _acts(element)))


def _acts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    name = element.tag.rpartition("}")[2].lower()
    attributes = {key.rpartition("}")[2].lower(): value for key, value in element.attrib.items()}
    if name == "script" and SCRIPT_TYPES.fullmatch(attributes.get("type", "").strip().lower()):
        yield f"<script> {attributes.get('src', '')}{' '.join((element.text or '').split())[:60]}"
    asks_nothing = attributes.get("http-equiv", "content-security-policy").lower() == "content-security-policy"
    if name in LOADING | SENDING and not (name == "meta" and asks_nothing):
        yield f"<{name}>"
    for key, value in attributes.items():
        if key.startswith("on"):
            yield f"<{name} {key}> {value[:60]}"
        elif key in ADDRESSES and BAD_ADDRESS.match(re.sub(r"[\x00-\x20]", "", value).lower()):
            yield f"<{name} {key}> {value[:40]}"
        elif key in ADDRESSES and PAGE_BESIDE.fullmatch(value.strip().lower()):
            yield f"<{name} {key}> opens {value[:40]}"
        elif (
            name in ("img", "image", "source") and key in ADDRESSES and not PICTURE_INSIDE.match(value.strip().lower())
        ):
            yield f"<{name} {key}> asks for {value[:40]}"
