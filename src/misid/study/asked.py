"""What can be asked of a study, each answer from the worlds that are already worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from misid.document.model import Document, Table
from misid.errors import MeaningError
from misid.results.run import Run
from misid.scenario import OUTPUTS, Output
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Comparison, Requirements

if TYPE_CHECKING:
    from misid.study.study import Study
    from misid.uncertainty.ledger_schema import Order

_MOST = 1e12
_CLAIMS = "accuracy=0.99, false_positive_rate=0.001, false_per_true=0.005 or definitive=True"


def comparison(before: Study, after: Study) -> Comparison:
    """Two studies side by side."""
    from misid.uncertainty.compare import compare

    if (before.draws, before.seed) != (after.draws, after.seed):
        raise MeaningError(
            f"one study has {before.draws:,} worlds of seed {before.seed}, the other "
            f"{after.draws:,} of seed {after.seed}, so they share no worlds.",
            use="the same draws and seed for both",
        )
    return compare(before.scenario, after.scenario, draws=before.draws, seed=before.seed).comparison


def known_output(name: str) -> Output:
    """
    An output by its name.

    Raises: MeaningError: there is none of it.
    """
    for known in OUTPUTS:
        if known == name:
            return known
    raise MeaningError(f"no output is called {name!r}.", use=f"one of: {', '.join(OUTPUTS)}")


def ledger(study: Study, output: str, by: Order) -> Ledger:
    """Every open question of a study."""
    from misid.uncertainty.ledger import Effort
    from misid.uncertainty.ledger import ledger as work_out

    if by not in get_args(Order):
        raise MeaningError(
            f"no measure is called {by!r}.", use=f"one of: {', '.join(get_args(Order))}"
        )
    effort = Effort(study.draws, study.seed)
    return work_out(study.scenario, known_output(output), by=by, effort=effort)


def requirements(study: Study, output: str, limit: float) -> Requirements:
    """Where each lever would have to stand."""
    from misid.uncertainty.require import require

    return require(study.scenario, known_output(output), limit, draws=study.draws, seed=study.seed)


def claim(study: Study, stated: Mapping[str, float | None], at_gallery: float | None) -> Claim:
    """The one claim that is stated."""
    given = {kind: number for kind, number in stated.items() if number is not None}
    if len(given) != 1:
        what = "no claim is given" if not given else "more than one claim is given"
        raise MeaningError(f"{what}.", use=f"one of {_CLAIMS}")
    kind, number = next(iter(given.items()))
    _check(kind, number, at_gallery)
    return _answer(study.run, kind, number, at_gallery)


def _check(kind: str, number: float, at_gallery: float | None) -> None:
    if kind in ("accuracy", "false-positive-rate") and not 0.0 < number < 1.0:
        use = f"{number / 100:g}" if 1.0 < number < 100.0 else "0.99"
        raise MeaningError(f"{kind} is {number:g}, but a share between 0 and 1 is needed.", use=use)
    if kind == "false-per-true" and not 0.0 < number < _MOST:
        raise MeaningError(
            f"{kind} is {number:g}, but a ratio above 0 is needed.", use="a number such as 0.005"
        )
    if at_gallery is not None and kind != "false-positive-rate":
        raise MeaningError(
            f"a gallery says nothing about {kind}.", use="a false positive rate beside it"
        )
    if at_gallery is not None and not 1.0 <= at_gallery <= _MOST:
        raise MeaningError(
            f"at-gallery is {at_gallery:g}, but a gallery has at least one record, and at most "
            f"{_MOST:,.0f}.",
            use="12000000",
        )


def _answer(run: Run, kind: str, number: float, at_gallery: float | None) -> Claim:
    from misid.uncertainty import claim as claims

    if kind == "accuracy":
        return claims.accuracy(run, number)
    if kind == "false-positive-rate":
        return claims.false_positive_rate(run, number, at_gallery)
    if kind == "false-per-true":
        return claims.false_per_true(run, number)
    return claims.definitive(run)


def document(study: Study, form: str, language: str) -> Document:
    """A document of a study by its form."""
    from misid.document import document_of_run

    if form != "run":
        raise MeaningError(f"no document is called {form!r}.", use="one of: run")
    if language != "en":
        raise MeaningError(f"no language is called {language!r}.", use="one of: en")
    return document_of_run(study.run)


def table(document: Document, name: str) -> Table:
    """A table of a document by its name."""
    every = {
        block.name: block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    }
    if name not in every:
        raise MeaningError(f"no table is called {name!r}.", use=f"one of: {', '.join(every)}")
    return every[name]
