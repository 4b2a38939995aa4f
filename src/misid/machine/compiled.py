"""Hot loops compiled to machine code: numba behind one typed door."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any, TypeVar, cast

from misid.machine import kept_code
from misid.machine.compilation import Compilations

F = TypeVar("F", bound=Callable[..., Any])


def _imported() -> ModuleType:
    """
    numba, deaf to `.numba_config.yaml` in the working directory.

    Such a file may name a folder of machine code, which is run when it is read: whoever can put a
    file where misid is started could run code. Settings of the environment hold as they do.
    """
    parser = sys.modules.get("yaml")
    _forget_no_threads()
    sys.modules["yaml"] = cast(ModuleType, None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import numba
    finally:
        if parser is None:
            del sys.modules["yaml"]
        else:
            sys.modules["yaml"] = parser
    # It looks again at each compilation.
    settings: Any = sys.modules["numba.core.config"]
    settings._config_fname = ""
    settings._env_reloader.reset()
    events: Any = sys.modules["numba.core.event"]
    events.Listener.register(Compilations)
    events.register("numba:compile", Compilations())
    return numba


def _forget_no_threads() -> None:
    """Its own threads are never used, but with a number of none it cannot be loaded."""
    name = "NUMBA_NUM_THREADS"
    if not os.environ.get(name, "1").isdecimal() or not int(os.environ.get(name, "1")):
        del os.environ[name]


numba: Any = _imported()


def compiled(function: F) -> F:
    """
    The same function as machine code: made at its first call, kept on disk for the next process.

    It holds no lock of the interpreter, so that threads run it side by side; nothing of it runs in
    an order that depends on them. Errors of arithmetic give inf and NaN, as in numpy.
    """
    return _made(function)


def bare(function: F) -> F:
    """
    As `compiled`, for a function that makes no array.

    It counts no references to the arrays that it is given, which takes longer than a short function
    itself where they are many.
    """
    return _made(function, _nrt=False)


def inlined(function: F) -> F:
    """
    As `bare`, and put into the place of each of its calls.

    A call hands over every array of every tuple, word by word; where they are many, that takes
    longer than the function itself.
    """
    return _made(function, _nrt=False, forceinline=True)


def reordered(function: F) -> F:
    """
    As `bare`, and sums may be taken in any order: several terms at once.

    The order depends on how many numbers the processor adds at a time, so last digits may too.
    """
    return _made(function, _nrt=False, fastmath={"reassoc"})


def _made(function: F, **options: Any) -> F:
    settings, folder = numba.config, kept_code.folder()
    before = settings.CACHE_DIR
    settings.CACHE_DIR = folder or before
    try:
        decorate = numba.njit(cache=folder is not None, nogil=True, error_model="numpy", **options)
        made = decorate(function)
    finally:
        settings.CACHE_DIR = before
    if folder is not None and _loads_alone(made):
        made._cache.load_overload = partial(_kept, made._cache)
    return cast(F, made)


def _loads_alone(made: Any) -> bool:
    """
    Whether numba has all that `_kept` calls; its names are numba's own, and may go.

    Where one is missing, as in another version or where nothing is compiled, numba loads as it has
    always done.
    """
    cache, runtime = getattr(made, "_cache", None), getattr(numba.core, "runtime", None)
    needed = (
        (cache, "load_overload"),
        (cache, "_load_overload"),
        (cache, "_guard_against_spurious_io_errors"),
        (getattr(runtime, "rtsys", None), "initialize"),
    )
    return all(callable(getattr(part, name, None)) for part, name in needed)


def _kept(cache: Any, signature: Any, target: Any) -> Any:
    """
    Machine code that was kept, or none.

    As numba has it, but for what it knows of the functions of Python and numpy: to load that takes
    a third of a second, and only the compiler needs it, which loads it itself. What machine code
    calls beside arithmetic is the keeping of arrays.
    """
    numba.core.runtime.rtsys.initialize(target)
    with cache._guard_against_spurious_io_errors():
        return cache._load_overload(signature, target)
