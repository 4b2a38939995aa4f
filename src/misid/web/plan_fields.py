"""A plan of an audit as fields of an address: what is to be shown, of which rows, by whom."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from misid.audit.fixed import AuditAsked
from misid.audit.frame import check_frame
from misid.audit.schema import AssumedRate, AuditFrame, ColumnChoice, RowKind
from misid.audit.stated import (
    share_between,
    stated_checkers,
    stated_rate,
    stated_rows,
    stated_share,
)
from misid.errors import MeaningError
from misid.files.read import plain
from misid.files.written_numbers import NumberPlace, read_number, read_whole
from misid.web.address import Address
from misid.web.ticks import is_ticked
from misid.words.language import Language, message

STRATA = 6
"""Strata that the page takes: of more no two are put side by side."""
LEGENDS = {
    "below": message("Show that fewer rows than this are wrong"),
    "ratio": message("Find that one stratum has so many times the rate of another"),
    "rows": message("Rows in the log"),
    "only": message("Rows that are meant: a column, = and what stands there"),
    "by": message("Column of the log that says the stratum"),
    "confidence": message("How sure"),
    "power": message("How often it is to be shown, where the rate is as assumed"),
    "rate": message("Share assumed to be wrong"),
    "sensitivity": message("Of wrong rows, the share that checkers see"),
    "specificity": message("Of right rows, the share that they call right"),
    "again": message("Rows to check twice"),
    "least": message("Rows of each stratum at least"),
}
"""Every field of one number, in words."""
_STRATUM, _ROWS_OF, _RATE_OF = "stratum-", "rows-", "rate-"
SCENARIO_RATE, METHOD, ROW_IS = "from_scenario", "method", "of"
NAMES = (
    *LEGENDS, SCENARIO_RATE, METHOD, ROW_IS,
    *(f"{part}{at}" for at in range(1, STRATA + 1) for part in (_STRATUM, _ROWS_OF, _RATE_OF)),
)  # fmt: skip
_MOST_AGAIN = 10**9
_OPTIONS = {
    "--sequential": message("Row by row"),
    "--scenario NAME": message("Take it from the programme at hand"),
    "--by COLUMN, or --stratum NAME=ROWS twice": message("two strata or more"),
    "--stratum-rate": message("Share assumed to be wrong"),
    "--stratum": message("Strata"),
    "--of references": message("A row is a reference"),
}


@dataclass(frozen=True)
class PlanAsked:
    """What is asked: the question, rows of each stratum, and whether a scenario gives the rate."""

    asked: AuditAsked
    sizes: Mapping[str, int]
    from_scenario: bool
    row_is: RowKind | None
    frame: AuditFrame

    def with_rate(self, rate: AssumedRate) -> PlanAsked:
        """The same with the rate that a scenario gives."""
        return replace(self, asked=replace(self.asked, assumed=rate))


def entered(query: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields of an address that say something."""
    return {name: text.strip() for name, text in query if name in NAMES and text.strip()}


def read_plan_fields(fields: Mapping[str, str]) -> PlanAsked | None:
    """
    What fields ask; nothing where no question is asked yet.

    Raises: MeaningError: a field that cannot be meant.
    """
    if not fields.get("below") and not fields.get("ratio"):
        return None
    from_scenario, kind = is_ticked(fields, SCENARIO_RATE), _row_is(fields.get(ROW_IS, ""))
    if from_scenario and fields.get("rate"):
        raise MeaningError(
            "a share is stated, and the programme at hand is to give it too.", use="one of them"
        )
    asked = AuditAsked(
        below=_share(fields, "below"),
        ratio=_ratio(fields.get("ratio", "")),
        confidence=stated_share(fields.get("confidence", "95%"), "confidence"),
        power=stated_share(fields.get("power", "80%"), "power"),
        assumed=stated_rate(fields["rate"]) if fields.get("rate") else None,
        rates=_rates(fields),
        checkers=stated_checkers(fields.get("sensitivity", "1"), fields.get("specificity", "1")),
        least=_whole(fields, "least", 2),
        again=_whole(fields, "again", 0),
        method="sequential" if fields.get(METHOD) == "sequential" else "fixed",
        row_is=kind,
    )
    frame, sizes = _frame(fields), _sizes(fields)
    check_frame(frame, sizes, "")
    return PlanAsked(asked, sizes, from_scenario, kind, frame)


