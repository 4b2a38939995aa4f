"""The arrays of the package, by what they hold; shapes stand where each is described."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
PhiloxWords = NDArray[np.uint64]
"""Random bits, and what is counted in them."""
