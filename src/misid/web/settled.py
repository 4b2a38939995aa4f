"""What a server has loaded is there to stay: the collector of garbage is told so."""

from __future__ import annotations

import gc

_YOUNG = 20_000
_USUAL = gc.get_threshold()


def settle() -> None:
    """
    Have the collector look through what comes from now on alone, and less often.

    A lever makes some 50,000 objects, nearly all of which go by themselves; looking through them,
    and now and then through everything that was ever loaded, took a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_USUAL[1:])


def unsettle() -> None:
    """Have it look through everything again."""
    gc.unfreeze()
    gc.set_threshold(*_USUAL)
