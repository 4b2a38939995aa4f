"""The report of people over the years: who was met again, what was kept, agency by agency."""

from __future__ import annotations

from collections.abc import Iterator

from misid.document.figures import block
from misid.document.model import Answer, Block, Column, Document, Figure, Section, Table, Text
from misid.figures.of_history import history_pictures, history_stamp_line
from misid.figures.picture import SYNTHETIC
from misid.results.schema import StockRow
from misid.results.summary import as_read, in_years, natural, with_unit
from misid.simulation.people_schema import AgencyRow, EraNote, History, LivedEitherOr
from misid.words.sentence import Cell, Number

_MOST_AGENCIES = 30
_MONTHS = 12
_CHURN = {
    "leaving": "people who have moved away a year later (share)",
    "naturalising": "others who are citizens a year later (share)",
    "outdated": "records of new citizens that then say wrongly that they are sought (share)",
    "corrected_after": "years until such a record is put right",
    "enrolled": "people without a record whose photograph becomes one (share)",
    "deleted_late": "days that deletion comes late",
    "forgotten": "photographs that are never deleted (share)",
}


def document_of_history(found: History, band: tuple[StockRow, ...]) -> Document:
    """
    The report of a history.

    Args:
        found: what was simulated.
        band: the closed form's range of the photographs held, year by year.
    """
    figures = {name: block(picture) for name, picture in history_pictures(found, band).items()}
    return Document(
        title=f"{found.scenario.title}: {in_years(found.years)} of made-up people",
        about=_about(found),
        finding=found.sentence,
        words=(SYNTHETIC,),
        sections=(
            *_sides(found.either_or),
            _in_short(found, figures),
            *_findings(found, figures),
            *_behind(found),
        ),
        stamp=found.stamp,
        stamp_line=history_stamp_line(found),
    )


def _about(found: History) -> str:
    made_up = "Agencies are made up too. " if found.agencies_are_made_up else ""
    return (
        f"{found.scenario.about} Here {found.people.lived:,} made-up people were drawn one by one "
        f"and followed for {in_years(found.years)} in one of the possible worlds, with every range "
        f"at its middle. {made_up}These counts are no median over what is not known; that is what "
        "misid run says."
    )


def _in_short(found: History, figures: dict[str, Figure]) -> Section:
    gaps, row = found.gaps, {one.times: one for one in found.repeats}
    again = sum(one.wrong_person for one in found.repeats if one.times > 1)
    same = sum(one.same_stranger for one in found.repeats if one.times > 1)
    answers: list[Block] = [
        Answer(
            question="Does it happen to the same people again?",
            text=f"{again:,} people are answered with somebody else's record more than once, "
            f"{same:,} of them with one and the same record of somebody else; "
            f"{row[1].wrong_person if 1 in row else 0:,} exactly once.",
        ),
        Answer(question="What does that look like?", text=figures["person"].finding),
        Answer(question="How many photographs are kept?", text=figures["stock"].finding),
    ]
    if gaps.median is not None:
        text = f"Half of the further times come within {natural(gaps.median)} months."
        answers.insert(1, Answer(question="How soon?", text=text))
    return Section(id="in-short", title="In short", blocks=tuple(answers))


def _sides(either_or: LivedEitherOr | None) -> Iterator[Section]:
    if either_or is None:
        return
    rows: list[tuple[Cell, ...]] = []
    for side in either_or.sides:
        rate = side.rates[0]
        numbers = (rate.rate, rate.expected, rate.worlds.low, rate.worlds.high)
        counts = (side.wrong_person, side.wrong_person_again, side.agencies_without)
        rows.append(
            (side.clause, *map(_count, counts), *(_rate(one, rate.unit) for one in numbers))
        )
    table = Table(
        name="sides",
        title="Wrong-person references on both sides",
        note="People referred on somebody else's record, and agencies that never see it, counted; "
        "then references per 100,000 searches. The same people live on each side.",
        columns=_columns(
            ("side", "If"), ("wrong_person", "People"), ("again", "Twice or more"),
            ("agencies", "Agencies that never see it"), ("rate", "Per 100,000 searches"),
            ("expected", "Closed form"), ("low", "Possible worlds from"), ("high", "to"),
        ),
        rows=tuple(rows),
    )  # fmt: skip
    taken = next(side.clause for side in either_or.sides if side.taken)
    text = f"{either_or.open} Everything that follows is of the world in which {taken}."
    yield Section(id="sides", title="On both sides", blocks=(table, Text(text=text)))


def _rate(value: float | None, unit: str) -> Cell:
    return "no trials" if value is None else Number(value=value, text=with_unit(value, unit))


def _findings(found: History, figures: dict[str, Figure]) -> Iterator[Section]:
    yield Section(
        id="again",
        title="The same people again",
        blocks=(figures["person"], _repeats(found)),
    )
    yield Section(id="photographs", title="Photographs", blocks=(figures["stock"], _years(found)))
    yield Section(
        id="agencies",
        title="Agency by agency",
        blocks=(Text(text=_first_wrong(found)), _agencies(found)),
    )
    yield Section(id="eras", title="Beside the closed form", blocks=tuple(map(_era, found.eras)))


