"""A scenario in its possible worlds: worked out when it is first asked, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from misid.machine.memo import WorldMemo
from misid.programme.expected.outcome_table import Progress
from misid.results.provenance import provenance
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED, HEADLINE, Run, checked_draws, run_of
from misid.scenario import Scenario, library, load_scenario
from misid.study import asked, shown
from misid.study.changes import Changes, loaded, merged
from misid.words import language as language_of

if TYPE_CHECKING:
    import datetime

    import polars as pl

    from misid.assessment.schema import Assessment
    from misid.document.model import Document, Table
    from misid.figures import Picture
    from misid.results.schema import Results
    from misid.simulation.encounter_schema import Encounter, EncounterGrid
    from misid.study.asked import Known
    from misid.study.encounters import EncounterDoor
    from misid.uncertainty.code_schema import CodeCase
    from misid.uncertainty.ledger_schema import Ledger, Order
    from misid.uncertainty.schema import Claim, Comparison, Requirements


class Study:
    """
    A scenario that is worked out once and asked often; nothing in it changes.

    Another input makes another study, by `change`, which works out only what the change touches.

    Args:
        scenario: a scenario, the name of one that comes along, or a path.
        changes: put on it first, as `change` takes them.
        draws: possible worlds.
        seed: which worlds; the same seed gives the same numbers.
        progress: told how many worlds are done, each time some are.
    Raises: MeaningError: draws or seed out of range, or a scenario that cannot be meant.
    Example:
        >>> study = Study("task-force-module", draws=64)
        >>> study.results.headline[0].name
        'wrong_person_references'
        >>> half = study.change({"review.share_reviewed": 0.5})
        >>> half.compare("delete-non-matches").before.stamp == half.results.stamp
        True
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        changes: Changes = (),
        *,
        draws: int = DEFAULT_DRAWS,
        seed: int = DEFAULT_SEED,
        progress: Progress | None = None,
    ) -> None:
        self.baseline = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        self.changes = loaded(changes)
        self._made, self._luck = provenance(self.baseline, self.changes), checked_draws(draws, seed)
        self._progress = progress
        self._memory = WorldMemo()

    @cached_property
    def run(self) -> Run:
        """The worlds behind the results: every input and every output in each."""
        return run_of(
            self._made,
            self._luck,
            progress=self._progress,
            recall=self._memory,
        )

    @property
    def scenario(self) -> Scenario:
        """The scenario as it is worked out, its changes on it."""
        return self._made.scenario

    @property
    def draws(self) -> int:
        """How many possible worlds."""
        return self._luck.size

    @property
    def seed(self) -> int:
        """Which worlds."""
        return self._luck.seed

    @property
    def results(self) -> Results:
        """Every fact of the run."""
        return self.run.results

    @property
    def glance(self) -> Results:
        """The same without what other thresholds would give, which takes longer than the rest."""
        return self.run.glance

    def change(self, changes: Changes) -> Study:
        """
        Another study, with these changes beside those that are on this one.

        Args:
            changes: the name of a safeguard or a reading, a path, inputs by name, or several of
                these; of an input that is given by name again, the last content holds.
        Raises: MeaningError: an input that does not exist, two changes of one input, or a result
            that cannot be meant. FormatError: a file that is no change.
        Example:
            >>> study = Study("task-force-module", draws=64)
            >>> study.change({"review.share_reviewed": 0.5}).results.stamp.changes
            ('own-change',)
        """
        other = Study(
            self.baseline,
            merged((*self.changes, *loaded(changes))),
            draws=self.draws,
            seed=self.seed,
            progress=self._progress,
        )
        _ = self.run
        other._luck, other._memory = self._luck, self._memory
        return other

    def compare(self, other: Study | Scenario | Changes) -> Comparison:
        """
        What is different in another study, in the same worlds where both are of one programme.

        Args:
            other: a study, a scenario or the name of one, or changes to this one.
        Raises: MeaningError: as `change`, or a study of other worlds.
        """
        from misid.uncertainty.compare import compare

        return compare(self.run, self._other(other).run)

    def unknowns(
        self, output: str = HEADLINE, *, by: Order = "either", points: int | None = None
    ) -> Ledger:
        """
        Every open question, and what its answer would change, most telling first.

        Args:
            output: whose range is explained.
            by: the measure that orders the questions.
            points: base points of each sensitivity design, a power of two; left out, 32.
        Raises: MeaningError: an output or a measure that does not exist, or other points.
        """
        from misid.uncertainty.ledger import ledger
        from misid.uncertainty.sensitivity import POINTS

        named, designs = asked.known_output(output), points or POINTS
        return ledger(self.run, named, by=by, points=designs, progress=self._progress)

    def require(self, output: str, limit: float) -> Requirements:
        """
        Where each lever would have to stand for a limit to be met with 95 % probability.

        Args:
            output: what is limited.
            limit: the most it may be, in its unit.
        Raises: MeaningError: an output that does not exist or is the better the larger it is, or a
            limit that it cannot have.
        """
        from misid.uncertainty.require import require

        return require(self.run, asked.known_output(output), limit)

    def claim(
        self,
        *,
        accuracy: float | None = None,
        false_positive_rate: float | None = None,
        at_gallery: float | None = None,
        false_per_true: float | None = None,
        definitive: bool = False,
    ) -> Claim:
        """
        What a stated claim would mean here, and what must be true for it; one at a time.

        Args:
            accuracy: it is so accurate, a share.
            false_positive_rate: a share.
            at_gallery: records that the rate was measured on.
            false_per_true: false matches for each true one.
            definitive: a match is definitive.
        Raises: MeaningError: no claim, several, or a number that cannot be stated.
        """
        stated = {
            "accuracy": accuracy,
            "false_positive_rate": false_positive_rate,
            "false_per_true": false_per_true,
            "definitive": 1.0 if definitive else None,
        }
        return asked.claim(self.run, stated, at_gallery)

    def one_code(
        self,
        *,
        asks: bool = True,
        **known: Unpack[Known],
    ) -> CodeCase:
        """
        What one reference code can mean, and which facts to ask for; None: not known.

        Args:
            asks: whether to work out what each answer would change, which takes longer.
            known: of the case. `rule`: any_candidate or flagged_record; `candidates`: most that a
                search returns; `group` and `condition` of the photograph by name; `review`: none,
                upheld or withdrawn; `another` search of the person gave: same, different or none.
        Raises: MeaningError: a fact that the scenario does not know, or rules out.
        Example:
            >>> found = Study("airport-exit", draws=64).one_code(review="upheld", asks=False)
            >>> found.rows[0].meaning
            'right_person'
        """
        from misid.uncertainty.code import code

        return code(self.run, asked.given(**known), with_asks=asks, progress=self._progress)

    def assess(
        self,
        forms: Sequence[str | Path] = (),
        answers: str | Path | None = None,
        on: datetime.date | None = None,
    ) -> Assessment:
        """
        What questionnaires ask, what is answered, and what contradicts itself.

        Args:
            forms: names of questionnaires that come along, or YAML files; none given, all of them.
            answers: a YAML file of answers; left out, what comes along for this scenario.
            on: the day that it is about; left out, that of the answers.
        Raises: FormatError, MeaningError: a questionnaire or answers that cannot be meant.
        Example:
            >>> found = Study("task-force-module", draws=64).assess(["bridges"])
            >>> found.states[0].item, found.states[0].state
            ('who-is-searched', 'unknown')
        """
        return asked.assessment(self.results, forms, answers, on)

    def encounters(
        self, start: int = 0, *, count: int = 100, seed: int = DEFAULT_SEED, answer: str = ""
    ) -> EncounterGrid:
        """
        Encounters of made-up people in a row, as they are drawn: stops of the scenario's own years.

        The same arguments give the same encounters in one version.

        Args:
            start: number of the first, from 0.
            count: how many.
            seed: which people.
            answer: to what nobody has said and decides, as the scenario writes it; left out, the
                one that stands in the middle of its options.
        Raises: MeaningError: an argument out of range, an answer that is not possible, or a
            programme whose people are not drawn.
        """
        return self._encounters.many(start, count, seed, answer)

    def encounter(
        self, number: int = 0, *, seed: int = DEFAULT_SEED, answer: str = ""
    ) -> Encounter:
        """
        One encounter from stop to record, what else could have happened, and the same person again.

        Args:
            number: of the encounter, from 0.
            seed: as `encounters`.
            answer: as `encounters`.
        Raises: MeaningError: as `encounters`.
        """
        return self._encounters.one(number, seed, answer)

    def find_encounter(
        self, outcome: str, *, start: int = 0, seed: int = DEFAULT_SEED, answer: str = ""
    ) -> Encounter | None:
        """
        The first encounter that ends in some way; it says how many had to be drawn.

        Args:
            outcome: wrong_person, wrong_person_upheld, sought_found, sought_missed, withdrawn or
                do_not_detain.
            start: number of the first that is drawn.
            seed: as `encounters`.
            answer: as `encounters`.
        Returns: None where none is among two million.
        Raises: MeaningError: another outcome; or as `encounters`.
        """
        return self._encounters.find(outcome, start, (seed, answer), self._progress)

    @cached_property
    def _encounters(self) -> EncounterDoor:
        from misid.study.encounters import EncounterDoor

        return EncounterDoor(self._made, self.baseline, lambda: self.run)

    def figure(self, name: str, language: str = "en") -> Picture:
        """
        A figure by its name.

        Args:
            name: of the figure.
            language: in which it speaks.
        Raises: MeaningError: there is none; the error lists all names.
        """
        from misid.figures.catalogue import OF_OTHER_THRESHOLDS, check_name, make

        check_name(name)
        facts = self.results if name in OF_OTHER_THRESHOLDS else self.glance
        return make(name, facts, language_of(language))

    def document(self, form: str = "run", language: str = "en") -> Document:
        """
        A document for readers: sections of sentences, tables and figures.

        Args:
            form: which document: run, the report; screen, what a screen shows of it; appendix,
                every input and source; unknowns, every open question, ranked.
            language: in which it speaks.
        Raises: MeaningError: a form or a language that does not exist.
        """
        from misid.document.of_facts import document_of_facts

        spoken, named = language_of(language), asked.known_form(form)
        if named == "unknowns":
            return document_of_facts(self.unknowns(), spoken)
        facts = self.glance if named == "screen" else self.results
        return document_of_facts(facts, spoken, named)

    def brief(self, language: str = "en") -> Document:
        """
        One side of a sheet: a sentence, pictures, questions, three safeguards, cautions.

        Args:
            language: in which it speaks.
        Raises: MeaningError: a language that does not exist.
        """
        from misid.study.brief import brief

        return brief(self, language_of(language))

    def few(self, draws: int) -> Study:
        """
        The same study in another number of worlds.

        Args:
            draws: how many.
        Raises: MeaningError: out of range.
        """
        return Study(self.baseline, self.changes, draws=draws, seed=self.seed)

    def table(self, name: str, language: str = "en") -> Table:
        """
        A table of the report by its name.

        Args:
            name: of the table.
            language: in which it speaks.
        Raises: MeaningError: there is none; the error lists all names.
        """
        return asked.table(self.run, name, language)

    def to_frame(self) -> pl.DataFrame:
        """One row a world: every input, then every output."""
        from misid.study.frames import worlds

        return worlds(self.run)

    def groups_frame(self) -> pl.DataFrame:
        """One row a world and group: the rates of the group in that world."""
        from misid.study.frames import groups

        return groups(self.run)

    def write(
        self, folder: str | Path, language: str = "en", *, format: str = "html", paper: str = "a4"
    ) -> tuple[Path, ...]:
        """
        Write the report and every number behind it into a folder.

        Args:
            folder: made where it is missing.
            language: of the report.
            format: formats of the report, apart by commas: html, which always is among them, pdf,
                docx, md.
            paper: of a PDF, a4 or letter.
        Returns: the files, the report first.
        Raises: OutputError: the folder cannot be written, or holds another report. MeaningError:
            a language, a format or a paper that does not exist.
        """
        from misid.writers.folder import write_run
        from misid.writers.formats import formats

        return write_run(self.run, folder, language_of(language), formats(format, paper))

    def _other(self, other: Study | Scenario | Changes) -> Study:
        if isinstance(other, Study):
            return other
        is_name = isinstance(other, str) and other in library.names()
        if isinstance(other, Scenario) or is_name:
            return Study(other, draws=self.draws, seed=self.seed)  # type: ignore[arg-type]
        return self.change(other)

    def __repr__(self) -> str:
        return shown.lines(self.glance) or ""

    def _repr_html_(self) -> str:
        return shown.page(self.glance) or ""
