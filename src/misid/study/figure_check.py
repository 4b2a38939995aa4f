"""Whether a figure that stands alone, or in a zip with its data, is drawn from what it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from misid.attestation.carried import Carried, parts_of, without_comment
from misid.attestation.differences import DifferingLeaf, leaves
from misid.attestation.schema import CarriedFigure, Check, CheckName
from misid.errors import MisidError
from misid.figures.catalogue import FIGURES, OF_OTHER_THRESHOLDS, make
from misid.figures.picture import Picture
from misid.programme.expected.outcome_table import Progress
from misid.results.schema import Results
from misid.study.again import StampedScenario, again, is_of_its_scenario, not_checked, versions
from misid.study.compared import of_leaves
from misid.words import language as language_of
from misid.words.picture_readme import readme
from misid.words.stamps import command
from misid.writers.picture_zip import README, picture_zip
from misid.writers.svg import svg

_FROM_INPUTS: tuple[CheckName, ...] = ("file", "numbers", "words", "pictures")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)|(?<=aria-label=\")[^\"]*")
"""What is read in a drawing, or read aloud."""
_ADDRESS, _MOST_ADDRESSES = re.compile(r"https?://\S+"), 40


def figure_checks(
    held: Carried, figure: CarriedFigure, progress: Progress | None
) -> Iterator[Check]:
    """
    Every check of a figure's SVG or zip, in order.

    Args:
        held: the file.
        figure: what the drawing in it carries.
        progress: told how many worlds are done.
    """
    yield Check(name="carried", outcome="same")
    made = versions(figure.stamp.model_dump())
    yield made
    try:
        if not is_of_its_scenario(StampedScenario(figure.stamp, figure.scenario)):
            yield Check(name="numbers", outcome="differs", because="other_scenario")
            return
        results, exact = _results(figure, progress)
        picture = make(figure.figure, results, language_of(figure.language))
        drawing = svg(picture, figure.width)
    except (MisidError, ValidationError, ValueError):
        yield from (not_checked(name, "cannot_be_meant") for name in _FROM_INPUTS)
        return
    if made.outcome == "same":
        yield of_leaves("file", _files(held, results, picture, drawing))
    else:
        yield not_checked("file", made.because)
    yield _numbers(figure, picture)
    yield from _seen(_drawing(held), drawing, exact=exact)


def _results(figure: CarriedFigure, progress: Progress | None) -> tuple[Results, bool]:
    """The facts once more, under the stamp that is carried; whether that could be made again."""
    if figure.figure not in FIGURES or not 100 <= figure.width <= 2000:
        raise ValueError("no figure that is drawn")
    made = again(StampedScenario(figure.stamp, figure.scenario), progress)
    is_slow = figure.figure in OF_OTHER_THRESHOLDS
    results = made.study.results if is_slow else made.study.glance
    if made.exact:
        return results, True
    return results.model_copy(update={"stamp": figure.stamp}), False


def _drawing(held: Carried) -> str:
    data = held.data
    if held.kind == "zip":
        parts = parts_of(held.data) or {}
        data = next(part for name, part in parts.items() if name.endswith(".svg"))
    return data.decode("utf-8", errors="replace")


def _files(held: Carried, results: Results, picture: Picture, drawing: str) -> list[DifferingLeaf]:
    """The file, or the files of the zip, byte by byte; what is packed, by what it holds."""
    if held.kind == "svg":
        same = without_comment(_drawing(held)) == without_comment(drawing)
        return [] if same else [DifferingLeaf((f"{picture.name}.svg",), "", "")]
    given = parts_of(held.data) or {}
    command_again = command(results)
    made = parts_of(picture_zip(picture, results.citations, command_again)) or {}
    stated = given.get(README, b"")
    # The page on which it was shown is told in the README alone.
    for address in _ADDRESS.findall(stated.decode("utf-8", errors="replace"))[:_MOST_ADDRESSES]:
        shown = readme(picture, results.citations, command_again, address).encode()
        if shown == stated:
            made[README] = shown
    names = dict.fromkeys((*given, *made))
    return [DifferingLeaf((name,), "", "") for name in names if given.get(name) != made.get(name)]


def _numbers(figure: CarriedFigure, picture: Picture) -> Check:
    """The data that are carried, cell by cell."""
    stated, anew = (
        [line.split(",") for line in text.splitlines()] for text in (figure.data, picture.as_csv())
    )
    return of_leaves("numbers", list(leaves(stated, anew, ("row",))), len(stated) - 1)


def _seen(stated: str, anew: str, *, exact: bool) -> Iterator[Check]:
    """What is read in the drawing, and what is seen without its words."""
    one, other = (without_comment(text)[0] for text in (stated, anew))
    if exact:
        yield of_leaves("words", list(leaves(_TEXT.findall(one), _TEXT.findall(other), ("text",))))
    else:
        yield not_checked("words", "own_changes")
    yield of_leaves(
        "pictures", list(leaves(_TEXT.sub("", one), _TEXT.sub("", other), ("drawing",)))
    )