def _behind(found: History) -> Iterator[Section]:
    given = [(said, getattr(found.churn, name)) for name, said in _CHURN.items()]
    said = "; ".join(f"{what}: {number:g}" for what, number in given)
    taken = "; ".join(f"{one.input}: {one.option}" for one in found.middle)
    blocks = [Text(text=caution) for caution in found.scenario.cautions]
    blocks += [
        Text(text=f"Assumed beside the scenario, as the reader said: {said}."),
        Text(text=f"Options taken where several are possible: {taken or 'none is open'}."),
        Text(
            text="Intervals take people as trials, since the same ones come again. They say how "
            "far chance in drawing people leads from the closed form, and nothing of the inputs."
        ),
        Text(
            text="A photograph keeps the time that was set when it was taken. A gallery that grows "
            "by field photographs grows evenly over groups, year by year, by the number that the "
            "closed form expects."
        ),
    ]
    yield Section(id="notes", title="What must be said of these numbers", blocks=tuple(blocks))


def _columns(*names: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(
        Column(name=name, title=title, numeric=number > 0)
        for number, (name, title) in enumerate(names)
    )


def _count(value: float | None) -> Cell:
    return "not seen" if value is None else Number(value=value, text=f"{value:,.0f}")


def _repeats(found: History) -> Table:
    return Table(
        name="repeats",
        title="People, by how often it happened to them",
        note="On one and the same record of somebody else, a look-alike or kin: the most "
        "references of a person that rest on one. Once: each of theirs rests on another's.",
        columns=_columns(
            ("times", "Times"), ("wrong_person", "Wrong person"),
            ("same_stranger", "On one and the same record"), ("in_a_row", "In an unbroken row"),
            ("wrong_record", "Wrong record"),
        ),
        rows=tuple(
            (f"{one.times}", *map(_count, (one.wrong_person, one.same_stranger, one.in_a_row,
                                           one.wrong_record)))
            for one in found.repeats
        ),
    )  # fmt: skip


def _years(found: History) -> Table:
    rows = []
    for year in range(1, found.years + 1):
        months = found.months[_MONTHS * (year - 1) : _MONTHS * year]
        last = months[-1]
        sums = (sum(getattr(m, name) for m in months) for name in ("taken", "due", "deleted"))
        taken, due, deleted = sums
        numbers = (taken, last.held, last.held_expected, last.held_citizens,
                   last.held_no_candidate, due, deleted, last.overdue)  # fmt: skip
        rows.append((f"{year}", *map(_count, numbers)))
    return Table(
        name="photographs",
        title="Photographs at the end of each year",
        note="The closed form is that of the first rules, and of even use.",
        columns=_columns(
            ("year", "Year"), ("taken", "Taken"), ("held", "Held"),
            ("held_expected", "Held, closed form"), ("held_citizens", "Of citizens"),
            ("held_no_candidate", "Matched nothing"), ("due", "Due"), ("deleted", "Deleted"),
            ("overdue", "Overdue"),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _first_wrong(found: History) -> str:
    seen = sorted(
        one.first_after_days for one in found.agencies if one.first_after_days is not None
    )
    never = len(found.agencies) - len(seen)
    text = f"{never:,} of {len(found.agencies):,} agencies never see a wrong reference."
    if len(seen) <= never:
        return text
    median = seen[len(found.agencies) // 2]
    return f"{text} Half of all have seen their first after {median:,.0f} days."


def _agencies(found: History) -> Table:
    every = sorted(found.agencies, key=lambda one: (-one.searches, one.name))
    left = len(every) - _MOST_AGENCIES
    note = f"The largest; {left:,} more stand in agencies.csv." if left > 0 else ""
    return Table(
        name="agencies",
        title="Agencies",
        note=note,
        columns=_columns(
            ("agency", "Agency"), ("officers", "Officers"), ("searches", "Searches"),
            ("wrong_person", "Wrong person"), ("rate", "Per 100,000 searches"),
            ("low", "95 % from"), ("high", "to"), ("first", "First after (days)"),
            ("expected", "Expected after (days)"),
        ),
        rows=tuple(map(_agency, every[:_MOST_AGENCIES])),
    )  # fmt: skip


def _agency(one: AgencyRow) -> tuple[Cell, ...]:
    rates: tuple[Cell, ...] = tuple(
        "no trials" if rate is None else Number(value=rate, text=natural(rate))
        for rate in (one.rate, one.low, one.high)
    )
    return (
        one.name,
        *map(_count, (one.officers, one.searches, one.wrong_person)),
        *rates,
        *map(_count, (one.first_after_days, one.expected_after_days)),
    )


def _era(era: EraNote) -> Table:
    when = f"From month {era.from_month}" if era.from_month else "From the beginning"
    rows: list[tuple[Cell, ...]] = []
    for rate in era.rates:
        if rate.group:
            continue
        worlds = rate.worlds
        shown = (rate.rate, rate.low, rate.high, rate.expected, worlds.low, worlds.high)
        numbers = tuple(_rate(one, rate.unit) for one in shown)
        counts = _count(rate.count), _count(rate.trials)
        rows.append((rate.title, *numbers, *counts, as_read(rate.unit), ", ".join(rate.flags)))
    return Table(
        name=f"rates-from-month-{era.from_month}",
        title=f"{when}: {era.what}",
        columns=_columns(
            ("what", "What"), ("simulated", "Simulated"), ("low", "95 % from"), ("high", "to"),
            ("expected", "Closed form"), ("worlds_low", "Possible worlds from"),
            ("worlds_high", "to"), ("events", "Events"), ("trials", "Trials"), ("unit", "Unit"),
            ("flags", "Flags"),
        ),
        rows=tuple(rows),
    )  # fmt: skip
