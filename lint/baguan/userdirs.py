"""The user's own folder for caches, private to that user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_dir(name: str = "") -> Path:
    """Return (and make, mode 0700) the cache folder, or a folder ``name`` inside it.

    ``BAGUAN_CACHE_DIR`` overrides the platform's usual place.

    Raises:
        OSError: it cannot be made.
    """
    base = os.environ.get("BAGUAN_CACHE_DIR")
    root = Path(base) if base else _platform_cache() / "baguan"
    path = root / name if name else root
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def config_dir() -> Path:
    """Return the folder of the user's own configuration; it may not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData/Roaming") / "baguan"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "baguan"


def _platform_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
