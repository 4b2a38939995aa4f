"""How a server that has loaded all runs: what collects garbage and who takes turns are told so."""

from __future__ import annotations

import gc
import sys

_YOUNG = 20_000
_USUAL = gc.get_threshold()
_TURN, _USUAL_TURN = 0.001, sys.getswitchinterval()


def settle() -> None:
    """
    Have the collector look through what comes from now on alone, and less often.

    A lever makes some 50,000 objects, nearly all of which go by themselves; looking through them,
    and now and then through everything that was ever loaded, took a tenth of its time.

    Threads take shorter turns: a page goes from one to the next some ten times, and waits each time
    for a turn of whoever makes pictures meanwhile.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_USUAL[1:])
    sys.setswitchinterval(_TURN)


def unsettle() -> None:
    """Have it look through everything again."""
    gc.unfreeze()
    gc.set_threshold(*_USUAL)
    sys.setswitchinterval(_USUAL_TURN)
