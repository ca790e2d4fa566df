"""LaTeX of the author's as MathML, which browsers set and read aloud without a program or a font from the net."""

from __future__ import annotations

import functools
import html
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
# latex2mathml leaves names of delimiters behind \Bigl and its like as they are.
_DELIMITERS = {
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "langle": "⟨",
    "rangle": "⟩",
    "lVert": "‖",
    "rVert": "‖",
}
_SIZED = re.compile(rf"(\\[bB]igg?[lrm]?)\s*\\({'|'.join(_DELIMITERS)})(?![a-zA-Z])")
_BELOW = ("min", "max", "sup", "inf", "lim")
_FUNCTIONS = frozenset(
    ("ln", "log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "det", *_BELOW, "arg", "Var", "tr")
)
# Relations that it takes for letters.
_RELATIONS = {"~": "∼"}
_CLOSING = frozenset(")]}⟩")
_THIN = "0.1667em"


@functools.lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str:
    """A formula as a ``<math>`` element; as text in ``<code>`` where it cannot be read.

    Args:
        latex: without dollar signs.
        display: whether it stands in a line of its own.
    """
    prepared = _SIZED.sub(lambda found: found[1] + _DELIMITERS[found[2]], latex.strip())
    try:
        made = convert(prepared, display="block" if display else "inline")
        root = ElementTree.fromstring(made)
    except Exception:  # noqa: BLE001 - whatever a parser of LaTeX stumbles over, the reader gets the formula
        return f"<code>{html.escape(latex)}</code>"
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
    _mend(root, display)
    if display:
        # It may be wider than the page, and is then moved with the keyboard.
        root.set("tabindex", "0")
    return ElementTree.tostring(root, encoding="unicode")


def _mend(element: Element, display: bool) -> None:
    children = list(element)
    # A formula links to nothing.
    element.attrib.pop("href", None)
    for position, child in reversed(list(enumerate(children))):
        _mend(child, display)
        if child.tag == "mi" and child.text in _RELATIONS:
            child.tag, child.text = "mo", _RELATIONS[child.text]
        if display and child.tag == "msub" and child[0].text in _BELOW:
            child.tag = "munder"
        if child.tag == "mo" and child.text == "/":
            child.set("lspace", "0")
            child.set("rspace", "0")
        if child.tag in ("msup", "msub") and child[0].tag == "mo" and child[0].get("minsize"):
            # An index of a large bracket would sit at its foot.
            bracket = child[0]
            child[0] = Element("mrow")
            element.insert(position, bracket)
        following = children[position + 1] if position + 1 < len(children) else None
        if element.tag == "mrow" and _is_function(child) and following is not None and following.tag != "mo":
            element.insert(position + 1, Element("mspace", width=_THIN))
        before = children[position - 1] if position else None
        if element.tag == "mrow" and _is_function(child) and before is not None and _ends_a_factor(before):
            element.insert(position, Element("mspace", width=_THIN))


def _ends_a_factor(element: Element) -> bool:
    return not _is_function(element) and (element.tag != "mo" or element.text in _CLOSING)


def _is_function(element: Element) -> bool:
    if element.tag in ("msub", "msup", "munder", "msubsup") and len(element):
        element = element[0]
    return element.tag in ("mi", "mo") and element.text in _FUNCTIONS
