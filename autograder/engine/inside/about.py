"""What a Python says of itself, as JSON: run as a program of its own by the Python that is asked about.

It may be any Python, of any age: nothing but the standard library is imported, and nothing new is written here.
"""

import importlib.util
import json
import os
import sys


def describe(names):  # type: ignore[no-untyped-def]  # no annotations: an old Python has to understand this file
    """Its version, where it and its packages lie, and where these packages are (None for those that it lacks)."""
    return {
        "executable": sys.executable,
        "version": list(sys.version_info[:2]),
        "prefixes": [sys.prefix, sys.base_prefix],
        "search": [os.path.abspath(folder) for folder in sys.path if folder and os.path.isdir(folder)],
        "places": {name: _place(name) for name in names},
    }


def _place(name):  # type: ignore[no-untyped-def]
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    folders = list(spec.submodule_search_locations or [])
    return folders[0] if folders else ""


if __name__ == "__main__":
    print(json.dumps(describe(sys.argv[1:])))
