"""Rules for a search log as data: what no row, pair, group or total of it may be."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field

from misid.errors import MisidError
from misid.results.schema import ResultsPart
from misid.scenario.finding import ScenarioFinding
from misid.scenario.schema import Slug, Text
from misid.searchlog.checks.expression import (
    AS_OF,
    OFFSET,
    RESERVED,
    Expression,
    ExpressionKind,
    read_expression,
)

SCHEMA: Literal["misid-log-rules/1"] = "misid-log-rules/1"
RuleShape = Literal[
    "row", "sequence", "group", "window", "total", "lines", "root", "chain", "rates",
]  # fmt: skip
LogRole = Literal[
    "id", "time", "agency", "officer", "person", "searched", "answer", "reference_code", "review",
    "retention_until", "deleted_on", "deletion_record", "reason", "sequence", "hash",
    "previous_hash",
]  # fmt: skip
_OTHER_THAN_TEXT: dict[LogRole, ExpressionKind] = {
    "time": "time", "searched": "flag", "retention_until": "day", "deleted_on": "day",
    "sequence": "number",
}  # fmt: skip
_ROLES: tuple[LogRole, ...] = get_args(LogRole)
KINDS: dict[LogRole, ExpressionKind] = {role: _OTHER_THAN_TEXT.get(role, "text") for role in _ROLES}
"""What stands in a column, by its role."""
_NEEDS: dict[str, tuple[str, ...]] = {
    "row": ("breaks",),
    "sequence": ("breaks",),
    "group": ("key", "at_most"),
    "window": ("key", "at_most", "minutes"),
    "total": ("of", "published"),
    "rates": ("breaks",),
}
COUNTED = ("count", "of", "unsaid", AS_OF)
"""What the sentence of every rule may name."""
_TOLD = {
    "group": ("at_most",), "window": ("at_most", "minutes"), "total": ("counted", "published"),
    "lines": ("lines", "rows"), "root": ("entries",), "rates": ("expected", "agencies"),
}  # fmt: skip
ANSWER: LogRole = "answer"
IMPLIED: LogRole = "searched"
"""Where no column says this, every row is a search."""
_MORE: dict[str, tuple[LogRole, ...]] = {
    "window": ("time",), "chain": ("hash",), "rates": ("answer", "agency"),
}  # fmt: skip
Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Written: TypeAlias = Annotated[str, Field(min_length=1, max_length=1000)]
"""An expression, as an author writes it."""


class LogRule(ResultsPart):
    """One rule."""

    id: Slug = Field(description="Its name.")
    shape: RuleShape = Field(
        description="row: what no row may be; sequence: what none may be beside the row before it; "
        "group: how many rows may share a key; window: how many of them within some minutes; "
        "total: a count that was published; lines, root, chain, rates: the lines of the file, its "
        "Merkle root, its chain of hashes, and the shares of references by agency."
    )
    title: Text = Field(description="In a few words.")
    sentence: Text = Field(
        description="What was found, with {count}, {of}, {unsaid}, {as_of} or a name of `numbers`."
    )
    severity: Literal["high", "middle", "low"] = Field(description="How much it weighs.")
    matters: Text = Field(description="Why it weighs that much, and what else it could be.")
    citation: Text = Field(description="The text that asks for it.")
    of: Written | None = Field(None, description="Which rows it is about; all unless said.")
    breaks: Written | None = Field(None, description="Of row and sequence: what breaks it.")
    key: tuple[LogRole, ...] = Field((), description="Of group and window: what rows share.")
    whole_row: bool = Field(False, description="Of group: the key is everything in a row.")
    at_most: int | None = Field(None, ge=1, le=1_000_000, description="How many may share it.")
    minutes: float | None = Field(None, gt=0, le=10_000_000, description="Of window: within which.")
    published: Name | None = Field(None, description="Of total: the name of the published count.")
    beside: Literal["log", "scenario"] = Field(
        "log", description="Of rates: beside all agencies of the log, or beside a scenario."
    )
    numbers: dict[Name, Finite] = Field(
        default_factory=dict, description="Numbers that its expressions and its sentence name."
    )
    asked: tuple[Name, ...] = Field(
        (), description="Numbers that only a reader knows; without them it is not checked."
    )
    false_alarms: Text | None = Field(
        None, description="How often it is found in a log that has no fault; never unless said."
    )

    def expression(self, field: Literal["of", "breaks"]) -> Expression | None:
        """
        One of its expressions, read; none where it has none.

        Raises: MeaningError: it cannot be meant.
        """
        written = getattr(self, field)
        if written is None:
            return None
        known: dict[str, ExpressionKind] = dict.fromkeys((*self.numbers, *self.asked), "number")
        known |= {str(role): kind for role, kind in KINDS.items()}
        previous = self.shape == "sequence" and field == "breaks"
        return read_expression(written, known, previous=previous)

    @property
    def needs(self) -> tuple[LogRole, ...]:
        """The roles of the columns without which it says nothing, in order."""
        named = dict.fromkeys((*self.named, *self.key, *_MORE.get(self.shape, ())))
        return tuple(role for role in named if role != IMPLIED)

    @property
    def named(self) -> tuple[LogRole, ...]:
        """The roles of the columns that its expressions name, whether or not they must be there."""
        return (*_roles(self.expression("of")), *_roles(self.expression("breaks")))

    @property
    def answers(self) -> frozenset[str]:
        """The words with which it compares an answer."""
        fields: tuple[Literal["of", "breaks"], ...] = ("of", "breaks")
        held = (self.expression(field) for field in fields)
        compared = (pair for one in held if one is not None for pair in one.compared)
        return frozenset(word for name, word in compared if name == ANSWER)


def _roles(expression: Expression | None) -> tuple[LogRole, ...]:
    names = () if expression is None else expression.names
    roles = ["time" if name == OFFSET else name for name in names]
    return tuple(role for role in KINDS if role in roles)


class LogRules(BaseModel):
    """A file of rules for search logs."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["misid-log-rules/1"] = Field(alias="schema", description="This schema.")
    rules: tuple[LogRule, ...] = Field(min_length=1, description="In the order of a report.")


