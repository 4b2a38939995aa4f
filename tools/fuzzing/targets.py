"""Every reader that is given inputs by chance."""

from __future__ import annotations

from collections.abc import Mapping

import fuzzing.addresses
import fuzzing.arrays
import fuzzing.audits
import fuzzing.disclosed
import fuzzing.lists
import fuzzing.logs
import fuzzing.page
import fuzzing.papers
import fuzzing.scores
import fuzzing.texts
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
}


def warm(targets: Mapping[str, Target]) -> None:
    """Load what the readers need once, before there are children."""
    for target in targets.values():
        target.warm()
