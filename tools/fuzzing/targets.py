"""Every reader that is given inputs by chance."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from contextlib import suppress

import fuzzing.addresses
import fuzzing.arrays
import fuzzing.audits
import fuzzing.disclosed
import fuzzing.lists
import fuzzing.logs
import fuzzing.page
import fuzzing.papers
import fuzzing.posts
import fuzzing.scores
import fuzzing.small
import fuzzing.texts
from fuzzing.campaign import modules_of
from fuzzing.given import Target

TARGETS: Mapping[str, Target] = {
    **fuzzing.scores.TARGETS,
    **fuzzing.arrays.TARGETS,
    **fuzzing.lists.TARGETS,
    **fuzzing.texts.TARGETS,
    **fuzzing.addresses.TARGETS,
    **fuzzing.audits.TARGETS,
    **fuzzing.disclosed.TARGETS,
    **fuzzing.logs.TARGETS,
    **fuzzing.page.TARGETS,
    **fuzzing.papers.TARGETS,
    **fuzzing.posts.TARGETS,
    **fuzzing.small.TARGETS,
}
_FIRST = range(20)


def warm(targets: Mapping[str, Target], *, loads: bool) -> None:
    """
    Load what the readers need once, before there are children.

    Args:
        targets: the readers.
        loads: whether some inputs are judged first, to see which modules they need.
    """
    for target in targets.values():
        target.warm()
        for name in modules_of(target, _FIRST) if loads else ():
            with suppress(Exception):
                importlib.import_module(name)
