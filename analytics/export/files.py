"""From a Report to a file under its final name: all of it, or nothing."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from analytics.export import csv, json, xlsx
from analytics.report import Report
from analytics.words import Words
from surveys.faults import Mistakes

FORMATS: Mapping[str, Callable[[Report, Words], bytes]] = {
    "csv": lambda report, _: csv.content(report),
    "json": lambda report, _: json.content(report),
    "xlsx": xlsx.content,
}
COMING = ("pdf", "html")


def require_writable(path: Path, form: str) -> None:
    """Raises Mistakes, before anything is computed or published, when this file could not be written."""
    faults = []
    if form in COMING:
        faults.append(f"--format {form}: is not available yet (komt later); there are {', '.join(FORMATS)}")
    elif form not in FORMATS:
        faults.append(f"--format {form}: expected one of {', '.join(FORMATS)}")
    if path.exists() and not path.is_file():
        faults.append(f"--out {path}: is not a file; give the name of a file")
    elif not path.parent.is_dir():
        faults.append(f"--out {path}: there is no folder {path.parent}")
    elif not os.access(path.parent, os.W_OK):
        faults.append(f"--out {path}: the folder {path.parent} cannot be written to")
    if faults:
        raise Mistakes(*faults)


def write(report: Report, words: Words, form: str, path: Path) -> None:
    """Writes the report beside its final name, syncs, and only then gives it that name. Raises OSError.

    The file is for its owner only: small numbers about children.
    """
    body = FORMATS[form](report, words)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - a mode
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """So that the new name, too, is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
