"""Where the numbers of a document come from: how each fact, known by its path, was worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from misid.results.output_definitions import kind
from misid.words.language import Language, message
from misid.words.outputs import OUTPUTS
from misid.words.sentence import Sentence

_SHARE = message(
    "wrong-person references, over all references: right, wrong person and wrong record; a share "
    "within each possible world"
)
_HELD = message(
    "for each year, photographs taken in a year times the years for which each is kept, up to that "
    "year; added up over what was found and whose they are"
)
_FORMULAS = {
    "wrong_person_references": message(
        "searches that end with a reference on a stranger's record, over all searches, times "
        "100,000"
    ),
    "wrong_person_references_upheld": message(
        "searches that end with a reference on a stranger's record that review upholds, over all "
        "searches, times 100,000"
    ),
    "wrong_person_references_kin": message(
        "searches that end with a reference on the record of a twin or sibling, over all searches, "
        "times 100,000"
    ),
    "share_of_references_wrong_person": _SHARE,
    "share_of_upheld_references_wrong_person": message(
        "wrong-person references that review upholds, over all references that it upholds; a share "
        "within each possible world"
    ),
    "share_of_references_right_person": message(
        "references on the person's own record, over all references; a share within each possible "
        "world"
    ),
    "share_of_references_sought": message(
        "references on the own record of somebody who is sought, over all references; a share "
        "within each possible world"
    ),
    "references_to_people_not_sought": message(
        "searches that end with a reference on the person's own record, which is right and by "
        "which nobody seeks them, over all searches, times 100,000"
    ),
    "wrong_record_references": message(
        "searches that end with a reference on the person's own record, which wrongly says that "
        "they are sought, over all searches, times 100,000"
    ),
    "misses_among_sought": message(
        "stops of sought people that end without a reference, over all stops of sought people"
    ),
    "unenrolled_people_photographed": message(
        "different people without any record among a year's searches"
    ),
    "citizens_photographed": message("different citizens among a year's searches"),
    "minors_photographed": message("different minors among a year's searches"),
    "photographs_held": _HELD,
    "photographs_held_no_match": message(
        "photographs held, of people who matched nothing: the same sum over these alone"
    ),
    "worst_to_best_group": message(
        "the highest rate of wrong-person references of a group, over the lowest, in each possible "
        "world"
    ),
}
"""How each output is worked out in one possible world."""

Say = Callable[[tuple[str, ...], Language], Sentence]
"""How a fact was worked out, from the names at the stars of its pattern."""


class Origin(NamedTuple):
    """
    Facts that are worked out in one way.

    `pattern` is the beginning of their paths, a `*` in it being any one name; what it matches is
    one row, the rest of a path says which number of the row is meant.
    """

    pattern: str
    say: Say

    def row_of(self, fact: str) -> str:
        """The part of a path that names the row; empty where the pattern does not fit."""
        names, wanted = fact.split("."), self.pattern.split(".")
        fits = len(names) >= len(wanted) and all(
            one in ("*", name) for one, name in zip(wanted, names, strict=False)
        )
        return ".".join(names[: len(wanted)]) if fits else ""

    def said(self, row: str, language: Language) -> Sentence:
        """How what stands in a row was worked out."""
        pairs = zip(self.pattern.split("."), row.split("."), strict=True)
        return self.say(tuple(name for one, name in pairs if one == "*"), language)


def placed(origins: Sequence[Origin], path: str) -> tuple[Origin, ...]:
    """The same facts where they stand at a path of larger ones."""
    return tuple(one._replace(pattern=f"{path}.{one.pattern}") for one in origins)


def plainly(words: str) -> Say:
    """One message, whatever the names are."""
    return lambda _, language: language.say(words)


def output(names: tuple[str, ...], language: Language) -> Sentence:
    """An output of a run: its formula, and the inputs that it rests on."""
    name = names[0]
    title = next(title for known, title in OUTPUTS.items() if known == name)
    return language.say(
        "{output}: {formula}. Rests on the inputs {inputs}.",
        output=language.word(title),
        formula=language.word(_FORMULAS[name]),
        inputs=", ".join(one.rstrip(".") for one in kind(name).rests_on),
    )


_RATES_OF_GROUP = message(
    "Searches of the group that end so, over all searches of the group, times 100,000; misses over "
    "the stops of its sought people; searches a year are its stops times the share searched."
)
_YEAR = message(
    "Expected: searches a year times wrong-person references, over 100,000. From chance alone: a "
    "count that varies more than independent events do, by its dispersion."
)
_ONE_CODE = message(
    "Codes that mean it, over all codes, each added up over the possible worlds (a ratio of "
    "means); median, low and high are of the share within a world."
)
RUN = (
    Origin("headline.*.split.sides.*", output),
    Origin("headline.*", output),
    Origin("one_code.sides.*.rows.*", plainly(_ONE_CODE)),
    Origin("one_code.rows.*", plainly(_ONE_CODE)),
    Origin("either_or.sides.*.groups.*", plainly(_RATES_OF_GROUP)),
    Origin("groups.*", plainly(_RATES_OF_GROUP)),
    Origin("either_or.sides.*.years.*", plainly(_YEAR)),
    Origin("years.*", plainly(_YEAR)),
    Origin(
        "frequencies",
        plainly(message("So many people are followed; their number is chosen, not worked out.")),
    ),
    Origin("stock.*", plainly(message("Photographs held at the end of this year of even use."))),
    Origin(
        "decision",
        plainly(
            message(
                "The limit is the scenario's; how often it is exceeded is a share of the worlds."
            )
        ),
    ),
    Origin(
        "uncertainty.inputs.*",
        plainly(
            message(
                "Share of the variance of the order of all worlds by wrong-person references that "
                "this input accounts for alone."
            )
        ),
    ),
    Origin(
        "calibration.*",
        plainly(message("Modelled over published share of mates not at rank 1, less 1.")),
    ),
    Origin(
        "operating_points.*",
        plainly(
            message(
                "Published: as in the source that its table names. Modelled: the same rate in the "
                "possible worlds. Residual: modelled over published, less 1."
            )
        ),
    ),
    Origin(
        "tradeoff.*.rows.*",
        plainly(
            message(
                "The same outputs with the threshold of each world moved by so many decades of the "
                "false match rate, in some of the worlds."
            )
        ),
    ),
    Origin(
        "cautions.*",
        plainly(message("How far the evidence goes that the inputs rest on.")),
    ),
)
"""Of a run, in the order in which patterns are tried."""


def _by_safeguard(names: tuple[str, ...], language: Language) -> Sentence:
    return language.say(
        "How many more or fewer a year in each possible world with {safeguard} alone put on, as "
        "misid compare --with {safeguard} works it out; median, low and high are of that "
        "difference.",
        safeguard=names[0],
    )


BRIEF = (*RUN, Origin("safeguards.*.accounts", _by_safeguard))
"""Of the sheet for people in a hurry."""