def mistakes(found: LogRules) -> Iterator[ScenarioFinding]:
    """What is wrong with rules though each entry by itself is right."""
    ids = [rule.id for rule in found.rules]
    for place, rule in enumerate(found.rules):
        if rule.id in ids[:place]:
            where = ("rules", place, "id")
            yield ScenarioFinding(where, f"is {rule.id}, which stands twice", "another name")
        for name in _NEEDS.get(rule.shape, ()):
            if not (getattr(rule, name) or (name == "key" and rule.whole_row)):
                what = f"is {rule.shape}, but the rule has no {name}"
                yield ScenarioFinding(("rules", place, "shape"), what, f"{name}: beside it")
        yield from _not_meant(rule, place)


def _not_meant(rule: LogRule, place: int) -> Iterator[ScenarioFinding]:
    fields: tuple[Literal["of", "breaks"], ...] = ("of", "breaks")
    for field in fields:
        try:
            rule.expression(field)
        except MisidError as error:
            yield ScenarioFinding(("rules", place, field), error.what.removesuffix("."), error.use)
    taken = {*KINDS, *RESERVED, *COUNTED, *_TOLD.get(rule.shape, ())}
    for where, names in (("numbers", rule.numbers), ("asked", rule.asked),
                         ("published", (rule.published,))):  # fmt: skip
        for name in taken.intersection(names):
            what = f"has a number called {name}, which means something else"
            yield ScenarioFinding(("rules", place, where), what, "another name")
    known = {*COUNTED, *_TOLD.get(rule.shape, ()), *rule.numbers, *rule.asked}
    for name in _named(rule.sentence) - known:
        what = f"names {{{name}}}, but no number is called so"
        use = f"one of {', '.join(sorted(known))}"
        yield ScenarioFinding(("rules", place, "sentence"), what, use)


def _named(sentence: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError:
        return {"{"}