def _frame(fields: Mapping[str, str]) -> AuditFrame:
    """
    Which rows of the log are meant, and by which column they fall into strata.

    Raises: MeaningError: a column without strata, or no column and value.
    """
    by, only = fields.get("by"), fields.get("only", "")
    if by and not fields.get(f"{_STRATUM}1"):
        raise MeaningError("a column says the stratum, but no stratum is named.", use="both")
    column, _, value = (part.strip() for part in only.rpartition("="))
    if only and not (column and value):
        raise MeaningError(
            f"{plain(only)!r} is no column and what stands there.", use="answer=reference"
        )
    return AuditFrame(by=by, only=ColumnChoice(column=column, value=value) if only else None)


def _share(fields: Mapping[str, str], name: str) -> float | None:
    return share_between(fields[name], name)[0] if fields.get(name) else None


def _ratio(text: str) -> float | None:
    return read_number(text, NumberPlace("ratio", "a number", "--ratio 2")) if text else None


def _whole(fields: Mapping[str, str], name: str, least: int) -> int:
    if not fields.get(name):
        return least
    place = NumberPlace(
        name, f"a whole number of {least} or more", f"--{name} 30", least, _MOST_AGAIN,
        is_whole=True, is_count=True,
    )  # fmt: skip
    return read_whole(fields[name], place)


def _row_is(text: str) -> RowKind | None:
    kinds: dict[str, RowKind] = {"references": "references", "searches": "searches"}
    if text and text not in kinds:
        raise MeaningError("a field has a value that it does not offer.", use="the fields")
    return kinds.get(text)


def _sizes(fields: Mapping[str, str]) -> dict[str, int]:
    """
    Rows by stratum; of a log that is one stratum under an empty name.

    Raises: MeaningError: none, both, a name without rows, or one name twice.
    """
    sizes: dict[str, int] = {}
    for at in range(1, STRATA + 1):
        name, rows = fields.get(f"{_STRATUM}{at}", ""), fields.get(f"{_ROWS_OF}{at}", "")
        if bool(name) != bool(rows):
            raise MeaningError(
                f"stratum {at} has a name or a number of rows, but needs both.", use="both, or none"
            )
        if name in sizes:
            raise MeaningError(f"two strata are called {plain(name)!r}.", use="each once")
        if name:
            sizes[name] = stated_rows(rows, "stratum")
    if bool(sizes) == bool(fields.get("rows")):
        raise MeaningError(
            "a plan needs the rows of the log: in all, or of each stratum.", use="one of them"
        )
    return sizes or {"": stated_rows(fields["rows"], "rows")}


def _rates(fields: Mapping[str, str]) -> dict[str, float]:
    named = {
        fields[f"{_STRATUM}{at}"]: fields[f"{_RATE_OF}{at}"]
        for at in range(1, STRATA + 1)
        if fields.get(f"{_RATE_OF}{at}") and fields.get(f"{_STRATUM}{at}")
    }
    return {name: stated_share(text, "stratum-rate") for name, text in named.items()}


def command(fields: Mapping[str, str], address: Address) -> str:
    """
    The command that makes the plan which fields ask for; where they ask nothing, one to begin with.

    Rows that are meant, and strata of a column, are counted in the log itself. What was changed in
    the programme at hand no command takes: there its scenario stands.
    """
    if not fields.get("below") and not fields.get("ratio"):
        return "misid audit plan --rows 12000 --below 1%"
    in_log = [name for name in ("only", "by") if fields.get(name)]
    given = ["searches.csv"] if in_log else []
    for name in LEGENDS:
        if fields.get(name) and not (in_log and name == "rows"):
            given += [f"--{name}", fields[name]]
    for at in range(1, STRATA + 1):
        label, rows, rate = (fields.get(f"{of}{at}") for of in (_STRATUM, _ROWS_OF, _RATE_OF))
        given += ["--stratum", f"{label}={rows}"] if label and rows and not in_log else []
        given += ["--stratum-rate", f"{label}={rate}"] if label and rate else []
    given += ["--scenario", address.scenario] if is_ticked(fields, SCENARIO_RATE) else []
    given += ["--of", fields[ROW_IS]] if fields.get(ROW_IS) else []
    given += ["--sequential"] if fields.get(METHOD) == "sequential" else []
    return shlex.join(["misid", "audit", "plan", *given, "--out", "plan.json"])


def options_as_fields(language: Language) -> dict[str, str]:
    """What stands on the page for options of the command, in the words of a mistake."""
    said = {f"--{name}": legend for name, legend in LEGENDS.items()} | _OPTIONS
    return {option: f"\u201c{language.word(words)}\u201d" for option, words in said.items()}
