"""Tables of the changes that come along, and of what one of them does to a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.results.schema import ChangedInput
from misid.scenario import Change, Scenario, inputs
from misid.words.language import Language, message
from misid.words.scenario import in_words
from misid.words.sentence import plain

SAFEGUARDS = TableForm(
    "safeguards",
    "",
    (
        ColumnForm("name", message("Name")),
        ColumnForm("title", message("What is done"), format="authored"),
    ),
)
READINGS = TableForm(
    "readings",
    "",
    (
        ColumnForm("name", message("Name")),
        ColumnForm("reading_of", message("Of")),
        ColumnForm("title", message("How it is read"), format="authored"),
    ),
)
DIFFERING = TableForm(
    "inputs",
    message("What differs"),
    (
        ColumnForm("input", message("Input")),
        ColumnForm("about", message("What it is"), aside=True),
        ColumnForm("before", message("Before")),
        ColumnForm("after", message("After")),
    ),
)


def listed(form: TableForm, changes: Iterable[Change], language: Language) -> Table:
    """Changes by name."""
    return form.table((FactRow(one, one.name) for one in changes), language)


@dataclass(frozen=True)
class _Differing:
    """An input in words on both sides; empty where there is none."""

    input: str
    about: str
    before: str
    after: str


def differing(
    found: Sequence[ChangedInput], before: Scenario, after: Scenario, language: Language
) -> Table:
    """
    The inputs that are not the same; those of one field of which the same is said are one row.

    Args:
        found: the inputs.
        before: the scenario on the first side; it holds labels and the policy of the threshold.
        after: that on the second.
        language: whose words.
    """
    names = {one.name for one in found}
    first, second = (_standing(of, names, language) for of in (before, after))
    about = {one.name: one.description for of in (after, before) for one in inputs(of)}
    rows = [
        _Differing(
            one.name,
            language.word(about[one.name]) if one.name in about else "",
            first.get(one.name, ""),
            second.get(one.name, ""),
        )
        for one in found
    ]
    return DIFFERING.table(map(FactRow, _alike(rows)), language)


def _alike(rows: Iterable[_Differing]) -> Iterable[_Differing]:
    for _, same in groupby(
        rows, key=lambda one: (one.input.rpartition(".")[0], one.about, one.before, one.after)
    ):
        several = list(same)
        names = ", ".join(one.input for one in several)
        yield _Differing(names, several[0].about, several[0].before, several[0].after)


def _standing(scenario: Scenario, names: Set[str], language: Language) -> Mapping[str, str]:
    """What stands at inputs of these names, and what is no input."""
    horizon = scenario.retention.horizon
    known = (one for one in inputs(scenario) if one.name in names)
    return {one.name: in_words(one, scenario, language) for one in known} | {
        "threshold.policy": scenario.threshold.policy,
        "retention.horizon": plain(
            language.say_many("{years} year", "{years} years", horizon, years=str(horizon))
        ),
    }
