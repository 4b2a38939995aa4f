"""What was checked of a document that somebody received, and what came of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from misid.results.schema import ResultsPart, Stamp

FileKind = Literal["html", "pdf", "docx", "document", "facts", "svg", "zip"]
CheckName = Literal["carried", "version", "file", "names", "numbers", "words", "pictures"]
CheckOutcome = Literal["same", "differs", "missing", "not_ours", "not_checked"]
UnverifiedBecause = Literal[
    "nothing_carried", "damaged", "other_version", "other_evidence", "needs_its_files",
    "own_changes", "cannot_be_meant", "other_scenario", "other_files", "later_changes",
    "other_counts", "not_again",
]  # fmt: skip

SEEN = "what a reader sees"
"""Begins the place of a difference in a page that is not in its markup alone."""


class Deviation(ResultsPart):
    """One place at which a document says something else than what its inputs give."""

    where: str = Field(
        description="A number's path in the facts, a part of a file, or a line; of a page, whether "
        "a reader sees it."
    )
    stated: str = Field(description="What the document says; cut where it is long.")
    again: str = Field(description="What its inputs give.")


class NeededFile(ResultsPart):
    """A file that a document was made from and does not carry."""

    what: Literal[
        "scores", "log", "table", "counts", "agencies", "scenario", "drawn", "sheet", "rules",
        "amendments",
    ] = Field(description="What it is.")  # fmt: skip
    name: str = Field("", description="Its name, as far as the document says it.")
    sha256: str = Field(
        "",
        description="SHA-256 of its bytes; of a scenario and of agencies, of what they hold; empty "
        "where the document does not say it.",
    )


class UsedFile(ResultsPart):
    """A file that a reader brought, found by its digest: what it is called is no proof."""

    called: str = Field(description="As the document calls it; cut where it is long.")
    brought: str = Field(description="As the reader does.")
    sha256: str = Field(description="SHA-256 of its bytes, by which it was found.")
    namesake: str = Field(
        "",
        description="SHA-256 of another file that was brought, of the name that the document gives "
        "this one: the document's name is that of a file it was not made from; empty where none.",
    )


class Check(ResultsPart):
    """One check, and its outcome."""

    name: CheckName = Field(
        description="carried: it carries its document; version: it is of this version of the "
        "program and of the evidence; file: rendered again it is the same file; names: it gives "
        "one of its files the name of another that was brought; numbers, words, pictures: worked "
        "out again they are the same."
    )
    outcome: CheckOutcome = Field(
        description="same; differs; missing; not_ours; not_checked: because."
    )
    because: UnverifiedBecause | None = Field(None, description="Why it could not be checked.")
    count: int = Field(0, description="How many places differ, or how many were compared.")
    found: tuple[Deviation, ...] = Field((), description="The first places that differ.")
    needs: tuple[NeededFile, ...] = Field((), description="The files that it would take.")


class CarriedFigure(ResultsPart):
    """What a figure of a run that stands alone carries, so that it can be drawn again."""

    version: Literal["misid-figure/1"] = Field("misid-figure/1", description="Schema.")
    figure: str = Field(description="Its name.")
    width: int = Field(description="Pixels that it was drawn for.")
    language: str = Field(description="In which it speaks.")
    stamp: Stamp = Field(description="What it was made from.")
    scenario: dict[str, Any] = Field(description="The scenario with its changes, whole.")
    data: str = Field(description="Its numbers as CSV.")


class Attestation(ResultsPart):
    """What was checked of one file."""

    version: Literal["misid-attestation/1"] = Field("misid-attestation/1", description="Schema.")
    file: str = Field(description="Its name.")
    digest: str = Field(description="SHA-256 of its bytes.")
    kind: FileKind | None = Field(description="What it is; null where that was not recognised.")
    form: str = Field("", description="Which document it is, such as run; empty where unknown.")
    stamp: dict[str, Any] | None = Field(None, description="What it says it was made from.")
    other_ranges: tuple[str, ...] = Field(
        (),
        description="Inputs that its facts have, and not its scenario, with ranges that are not "
        "misid's own: it is the same again only with them.",
    )
    checks: tuple[Check, ...] = Field(description="In order.")
    files: tuple[UsedFile, ...] = Field(
        (), description="The files that it was worked out again from, as far as it carries none."
    )

    @property
    def outcome(self) -> CheckOutcome:
        """The worst that was found; same only where the numbers were worked out again."""
        found = {one.outcome for one in self.checks}
        order: tuple[CheckOutcome, ...] = ("not_ours", "missing", "differs")
        worst = next((one for one in order if one in found), None)
        is_same = any((one.name, one.outcome) == ("numbers", "same") for one in self.checks)
        return worst or ("same" if is_same else "not_checked")
