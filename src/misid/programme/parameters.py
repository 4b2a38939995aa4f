"""A scenario's inputs in each world, in the form that the closed form takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logit

from misid.arrays import Flags, Floats, Integers
from misid.machine.memo import take
from misid.machine.threads import pool, side_by_side
from misid.matching import (
    TAILS,
    Calibration,
    CalibrationLuck,
    ComparisonLaw,
    Images,
    ImpostorField,
    MateLaw,
    ProbesAndRecords,
    ageing,
    calibrate_to,
    check_rates,
    lowest_threshold,
    published,
    solve_threshold,
    true_rates,
)
from misid.programme import tries
from misid.programme.expected.search import Retries, Review
from misid.programme.kin import Kin, Present, kin_of
from misid.programme.measured_matcher import (
    contrasts,
    design_field,
    design_probes,
    mates_as_measured,
    searched_field,
)
from misid.scenario import Worlds
from misid.scenario.together import RecordFlags, Together, gallery_records, together

_LOG_ODDS_CLIP = 1e-12
_SURELY = 1.0 - 1e-15
# A gallery without any record has no composition.
_FEWEST_FLAGGED = 1e-12
# The far tail of a drawn range of rates may pass 1.
_HIGHEST_FPIR = 0.9


@dataclass(frozen=True)
class People:
    """
    Who is stopped; shapes (worlds, groups), `home` (worlds, groups, sources), and their kin.

    `enrolled` and `sought` are as the gallery allows them: enrolled people are the gallery. `home`
    is the source in which an enrolled person has their record. `opt_out`: the share who opt out.
    """

    stopped: Floats
    enrolled: Floats
    sought: Floats
    citizens: Floats
    opt_out: Floats
    home: Floats
    kin: Kin

    def of_groups(self, at: list[int]) -> People:
        """The people of some of the groups."""
        parts = ("stopped", "enrolled", "sought", "citizens", "opt_out", "home")
        return replace(self, **{name: getattr(self, name)[:, at] for name in parts})


@dataclass(frozen=True)
class Searched:
    """
    Shares of records that a search compares with, by source, shape (worlds, sources).

    Of anybody's, of people who are not sought, of people who are. All are 1 unless `only_flagged`,
    shape (worlds,): then they are the shares that carry a flag.
    """

    only_flagged: Flags
    anybody: Floats
    not_sought: Floats
    sought: Floats


@dataclass(frozen=True)
class Records:
    """
    What records say, by source, shape (worlds, sources); `any_candidate` (worlds,).

    `accepted` is the probability that the reference rule accepts a stranger's record. Without
    `searched` every record is. `corrected_after`: years that a record says wrongly that somebody is
    sought, on average; `failing` (worlds,): share of the failures to find a person, but for
    unusable images, that lie in the record. The last two matter to the same people's next stops;
    without them nothing is corrected, and nothing but an unusable image lies in the record.
    """

    any_candidate: Flags
    accepted: Floats
    wrongly_flagged: Floats
    flag_missing: Floats
    searched: Searched | None = None
    corrected_after: Floats | None = None
    failing: Floats | None = None


@dataclass(frozen=True)
class CaptureCondition:
    """One capture condition: its share of the searches, its effect on strangers, its mates."""

    share: Floats
    capture_effect: Floats
    law: MateLaw
    residual: Floats


@dataclass(frozen=True)
class Terms:
    """
    Everything that the closed form needs, one entry a world along the first axis.

    Where `per_group`, each group has a threshold of its own, which follows from `threshold`;
    `margin` is how far below a candidate every other record must lie. Where `until_reference`,
    another photograph follows every answer without a reference, not only an empty list.
    `held`: where inputs had to be held together.
    """

    people: People
    records: Records
    conditions: tuple[CaptureCondition, ...]
    field: ImpostorField
    images: Images
    miss_odds: Floats
    variance: Floats
    threshold: Floats
    gallery: Floats
    design_gallery: Floats
    list_length: Integers
    tries: Integers
    retries: Retries
    review: Review
    false_rejection: Floats
    operational_failures: Floats
    per_group: Flags | None = None
    margin: Floats | None = None
    until_reference: Flags | None = None
    held: Together | None = None

    def of_groups(self, numbers: Sequence[int]) -> Terms:
        """The same for some of the groups; of what inputs were held together there is nothing."""
        at = list(numbers)
        return replace(
            self,
            people=self.people.of_groups(at),
            field=self.field.of_groups(at),
            miss_odds=self.miss_odds[:, at],
            review=replace(self.review, log_odds=self.review.log_odds[:, at]),
            held=None,
        )

    def several_count(self) -> Flags:
        """Whether the answer may rest on a candidate behind the first, shape (worlds,)."""
        lists = self.list_length > 1
        return lists if self.until_reference is None else lists | self.until_reference

    def mated(self) -> Floats:
        """Share of each group's stopped people whose own record is searched, (worlds, groups)."""
        if self.records.searched is None:
            return self.people.enrolled
        return np.asarray(self.people.enrolled * self._held(self.records.searched).sum(axis=2))

    def home(self) -> Floats:
        """Source of the own record of those whose record is searched, as `People.home`."""
        if self.records.searched is None:
            return self.people.home
        held = self._held(self.records.searched)
        total = held.sum(axis=2, keepdims=True)
        return np.asarray(np.divide(held, total, out=self.people.home.copy(), where=total > 0))

    def kin_present(self, thresholds: Floats) -> Present:
        """
        Probability that a record of kin is searched and stands at mate level.

        Args:
            thresholds: of each group, shape (worlds, groups).
        Returns: with one home for all where every record is searched.
        """
        searched, people = self.records.searched, self.people
        held = np.ones((len(thresholds), 1)) if searched is None else searched.anybody
        return people.kin.present(people.enrolled, held, thresholds)

    def _held(self, searched: Searched) -> Floats:
        """Enrolled people by home, those left out whose record is not searched."""
        sought, home = self.people.sought[..., None], self.people.home
        share = sought * searched.sought[:, None] + (1.0 - sought) * searched.not_sought[:, None]
        return np.asarray(home * share)


