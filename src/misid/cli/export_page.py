"""`misid export-page`: the page as files that anybody can put on a server, or open from a disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.status import Status

from misid.cli.numbers import whole
from misid.cli.options import DEFAULT, ScenarioName, busy

if TYPE_CHECKING:
    from misid.web.export import ExportPlan
    from misid.web.export_kept import KeptPages

Languages = Literal["en", "es", "both"]
Folder = Annotated[Path, typer.Argument(help="Folder for the files: new, or empty.")]
LanguageOption = Annotated[Languages, typer.Option(help="Language of the pages.")]
States = Annotated[
    list[str] | None,
    typer.Option(
        "--states",
        help="Which changes are exported: levers at stops of their ranges, safeguards, pairs of "
        "safeguards; repeatable, all unless said.",
    ),
]
DrawsOfPage = Annotated[
    int,
    typer.Option(
        "--draws",
        parser=whole("draws", "--draws 1024"),
        help="Possible worlds of every number.",
    ),
]


def export_page(
    folder: Folder,
    scenario: ScenarioName = DEFAULT,
    *,
    language: LanguageOption = "en",
    states: States = None,
    draws: DrawsOfPage = 1024,
) -> None:
    """
    Write the page into a folder: real runs of each exported change, to read without a server.

    Example: misid export-page copy --states safeguards
    """
    from misid.files.write import check_folder
    from misid.scenario import canonical_json, library, load_scenario
    from misid.web.export import ExportPlan, check_empty
    from misid.web.export_kept import kept_pages
    from misid.web.export_states import KINDS

    check_folder(folder)
    check_empty(folder)
    is_shipped = scenario in library.names()
    loaded = load_scenario(scenario)
    own = {} if is_shipped else {loaded.name: loaded}
    plan = ExportPlan(
        scenario=next(iter(own), scenario),
        own=own,
        languages=("en", "es") if language == "both" else (language,),
        kinds=tuple(states) if states else KINDS,
        worlds=draws,
    )
    with kept_pages(canonical_json(loaded), draws) as kept:
        files = _exported(plan, folder, kept)
    size = sum(path.stat().st_size for path in files)
    typer.echo(f"written: {folder / 'index.html'}, {len(files):,} files, {size / 1e6:,.1f} MB")


def _exported(plan: ExportPlan, folder: Path, kept: KeptPages) -> tuple[Path, ...]:
    """The files; whoever stops it is told how far it came."""
    from misid.web.export import export

    reached = 0, 0
    with busy("working out the programme") as sign:

        def progress(done: int, total: int) -> None:
            nonlocal reached
            reached = done, total
            if isinstance(sign, Status):
                sign.update(f"{done:,} of {total:,} pages")

        try:
            return export(plan, folder, progress, kept)
        except KeyboardInterrupt:
            _tell(*reached, is_kept=kept.is_kept)
            raise


def _tell(done: int, total: int, *, is_kept: bool) -> None:
    """What became of the pages that were done when somebody stopped it."""
    pages = f"{done:,} of {total:,} pages were done" if total else "no page was done"
    if total and is_kept:
        pages += ", and are kept: the same command goes on from there"
    typer.echo(pages, err=True)
