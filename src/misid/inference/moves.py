"""How far each input moved: what the counts say of it, and what only the prior says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from misid.arrays import Floats
from misid.inference.likelihood import Likelihood
from misid.inference.schema import STANDARD_ERRORS, InputMove, OptionShare
from misid.quantities import Choice, Quantity
from misid.quantities.units import Unit
from misid.results.intervals import interval
from misid.scenario import Worlds

_DOUBLED = 2.0


def moves(
    model: Likelihood, prior: Floats, posterior: Floats, effective: float
) -> tuple[InputMove, ...]:
    """
    Every input that varies, those that moved the furthest first.

    Args:
        model: whose inputs the scores are.
        prior: scores before, (worlds, inputs).
        posterior: scores given the counts.
        effective: how many independent worlds these are worth.
    """
    error = STANDARD_ERRORS / float(np.sqrt(effective))
    rows = list(_moves(model, prior, posterior, error))
    return tuple(sorted(rows, key=lambda row: -(abs(row.shift) + abs(row.contraction))))


def _moves(
    model: Likelihood, prior: Floats, posterior: Floats, error: float
) -> Iterator[InputMove]:
    worlds = (model.worlds(prior), model.worlds(posterior))
    for place, name in enumerate(model.names):
        scores = posterior[:, place]
        contraction, shift = 1.0 - float(scores.var()), float(scores.mean())
        moved = abs(shift) > error or abs(contraction) > error * np.sqrt(_DOUBLED)
        before, after, unit = _ranges(model, name, worlds, (prior[:, place], scores))
        yield InputMove(
            name=name,
            contraction=contraction,
            shift=shift,
            moved=bool(moved),
            unit=unit,
            prior=None if before is None else interval(before),
            posterior=None if after is None else interval(after),
            options=_options(model, name, worlds),
        )


def _ranges(
    model: Likelihood, name: str, worlds: tuple[Worlds, Worlds], scores: tuple[Floats, Floats]
) -> tuple[Floats | None, Floats | None, Unit]:
    known = worlds[0].by_name.get(name)
    if name in model.checking:
        content: object = model.checking[name]
        before, after = (model.checking[name].draw(_uniform(one)) for one in scores)
    elif known is not None and isinstance(known.content, Quantity):
        content = known.content
        before, after = (one.number(name) for one in worlds)
    else:
        return None, None, ""
    return before, after, _unit(content)


def _unit(content: object) -> Unit:
    from misid.quantities import Share, Years

    if isinstance(content, Share):
        return "share"
    return "years" if isinstance(content, Years) else ""


def _uniform(scores: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(np.clip(ndtr(scores), 1e-15, 1.0 - 1e-15))


def _options(
    model: Likelihood, name: str, worlds: tuple[Worlds, Worlds]
) -> tuple[OptionShare, ...]:
    known = model.worlds(np.empty((0, len(model.names)))).by_name.get(name)
    if known is None or not isinstance(known.content, Choice):
        return ()
    held = [one.option(name) for one in worlds]
    return tuple(
        OptionShare(
            option=str(option),
            prior=float(np.mean(held[0] == place)),
            posterior=float(np.mean(held[1] == place)),
        )
        for place, option in enumerate(known.content.options)
    )
