"""How the facts of comparisons, of evaluations and of people over the years were worked out."""

from __future__ import annotations

from misid.words.language import message
from misid.words.origins import Origin, output, plainly


def _of(pattern: str, words: str) -> Origin:
    return Origin(pattern, plainly(words))


_BOOKED = message(
    "Stops of a year that end so, on both sides, in the same possible world; change: second less "
    "first in each world; by stops: what fewer or more stops bring of it."
)
COMPARISON = (
    Origin("outputs.*", output),
    _of("accounts.*", _BOOKED),
)
"""Of a comparison; its outputs stand before and after, and change is world by world."""

_MEANT = message(
    "Probability: codes that mean it, over all such codes, each added up over the possible worlds; "
    "the median and the ends: of the share within a world; \u00b1: its standard error from the "
    "draw of the worlds."
)
_ASKED = message(
    "The same probabilities, with that answer put into every possible world, or its cells of the "
    "outcome table picked."
)
CASE = (
    _of("sides.*.rows.*", _MEANT),
    _of("rows.*", _MEANT),
    _of("asks.*.answers.*.sides.*", _ASKED),
    _of("asks.*.answers.*", _ASKED),
)
"""Of one reference code in a case."""

_RATES = message(
    "Counted in the files that were read: errors over trials, at this threshold. The interval is "
    "worked out as the definitions say."
)
_GROUPS = message(
    "Counted in the files that were read: errors over trials of the group, at one threshold for "
    "all."
)
_TOLD = message(
    "Differences between the rates of groups, and what chance alone would make of them; as the "
    "definitions say."
)
_COUNTED = message("Counted in the files that were read.")
EVALUATION = (
    _of("points.*", _RATES),
    _of("counts", _COUNTED),
    _of("eer", message("Where both error rates are the same; read off between two scores.")),
    _of("groups.rows.*", _GROUPS),
    _of("groups.thresholds.*", _GROUPS),
    _of("groups.apart.*", _TOLD),
    _of("groups.combined.*", _TOLD),
    _of("groups.disparities.*", _TOLD),
    _of("tail.fits.*", message("A law of the highest impostor scores, fitted to these alone.")),
    _of("tail.targets.*", message("Extrapolated beyond the scores that were read, by that law.")),
    _of("frailty", message("How unevenly impostor matches fall on people, from their counts.")),
    _of(
        "cmc.*",
        message("Mated searches whose own record stands at this rank or before, over all of them."),
    ),
)
"""Of score files and of candidate lists."""

_LIVED = message(
    "Counted among simulated people, each with all of their stops; expected: what the closed form "
    "says of the same stops."
)
HISTORY = (
    _of("eras.*.rates.*", _LIVED),
    _of("either_or.sides.*", _LIVED),
    _of("agencies.*", message("Counted among the stops that were simulated of this agency.")),
    _of(
        "photographs.*",
        message("Photographs that were simulated and are kept at the year's end."),
    ),
    _of("months.*", message("Counted at the end of this month of the simulation.")),
    _of("repeats.*", message("Simulated people by how often they were photographed.")),
    _of("people", message("Counted among the people who were simulated.")),
    _of("gaps", message("Days between two stops of one simulated person.")),
    _of("reach", message("Simulated people who were reached, over all who live there.")),
    _of("stamp.churn", message("Assumed where no scenario says it: how people come and go.")),
)
"""Of people over the years."""