def terms(worlds: Worlds) -> Terms:
    """The terms of a scenario in each of its worlds."""
    composition, held, searched = _who(worlds)
    compared = _compared(composition, searched)
    gallery = _gallery(worlds, searched)
    design = _design_gallery(worlds, gallery)
    conditions, ageing_a_year = _fitted(worlds, design)
    contrast, one = contrasts(worlds), np.ones_like(gallery)
    grown = (gallery / design) ** (worlds.number("matcher.growth_exponent") - 1.0)
    strangers = worlds.recall("field", searched_field, (contrast, _worth(worlds, compared)))
    designed = _Design(
        test=worlds.recall("test field", design_field, (contrast, design)),
        tested=design_probes(contrast, len(design)),
        field=strangers.scaled(capture_effect=_mean_effect(conditions), records=design / gallery),
        stopped=composition.probes,
        variance=worlds.number("matcher.look_alike_variance"),
    )
    return Terms(
        people=_people(worlds, composition, held),
        records=_records(worlds, searched, held.flags),
        conditions=conditions,
        field=strangers.scaled(capture_effect=one, records=grown),
        images=_images(worlds, ageing_a_year),
        miss_odds=worlds.per_group("matcher.miss_odds"),
        variance=worlds.number("matcher.look_alike_variance"),
        threshold=_threshold(worlds, designed),
        gallery=gallery,
        design_gallery=design,
        list_length=tries.list_length(worlds),
        tries=worlds.options("threshold.tries").astype(np.int64),
        retries=tries.retries(worlds),
        review=_review(worlds),
        false_rejection=_false_rejection(worlds),
        operational_failures=worlds.number("stops.operational_failures"),
        per_group=worlds.settled("threshold.per_group").astype(np.bool_),
        margin=worlds.number("answer.margin"),
        until_reference=tries.until_reference(worlds),
        held=held,
    )


def _gallery(worlds: Worlds, searched: Searched | None) -> Floats:
    """
    Records that a search compares with, shape (worlds,).

    Not added up over groups and sources where all are: their shares are a whole but for rounding,
    by which every world would differ where a composition does.
    """
    every = worlds.number("gallery.records")
    if searched is None:
        return every
    sources = tuple(source.name for source in worlds.scenario.gallery.sources)
    share = (worlds.shares("gallery.composition", sources) * searched.anybody).sum(axis=1)
    return np.where(searched.only_flagged, every * share, every)


def _design_gallery(worlds: Worlds, gallery: Floats) -> Floats:
    moves = worlds.options("threshold.moves_with_gallery")
    return np.where(moves, gallery, worlds.number("threshold.design_gallery"))


def _who(worlds: Worlds) -> tuple[ProbesAndRecords, Together, Searched | None]:
    """Groups of the stops and of the records, who of them is enrolled, and what is searched."""
    groups = worlds.scenario.groups
    composition = ProbesAndRecords(
        cells=tuple((group.region, group.sex) for group in groups),
        probes=worlds.shares("stops.composition", worlds.scenario.group_names),
        records=gallery_records(worlds),
    )
    held = together(worlds, composition.records, composition.probes)
    return composition, held, _searched(worlds, held.flags)


