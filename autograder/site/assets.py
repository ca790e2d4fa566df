"""What pages load beside their text: pictures, the data of views, and the views themselves as classic scripts.

A page from ``file://`` may neither fetch nor import a module; it may load a script, so everything is one.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
from pathlib import Path
from typing import Any

from PIL import Image

from autograder.errors import UserError
from autograder.files import replace_bytes, replace_text
from autograder.site.views import Tree, static_folder

_DATA = re.compile(r"data:(image/[\w+.-]+);base64,([A-Za-z0-9+/=\s]+)")
_EXPORTS = re.compile(r"export\s*\{([^}]*)\};?\s*\Z")
# Shorter ones stay where they are: a file of its own costs more.
_SHORT = 1500
_QUALITY = 80
_ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


class Assets:
    """Writes what pages load, below one folder.

    Attributes:
        used: the files that have been asked for, relative to the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def picture(self, data: bytes, exact: bool = True) -> str:
        """A picture as a file; returns its address in a page.

        Args:
            data: of the file.
            exact: whether every pixel stays as it is. A PNG that stands still becomes a WebP, which is smaller.
        """
        key = hashlib.sha256(data).hexdigest()[:16] + ("" if exact else "-film")
        known = next((path.name for path in (self.folder / "pictures").glob(f"{key}.*")), None)
        if known is None:
            ending, data = _smaller(data, exact)
            known = f"{key}.{ending}"
            replace_bytes(self.folder / "pictures" / known, data)
        return self._use(f"pictures/{known}")

    def address(self, data: str, exact: bool = True) -> str:
        """The same for a picture in a data address; other addresses stay."""
        found = _DATA.fullmatch(data)
        if found is None or len(data) < _SHORT:
            return data
        if found[1] == "image/svg+xml":
            raise UserError("A notebook shows an SVG in a data address: the site has no file for it.")
        return self.picture(base64.b64decode(found[2]), exact)

    def data(self, name: str, value: Any) -> None:
        """A value that a page loads by its name; long pictures in it become files."""
        text = json.dumps(self._outside(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        self._write(f"data/{name}.js", f"gcSite.data({json.dumps(name)}, {text});\n")

    def view(self, name: str) -> None:
        """A view's module as a script that tells its exports to site.js."""
        text = (static_folder() / f"{name}.js").read_text(encoding="utf-8")
        self._write(f"views/{name}.js", classic(name, text))

    def mount(self, name: str, made: Tree, autoplay: bool = False) -> str:
        """The place of a widget in a page; site.js fills it when it comes into sight."""
        for key, value in made.data.items():
            self.data(key, value)
        for view in made.views:
            self.view(view)
        self.data(name, made.node)
        views = html.escape(" ".join(made.views))
        more = " data-autoplay" if autoplay else ""
        return (
            f'<div class="gc-mount" data-name="{html.escape(name)}" data-views="{views}"{more}>'
            '<p class="gc-waiting">Something to move stands here; it needs JavaScript.</p></div>'
        )

    def take_all(self, folder: Path) -> None:
        """Files as they are, below the names that they have in a folder."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.take(path, path.relative_to(folder).as_posix())

    def take(self, path: Path, name: str) -> None:
        """One file as it is."""
        replace_bytes(self.folder / name, path.read_bytes())
        self._use(name)

    def clean(self) -> None:
        """Remove what no page has asked for."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path.relative_to(self.folder).as_posix() not in self.used:
                path.unlink()

    def _outside(self, value: Any) -> Any:
        if isinstance(value, str):
            if value.startswith("data:image/"):
                # Samples of a training, in dozens.
                return self.address(value, exact=False)
            if "data:image/" in value:
                return _DATA.sub(lambda found: self.address(found[0]), value)
            return value
        if isinstance(value, dict):
            return {key: self._outside(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._outside(one) for one in value]
        return value

    def _write(self, name: str, text: str) -> None:
        replace_text(self.folder / name, text)
        self._use(name)

    def _use(self, name: str) -> str:
        self.used.add(name)
        return f"_static/{name}"


def size_of(address: str) -> tuple[int, int] | None:
    """Width and height in pixels of a picture in a data address; None for other addresses."""
    found = _DATA.fullmatch(address)
    if found is None or found[1] == "image/svg+xml":
        return None
    with Image.open(io.BytesIO(base64.b64decode(found[2]))) as image:
        return image.size


def classic(name: str, module: str) -> str:
    """A bundled module as a classic script.

    Args:
        name: of the view.
        module: its text: no import, one list of exports at its end, as esbuild writes it.

    Raises:
        UserError: it ends in another way.
    """
    found = _EXPORTS.search(module)
    if found is None:
        raise UserError(f"The bundle of the view {name} does not end with its exports: run `make js`.")
    pairs = [part.split(" as ") for part in map(str.strip, found[1].split(",")) if part]
    exports = ", ".join(f"{json.dumps(pair[-1].strip())}: {pair[0].strip()}" for pair in pairs)
    body = module[: found.start()].replace("</script", "<\\/script")
    return f"gcSite.view({json.dumps(name)}, (() => {{\n{body}\nreturn {{ {exports} }};\n}})());\n"


def _smaller(data: bytes, exact: bool) -> tuple[str, bytes]:
    with Image.open(io.BytesIO(data)) as image:
        kind = image.format or ""
        if kind == "PNG" and not getattr(image, "is_animated", False):
            out = io.BytesIO()
            image.save(out, "WEBP", lossless=exact, quality=60 if exact else _QUALITY, method=4)
            if out.tell() < len(data):
                return "webp", out.getvalue()
    return _ENDINGS[kind], data
