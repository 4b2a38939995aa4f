"""What was committed to, and the sheets of an audit, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from misid.audit.schema import AuditSheet, Commitment
from misid.words.language import Language
from misid.words.numbers import counted
from misid.words.sentence import Number, Sentence, paragraph


def commitment_finding(found: Commitment, language: Language) -> Sentence:
    """What to publish."""
    return language.say(
        "SHA-256 of {file}, with {rows} rows: {digest}",
        file=found.file, rows=_count(found.rows, "rows", language), digest=found.sha256,
    )  # fmt: skip


def commitment_notes(found: Commitment, language: Language) -> Iterator[Sentence]:
    """What it binds."""
    yield language.say(
        "Publish it before the seed is thrown. Whoever has the log can work it out again: "
        "sha256sum {file}",
        file=found.file,
    )
    if found.plan_sha256 is None:
        yield language.say(
            "No plan is bound with it. Bind one with --plan, or a plan could be chosen after the "
            "seed is known."
        )
    else:
        yield language.say("SHA-256 of the plan: {digest}", digest=found.plan_sha256)


def sheet_finding(found: AuditSheet, language: Language) -> Sentence:
    """What was drawn, and by which seed, as it was read."""
    drawn = language.say(
        "{draws} rows were drawn; sheet {name} is for whoever checks.",
        draws=_count(len(found.drawn), "plan.draws", language), name=found.sheet,
    )  # fmt: skip
    seed = language.say(
        "Seed used: \u201c{seed}\u201d. Every space and comma in it counts: written otherwise, it "
        "draws other rows.",
        seed=found.seed,
    )
    return paragraph([drawn, seed])


def sheet_notes(found: AuditSheet, language: Language) -> Iterator[Sentence]:
    """How to fill it in, and how to draw it again."""
    yield language.say(
        "Fill in the column verdict of sheet.csv: right, wrong or not found. Whoever checks should "
        "see neither answer nor score, and no drawn.json."
    )
    again = sum(one.again is not None for one in found.drawn)
    if again:
        yield language.say(
            "{again} rows stand in second.csv as well, for somebody else who looks more closely, "
            "and does not see what was found at first.",
            again=_count(again, "plan.again", language),
        )
    if found.drawn:
        first = found.drawn[0]
        yield language.say(
            "Row 1 of the log is the line below the names of columns: row {row} stands in line "
            "{line} of a spreadsheet.",
            row=str(first.log_row), line=str(first.log_row + 1),
        )  # fmt: skip
        yield language.say(
            "Anybody can draw them again: row {row} has the ticket {ticket}, which is what printf "
            "'%s' '{seed},{row}' | sha256sum prints; the smallest tickets are drawn.",
            row=str(first.log_row), ticket=first.ticket, seed=found.seed,
        )  # fmt: skip


def _count(value: int, where: str, language: Language) -> Number:
    return counted(value, where=where, language=language)
