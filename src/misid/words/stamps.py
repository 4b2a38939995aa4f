"""What numbers were made from, in one line, and how they are made again."""

from __future__ import annotations

import shlex

from misid.results.schema import Stamp
from misid.words.language import ENGLISH, Language
from misid.words.numbers import counted
from misid.words.sentence import Sentence, Value, plain

_SHOWN = 12
SCENARIO_FILE = "scenario.yaml"
"""What the scenario of a run is called where its report is written."""


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
    changes = ", ".join(stamp.changes)
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


def made_again(stamp: Stamp, language: Language = ENGLISH) -> Sentence:
    """How the same numbers are made again, and what says that it was the same scenario."""
    facts = {
        "command": command(stamp),
        "scenario": stamp.scenario_digest,
        "evidence": stamp.evidence_digest,
    }
    if stamp.origin == "shipped":
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


def command(stamp: Stamp, verb: str = "run", *more: str) -> str:
    """
    The command line that makes the same numbers again.

    A scenario that does not come along in this form is read from the file beside its report, which
    holds its changes.

    Args:
        stamp: of the numbers.
        verb: which command.
        more: its own options.
    """
    shipped = stamp.origin == "shipped"
    return shlex.join(
        (
            "misid",
            verb,
            stamp.scenario if shipped else SCENARIO_FILE,
            *(f"--with={name}" for name in stamp.changes if shipped),
            *more,
            f"--draws={stamp.draws}",
            f"--seed={stamp.seed}",
        )
    )


def python_lines(stamp: Stamp, last: str = "results = study.results") -> tuple[str, ...]:
    """
    The lines of Python that make the same numbers again.

    Args:
        stamp: of the numbers.
        last: what is asked of the study.
    """
    shipped = stamp.origin == "shipped"
    scenario = stamp.scenario if shipped else SCENARIO_FILE
    changes = f", changes={list(stamp.changes)!r}" if shipped and stamp.changes else ""
    return (
        "import misid",
        f"study = misid.Study({scenario!r}{changes}, draws={stamp.draws}, seed={stamp.seed})",
        last,
    )
