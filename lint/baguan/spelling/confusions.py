"""Which characters people write for which others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from baguan.spelling.model import Ints, Levels, read_sections, unpacking

MOST = 4


class Confusions:
    """Pairs of a wrong and a right character that were seen, each with a level from 1 to ``MOST``: how often."""

    def __init__(self, pairs: npt.ArrayLike = (), levels: npt.ArrayLike = ()) -> None:
        """``pairs``: in order, the id of what was written times 65,536 and the id of what was meant.

        Raises:
            ValueError: the lists are of unequal length.
        """
        self._pairs, self._levels = np.asarray(pairs, np.intp), np.asarray(levels, np.uint8)
        if len(self._pairs) != len(self._levels):
            raise ValueError("pairs and levels of unequal length")
        # behind the last pair, so that every search ends at one
        self._pairs, self._levels = np.append(self._pairs, np.iinfo(np.intp).max), np.append(self._levels, np.uint8(0))

    @classmethod
    def load(cls, path: Path) -> Confusions:
        """Read those of a packed file.

        Raises:
            ModelError: the file cannot be read or is not what it should be.
        """
        sections = read_sections(path)
        with unpacking(path):
            return cls(np.frombuffer(sections["confused"], "u4"), np.frombuffer(sections["confused_levels"], "u1"))

    def levels(self, written: Ints, meant: Ints) -> Levels:
        """The level of each pair, 0 for one that was not seen."""
        pairs = written << 16 | meant
        at = np.searchsorted(self._pairs, pairs)
        found: Levels = np.where(self._pairs[at] == pairs, self._levels[at], np.uint8(0))
        return found
