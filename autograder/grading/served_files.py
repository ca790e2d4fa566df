"""Which of a submission's files may lie beside the graded notebook: Jupyter serves that folder to the instructor.

A page or a drawing that a browser executes would run there with the instructor's rights.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PurePosixPath

from autograder.engine import sanitise
from autograder.engine.notebooks import files_of
from autograder.files import replacing

# Files that a browser shows as text or as a picture, or offers to save.
SAFE_ENDINGS = frozenset(
    (
        *(".txt", ".csv", ".tsv", ".dat", ".json", ".jsonl", ".md", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"),
        *(".npy", ".npz", ".pt", ".pth", ".safetensors", ".ckpt", ".h5", ".parquet", ".pkl", ".wav", ".mp3", ".mp4"),
    )
)
ADDED_ENDING = ".txt"


def served_name(name: str) -> str | None:
    """The name under which a file may lie there; None where it has none.

    Args:
        name: the path within the submission, with slashes.
    """
    path = PurePosixPath(name)
    if sanitise.text(name) != name or not name.isprintable() or len(path.name.encode()) > 250 - len(ADDED_ENDING):
        return None
    return name if path.suffix.lower() in SAFE_ENDINGS else name + ADDED_ENDING


def copy(submitted: Path, given: Path, target: Path, most: int, theirs: Collection[str] = ()) -> list[str]:
    """Copy a submission's files beside its graded notebook; the instructor's own replace them. Links stay behind.

    Args:
        submitted: the submission's folder.
        given: the assignment's folder, whose files go along under their own names.
        target: the folder of the graded notebook.
        most: bytes of the submission's files together.
        theirs: names of the assignment's files that do not replace the student's own.

    Returns:
        A sentence on what got another name or stayed behind, or nothing.

    Raises:
        OSError: a file cannot be written.
        Unreadable: there is too much, or a file cannot be read.
    """
    own, own_names = files_of(submitted, most), {}
    for name in own:
        if (served := served_name(name)) is not None:
            own_names[served] = name
    ours = {name: body for name, body in files_of(given, most=1 << 40).items() if name not in theirs}
    _remove_unsafe(target, set(ours))
    for name, body in ({served: own[name] for served, name in own_names.items()} | ours).items():
        path = target / name
        with replacing(path) as part:
            part.write_bytes(body)
    renamed = sorted(name for served, name in own_names.items() if served != name and name not in ours)
    left = len(own) - len(own_names)
    sentences = []
    if renamed:
        more = f" and {len(renamed) - 3} more" if len(renamed) > 3 else ""
        names = ", ".join(sanitise.text(name)[:60] for name in renamed[:3]) + more
        sentences.append(f"A browser might run {names}: copied beside the graded notebook with the ending .txt.")
    if left:
        sentences.append(f"{left} files with odd names stay in the submission only.")
    return sentences


def _remove_unsafe(target: Path, keep: set[str]) -> None:
    """Files that an earlier version of this program has copied there."""
    for path in target.rglob("*") if target.is_dir() else ():
        name = path.relative_to(target).as_posix()
        if path.suffix.lower() == ".ipynb" or path.name.startswith(".") or name in keep:
            continue
        if path.is_symlink() or (path.is_file() and served_name(name) != name):
            path.unlink()
