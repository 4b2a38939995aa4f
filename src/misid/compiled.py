"""Hot loops compiled to machine code: numba behind one typed door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """
    The same function as machine code: made at its first call, kept on disk for the next process.

    It holds no lock of the interpreter, so that threads run it side by side; nothing of it runs in
    an order that depends on them. Errors of arithmetic give inf and NaN, as in numpy.
    A function that it calls and that is compiled too belongs in the same file: the kept machine
    code is made anew when its own file changes, and knows nothing of others.
    """
    decorate = numba.njit(cache=True, nogil=True, error_model="numpy")
    return cast(F, decorate(function))


def bare(function: F) -> F:
    """
    As `compiled`, for a function that makes no array.

    It counts no references to the arrays that it is given, which takes longer than a short function
    itself where they are many.
    """
    options: dict[str, Any] = {"_nrt": False}
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function))


def inlined(function: F) -> F:
    """
    As `bare`, and put into the place of each of its calls.

    A call hands over every array of every tuple, word by word; where they are many, that takes
    longer than the function itself.
    """
    options: dict[str, Any] = {"_nrt": False, "forceinline": True}
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function))
