"""What must be said wherever a number is shown."""

from __future__ import annotations

from misid.results.schema import Caution
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import fact
from misid.words.sentence import Sentence

_CAUTIONS = {
    "synthetic": message("A synthetic model: no real person, photograph or record is in it."),
    "regions": message(
        "Region of birth in visa photographs is a stand-in for what the published tables measured; "
        "it is not a statement about anybody's identity."
    ),
    "read_by_eye": message(
        "Ratios between regions were read by eye off published figures, to one decimal."
    ),
    "extrapolated_gallery": message(
        "Nothing published measures galleries beyond {records} records; what is said of larger "
        "ones is extrapolation."
    ),
    "extrapolated_threshold": message(
        "The matcher's scores were measured up to rarity {rarity} (one pair of strangers in "
        "10^{rarity} is so alike); what is said of stricter thresholds is extrapolation."
    ),
    "worlds_without_value": message(
        "In {share} of the possible worlds some number that has a value in others has none: nobody "
        "is there to be counted, or it is too large. Its median and range are of the other worlds."
    ),
}
_HELD = {
    "stops.share_enrolled": message(
        "In {share} of the possible worlds fewer people of some group are in the gallery than "
        "would have a record by stops.share_enrolled; there, only as many have one as it allows."
    ),
    "stops.share_sought": message(
        "In {share} of the possible worlds more or fewer people of some group would be sought by "
        "stops.share_sought than the gallery has sought people; there, the share is the nearest "
        "that it allows."
    ),
    "gallery.sources.share_flagged": message(
        "In {share} of the possible worlds share_flagged of some collection cannot be with its "
        "wrongly_flagged and flag_missing; there, the nearer of the two is moved to it."
    ),
    "stops.officers": message(
        "In {share} of the possible worlds there are fewer officers than agencies; there, each "
        "agency has one."
    ),
}


def cautions(every: tuple[Caution, ...], language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """
    What must be said of the numbers of a document.

    Args:
        every: the cautions that it holds as `cautions`.
        language: in which they are said.
    """
    return tuple(_caution(one, f"cautions.{place}", language) for place, one in enumerate(every))


def _caution(one: Caution, where: str, language: Language) -> Sentence:
    if one.code == "stand_in":
        return (language.authored(one.says),)
    if one.code == "held_together":
        share = fact(one.share, "share", where=f"{where}.share", language=language)
        return language.say(_HELD[one.input], share=share)
    values = {
        "share": fact(one.share, "share", where=f"{where}.share", language=language),
        "records": fact(one.records, where=f"{where}.records", language=language),
        "rarity": fact(one.rarity, where=f"{where}.rarity", language=language),
    }
    return language.say(_CAUTIONS[one.code], **values)