def _searched(worlds: Worlds, flags: RecordFlags) -> Searched | None:
    only_flagged = np.asarray(worlds.settled("gallery.searched") == "flagged_records")
    if not only_flagged.any():
        return None

    def share(flagged: Floats) -> Floats:
        return np.where(only_flagged[:, None], flagged, 1.0)

    return Searched(
        only_flagged=only_flagged,
        anybody=share(np.maximum(flags.flagged, _FEWEST_FLAGGED)),
        not_sought=share(flags.wrongly),
        sought=share(1.0 - flags.missing),
    )


def _compared(composition: ProbesAndRecords, searched: Searched | None) -> ProbesAndRecords:
    """The records that a search compares with."""
    if searched is None:
        return composition
    return replace(composition, records=composition.records * searched.anybody[..., None])


def _worth(worlds: Worlds, compared: ProbesAndRecords) -> ProbesAndRecords:
    """The records by the number of independent comparisons with strangers that they are worth."""
    images = worlds.per_source("records_per_person")
    alike = images ** -worlds.number("gallery.image_dependence")[:, None]
    return replace(compared, records=compared.records * alike[..., None])


def _people(worlds: Worlds, composition: ProbesAndRecords, held: Together) -> People:
    people = composition.records / worlds.per_source("records_per_person")[..., None]
    opt_out = worlds.per_group("stops.share_may_opt_out")
    total = people.sum(axis=1)
    even = np.full_like(people, 1.0 / people.shape[1])
    home = np.divide(people, total[:, None], out=even, where=total[:, None] > 0)
    return People(
        stopped=composition.probes,
        enrolled=held.enrolled,
        sought=held.sought,
        citizens=worlds.per_group("stops.share_citizens"),
        opt_out=opt_out * worlds.number("stops.opt_out_taken")[:, None],
        home=np.swapaxes(home, 1, 2),
        kin=kin_of(worlds),
    )


def _records(worlds: Worlds, searched: Searched | None, flags: RecordFlags) -> Records:
    anybody = tries.any_candidate(worlds)
    every = anybody if searched is None else anybody | searched.only_flagged
    return Records(
        any_candidate=anybody,
        accepted=np.where(every[:, None], 1.0, flags.flagged),
        searched=searched,
        wrongly_flagged=flags.wrongly,
        flag_missing=flags.missing,
        corrected_after=worlds.per_source("flag_corrected_after"),
        failing=worlds.number("gallery.failures_of_records"),
    )


def _comparisons(worlds: Worlds, design: Floats, effect: Floats) -> ComparisonLaw:
    return ComparisonLaw(
        variance=worlds.number("matcher.look_alike_variance"),
        growth_exponent=worlds.number("matcher.growth_exponent"),
        growth_from=design,
        capture_effect=effect,
    )


def _fitted(worlds: Worlds, design: Floats) -> tuple[tuple[CaptureCondition, ...], Floats]:
    """Every capture condition, and the ageing of images; each is worked out beside the others."""
    names = tuple(condition.name for condition in worlds.scenario.capture.conditions)
    shares = worlds.shares("capture.composition", names)

    def condition(index: int) -> CaptureCondition:
        name = names[index]
        effect = worlds.number(f"capture.conditions.{name}.impostor_effect")
        if name == "measured":
            law = mates_as_measured(worlds, _tail(worlds))
            return CaptureCondition(shares[:, index], effect, law, np.full(len(effect), np.nan))
        compared = _comparisons(worlds, design, effect)
        fitted = _calibration(worlds, name, compared, use="search")
        return CaptureCondition(shares[:, index], effect, fitted.law, fitted.residual)

    ageing_a_year = pool().submit(_ageing_a_year, worlds, design)
    conditions = tuple(side_by_side(condition, range(len(names))))
    return conditions, ageing_a_year.result()


def _calibration(
    worlds: Worlds, name: published.StudiedCondition, comparisons: ComparisonLaw, *, use: str
) -> Calibration:
    unpublished = worlds.luck(f"calibration.{name}.unpublished")
    points = published.possible_points(name, worlds.algorithm(), unpublished)
    faces = f"capture.conditions.{name}.several_faces"
    if use == "search" and f"{faces}.share" in worlds.by_name:
        points = points.of_the_matcher(
            *(worlds.number(f"{faces}.{x}") for x in ("share", "missed"))
        )
    luck = CalibrationLuck(
        rank_one=worlds.luck(f"calibration.{name}.rank_one"),
        small=worlds.luck(f"calibration.{name}.small"),
        large=worlds.luck(f"calibration.{name}.large"),
        mated_searches=worlds.number("matcher.mated_searches"),
    )
    rates = worlds.recall(f"rates {name} {use}", lambda some: true_rates(*some), (points, luck))
    what, given = f"calibration {name} {use}", (rates, _tail(worlds), comparisons)
    return worlds.recall(what, lambda some: calibrate_to(*some), given)


