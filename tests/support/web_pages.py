"""Pages of the web site in Chromium, from the disk: what they ask for, what goes wrong, what moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

# Move each control of a page, and see whether its widget is drawn otherwise; canvases count with their pixels.
MOVE = """async () => {
    const rest = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 40)));
    const drawn = (place) => {
        const copy = place.cloneNode(true);
        for (const one of copy.querySelectorAll("output, input, select, option, button")) one.remove();
        const seen = [...place.querySelectorAll("canvas")].map((one) => one.toDataURL());
        const pictures = [...place.querySelectorAll("img")].map((one) => one.getAttribute("src"));
        return [copy.innerHTML, ...seen, ...pictures].join("\\n");
    };
    const until = async (changed) => {
        for (let i = 0; i < 60; i += 1) {
            await rest();
            if (changed()) return true;
        }
        return false;
    };
    const found = [];
    for (const place of document.querySelectorAll(".gc-mount")) {
        const name = place.dataset.name;
        for (const slider of place.querySelectorAll("input[type=range]")) {
            const label = slider.getAttribute("aria-label") ?? slider.labels[0]?.textContent ?? "";
            const before = drawn(place);
            const goal = slider.value === slider.max ? slider.min : slider.max;
            slider.value = goal;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            found.push([name, "slider", label, await until(() => drawn(place) !== before)]);
        }
        for (const choice of place.querySelectorAll(".gc-control select")) {
            const label = choice.labels[0]?.textContent ?? "";
            for (let i = choice.options.length - 1; i >= 0; i -= 1) {
                if (choice.value === choice.options[i].value) continue;
                const before = drawn(place);
                choice.value = choice.options[i].value;
                choice.dispatchEvent(new Event("change", { bubbles: true }));
                found.push([name, `choice ${i}`, label, await until(() => drawn(place) !== before)]);
            }
        }
        for (const button of place.querySelectorAll(".gc-control button")) {
            const before = drawn(place);
            button.click();
            found.push([name, "button", button.textContent, await until(() => drawn(place) !== before)]);
        }
    }
    return found;
}"""

# The contrast of every word in a widget's picture with what is behind it, by WCAG's formula.
WORDS = """() => {
    const channels = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b]
        .map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    // A number may stand on a cell that is painted in its picture.
    const painted = (word) => {
        const { left, right, top, bottom } = word.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const cells = [...word.ownerSVGElement.querySelectorAll("rect")].filter((cell) => {
            const { fill, fillOpacity } = getComputedStyle(cell);
            const box = cell.getBoundingClientRect();
            const inside = box.left < x && x < box.right && box.top < y && y < box.bottom;
            return inside && fillOpacity === "1" && channels(fill)?.length === 3;
        });
        return cells.length ? channels(getComputedStyle(cells.at(-1)).fill) : behind(word);
    };
    return [...document.querySelectorAll(".gc-mount svg text")].filter((one) => one.textContent).map((one) => {
        const [a, b] = [light(channels(getComputedStyle(one).fill)), light(painted(one))];
        return [one.textContent, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
}"""


def dark_words(page: Page) -> list[tuple[str, float]]:
    """Each word in a picture of the page's widgets with its contrast, which axe does not measure."""
    return [(text, ratio) for text, ratio in page.evaluate(WORDS)]


@dataclass
class Visited:
    """A page that somebody has opened.

    Attributes:
        page: it.
        problems: errors and warnings of the console.
        asked: addresses that it has asked for.
        sizes: bytes of what it has loaded, by address.
    """

    page: Page
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def whole(self) -> None:
        """See to it that all widgets of the page are there, and all its pictures."""
        self.page.evaluate("async () => { await gcSite.all(); }")
        self.page.evaluate(
            "document.querySelectorAll('img[loading]').forEach(one => one.loading = 'eager');"
            "document.querySelectorAll('article details').forEach(one => one.open = true)"
        )
        self.page.wait_for_function("[...document.images].every(one => one.complete)")

    def move(self) -> list[list[Any]]:
        """(widget, kind, name, whether its picture changed) for each control."""
        return self.page.evaluate(MOVE)

    def violations(self) -> list[tuple[str, list[str]]]:
        """What axe finds."""
        self.page.evaluate(AXE)
        # Else it would fetch the style sheets, which a page from the disk may not.
        found = self.page.evaluate("axe.run({ preload: false })")["violations"]
        return [(one["id"], [node["html"][:220] for node in one["nodes"]]) for one in found]

    def width(self) -> int:
        """How wide the page is, in pixels."""
        return self.page.evaluate("document.documentElement.scrollWidth")

    def bytes_from(self, site: Path) -> int:
        """How large everything is that the page has loaded."""
        names = {address.partition("#")[0].partition("?")[0] for address in self.asked if address.startswith("file:")}
        paths = [Path(name.removeprefix("file://")) for name in names]
        return sum(path.stat().st_size for path in paths if path.is_file() and path.is_relative_to(site))

    def elsewhere(self, site: Path) -> list[str]:
        """What it has asked for that is not a file of the site."""
        own = site.as_uri() + "/"
        return [address for address in self.asked if not address.startswith((own, "data:", "blob:"))]


@contextmanager
def visit(chromium: Browser, path: Path, width: int = 1200, scheme: str = "light") -> Iterator[Visited]:
    """A page of the site, opened from the disk."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        page.set_default_timeout(60_000)
        seen = Visited(page)
        page.on("console", lambda said: said.type in ("error", "warning") and seen.problems.append(said.text))
        page.on("pageerror", lambda error: seen.problems.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(path.as_uri())
        yield seen
    finally:
        context.close()
