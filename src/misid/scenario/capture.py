"""The block of a scenario that says how photographs are taken."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_serializer, model_validator

from misid.quantities import Factor, Share
from misid.quantities.composition import Composition
from misid.quantities.validation import mistake
from misid.scenario.blocks import ScenarioPart, asked


class SeveralFaces(ScenarioPart):
    """
    Pictures of the published test with several faces in them: another face may be searched for.

    Such a miss belongs to the pictures of the test, not to the matcher, so it is left out of what
    the matcher misses here.
    """

    share: Share = Field(
        description="Share of the test's pictures that show several faces.",
        json_schema_extra=asked("How many pictures of the test show several faces?"),
    )
    missed: Share = Field(
        description="Of the published misses that these pictures can explain, the share that they "
        "do explain.",
        json_schema_extra=asked("How many of these pictures were missed for the other faces?"),
    )


class Condition(ScenarioPart):
    """How photographs are taken: which published test they resemble."""

    name: Literal["mugshot", "webcam", "border", "kiosk", "measured"] = Field(
        description="The published test whose probes resemble these photographs; or measured: "
        "those of the score file behind matcher.measured."
    )
    impostor_effect: Factor = Field(
        description="Factor on false match rates: poor photographs resemble each other.",
        json_schema_extra=asked(
            "How much more often do field photographs match strangers than test photographs?"
        ),
    )
    several_faces: SeveralFaces | None = Field(
        None, description="Pictures of that test with several faces in them, where it has such."
    )

    @model_validator(mode="after")
    def _has_a_test(self) -> Condition:
        if self.name == "measured" and self.several_faces is not None:
            what = "has several_faces, but measured is no published test"
            raise mistake(what, use="several_faces under another condition", at=("several_faces",))
        return self

    @model_serializer(mode="wrap")
    def _without_blanks(self, handler: Any) -> Any:
        """A condition without it keeps its digest."""
        return {key: item for key, item in handler(self).items() if item is not None}


class Capture(ScenarioPart):
    """The conditions of capture, and how often each holds."""

    conditions: tuple[Condition, ...] = Field(min_length=1, description="Each condition.")
    composition: Composition = Field(
        description="Share of searches in each condition.",
        json_schema_extra=asked("How are the photographs taken, and what do they resemble?"),
    )