def _tail(worlds: Worlds) -> Integers:
    """The law of mate scores that holds, as an index into `TAILS`."""
    codes = np.array([TAILS.index(name) for name in worlds.scenario.matcher.mate_tail.options])
    return np.asarray(codes[worlds.option("matcher.mate_tail")])


def _images(worlds: Worlds, ageing_a_year: Floats) -> Images:
    return Images(
        older_by=worlds.per_source("image_age") * ageing_a_year[:, None],
        records=worlds.per_source("records_per_person"),
        unusable=worlds.per_source("unusable_images"),
        dependence=worlds.number("gallery.image_dependence"),
    )


def _ageing_a_year(worlds: Worlds, design: Floats) -> Floats:
    """How far mates move down the axis for each year that the image is old."""
    comparisons = _comparisons(worlds, design, np.ones_like(design))
    mugshot = _calibration(worlds, "mugshot", comparisons, use="ageing").law
    rows = worlds.algorithm()
    known = published.aged_misses()[rows]
    small = published.published_points("mugshot").small[rows]
    growth = np.quantile(published.growth_of_aged_misses(), worlds.luck("calibration.ageing"))
    moved = ageing(mugshot, np.where(np.isnan(known), small * growth, known), comparisons)
    return moved / worlds.number("matcher.ageing_years")


@dataclass(frozen=True)
class _Design:
    """The designer's gallery, as a test (every group alike) and as found in the field."""

    test: ImpostorField
    tested: Floats
    field: ImpostorField
    stopped: Floats
    variance: Floats


def _mean_effect(conditions: tuple[CaptureCondition, ...]) -> Floats:
    return np.asarray(sum(one.share * one.capture_effect for one in conditions))


def _threshold(worlds: Worlds, design: _Design) -> Floats:
    rate, policy = worlds.number("threshold.rate"), worlds.scenario.threshold.policy
    if policy != "fpir":
        stated = rate if policy == "rarity" else -np.log10(rate)
        if worlds.is_sample:
            check_rates(design.field, stated)
        return np.maximum(stated, lowest_threshold(design.field))
    on_field = np.asarray(worlds.options("threshold.design_population") == "field")
    aim = _DesignAim(design, np.minimum(rate, _HIGHEST_FPIR), on_field)
    at = worlds.recall("threshold", _DesignAim.solved, aim)
    if worlds.is_sample:
        for rows, field, _ in aim.populations():
            check_rates(field, at[rows])
    return at


@dataclass(frozen=True)
class _DesignAim:
    """The rate that the designer aims at, and on whom: the field, or a test of equal groups."""

    design: _Design
    rate: Floats
    on_field: Flags

    def populations(self) -> Iterator[tuple[Integers, ImpostorField, Floats]]:
        """Worlds by their design population, its field, and the shares of its searches."""
        for chosen, field, probes in (
            (~self.on_field, self.design.test, self.design.tested),
            (self.on_field, self.design.field, self.design.stopped),
        ):
            rows = np.flatnonzero(chosen)
            if len(rows):
                yield rows, take(field, rows), probes[rows]

    def solved(self) -> Floats:
        """The threshold on the rarity axis in each world."""
        at = np.empty_like(self.rate)
        variance = self.design.variance
        for rows, field, probes in self.populations():
            at[rows] = solve_threshold(field, probes, self.rate[rows], variance[rows])
        return at


def _review(worlds: Worlds) -> Review:
    accepted = np.clip(worlds.number("review.false_acceptance"), _LOG_ODDS_CLIP, 1 - _LOG_ODDS_CLIP)
    return Review(
        share=worlds.number("review.share_reviewed"),
        log_odds=logit(accepted)[:, None] + worlds.per_group("review.group_effect"),
        slope=worlds.number("review.slope"),
        studied_at=worlds.number("review.studied_at"),
        independent=_independent_reviewers(worlds),
    )


def _independent_reviewers(worlds: Worlds) -> Floats:
    """The number of independent people that the reviewers are worth, `n^(1 - agreement)`."""
    people = worlds.settled("review.reviewers").astype(float)
    if np.all(people == 1.0):
        return people
    return np.asarray(people ** (1.0 - worlds.number("review.agreement")))


def _false_rejection(worlds: Worlds) -> Floats:
    """How often any of the reviewers rejects a right record."""
    one, people = worlds.number("review.false_rejection"), _independent_reviewers(worlds)
    by_any = -np.expm1(people * np.log1p(-np.minimum(one, _SURELY)))
    return np.where(people == 1.0, one, by_any)
