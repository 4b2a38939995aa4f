"""What numbers were made from, in one line, and how they are made again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from misid.results.schema import ChangedInput, ChangeNote, Results, Stamp
from misid.scenario.stated import OWN_CHANGE, written_content
from misid.words.language import ENGLISH, Language
from misid.words.numbers import counted
from misid.words.sentence import Sentence, Value, paragraph, plain

_SHOWN = 12
_OPINION = ("assumed", "unknown")
SCENARIO_FILE = "scenario.yaml"
"""What the scenario of a run is called where its report is written."""


StampedChange: TypeAlias = str | Mapping[str, Any]


class Made(Protocol):
    """Facts that say what they were made from, and what was changed in it."""

    @property
    def stamp(self) -> Stamp:
        """What the numbers were made from."""

    @property
    def changes(self) -> tuple[ChangeNote, ...]:
        """What was changed in the scenario that comes along under this name."""


def short(digest: str) -> str:
    """
    So much of a digest as tells it apart.

    Example:
        >>> short("0123456789abcdef" * 4)
        '0123456789ab'
    """
    return digest[:_SHOWN]


def stamp_line(stamp: Stamp, language: Language = ENGLISH, *, against: Stamp | None = None) -> str:
    """
    The stamp of a run, or of two that are compared, in one line.

    Args:
        stamp: of the run; of two, of the first.
        language: in which it is said.
        against: of the second.
    """
    last = stamp if against is None else against
    facts: dict[str, Value] = {
        "program": last.program,
        "version": last.version,
        "scenario": scenario_name(stamp, language),
        "evidence": short(last.evidence_digest),
        "worlds": counted(last.draws, language=language),
        "seed": str(last.seed),
    }
    if against is None:
        said = language.say(
            "{program} {version}, scenario {scenario}, evidence {evidence}, {worlds} worlds, "
            "seed {seed}",
            **facts,
        )
    else:
        said = language.say(
            "{program} {version}, scenario {scenario} against {other}, evidence {evidence}, "
            "{worlds} worlds, seed {seed}",
            **facts,
            other=scenario_name(against, language),
        )
    return plain(said)


def scenario_name(stamp: Stamp, language: Language = ENGLISH) -> str:
    """A scenario by its name and digest; where it was changed, that it was and by what."""
    facts = {"name": stamp.scenario, "digest": short(stamp.scenario_digest)}
    # Inputs that were given by name have no name together; that they were, the words say.
    changes = ", ".join(name for name in stamp.changes if name != OWN_CHANGE)
    if stamp.origin == "changed" and changes:
        said = language.say(
            "{name} {digest} (changed by hand, with {changes})", **facts, changes=changes
        )
    elif stamp.origin == "changed":
        said = language.say("{name} {digest} (changed by hand)", **facts)
    elif changes:
        said = language.say("{name} {digest} (with {changes})", **facts, changes=changes)
    else:
        said = language.say("{name} {digest}", **facts)
    return plain(said)


def made_again(made: Made, language: Language = ENGLISH) -> Sentence:
    """How the same numbers are made again, and what says that it was the same scenario."""
    facts = {
        "command": command(made),
        "scenario": made.stamp.scenario_digest,
        "evidence": made.stamp.evidence_digest,
    }
    if _of_shipped(made) is not None:
        return language.say(
            "The same version, scenario, evidence, seed and number of worlds give the same "
            "numbers. They are made again by: {command}. The scenario's digest is {scenario}, that "
            "of the evidence {evidence}.",
            **facts,
        )
    return language.say(
        "The same version, scenario, evidence, seed and number of worlds give the same numbers. "
        "The scenario does not come along with misid in this form; results.json holds it whole, "
        "and it stands beside this report as a file. They are made again by: {command}. The "
        "scenario's digest is {scenario}, that of the evidence {evidence}.",
        **facts,
    )


def fewer_worlds(made: Made, usual: int, language: Language = ENGLISH) -> Sentence:
    """In how many worlds a view was worked out, and how many commands take.

    So one quantity has other digits in two places.
    """
    return language.say(
        "Worked out in {worlds} possible worlds, so that a change shows at once. What `misid run` "
        "and other commands write is worked out in {usual}, and the same quantity can have other "
        "digits there.",
        worlds=counted(made.stamp.draws, language=language),
        usual=counted(usual, language=language),
    )


def methods(results: Results, language: Language = ENGLISH) -> Sentence:
    """
    The paragraph for the methods section of whoever quotes these numbers.

    Digests stand whole, since a reader elsewhere has only this paragraph to compare with.

    Args:
        results: of the run that is quoted.
        language: in which it is said.
    """
    stamp, inputs = results.stamp, results.inputs
    facts: dict[str, Value] = {
        "version": stamp.version,
        "scenario": scenario_name(stamp, language),
        "digest": stamp.scenario_digest,
        "evidence": stamp.evidence_digest,
        "worlds": counted(stamp.draws, language=language),
        "seed": str(stamp.seed),
        "inputs": counted(len(inputs), language=language),
        "opinion": counted(sum(one.status in _OPINION for one in inputs), language=language),
        "command": command(results),
    }
    first = language.say(
        "Outcomes were worked out with misid {version}, an executable model of a "
        "face-identification programme, in closed form, for the scenario {scenario} (SHA-256 "
        "{digest}), in {worlds} possible worlds with seed {seed}. {opinion} of its {inputs} inputs "
        "are assumed or unknown.",
        **facts,
    )
    second = language.say(
        "Published error rates are those of the evidence that comes along with that version "
        "(SHA-256 {evidence}). Ranges go from 5 % to 95 % of the possible worlds; they follow from "
        "what was put in, and are no confidence intervals. The numbers are made again by: "
        "{command}.",
        **facts,
    )
    if _of_shipped(results) is not None:
        return paragraph((first, second))
    third = language.say(
        "The scenario does not come along with misid in this form; its file has to be published "
        "beside them."
    )
    return paragraph((first, second, third))


def command(made: Made, verb: str = "run", *more: str) -> str:
    """
    The command line that makes the same numbers again.

    A scenario that no options make of one that comes along is read from the file beside its
    report, which holds its changes.

    Args:
        made: facts with those numbers.
        verb: which command.
        more: its own options.
    """
    stamp, changes = made.stamp, _of_shipped(made)
    return shlex.join(
        (
            "misid",
            verb,
            SCENARIO_FILE if changes is None else stamp.scenario,
            *change_options(changes or ()),
            *more,
            f"--draws={stamp.draws}",
            f"--seed={stamp.seed}",
        )
    )


def python_lines(made: Made, last: str = "results = study.results") -> tuple[str, ...]:
    """
    The lines of Python that make the same numbers again.

    Args:
        made: facts with those numbers.
        last: what is asked of the study.
    """
    stamp, changes = made.stamp, _of_shipped(made)
    scenario = SCENARIO_FILE if changes is None else stamp.scenario
    given = f", changes={list(changes)!r}" if changes else ""
    return (
        "import misid",
        f"study = misid.Study({scenario!r}{given}, draws={stamp.draws}, seed={stamp.seed})",
        last,
    )


def change_options(changes: Sequence[StampedChange]) -> tuple[str, ...]:
    """
    The options of a command that put these changes on a scenario.

    Example:
        >>> change_options(["delete-all", {"review.share_reviewed": 0.5}])
        ('--with=delete-all', '--set=review.share_reviewed=0.5')
    """
    named = [f"--with={one}" for one in changes if isinstance(one, str)]
    own = [one for one in changes if not isinstance(one, str)]
    stated = [pair for one in own for pair in one.items()]
    return (*named, *(f"--set={name}={written_content(content)}" for name, content in stated))


def put_on(changes: Sequence[ChangeNote]) -> tuple[StampedChange, ...] | None:
    """
    Changes as options and Python take them; none where one of them stands in a file alone.

    Args:
        changes: on a scenario, as its facts list them.
    """
    found: list[StampedChange] = []
    for one in changes:
        if one.kind in ("safeguard", "reading"):
            found.append(one.name)
        elif one.name == OWN_CHANGE and all(map(_is_stated, one.inputs)):
            found.append({row.name: row.after for row in one.inputs})
        else:
            return None
    return tuple(one for one in found if one)


def _of_shipped(made: Made) -> tuple[StampedChange, ...] | None:
    """The changes that make it of a scenario that comes along; none where none do."""
    return None if made.stamp.origin == "own" else put_on(made.changes)


def _is_stated(row: ChangedInput) -> bool:
    """Whether an input was there before, and one word says what stands there now."""
    return row.before is not None and written_content(row.after) is not None
