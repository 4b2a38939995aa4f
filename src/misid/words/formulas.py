"""How what is drawn is computed: the formula of each picture, and the law behind all of them."""

from __future__ import annotations

from typing import NamedTuple

from misid.words.language import Language, message


class Formula(NamedTuple):
    """What is computed, in words and as a formula; the formula is the same in every language."""

    title: str
    text: str


_HEADLINE = (
    message("Wrong-person references"),
    message(
        "searches that end with a reference on a stranger's record, over all searches, times "
        "100,000"
    ),
)
_MIDDLE = (
    message("A count that adds up"),
    message(
        "in each middle world, the share of searches with this truth and this ending; averaged "
        "over the middle fifth of the worlds in the order of wrong-person references; wrong "
        "persons are then brought to the median of the headline"
    ),
)
_OF_PICTURE = {
    "frequencies": (_MIDDLE, _HEADLINE),
    "icons": (_MIDDLE, _HEADLINE),
    "worlds": (_HEADLINE,),
    "slopes": (
        _HEADLINE,
        (
            message("Before and after"),
            message(
                "the same possible world on both sides: every input that was not changed has the "
                "same value"
            ),
        ),
    ),
    "groups": (
        (
            message("Wrong-person references of a group"),
            message(
                "searches of the group that end with a reference on a stranger's record, over all "
                "searches of the group, times 100,000"
            ),
        ),
    ),
    "photographs": (
        (
            message("Photographs held"),
            message(
                "for each year, photographs taken in a year times the years for which each is "
                "kept, up to that year; added up over what was found and whose they are"
            ),
        ),
    ),
    "code": (
        (
            message("What one reference code means"),
            message(
                "codes like this one that mean it, over all codes like this one, each added up "
                "over the possible worlds: a ratio of means"
            ),
        ),
    ),
    "guess": (
        (
            message("Share of references that concern the wrong person"),
            message(
                "wrong-person references, over all references: right, wrong person and wrong "
                "record; a share within each possible world"
            ),
        ),
    ),
}
_LAW = (
    (message("How rare a resemblance is"), "r = -log10(FMR)"),
    (
        message("Strangers that a person of a group expects to meet at or above r"),
        "Lambda_g(r) = W_g q_g(r) (1 + l_g q_g(r) / 2)",
    ),
    (message("No stranger at or above r"), "P0(Lambda) = (1 + v Lambda)^(-1/v)"),
    (
        message("The threshold T, set for a false positive identification rate"),
        "sum over groups g of w_g (1 - P0(Lambda_g(T))) = rate",
    ),
)


def formulas(picture: str, language: Language) -> tuple[Formula, ...]:
    """
    The formulas behind a picture, its own first, then the law of strangers and of the threshold.

    Args:
        picture: its name.
        language: in which they are named.
    """
    mine = _OF_PICTURE.get(picture, (_HEADLINE,))
    return (
        *(Formula(language.word(title), language.word(text)) for title, text in mine),
        *(Formula(language.word(title), text) for title, text in _LAW),
    )
