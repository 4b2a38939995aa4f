"""The outputs of a run: the unit of each, and which inputs it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from misid.quantities.composition import Algorithm
from misid.quantities.units import Unit
from misid.scenario import Input, Output

_MATCHING = ("gallery.", "capture.", "matcher.", "threshold.", "answer.")
_WHO = (
    "stops.composition",
    "stops.share_enrolled",
    "stops.people",
    "stops.identical_twins",
    "stops.fraternal_twins",
    "stops.siblings",
    "stops.kin_enrolment",
)
_PEOPLE_HELD = ("gallery.records", "gallery.composition", "gallery.sources", "gallery.made_for")
_HOW_MANY = (
    "stops.a_year",
    "stops.opt_out_taken",
    "stops.share_may_opt_out",
    "stops.operational_failures",
)
_INFORMED = ("disclosed", "published", "measured", "inferred")


@dataclass(frozen=True)
class Kind:
    """
    One output.

    `rests_on` are beginnings of the names of the inputs that move it; `from_matching` says that
    published error rates are part of it, so that it is extrapolated where the gallery is larger
    than any that was tested; `is_summed` that years of it are added up, so that its mean over the
    worlds is shown beside the median; `more_is_better` that a limit on it is a lower one.
    """

    name: Output
    unit: Unit
    rests_on: tuple[str, ...]
    from_matching: bool = True
    is_summed: bool = False
    more_is_better: bool = False

    def rests_on_any(self, names: Iterable[str]) -> bool:
        """Whether any of these inputs moves it."""
        return any(name.startswith(self.rests_on) for name in names)


def is_informed(one: Input) -> bool:
    """Whether anything but opinion stands behind the range of an input."""
    return one.content.status.value in _INFORMED or isinstance(one.content, Algorithm)


_PER_SEARCHES: Unit = "per_100000_searches"

KINDS: tuple[Kind, ...] = (
    Kind(
        "wrong_person_references",
        _PER_SEARCHES,
        (*_MATCHING, *_WHO),
    ),
    Kind(
        "wrong_person_references_upheld",
        _PER_SEARCHES,
        (*_MATCHING, *_WHO, "review."),
    ),
    Kind(
        "wrong_person_references_kin",
        _PER_SEARCHES,
        (*_MATCHING, *_WHO),
    ),
    Kind(
        "share_of_references_wrong_person",
        "share_of_references",
        (*_MATCHING, *_WHO, "stops.share_sought"),
    ),
    Kind(
        "share_of_upheld_references_wrong_person",
        "share_of_upheld_references",
        (*_MATCHING, *_WHO, "stops.share_sought", "review."),
    ),
    Kind(
        "share_of_references_right_person",
        "share_of_references",
        (*_MATCHING, *_WHO, "stops.share_sought"),
        more_is_better=True,
    ),
    Kind(
        "share_of_references_sought",
        "share_of_references",
        (*_MATCHING, *_WHO, "stops.share_sought"),
        more_is_better=True,
    ),
    Kind(
        "references_to_people_not_sought",
        _PER_SEARCHES,
        (*_MATCHING, *_WHO, "stops.share_sought"),
    ),
    Kind(
        "wrong_record_references",
        _PER_SEARCHES,
        (*_MATCHING, *_WHO, "stops.share_sought"),
    ),
    Kind(
        "misses_among_sought",
        "share_of_sought_stops",
        (*_MATCHING, *_WHO, "stops.operational_failures"),
    ),
    Kind(
        "unenrolled_people_photographed",
        "people_a_year",
        (*_HOW_MANY, "stops.people", "stops.unevenness", "stops.composition",
         "stops.share_enrolled", *_PEOPLE_HELD),
        from_matching=False,
        is_summed=True,
    ),
    Kind(
        "citizens_photographed",
        "people_a_year",
        (*_HOW_MANY, "stops.people", "stops.unevenness", "stops.share_citizens"),
        from_matching=False,
        is_summed=True,
    ),
    Kind(
        "minors_photographed",
        "people_a_year",
        (*_HOW_MANY, "stops.people", "stops.unevenness", "stops.share_minors"),
        from_matching=False,
        is_summed=True,
    ),
    Kind(
        "photographs_held",
        "photographs",
        (*_HOW_MANY, "stops.composition", "retention."),
        from_matching=False,
        is_summed=True,
    ),
    Kind(
        "photographs_held_no_match",
        "photographs",
        (*_HOW_MANY, *_MATCHING, *_WHO, "retention."),
        is_summed=True,
    ),
    Kind(
        "worst_to_best_group",
        "ratio",
        (*_MATCHING, "stops.share_enrolled"),
    ),
)  # fmt: skip
"""In the order of the headline table."""


def unit_of(measure: str) -> Unit:
    """
    The unit of an output or of another published rate.

    Example:
        >>> unit_of("photographs_held"), unit_of("share_searched"), unit_of("stops_a_year")
        ('photographs', 'share', 'stops_a_year')
    """
    of_others: Unit = "stops_a_year" if measure == "stops_a_year" else "share"
    return next((one.unit for one in KINDS if one.name == measure), of_others)


def kind(name: str) -> Kind:
    """The output of this name."""
    return next(one for one in KINDS if one.name == name)
