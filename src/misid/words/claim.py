"""A claim in whole sentences: what it leaves open, what must be true for it, what follows here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from misid.results.schema import CodeRow, CodeSide, OneCode
from misid.uncertainty.schema import Claim, Reading, ReadingSide
from misid.words import numbers
from misid.words.answers import clause, nobody_says
from misid.words.language import Language, message
from misid.words.requirements import STATUSES
from misid.words.sentence import Number, Sentence, paragraph, plain
from misid.words.sides import mixture

MEANINGS = {
    "pairs": message("{stated} of pairs of different people are told apart"),
    "absent": message("{stated} of searches for people without a record return nobody"),
    "present": message("{stated} of searches for people with a record find it"),
    "unsized": message(
        "{stated} of searches of {gallery} records, without a record there, return somebody"
    ),
    "sized": message(
        "{stated} of searches of {stated_gallery} records return somebody who is not there"
    ),
    "for_each_true": message("{stated} wrong matches for each right one"),
    "names": message("fewer than 1 match in 1,000 concerns the wrong person"),
    "sought": message("fewer than 1 match in 1,000 is of anybody but a person who is sought"),
}
"""What is claimed, with its denominator."""
_MUST = {
    "pairs": message(
        "A search compares with {gallery} records, so some stranger among them matches with a "
        "probability of {rate}."
    ),
    "absent": message(
        "The false positive identification rate at {gallery} records is at most {rate}."
    ),
    "present": message(
        "The true positive identification rate is at least {rate}; this says nothing of the people "
        "without a record, for whom the middle of the model stands in."
    ),
    "unsized": message("It was measured on a gallery as large as this one."),
    "sized": message(
        "One pair of strangers in {pairs} matches. At the {gallery} records of this gallery the "
        "same threshold gives {rate} (between {low} and {high})."
    ),
    "for_each_true": message(
        "With the median false positive rate of the model ({rate}) about {with_record} of the "
        "people stopped must have a record."
    ),
    "names": message(
        "The false positive identification rate at {gallery} records is below {rate} (at the "
        "medians of the model), and twins and siblings are told apart."
    ),
    "sought": message(
        "Besides, no record but that of a person who is sought leads to a reference code, and no "
        "flag is wrong."
    ),
}
MEASURES = {
    "false_positive_identification_rate": message("false positive identification rate"),
    "true_positive_identification_rate": message("true positive identification rate"),
    "wrong_for_each_right": message("references on another person for each on the right one"),
    "share_of_references_wrong_person": message(
        "share of references that concern the wrong person"
    ),
    "share_of_references_sought": message("share of references that name a sought person"),
}
"""The numbers of the model that a claim may be about."""


def claimed(found: Claim, language: Language) -> str:
    """The claim in words."""
    stated, gallery = _stated(found, language), found.stated_gallery
    if found.kind == "accuracy":
        return plain(language.say("It is {stated} accurate.", stated=stated))
    if found.kind == "definitive":
        return language.word("A match is definitive.")
    if found.kind == "false_for_each_true":
        return plain(language.say("{stated} false for each true.", stated=stated))
    if gallery is None:
        return plain(language.say("The false positive rate is {stated}.", stated=stated))
    return plain(
        language.say(
            "The false positive rate is {stated} at {gallery} records.",
            stated=stated,
            gallery=numbers.exact(gallery, language),
        )
    )


def missing(found: Claim, language: Language) -> Sentence:
    """The question that it leaves open; empty where it has all."""
    stated = _stated(found, language)
    if found.kind == "accuracy":
        return language.say(
            "{stated} of what: of pairs of photographs, of searches for people without a record, "
            "or of searches for people with one; at which gallery size and threshold, measured on "
            "whom?",
            stated=stated,
        )
    if found.kind == "definitive":
        return language.say(
            "Who checked the matches that were called definitive, and how many were wrong?"
        )
    if found.kind == "false_for_each_true":
        return language.say(
            "How many people were searched for, and how many of them had a record at all?"
        )
    if found.stated_gallery is None:
        return language.say(
            "{stated} at which gallery size, and at which threshold? A rate of searches grows with "
            "the gallery.",
            stated=stated,
        )
    return ()


def finding(found: Claim, language: Language) -> Sentence:
    """What it leaves open, what follows, and in how many worlds it holds."""
    said: list[Sentence] = []
    asked = missing(found, language)
    if asked:
        said.append(
            language.say(
                "\u201c{claim}\u201d leaves open: {question}",
                claim=claimed(found, language),
                question=asked,
            )
        )
    if found.one_code is None:
        said.append(_follows(found, language))
    said += _held(found, language)
    if found.one_code is not None:
        said += _code(found.one_code, language)
    elif found.either_or is not None:
        said.append(nobody_says(found.either_or.status, language))
    return paragraph(said)


def _code(code: OneCode, language: Language) -> Iterator[Sentence]:
    """Whom one reference code names, on both sides where an either/or decides it."""
    parts: list[tuple[str, tuple[CodeRow, ...], CodeSide | None]] = [
        (f"one_code.sides.{side.option}.rows", side.rows, side) for side in code.sides
    ]
    for where, rows, side in parts or [("one_code.rows", code.rows, None)]:
        right, sought = (
            numbers.fact(
                next(row.probability for row in rows if row.meaning == name),
                "share",
                where=f"{where}.{name}.probability",
                language=language,
            )
            for name in ("right_person", "right_person_sought")
        )
        if side is None:
            yield language.say(
                "With a probability of {right} one reference code names the right person, of "
                "{sought} somebody who is sought.",
                right=right,
                sought=sought,
            )
        else:
            yield language.say(
                "If {clause}, one reference code names the right person with a probability of "
                "{right}, and somebody who is sought with one of {sought}.",
                clause=clause(side, language),
                right=right,
                sought=sought,
            )
    if code.decided_by is not None:
        yield nobody_says(code.decided_by.status, language)


def _follows(found: Claim, language: Language) -> Sentence:
    """What follows of one reading; of several, from the least to the most, on any side."""
    if len(found.readings) == 1:
        return implies(found, found.readings[0], language)
    every: list[Reading | ReadingSide] = [
        *found.readings,
        *(side for one in found.readings for side in one.sides),
    ]
    wrong = [one.answered_wrongly for one in every]
    return language.say(
        "Depending on what is meant, between {low} and {high} of {people} searches would return "
        "somebody else's record to people without one.",
        low=people(min(wrong), "", language),
        high=people(max(wrong), "", language),
        people=numbers.counted(found.readings[0].people, language=language),
    )


def _held(found: Claim, language: Language) -> Iterator[Sentence]:
    """In how many worlds the reading holds that an either/or moves the most, or the only one."""
    readings = found.readings
    known = [
        one for one in readings if one.worlds is not None and (one.sides or len(readings) == 1)
    ]
    if not known:
        return
    one = max(known, key=lambda each: _apart([side.worlds or 0.0 for side in each.sides]))
    which = language.word("The claim")
    if len(readings) > 1:
        which = plain(language.say("That {meaning}", meaning=meaning(found, one, language)))
    yield from holds(found, one, which, language)


def holds(found: Claim, one: Reading, which: str, language: Language) -> Iterator[Sentence]:
    """In which share of the worlds a reading holds; each side, the mixture, then without kin."""
    where = f"readings.{found.readings.index(one)}"
    for place, side in enumerate(one.sides):
        yield language.say(
            message("If {clause}, it holds in {share}.")
            if place
            else message("{which} holds in {share} of these worlds if {clause}."),
            which=which,
            share=_share(side.worlds, f"{where}.sides.{side.option}.worlds", language),
            clause=clause(side, language),
        )
    share = _share(one.worlds, f"{where}.worlds", language)
    if one.sides:
        which = mixture(one.sides, language)
        yield language.say("{which}: in {share} of the possible worlds.", which=which, share=share)
    else:
        yield language.say(
            "{which} holds in {share} of the possible worlds.", which=which, share=share
        )
    if one.worlds_without_kin is not None:
        yield language.say(
            "Without any twin or sibling it would hold in {share}.",
            share=_share(one.worlds_without_kin, f"{where}.worlds_without_kin", language),
        )


def _apart(shares: Sequence[float]) -> float:
    return max(shares, default=0.0) - min(shares, default=0.0)


def meaning(found: Claim, one: Reading, language: Language) -> str:
    """What is claimed, with its denominator."""
    said = language.say(
        MEANINGS[one.meaning],
        stated=_stated(found, language),
        gallery=numbers.natural(found.gallery, language),
        stated_gallery=numbers.exact(found.stated_gallery or 0.0, language),
    )
    return plain(said)


def must_be_true(found: Claim, one: Reading, language: Language) -> Sentence:
    """What would have to be true."""
    where = f"readings.{found.readings.index(one)}"
    stated = one.meaning in ("absent", "present")
    rate = {
        name: level(end, f"{where}.rate.{at}", language)
        for name, at in (("rate", "median"), ("low", "low"), ("high", "high"))
        for end in [None if one.rate is None else getattr(one.rate, at)]
    }
    if stated and one.rate is not None and one.rate.median is not None:
        share = one.rate.median
        rate["rate"] = Number(
            value=share, text=_written(share, language), fact=f"{where}.rate.median"
        )
    return language.say(
        _MUST[one.meaning],
        gallery=Number(
            value=found.gallery, text=numbers.natural(found.gallery, language), fact="gallery"
        ),
        pairs=numbers.fact(one.one_pair_in, where=f"{where}.one_pair_in", language=language),
        with_record=level(one.share_with_record, f"{where}.share_with_record", language),
        **rate,
    )


def numbered(found: Claim, one: Reading, language: Language) -> str:
    """What is claimed, as the condition of what follows; with its number among several."""
    said = meaning(found, one, language)
    if len(found.readings) == 1:
        return plain(language.say("If {meaning}:", meaning=said))
    number = str(1 + found.readings.index(one))
    return plain(language.say("{number}. If {meaning}:", number=number, meaning=said))


def reading_said(found: Claim, one: Reading, language: Language) -> Sentence:
    """What must be true for a reading, and what follows of it."""
    must = language.say("What must be true: {must}", must=must_be_true(found, one, language))
    if one.sides:
        return must
    follows = language.say("What follows: {follows}", follows=implies(found, one, language))
    return paragraph([must, follows])


def implies(found: Claim, one: Reading, language: Language) -> Sentence:
    """What follows for this gallery and these people."""
    where = f"readings.{found.readings.index(one)}"
    counts = {
        name: people(getattr(one, name), f"{where}.{name}", language)
        for name in ("without_record", "answered_wrongly", "with_record")
    }
    said = [
        language.say(
            message("Of {people} people searched for, {without_record} must have no record.")
            if one.meaning == "for_each_true"
            else message("Of {people} people searched for, about {without_record} have no record."),
            people=numbers.counted(one.people, where=f"{where}.people", language=language),
            **counts,
        ),
        language.say(
            "For {answered_wrongly} of them the search returns somebody else's record.", **counts
        ),
    ]
    if one.found is None:
        said.append(language.say("Of those with a record the claim says nothing."))
    else:
        own = people(one.found, f"{where}.found", language)
        said.append(
            language.say(
                "It finds {found} of the {with_record} with a record.", found=own, **counts
            )
        )
    return paragraph(said)


def notes(found: Claim, language: Language) -> Iterator[Sentence]:
    """Which averages the numbers are, and how kin are known."""
    yield language.say(
        "Rates, shares and people are medians over the possible worlds, or over those of a side; "
        "in how many a claim holds is a count of worlds."
    )
    if found.one_code is not None:
        yield language.say(
            "The probabilities of one code are of the codes that equally many searches give in "
            "each of these worlds, taken together."
        )
    kin = next((one.without_kin for one in found.readings if one.without_kin is not None), None)
    for status in dict.fromkeys(one.status for one in (kin.inputs if kin is not None else ())):
        fields = ", ".join(one.field for one in kin.inputs if one.status == status) if kin else ""
        yield language.say(
            "How many twins and siblings there are, and how alike, is {status}: {fields}.",
            status=language.word(STATUSES[status]),
            fields=fields,
        )


def people(count: float | None, where: str, language: Language) -> Number | str:
    """A number of people, said as fewer than one where it is."""
    if count is None:
        return language.word("not said")
    below = 0.0 < count < 1.0
    text = language.word("fewer than 1") if below else numbers.natural(count, language)
    return Number(value=count, text=text, fact=where)


def level(share: float | None, where: str, language: Language) -> Number | str:
    """A share of the model: per cent, or one in so many where that is small."""
    if share is None:
        return ""
    small = 0.0 < share < _SMALL
    if small:
        many = numbers.natural(1 / share, language)
        text = plain(language.say("1 in {many}", many=many))
    else:
        text = numbers.read(share, "share", language)
    return Number(value=share, text=text, fact=where)


_SMALL = 0.001


def _share(value: float | None, where: str, language: Language) -> Number | str:
    return numbers.fact(value, "share", where=where, language=language)


def _stated(found: Claim, language: Language) -> Number | str:
    """The number that is claimed as it was stated, every digit of it."""
    if found.stated is None:
        return ""
    if found.kind == "false_for_each_true":
        text = numbers.spelled(f"{found.stated:.10g}", language.spelling)
    else:
        text = _written(found.stated, language)
    return Number(value=found.stated, text=text, fact="stated")


def _written(share: float, language: Language) -> str:
    if share < 1e-6:
        return numbers.spelled(f"{share:.10g}", language.spelling)
    return f"{numbers.spelled(f'{100 * share:.10g}', language.spelling)} %"
