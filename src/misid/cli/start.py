"""Where the command line begins, before anything else is loaded."""

from __future__ import annotations

import gc
import os
import sys

from misid.cli.interrupts import STOPPED, end_at_once

# The linear algebra here is small: threads of its own wait for each other longer than they work,
# and would work beside those of `machine.threads`. It is read when numpy is loaded.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
# What is loaded is there to stay: the collector of garbage, which looks through it again and again,
# took a twentieth of a command. It begins once so many objects more are there.
_OBJECTS = 20_000


def main() -> None:
    """Run the command line; what the environment says of threads already, holds."""
    end_at_once(words=STOPPED)
    gc.set_threshold(_OBJECTS)
    for name, count in _ONE_THREAD.items():
        os.environ.setdefault(name, count)
    from misid.cli.streams import open_streams

    open_streams(is_json="--json" in sys.argv)
    from misid.cli.app import main as run

    run()
