"""The report of a run: what was found, then how sure it is, then everything behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, Figure, Section, SourceBlock, Table, Unknown, as_facts
from misid.document.origins import with_origins
from misid.document.tables import inputs as input_tables
from misid.document.tables import run as tables
from misid.results.schema import CitationRow, Results, UncertaintyRow
from misid.results.variance_shares import least_share
from misid.scenario import inputs
from misid.scenario.serialise import as_data
from misid.words import numbers, other_worlds
from misid.words import run as said
from misid.words.cautions import cautions
from misid.words.code_elsewhere import beside_a_case
from misid.words.figure_labels import cautions as figure_cautions
from misid.words.language import ENGLISH, Language
from misid.words.origins import RUN
from misid.words.published import beside
from misid.words.scenario import about, in_words, quality, why
from misid.words.sentence import Number, Sentence, pieces
from misid.words.stamps import made_again, stamp_line

_MOST_UNKNOWNS = 8
# Published rates that are about groups stand beside the groups too.
_OF_GROUPS = ("share_of_wrong_person_references", "worst_to_best_group")
_TABLES: dict[str, Callable[[Results, Language], Table | None]] = {
    "headline": tables.headline,
    "one_code": tables.one_code,
    "groups": tables.groups,
    "years": tables.years,
    "operating_points": tables.operating_points,
    "calibration": tables.calibration,
    "retention": input_tables.retention,
    "changes": input_tables.changes,
}


def document_of_run(results: Results, language: Language = ENGLISH) -> Document:
    """
    The report of a run, made from its facts alone.

    Args:
        results: of the run, or as they were saved.
        language: in which it is written.
    """
    # What is said on a screen draws nothing, and need not wait for the pictures.
    from misid.document.figures import block
    from misid.figures import FIGURES

    # Where the limit is one on the headline, its dots are those of the headline.
    again = {"limit"} if results.decision.output == said.HEADLINE else set()
    figures = {
        name: None if name in again else block(entry.make(results, language))
        for name, entry in FIGURES.items()
    }
    return with_origins(_document(results, "run", figures, language), RUN)


def screen_of_run(results: Results, language: Language = ENGLISH) -> Document:
    """
    What is said first of a run, without figures.

    Args:
        results: of the run; what other thresholds would give may be left out.
        language: in which it is written.
    """
    return _document(results, "run_screen", {}, language)


def appendix(results: Results, language: Language = ENGLISH) -> Document:
    """
    Everything that the numbers of a run rest on: every input, every source.

    Args:
        results: of the run.
        language: in which it is written.
    """
    return _document(results, "run_appendix", {}, language)


def table_of_run(results: Results, name: str, language: Language = ENGLISH) -> Table | None:
    """One table of a run by its name; none where it would have no rows."""
    return _TABLES[name](results, language)


TABLES = tuple(_TABLES)
"""Names of the tables of a run."""


def _document(
    results: Results, name: str, figures: Mapping[str, Figure | None], language: Language
) -> Document:
    return numbered(
        Document(
            language=language.code,
            form="run",
            title=said.title(results, language),
            about=said.described(results, language),
            finding=said.finding(results, language),
            words=figure_cautions("", results, language),
            sections=_sections(results, name, figures, language),
            scenario=as_data(results.canonical),
            stamp=as_facts(results.stamp),
            stamp_line=stamp_line(results.stamp, language),
        )
    )


def _sections(
    results: Results, name: str, figures: Mapping[str, Figure | None], language: Language
) -> tuple[Section, ...]:
    return sections(form(name), material_of_run(results, figures, language))


def material_of_run(
    results: Results, figures: Mapping[str, Figure | None], language: Language
) -> Material:
    """
    What forms may name of a run.

    Args:
        results: of the run.
        figures: those that are drawn, by name.
        language: in which it is said.
    """
    return Material(
        language=language,
        sentences=_sentences(results, language)
        | {name: partial(_finding_of, figure) for name, figure in figures.items() if figure},
        tables={name: partial(make, results, language) for name, make in _TABLES.items()},
        figures={name: partial(figures.get, name) for name in figures},
        blocks={
            "unknown": lambda: tuple(_unknown(results, row, language) for row in _shown(results)),
            "inputs": lambda: input_tables.every_input(results, language),
            "sources": lambda: tuple(_source(row, language) for row in results.citations),
        },
        conditions={
            "changed": lambda: bool(results.changes),
            "one_tree": lambda: len(results.trees) < 2,
            "several_trees": lambda: len(results.trees) > 1,
            "limit_by_itself": lambda: "limit" in figures,
            "nothing_published": lambda: not results.operating_points,
        },
    )


def _finding_of(figure: Figure) -> tuple[Sentence, ...]:
    return (pieces(figure.finding),)


def _sentences(
    results: Results, language: Language
) -> dict[str, Callable[[], tuple[Sentence, ...]]]:
    """What a form may say, by name."""

    def of_groups() -> tuple[Sentence, ...]:
        return tuple(
            sentence
            for name, sentence in beside(results, language).items()
            if name.startswith(_OF_GROUPS)
        )

    return {
        "changed": lambda: said.changed(results, language),
        "in_short": lambda: said.in_short(results, language),
        "averaged": lambda: said.averaged(results, language),
        "asked": lambda: said.asked(results, language),
        "exact_outputs": lambda: other_worlds.of_outputs(results, language),
        "exact_years": lambda: other_worlds.of_years(results, language),
        "code": lambda: (said.code_said(results, language),),
        "beside_a_case": lambda: beside_a_case(results, language),
        "exceeded": lambda: (said.limit_said(results, language),),
        "limit_of": lambda: (said.limit_of(results, language),),
        "beside": lambda: tuple(beside(results, language).values()),
        "beside_groups": of_groups,
        "unknown": lambda: said.unknown(results, len(_shown(results)), language),
        "cautions": lambda: cautions(results.cautions, language),
        "made_again": lambda: (made_again(results, language),),
    }


def _shown(results: Results) -> list[UncertaintyRow]:
    """What nobody has said and decides the most of the range by itself."""
    least = least_share(results.stamp.draws)
    rows = (row for row in results.uncertainty.inputs if row.status == "unknown")
    return [row for row in rows if row.share >= least][:_MOST_UNKNOWNS]


def _unknown(results: Results, row: UncertaintyRow, language: Language) -> Unknown:
    one = next(one for one in inputs(results.canonical) if one.name == row.input)
    place = results.uncertainty.inputs.index(row)
    return Unknown(
        field=row.input,
        question=about(one, results.canonical, language),
        stands_in=in_words(one, results.canonical, language),
        why=why(one, language),
        share=Number(
            value=row.share,
            text=numbers.read(max(0.0, row.share), "share", language),
            fact=f"uncertainty.inputs.{place}.share",
        ),
    )


def _source(row: CitationRow, language: Language) -> SourceBlock:
    return SourceBlock(
        key=row.key,
        title=row.title,
        publisher=row.publisher,
        date=row.date,
        url=row.url,
        quality=quality(row, language),
    )
