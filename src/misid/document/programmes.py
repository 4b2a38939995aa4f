"""The programmes side by side, as a document made from their saved results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, Table, as_facts
from misid.document.tables.inputs import retention
from misid.results.schema import OperatingRow, OutputRow, Results
from misid.scenario import inputs
from misid.words import numbers
from misid.words import programmes as words
from misid.words.language import ENGLISH, Language, message
from misid.words.outputs import FLAGS, inside, output_title, rate_title
from misid.words.programme import titled
from misid.words.requirements import STATUSES
from misid.words.scenario import POLICIES, in_words
from misid.words.sentence import Number, Sentence, TableCell, paragraph, plain
from misid.words.stamps import stamp_line

_READ = (
    "wrong_person_references",
    "share_of_references_wrong_person",
    "misses_among_sought",
    "worst_to_best_group",
    "photographs_held",
)
_LIES = {
    "inside": message("inside"),
    "below": message("below"),
    "above": message("above"),
    "None": message("no trials"),
}
_USED = {
    "no": message("no"),
    "widened": message("widened"),
    "put in": message("put in"),
    "fitted": message("fitted"),
}
_Cells = Callable[[FactRow, Language], TableCell]


def programmes_document(
    found: Sequence[Results], readings: Sequence[Results] = (), language: Language = ENGLISH
) -> Document:
    """
    What each programme rests on, what came out, and what was published of it.

    Args:
        found: results of the programmes, in the order of the columns.
        readings: results of the same with a reading on them.
        language: in which it is said.
    """
    material = Material(
        language=language,
        sentences={
            "made": lambda: (words.made(found, language),),
            "each": lambda: tuple(words.each(found, language)),
            "tested": lambda: (words.tested(found, language),),
            "elsewhere": lambda: (words.elsewhere(language),),
        },
        tables={
            "put_in": lambda: _put_in(found, language),
            "came_out": lambda: _came_out(found, language),
            "readings": lambda: _readings([*found, *readings], language) if readings else None,
            "published": lambda: _published(found, language),
        },
    )
    return numbered(
        Document(
            language=language.code,
            title=language.word("The programmes side by side"),
            about="",
            finding=words.tested(found, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("programmes"), material),
            stamp=as_facts(found[0].stamp),
            stamp_line="; ".join(stamp_line(one.stamp, language) for one in found),
        )
    )


def _columns(found: Sequence[Results], cell: Callable[[Results], _Cells]) -> Iterator[ColumnForm]:
    """A column a programme, in the order of the results."""
    for one in found:
        name = one.scenario.name
        yield ColumnForm(name.replace("-", "_"), name, cell=cell(one))


def _put_in(found: Sequence[Results], language: Language) -> Table:
    def stands(one: Results) -> _Cells:
        return lambda row, language: _stands(one, row.where, language)

    table = TableForm(
        "put_in",
        message("What stands at each input, and how it is known"),
        (ColumnForm("input", message("Input"), "title"), *_columns(found, stands)),
    )
    rows = (
        FactRow({"title": language.word(title)}, name) for name, title in words.DESCRIBED.items()
    )
    return table.table(rows, language)


def _stands(found: Results, name: str, language: Language) -> str:
    """What stands at an input in words, and how it is known; of several each that differs."""
    scenario = found.canonical
    if name == "horizon":
        return str(scenario.retention.horizon)
    if name == "retention":
        rows = retention(found, language).rows
        return "; ".join(_kept([plain(cell) for cell in row], language) for row in rows)
    said = (
        language.say(
            "{content} ({status})",
            content=in_words(one, scenario, language),
            status=language.word(STATUSES[one.content.status.value]),
        )
        for one in inputs(scenario)
        if f"{one.name}.".startswith(f"{name}.")
    )
    stands = "; ".join(dict.fromkeys(map(plain, said)))
    if name != "threshold.rate":
        return stands
    policy = language.word(POLICIES[scenario.threshold.policy])
    return plain(language.say("{policy}: {content}", policy=policy, content=stands))


def _kept(row: Sequence[str], language: Language) -> str:
    whose, what, kept, *_ = row
    return plain(language.say("{whose}, {what}: {kept}", whose=whose, what=inside(what), kept=kept))


def _came_out(found: Sequence[Results], language: Language) -> Table:
    def output(one: Results) -> _Cells:
        return lambda row, language: _range(one, row.where, language)

    table = TableForm(
        "came_out",
        message("The middle of the possible worlds, and the ends between which nine of ten lie"),
        (ColumnForm("output", message("Output"), "title"), *_columns(found, output)),
    )
    rows = (
        FactRow({"title": titled(output_title(row.name, language), row.unit, language)}, row.name)
        for row in found[0].headline
    )
    return table.table(rows, language)


def _range(found: Results, name: str, language: Language) -> Sentence:
    """Median, ends and flags of an output; its numbers know their place in its own results."""
    row: OutputRow = next(one for one in found.headline if one.name == name)
    middle, low, high = (
        numbers.fact(getattr(row, end), row.unit, where=f"headline.{name}.{end}", language=language)
        for end in ("median", "low", "high")
    )
    if str(low) == str(high):
        said = language.say("{middle}", middle=middle)
    else:
        said = language.say("{middle} ({low} to {high})", middle=middle, low=low, high=high)
    flags = (f"({language.word(FLAGS[flag])})" for flag in row.flags)
    return paragraph([said, *((flag,) for flag in flags)])


def _readings(found: Sequence[Results], language: Language) -> Table:
    """Each scenario that has other readings, as it stands and as each of them takes it."""
    read = {one.scenario.name for one in found if one.changes}
    rows = sorted(
        (one for one in found if one.scenario.name in read), key=lambda one: one.scenario.name
    )
    table = TableForm(
        "readings",
        message("The middle of the possible worlds, and the ends"),
        (
            ColumnForm("programme", message("Programme"), "scenario.name"),
            ColumnForm("reading", message("Reading"), cell=_reading),
            *(ColumnForm(name, output_title(name, language), cell=_output(name)) for name in _READ),
        ),
    )
    return table.table(map(FactRow, rows), language)


def _reading(row: FactRow, language: Language) -> TableCell:
    names = ", ".join(one.name for one in row.fact.changes)
    return names or language.word(message("as it stands"))


def _output(name: str) -> _Cells:
    return lambda row, language: _range(row.fact, name, language)


def _published(found: Sequence[Results], language: Language) -> Table:
    ends = (("median", message("Model")), ("low", message("5 %")), ("high", message("95 %")))
    table = TableForm(
        "published",
        message("Published values beside the model's"),
        (
            ColumnForm("programme", message("Programme")),
            ColumnForm("value", message("Value")),
            ColumnForm("published", message("Published"), cell=_counted),
            ColumnForm("source", message("Source"), "row.source"),
            *(
                ColumnForm(f"model_{end}", title, f"row.modelled.{end}", "number", "@row.unit")
                for end, title in ends
            ),
            ColumnForm("lies", message("Published lies"), "row.where", "code", codes=_LIES),
            ColumnForm("off", message("Off by"), format="number", cell=_off),
            ColumnForm("used", message("Used for an input"), "row.used", "code", codes=_USED),
            ColumnForm("note", message("What to know"), "row.note", "authored"),
        ),
    )
    rows = (
        FactRow(
            {
                "programme": one.scenario.name,
                "value": rate_title(row, one.canonical, language),
                "row": row,
            },
            "",
        )
        for one in found
        for row in one.operating_points
    )
    return table.table(rows, language)


def _counted(row: FactRow, language: Language) -> TableCell:
    """The published value, and the counts behind it where they were published."""
    point: OperatingRow = row.fact["row"]
    value = numbers.fact(point.published, point.unit, language=language)
    if not point.counted:
        return value
    return language.say(
        "{value} ({counted})", value=value, counted=language.authored(point.counted)
    )


def _off(row: FactRow, language: Language) -> TableCell:
    """The middle of the model over the published value."""
    point: OperatingRow = row.fact["row"]
    if point.modelled.median is None:
        return language.word(numbers.NO_TRIALS)
    ratio = point.modelled.median / point.published
    text = plain(language.say("{factor} times", factor=numbers.natural(ratio, language)))
    return Number(value=ratio, text=text)
