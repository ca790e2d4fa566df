"""What a page may hold where a student's text stands: a list of allowed tags, attributes and addresses."""

from __future__ import annotations

import re

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner

_TAGS = (
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "span", "div", "blockquote", "ul", "ol", "li", "dl", "dt"),
    *("dd", "table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6", "a", "img", "input"),
)
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")


def _link(_tag: str, name: str, value: str) -> bool:
    return name in ("title", "class") or (name == "href" and bool(_LINK.match(value)))


def _picture(_tag: str, name: str, value: str) -> bool:
    return name in ("alt", "title") or (name == "src" and bool(_PICTURE.fullmatch(value)))


def _checkbox(_tag: str, name: str, value: str) -> bool:
    return name in ("checked", "disabled", "class") or (name == "type" and value == "checkbox")


def _highlighted(_tag: str, name: str, value: str) -> bool:
    return name == "class" and "mermaid" not in value.lower()


_CLEANER = Cleaner(
    tags=_TAGS,
    attributes={
        "a": _link,
        "img": _picture,
        "input": _checkbox,
        **dict.fromkeys(("span", "div", "pre", "code"), _highlighted),
        **{name: ["id"] for name in ("h1", "h2", "h3", "h4", "h5", "h6")},
        **{name: ["style"] for name in ("th", "td")},
    },
    protocols=("http", "https", "mailto", "data"),
    css_sanitizer=CSSSanitizer(allowed_css_properties=["text-align"]),
)


def clean(page: str) -> str:
    """A piece of a page with nothing in it that acts or reaches out; other tags are shown as text."""
    return str(_CLEANER.clean(page))
