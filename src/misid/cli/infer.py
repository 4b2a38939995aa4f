"""`misid infer`: what disclosed counts say of a programme, and what they do not say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.completion import scenario_names
from misid.cli.options import (
    DEFAULT,
    Draws,
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    Seed,
    Set,
    With,
    busy,
    changes_of,
    refuse,
    written_as,
    written_in,
)
from misid.writers.kinds import INFERENCE, check_report
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from collections.abc import Callable

    from misid.inference.first import FirstAnswer
    from misid.inference.infer import Inferred
    from misid.words import Language

_WORLDS = 1000
CountsFile = Annotated[
    Path,
    typer.Argument(
        metavar="COUNTS", help="Disclosed counts, as `misid counts --write` writes them."
    ),
]
Prior = Annotated[
    str,
    typer.Option(
        "--scenario",
        help="The programme that they are of: a scenario's name or a YAML file.",
        autocompletion=scenario_names,
    ),
]

Out = Annotated[Path | None, typer.Option(help="Folder for the report and its numbers.")]
ToScenario = Annotated[
    Path | None,
    typer.Option(
        help="File for a scenario given the counts: the ranges that moved, and how they go "
        "together."
    ),
]


def infer(
    counts: CountsFile,
    *,
    scenario: Prior = DEFAULT,
    changes: With = None,
    stated: Set = None,
    draws: Draws = _WORLDS,
    seed: Seed = 1,
    to_scenario: ToScenario = None,
    every: Annotated[bool, typer.Option("--all", help="Show every input.")] = False,
    language: LanguageCode = "en",
    out: Out = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    as_json: Json = False,
) -> None:
    """
    Say what disclosed counts tell of a programme's error rates, and how far each input moved.

    Example: misid infer counts.yaml --scenario live-watchlist
    """
    from misid.study.infer import infer as infer_counts
    from misid.study.infer import infer_telling

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, INFERENCE, counts)
    if as_json:
        refuse({"--all": every}, "is about the table, and none is printed", "--all without --json")
    put_on = changes_of(scenario, changes, stated)
    with busy("moving worlds to where the counts make them likely"):
        work = infer_counts if as_json else partial(infer_telling, _first_told(spoken))
        found = work(counts, scenario, put_on, draws=draws, seed=seed)
        facts = found.facts
    # What draws is loaded behind the first answer.
    from misid.cli.shown import show, write_out
    from misid.document.inference import inference_document

    if as_json:
        typer.echo(facts.model_dump_json(indent=2))
    else:
        show(wide_console(), inference_document(facts, spoken, every=every))
    if out is not None:
        from misid.writers.inference_files import write_inference

        write_out(write_inference, facts, out, (spoken, formats), quiet=as_json)
    if to_scenario is not None:
        _write_scenario(found, to_scenario, spoken, quiet=as_json)


def _first_told(language: Language) -> Callable[[FirstAnswer], None]:
    """Tells a first answer where errors go, since the whole one is what is printed."""

    def tell(found: FirstAnswer) -> None:
        from misid.words.inference import first
        from misid.words.sentence import plain

        typer.echo(plain(first(found, language)), err=True)

    return tell


def _write_scenario(found: Inferred, path: Path, language: Language, *, quiet: bool) -> None:
    from misid.files.write import write_new
    from misid.inference.given_counts import given_counts
    from misid.scenario.serialise import to_yaml
    from misid.words.inference import kept
    from misid.words.sentence import plain

    given = given_counts(found)
    write_new(path, to_yaml(given.scenario))
    written = language.say("scenario: {file}", file=str(path))
    for said in (written, *kept(given.kept, language)):
        typer.echo(plain(said), err=quiet)
