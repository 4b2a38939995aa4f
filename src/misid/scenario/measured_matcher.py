"""What a score file says of a matcher, as inputs of a scenario."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from misid.quantities import Factor, Share, Status
from misid.quantities.quantity import require_source
from misid.quantities.validation import mistake, shown

_ROUNDED = 1e-9
_Miss = Annotated[float, Field(gt=0, lt=1)]
_Rarity = Annotated[float, Field(ge=0, le=40)]
_Number = Annotated[float, Field(gt=0, le=1e15)]
_Cells = dict[str, dict[str, Annotated[float, Field(ge=0, le=1e15)]]]


class _CountedMeasurement(BaseModel):
    """What both have in common: somebody counted it, and says where."""

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False, strict=True
    )

    status: Status = Field(Status.MEASURED, strict=False, description="How it is known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="What was counted.")

    @model_validator(mode="after")
    def _sourced(self) -> Any:
        require_source(self.status, self.source)
        if self.status is Status.UNKNOWN:
            raise mistake("is unknown, but is counted", use="status: measured", at=("status",))
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        return {key: item for key, item in handler(self).items() if item is not None}

    @property
    def is_range(self) -> bool:
        """Counting error is drawn, but it is nobody's question."""
        return False


class MateScores(_CountedMeasurement):
    """
    Misses at thresholds, from comparisons of people with themselves.

    In each world the true shares are drawn within counting error. Between the points a curve runs
    through them, beyond them it goes on by the law of mate scores.
    """

    misses: tuple[_Miss, ...] = Field(
        min_length=1,
        max_length=40,
        strict=False,
        description="Share of genuine comparisons below each threshold, rising.",
    )
    rarities: tuple[_Rarity, ...] = Field(
        min_length=1,
        max_length=40,
        strict=False,
        description="-log10 of the share of impostor comparisons at or above it, rising.",
    )
    genuine: _Number = Field(description="Independent comparisons that the genuine ones are worth.")
    impostor: _Number = Field(description="Impostor comparisons.")
    shared: float = Field(
        0.0,
        ge=0,
        le=10,
        description="Variance, relative (squared), that people who are in many impostor "
        "comparisons add to every false match rate; it moves all of them together.",
    )

    @model_validator(mode="after")
    def _points(self) -> MateScores:
        if len(self.misses) != len(self.rarities):
            what = f"has {len(self.misses)} misses, but {len(self.rarities)} rarities"
            raise mistake(what, use="a rarity for each share of misses", at=("rarities",))
        for key in ("misses", "rarities"):
            for before, after in pairwise(getattr(self, key)):
                if after - before < _ROUNDED:
                    what = f"has {key} that do not rise: {shown(after)} after {shown(before)}"
                    raise mistake(what, use=f"{key} from low to high, each once", at=(key,))
        return self


class GroupRatios(_CountedMeasurement):
    """
    False matches of each ordered pair of groups at one threshold, the searched-for group first.

    They stand in for the published ratios of regions and sexes.
    """

    false_matches: _Cells = Field(description="How many, by group searched for, then the other.")
    comparisons: _Cells = Field(description="Comparisons of these groups, in the same form.")
    worth: float = Field(
        1.0, gt=0, le=1, description="Independent comparisons that each comparison counts for."
    )

    @model_validator(mode="after")
    def _cells(self) -> GroupRatios:
        names = tuple(self.comparisons)
        for key in ("false_matches", "comparisons"):
            cells: _Cells = getattr(self, key)
            sides = [set(cells), *(set(row) for row in cells.values())]
            if any(side != set(names) for side in sides):
                use = f"for each of {', '.join(names[:12])} a number against each of them"
                raise mistake(f"has {key} that leave out a pair of groups", use=use, at=(key,))
        for one, row in self.comparisons.items():
            for other, trials in row.items():
                self._check_cell(one, other, trials)
        return self

    def _check_cell(self, one: str, other: str, trials: float) -> None:
        wrong, at = self.false_matches[one][other], ("comparisons", one, other)
        if trials < 1:
            what = f"has no comparison of {one} with {other}, so their ratio is not known"
            raise mistake(what, use="1 or more, or no ratios: the published ones then hold", at=at)
        if wrong > trials:
            what = f"has more false matches of {one} with {other} than comparisons"
            raise mistake(what, use=f"at most {shown(trials)}", at=("false_matches", one, other))


class Measured(BaseModel):
    """
    A matcher as measured on scores of its own, for the capture condition named `measured`.

    `misid evaluate SCORES --to-scenario FILE` writes it.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    mates: MateScores = Field(
        description="Rarity of a person's own record, where the score file can tell.",
        json_schema_extra={
            "question": "How are the scores of true matches distributed, as tested?"
        },
    )
    beyond: Factor | None = Field(
        None,
        description="Decades of rarity from the last of these points to the median of the mates "
        "beyond it. None: the law of mate scores goes on from the last two points.",
        json_schema_extra={
            "question": "How far above the best strangers of the test do true matches score?"
        },
    )
    failed: Share = Field(
        description="Share of searches in which no threshold finds the person: no score at all.",
        json_schema_extra={
            "question": "How often does a comparison of a person with themselves give no score?"
        },
    )
    ratios: GroupRatios | None = Field(
        None,
        description="How often each pair of groups matches wrongly. None: as published, by region "
        "and sex.",
        json_schema_extra={
            "question": "How often do strangers of each two groups match, with this matcher?"
        },
    )

    @model_validator(mode="after")
    def _two_points(self) -> Measured:
        if len(self.mates.misses) < 2 and self.beyond is None:
            what = "has one point alone, through which no curve runs"
            raise mistake(what, use="beyond: a range, or a second point", at=("mates",))
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        return {key: item for key, item in handler(self).items() if item is not None}
