"""Sobol' indices against closed forms and SALib, value of answers against nested simulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from scipy.special import ndtri, stdtrit

from misid.uncertainty.sobol import ColumnsOfInput, Indices, VectorModel, indices, ties
from misid.uncertainty.sobol_points import BITS, scrambled
from misid.uncertainty.value_of_information import (
    Worth,
    expected_value_of_perfect_information,
    narrowing,
    right_verdict_by_perfect_information,
    value_of_answer,
    value_of_right_verdict,
    verdicts,
    worth,
)

Floats = NDArray[np.float64]

SINGLES = {"x1": [0], "x2": [1], "x3": [2]}
G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def ishigami(u: Floats) -> Floats:
    """Ishigami's function (a 7, b 0.1) of uniform numbers."""
    x = np.pi * (2.0 * u - 1.0)
    first, second, third = np.sin(x[:, 0]), np.sin(x[:, 1]), x[:, 2]
    return np.asarray(first + 7.0 * second**2 + 0.1 * third**4 * first)


def ishigami_variances() -> tuple[float, float, float]:
    """Variance by the first input, by the second, and by the first and third together."""
    first = 0.5 * (1.0 + 0.1 * np.pi**4 / 5.0) ** 2
    return first, 7.0**2 / 8.0, 8.0 * 0.1**2 * np.pi**8 / 225.0


def across(u: Floats) -> Floats:
    """Ishigami's function of points in columns, as scipy gives them."""
    return ishigami(u.T)


def g_function(u: Floats) -> Floats:
    """Sobol's product of five factors, each less important than the one before."""
    return np.asarray(np.prod((np.abs(4.0 * u - 2.0) + G_WEIGHTS) / (1.0 + G_WEIGHTS), axis=1))


def one_by_one(columns: int) -> dict[str, list[int]]:
    """Each column as a group of its own."""
    return {f"x{column}": [column] for column in range(columns)}


def found(
    model: VectorModel, groups: ColumnsOfInput, columns: int, base_points: int = 512, seed: int = 1
) -> Indices:
    """Indices on eight replicates."""
    return indices(model, groups, columns=columns, base_points=base_points, replicates=8, seed=seed)


def assert_within_errors(expected: Floats, mean: Floats, error: Floats) -> None:
    """Within the interval that holds 99.9 % of means of eight replicates."""
    np.testing.assert_array_less(np.abs(mean - expected), stdtrit(7, 0.9995) * error + 1e-4)


def test_ishigami_indices_are_the_closed_form() -> None:
    """Total and first-order indices of Ishigami's function lie within their errors."""
    first, second, both = ishigami_variances()
    everything = first + second + both
    result = found(ishigami, SINGLES, 3)
    total = np.array([first + both, second, both]) / everything
    alone = np.array([first, second, 0.0]) / everything
    assert_within_errors(total, result.total, result.total_error)
    assert_within_errors(alone, result.first, result.first_error)
    assert np.all(result.total_error < 0.02)


def test_g_function_indices_are_the_closed_form() -> None:
    """Total and first-order indices of Sobol's g-function lie within their errors."""
    parts = 1.0 / (3.0 * (1.0 + G_WEIGHTS) ** 2)
    everything = np.prod(1.0 + parts) - 1.0
    total = parts * np.prod(1.0 + parts) / (1.0 + parts) / everything
    result = found(g_function, one_by_one(5), 5)
    assert_within_errors(total, result.total, result.total_error)
    assert_within_errors(parts / everything, result.first, result.first_error)


def test_total_indices_are_those_of_salib() -> None:
    """
    Equal to SALib on the same outputs: means of four replicates of 64 points, and their errors.

    SALib 1.6.0, `sobol.analyze` on each replicate's f(A), f(A_B), f(B), 2026-11-24.
    """
    result = indices(ishigami, SINGLES, columns=3, base_points=64, replicates=4, seed=1)
    total = [0.6069762014559188, 0.4515186502978008, 0.2273189636823926]
    error = [0.06265022422335606, 0.02783575913177662, 0.01482958886991265]
    np.testing.assert_allclose(result.total, total, rtol=1e-9)
    np.testing.assert_allclose(result.total_error, error, rtol=1e-9)


def test_indices_agree_with_scipys_own_design() -> None:
    """Scipy's indices of single inputs, on its own points, lie within our errors and its own."""
    uniform = [stats.uniform()] * 3
    # The stubs ask for a `ppf` that no frozen distribution has.
    theirs = stats.sobol_indices(func=across, n=4096, dists=uniform, rng=1)  # type: ignore[arg-type]
    ours = found(ishigami, SINGLES, 3)
    np.testing.assert_allclose(ours.total, theirs.total_order, atol=0.03)
    np.testing.assert_allclose(ours.first, theirs.first_order, atol=0.03)


def test_input_without_effect_has_no_index() -> None:
    """Swapping a column that the model does not read changes no output at all."""
    result = found(ishigami, SINGLES | {"none": [3]}, 4, base_points=64)
    assert (result.total[3], result.total_error[3], result.first[3]) == (0.0, 0.0, 0.0)


def test_group_of_all_columns_has_index_one() -> None:
    """What decides everything decides all of the variance, alone and with others."""
    result = found(ishigami, {"all": [0, 1, 2], "none": [3]}, 4)
    assert_within_errors(np.ones(1), result.total[:1], result.total_error[:1])
    assert_within_errors(np.ones(1), result.first[:1], result.first_error[:1])


def test_group_has_the_index_of_its_columns_together() -> None:
    """The first and third input together leave what the second alone decides."""
    first, second, both = ishigami_variances()
    result = found(ishigami, {"pair": [0, 2], "two": [1]}, 3)
    expected = np.array([first + both, second]) / (first + second + both)
    assert_within_errors(expected, result.total, result.total_error)
    assert_within_errors(expected, result.first, result.first_error)


def test_order_of_groups_changes_no_number() -> None:
    """Groups given in another order get the same indices, to the last digit."""
    names = ["x3", "x1", "x2"]
    one = found(ishigami, SINGLES, 3, 64)
    other = found(ishigami, {name: SINGLES[name] for name in names}, 3, 64)
    place = [one.names.index(name) for name in names]
    assert other.names == tuple(names)
    np.testing.assert_array_equal(one.total[place], other.total)
    np.testing.assert_array_equal(one.first_error[place], other.first_error)
    np.testing.assert_array_equal(ties(one)[place], ties(other))


def test_same_seed_gives_same_indices() -> None:
    """The seed decides the designs, and nothing else does."""
    one, same, other = (found(ishigami, SINGLES, 3, 64, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.total, same.total)
    assert not np.array_equal(one.total, other.total)


def test_replicate_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of a hundred 90 % intervals of each index, between 80 and 97 hold the closed form."""

    def model(u: Floats) -> Floats:
        return np.asarray(u[:, 0] + 2.0 * u[:, 1] * u[:, 2])

    parts = np.array([1.0 / 12.0, 1.0 / 12.0, 1.0 / 12.0, 4.0 / 144.0])
    total = np.array([parts[0], parts[1] + parts[3], parts[2] + parts[3]]) / parts.sum()
    inside = np.zeros(3)
    for seed in range(100):
        low, high = found(model, SINGLES, 3, 64, seed).total_interval.T
        inside += (low <= total) & (total <= high)
    assert np.all(inside >= 80)
    assert np.all(inside <= 97)


def recorded(model: VectorModel, outputs: list[Floats]) -> VectorModel:
    """The same model, which also keeps what it gave."""

    def keeping(points: Floats) -> Floats:
        outputs.append(model(points))
        return outputs[-1]

    return keeping


def test_points_without_output_are_left_out() -> None:
    """Indices are those of the points with an output, by the formulas (arithmetic in sight)."""

    def model(u: Floats) -> Floats:
        return np.where(u[:, 0] * u[:, 1] < 0.1, np.nan, u[:, 0] ** 2 + u[:, 1])

    outputs: list[Floats] = []
    groups = {"a": [0], "b": [1]}
    result = indices(
        recorded(model, outputs), groups, columns=2, base_points=32, replicates=2, seed=5
    )
    total, left_out = [], 0
    for blocks in np.concatenate(outputs).reshape(4, 2, 32).swapaxes(0, 1):
        known = np.isfinite(blocks).all(axis=0)
        first, second, *swapped = blocks[:, known]
        variance = np.concatenate([first, second]).var()
        total.append([((first - one) ** 2).mean() / 2.0 / variance for one in swapped])
        left_out += int((~known).sum())
    assert result.left_out == left_out > 0
    np.testing.assert_allclose(result.total, np.mean(total, axis=0), rtol=1e-12)


def test_constant_output_has_indices_zero() -> None:
    """Nothing varies, or by rounding only: no input causes anything, and that is certain."""
    models: list[VectorModel] = [lambda u: np.full(len(u), 0.3), lambda u: 0.3 + 1e-15 * u[:, 0]]
    for model in models:
        result = found(model, {"a": [0]}, 1, 16)
        assert (result.total[0], result.total_error[0]) == (0.0, 0.0)
        assert (result.first[0], result.first_error[0]) == (0.0, 0.0)


def test_no_output_at_all_has_no_indices() -> None:
    """A share of nothing has no value."""
    result = found(lambda u: np.full(len(u), np.nan), {"a": [0], "b": [1]}, 2, 16)
    assert np.isnan(result.total).all()
    assert result.left_out == 8 * 16
    assert ties(result).tolist() == [1, 1]


@pytest.mark.parametrize(("dimensions", "size"), [(1, 1), (2, 8), (280, 32), (4097, 2)])
def test_points_are_those_of_scipy(dimensions: int, size: int) -> None:
    """Scrambled points are scipy's to the last bit, also of more dimensions than are at hand."""
    key = np.random.SeedSequence(7).spawn(2)[1]
    ours = scrambled(dimensions, size, key)
    rng = np.random.default_rng(key)
    theirs = stats.qmc.Sobol(dimensions, scramble=True, bits=BITS, rng=rng).random(size)
    np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(ours, scrambled(dimensions, size, key))


def test_shares_of_variance_are_those_of_scipy() -> None:
    """Indices are those that scipy makes of the same outputs, to the last bit."""
    outputs: list[Floats] = []
    result = indices(
        recorded(ishigami, outputs), SINGLES, columns=3, base_points=64, replicates=4, seed=1
    )
    first, second, *swapped = np.concatenate(outputs).reshape(-1, 4, 64)
    given = {"f_A": first, "f_B": second, "f_AB": np.stack(swapped)}
    # The stubs ask for a literal type of the keys.
    theirs = stats.sobol_indices(func=given, n=64)  # type: ignore[arg-type]
    np.testing.assert_array_equal(result.total, theirs.total_order.mean(axis=0))
    np.testing.assert_array_equal(result.first, theirs.first_order.mean(axis=0))


def test_points_lie_between_zero_and_one() -> None:
    """No point lies at an end, where a quantile may be infinite, and all of them are counted."""
    seen: list[Floats] = []

    def model(points: Floats) -> Floats:
        seen.append(points)
        return points[:, 0]

    groups = {"a": [0], "b": [1, 2]}
    indices(model, groups, columns=4, base_points=4096, replicates=2, seed=1)
    points = np.concatenate(seen)
    assert points.min() > 0.0
    assert points.max() < 1.0
    assert len(points) == 2 * 4 * 4096


def test_ties_share_a_rank() -> None:
    """Groups within the error of the first of their rank share it; the next rank counts them."""
    errors = np.array([0.01, 0.01, 0.01, 0.0, 0.0])
    total = np.array([0.30, 0.50, 0.49, 0.10, 0.10])
    result = Indices(("a", "b", "c", "d", "e"), total, total, errors, errors, 8, 64, 0)
    assert ties(result).tolist() == [3, 1, 1, 4, 4]


@pytest.mark.parametrize(
    ("groups", "base_points", "replicates", "said"),
    [
        ({"a": [0]}, 48, 4, "no power of two"),
        ({"a": [0]}, 64, 1, "at least 2"),
        ({"a": [2]}, 64, 4, "a has columns"),
        ({"a": []}, 64, 4, "a has columns"),
    ],
)
def test_designs_that_are_none_are_refused(
    groups: ColumnsOfInput, base_points: int, replicates: int, said: str
) -> None:
    """A design that has no balance or no spread, or swaps nothing, is a mistake of the caller."""
    with pytest.raises(ValueError, match=said):
        indices(ishigami, groups, columns=2, base_points=base_points, replicates=replicates, seed=1)


LIMIT = 3.8


def linear(worlds: int, seed: int) -> tuple[Floats, Floats]:
    """Inputs (one that does nothing) and y = 3 + 2 x0 + x1 + noise of spread 1.5, all normal."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((worlds, 3))
    return x, 3.0 + x @ np.array([2.0, 1.0, 0.0]) + 1.5 * rng.standard_normal(worlds)


def normal_value(mean: float, spread: float) -> float:
    """E[max(M, 0)] - max(E[M], 0) of a normal M: the unit normal loss."""
    ratio = mean / spread
    law = stats.norm()
    return float(spread * law.pdf(ratio) + mean * law.cdf(ratio) - max(mean, 0.0))


def test_perfect_information_is_the_closed_form() -> None:
    """For a normal output the value is the unit normal loss at the decision's limit."""
    value = expected_value_of_perfect_information(linear(200_000, 1)[1], LIMIT)
    assert value == pytest.approx(normal_value(LIMIT - 3.0, np.sqrt(4.0 + 1.0 + 2.25)), abs=0.01)


def test_value_of_answers_is_the_closed_form_without_bias() -> None:
    """Over forty samples the mean value is the closed form, and its error their spread."""
    samples = np.array(
        [
            [value_of_answer(column, y, LIMIT) for column in x.T]
            for x, y in (linear(1024, seed) for seed in range(40))
        ]
    )
    values, errors = samples[:, :, 0], samples[:, :, 1]
    expected = [normal_value(LIMIT - 3.0, 2.0), normal_value(LIMIT - 3.0, 1.0), 0.0]
    noise = 3.0 * values.std(axis=0) / np.sqrt(40)
    np.testing.assert_array_less(np.abs(values.mean(axis=0) - expected), noise + 0.003)
    ratio = errors[:, :2].mean(axis=0) / values[:, :2].std(axis=0)
    assert np.all((ratio > 0.6) & (ratio < 1.6))


def normal_right_verdict(spread: float) -> float:
    """
    How much likelier a right verdict is, once the part of `linear` with this spread is known.

    The verdict is right where the conditional mean and the output, which are jointly normal, lie
    on the same side of the limit.
    """
    whole = np.sqrt(4.0 + 1.0 + 2.25)
    edge = (LIMIT - 3.0) / np.array([spread, whole])
    covariance = np.array([[1.0, spread / whole], [spread / whole, 1.0]])
    both_below = float(stats.multivariate_normal(np.zeros(2), covariance).cdf(edge))
    below = stats.norm.cdf(edge)
    right = both_below + 1.0 - below.sum() + both_below
    return float(right - max(below[1], 1.0 - below[1]))


def test_right_verdict_by_perfect_information_is_the_smaller_share() -> None:
    """Known, the verdict is always right; unknown, it is wrong as often as the smaller share."""
    value = right_verdict_by_perfect_information(linear(200_000, 1)[1], LIMIT)
    assert value == pytest.approx(stats.norm.sf(0.8 / np.sqrt(7.25)), abs=0.004)
    assert right_verdict_by_perfect_information(np.ones(9), 2.0) == 0.0
    assert np.isnan(right_verdict_by_perfect_information(np.full(3, np.nan), 2.0))


def test_right_verdict_is_the_closed_form_without_bias() -> None:
    """Over forty samples the mean value is the closed form, and its error their spread."""
    samples = np.array(
        [
            [value_of_right_verdict(column, y, LIMIT) for column in x.T]
            for x, y in (linear(4096, seed) for seed in range(40))
        ]
    )
    values, errors = samples[:, :, 0], samples[:, :, 1]
    expected = [normal_right_verdict(2.0), normal_right_verdict(1.0), 0.0]
    assert expected[0] > 0.1
    noise = 3.0 * values.std(axis=0) / np.sqrt(40)
    np.testing.assert_array_less(np.abs(values.mean(axis=0) - expected), noise + 0.003)
    ratio = errors[:, 0].mean() / values[:, 0].std()
    assert 0.6 < ratio < 1.6


def test_right_verdict_agrees_with_nested_simulation() -> None:
    """Each input of a curved model with interaction, by simulation on two levels."""
    rng = np.random.default_rng(3)
    x, limit = rng.standard_normal((8192, 2)), 2.2
    y = crossed(x, rng.standard_normal(8192))
    answers = ndtri((np.arange(200) + 0.5) / 200)
    for column, least in ((0, 0.1), (1, 0.05)):
        above = np.empty(200)
        for place, answer in enumerate(answers):
            given = rng.standard_normal((4000, 2))
            given[:, column] = answer
            above[place] = np.mean(crossed(given, rng.standard_normal(4000)) > limit)
        all_ = above.mean()
        expected = np.maximum(above, 1.0 - above).mean() - max(all_, 1.0 - all_)
        value, error = value_of_right_verdict(x[:, column], y, limit)
        assert expected > least
        assert value == pytest.approx(expected, abs=3.0 * error)


def test_right_verdict_of_options_is_the_closed_form() -> None:
    """Only the option whose outputs mostly lie above turns the verdict: arithmetic in sight."""
    rng = np.random.default_rng(9)
    option = rng.choice(3, size=4096, p=[0.5, 0.3, 0.2])
    y = np.where(rng.random(4096) < np.array([0.1, 0.3, 0.9])[option], 2.0, 0.0)
    value, error = value_of_right_verdict(option, y, 1.0, categorical=True)
    assert value == pytest.approx(0.2 * (0.9 - 0.1), abs=3.0 * error)
    assert error < 0.01


def test_numbers_that_work_only_together_are_worth_what_they_are_worth() -> None:
    """Neither of two factors tells anything alone; their product is found, in closed form."""
    rng = np.random.default_rng(17)
    x, limit, noise = rng.standard_normal((4096, 2)), 0.3, 0.5
    y = x[:, 0] * x[:, 1] + noise * rng.standard_normal(4096)
    product = np.prod(rng.standard_normal((1_000_000, 2)), axis=1)
    chance = stats.norm.sf((limit - product) / noise)
    right = np.maximum(chance, 1.0 - chance).mean() - max(chance.mean(), 1.0 - chance.mean())
    amount = np.maximum(limit - product, 0.0).mean() - limit
    found = worth(x, y, limit)
    assert found.right_verdict == pytest.approx(right, abs=3.0 * found.right_verdict_error)
    assert found.value == pytest.approx(amount, abs=3.0 * found.value_error)
    alone = worth(x[:, 0], y, limit)
    assert alone.right_verdict <= 3.0 * alone.right_verdict_error
    assert alone.value <= 3.0 * alone.value_error


def test_several_columns_are_one_answer() -> None:
    """Both inputs together are worth what their sum is worth; one number may come twice."""
    x, y = linear(4096, 2)
    value, error = value_of_answer(x[:, :2], y, LIMIT)
    assert value == pytest.approx(normal_value(LIMIT - 3.0, np.sqrt(5.0)), abs=3.0 * error)
    once, twice = (value_of_answer(x[:, columns], y, LIMIT) for columns in ([0], [0, 0]))
    np.testing.assert_allclose(once, twice, rtol=1e-3)


Inner = Callable[[float, np.random.Generator], Floats]


def nested_value(answers: Floats, weights: Floats, inner: Inner, limit: float) -> float:
    """Value of an answer by simulation on two levels: every answer, and a sample given each."""
    rng = np.random.default_rng(99)
    given = np.array([limit - inner(answer, rng).mean() for answer in answers])
    return float(weights @ np.maximum(given, 0.0) - max(weights @ given, 0.0))


def crossed(x: Floats, noise: Floats) -> Floats:
    """Not linear, and the inputs work on each other."""
    return np.asarray(np.exp(0.6 * x[..., 0]) * (1.0 + x[..., 1] ** 2) + 0.5 * noise)


def test_value_agrees_with_nested_simulation_of_a_curved_model() -> None:
    """Each input of a model with interaction is worth what simulation on two levels says."""
    rng = np.random.default_rng(3)
    x, limit = rng.standard_normal((8192, 2)), 2.6
    y = crossed(x, rng.standard_normal(8192))
    answers = ndtri((np.arange(200) + 0.5) / 200)
    for column in (0, 1):

        def inner(answer: float, rng: np.random.Generator, column: int = column) -> Floats:
            given = rng.standard_normal((4000, 2))
            given[:, column] = answer
            return crossed(given, rng.standard_normal(4000))

        expected = nested_value(answers, np.full(200, 1.0 / 200), inner, limit)
        value, error = value_of_answer(x[:, column], y, limit)
        assert expected > 0.1
        assert value == pytest.approx(expected, abs=3.0 * error)


def test_value_agrees_with_nested_simulation_of_options() -> None:
    """A choice of three kinds of output is worth what simulation on two levels says."""
    middle, spread = np.array([0.5, 1.0, 2.0]), np.array([0.3, 0.5, 0.8])
    share = np.array([0.5, 0.3, 0.2])

    def inner(answer: float, rng: np.random.Generator) -> Floats:
        option = int(answer)
        return np.exp(rng.normal(middle[option], spread[option], 40_000))

    rng = np.random.default_rng(4)
    option = rng.choice(3, size=4096, p=share)
    y = np.exp(rng.normal(middle[option], spread[option]))
    expected = nested_value(np.arange(3.0), share, inner, 4.5)
    value, error = value_of_answer(option, y, 4.5, categorical=True)
    assert expected > 0.1
    assert value == pytest.approx(expected, abs=3.0 * error)


def test_value_of_a_heavy_tailed_output_is_the_closed_form() -> None:
    """An output over four decades: the mean given x is lognormal, and so is the value known."""
    rng = np.random.default_rng(5)
    x, limit, spread = rng.standard_normal(4096), 100.0, 0.6 * np.log(10.0)
    y = 30.0 * 10.0 ** (0.6 * x + 0.5 * rng.standard_normal(4096))
    mean = 30.0 * np.exp((0.36 + 0.25) * np.log(10.0) ** 2 / 2.0)
    edge = np.log(limit / mean) / spread + spread / 2.0
    law = stats.norm()
    expected = limit * law.cdf(edge) - mean * law.cdf(edge - spread) - max(limit - mean, 0.0)
    value, error = value_of_answer(x, y, limit)
    assert value == pytest.approx(expected, abs=3.0 * error)
    assert error < 0.1 * expected


@pytest.mark.parametrize("limit", [-20.0, 30.0])
def test_decision_far_from_its_limit_gives_no_answer_a_value(limit: float) -> None:
    """Where no answer can turn the decision, none has a value, and that is certain."""
    x, y = linear(1024, 6)
    columns = [*x.T, np.random.default_rng(1).integers(0, 40, 1024)]
    for column, categorical in zip(columns, (False, False, False, True), strict=True):
        found = worth(column, y, limit, categorical=categorical)
        assert (found.value, found.value_error, found.flip) == (0.0, 0.0, 0.0)
        assert (found.right_verdict, found.right_verdict_error) == (0.0, 0.0)
    assert expected_value_of_perfect_information(y, limit) == 0.0


@pytest.mark.parametrize("kind", ["number", "options", "columns"])
def test_input_without_effect_is_worth_nothing(kind: str) -> None:
    """In forty samples close to the limit, chance makes at most four worth anything."""
    seen = []
    for seed in range(40):
        rng = np.random.default_rng((seed, 7))
        y = linear(1024, seed)[1]
        x = {
            "number": rng.random(1024),
            "options": rng.integers(0, 60, 1024).astype(np.float64),
            "columns": rng.random((1024, 4)),
        }[kind]
        found = worth(x, y, LIMIT, categorical=kind == "options")
        assert found.value <= 3.0 * found.value_error
        assert found.right_verdict <= 3.0 * found.right_verdict_error
        seen.append(found)
    assert sum(one.value > 0.0 for one in seen) <= 4
    assert sum(one.right_verdict > 0.0 for one in seen) <= 4
    assert sum(one.flip > 0.0 for one in seen) <= 2
    assert np.mean([one.narrowing for one in seen]) < 0.015


def test_verdict_flips_where_the_answer_says_so() -> None:
    """P(y > limit | x) passes one half where 3 + 2 x does: flip and both ends in closed form."""
    x, y = linear(8192, 8)
    found = verdicts(x[:, 0], y, LIMIT)
    ends = stats.norm.sf((LIMIT - 3.0 - 2.0 * ndtri([0.05, 0.95])) / np.sqrt(1.0 + 2.25))
    assert found.flip == pytest.approx(stats.norm.sf(0.4), abs=0.03)
    np.testing.assert_allclose([found.low, found.high], ends, atol=0.045)


def test_verdict_of_options_spans_the_options() -> None:
    """Both ends are the least and the most probable option; the probable one flips the verdict."""
    rng = np.random.default_rng(9)
    option = rng.choice(3, size=4096, p=[0.5, 0.3, 0.2])
    y = np.where(rng.random(4096) < np.array([0.1, 0.3, 0.9])[option], 2.0, 0.0)
    found = verdicts(option, y, 1.0, categorical=True)
    np.testing.assert_allclose([found.low, found.high], [0.1, 0.9], atol=0.03)
    assert found.flip == np.mean(option == 2)


def test_narrowing_is_the_closed_form() -> None:
    """A normal output's range shrinks with its spread: 1 - sqrt(1 - share of the variance)."""
    x, y = linear(8192, 10)
    expected = 1.0 - np.sqrt(1.0 - np.array([4.0, 1.0, 0.0]) / 7.25)
    found = [narrowing(column, y) for column in x.T]
    np.testing.assert_allclose(found, expected, atol=0.02)


def test_narrowing_of_a_positive_output_is_of_its_logarithm() -> None:
    """Powers of ten of an output narrow as the output itself does."""
    x, y = linear(4096, 11)
    assert narrowing(x[:, 0], 10.0**y) == pytest.approx(narrowing(x[:, 0], y), abs=1e-9)


def test_narrowing_by_many_options_is_not_made_of_small_bins() -> None:
    """A hundred options of forty worlds: those that decide nothing narrow nothing."""
    rng = np.random.default_rng(12)
    option = rng.integers(0, 100, 4096)
    noise = rng.standard_normal((5, 4096))
    assert np.mean([narrowing(option, one, categorical=True) for one in noise]) < 0.01
    output = ndtri((np.arange(100) + 0.5) / 100)[option] + noise[0]
    expected = 1.0 - 1.0 / np.sqrt(2.0)
    assert narrowing(option, output, categorical=True) == pytest.approx(expected, abs=0.03)


def test_option_of_each_world_tells_nothing() -> None:
    """Options that never come twice have no range to compare: nothing is narrowed or worth."""
    y = linear(512, 16)[1]
    found = worth(np.arange(512), y, LIMIT, categorical=True)
    assert (found.value, found.flip, found.narrowing) == (0.0, 0.0, 0.0)


def test_answer_that_says_everything_narrows_to_nothing() -> None:
    """Where the output is the input, little of the range is left; a constant has none to lose."""
    x = linear(4096, 13)[0][:, 0]
    assert narrowing(x, np.exp(x)) > 0.95
    assert narrowing(x, np.full(4096, 0.3)) == 0.0


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), worlds=st.integers(10, 400), options=st.booleans())
def test_order_of_worlds_changes_nothing(seed: int, worlds: int, options: bool) -> None:
    """Worlds in another order are worth the same, outputs that repeat included."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 9, worlds) if options else rng.standard_normal(worlds)
    y = np.round(np.abs(x + rng.standard_normal(worlds)), 1).astype(np.float64)
    order = rng.permutation(worlds)
    one = worth(x, y, 1.0, categorical=options)
    other = worth(x[order], y[order], 1.0, categorical=options)
    np.testing.assert_allclose(astuple(one), astuple(other), rtol=0, atol=1e-12)


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), worlds=st.integers(10, 400))
def test_scale_of_an_input_changes_nothing(seed: int, worlds: int) -> None:
    """An input on a logarithmic or a cubic scale is worth the same; turned round, as good."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(worlds)
    y = x + rng.standard_normal(worlds)
    one = worth(x, y, 0.5)
    assert worth(np.exp(x), y, 0.5) == worth(x**3, y, 0.5) == one
    turned = worth(-x, y, 0.5)
    assert turned.value == pytest.approx(one.value, abs=1e-6)
    assert turned.verdict_low == pytest.approx(one.verdict_high, abs=1e-6)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), limit=st.floats(0.1, 30.0), options=st.booleans())
def test_no_answer_is_worth_more_than_perfect_information(
    seed: int, limit: float, options: bool
) -> None:
    """Value lies between 0 and that of perfect information, probabilities between 0 and 1."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 30, 200)
    y = np.exp(0.1 * x + rng.standard_normal(200))
    found = worth(x, y, limit, categorical=options)
    assert 0.0 <= found.value <= expected_value_of_perfect_information(y, limit) + 1e-12
    most = right_verdict_by_perfect_information(y, limit)
    assert 0.0 <= found.right_verdict <= most + 1e-12
    assert all(0.0 <= number <= 1.0 for number in astuple(found)[4:])


def test_worlds_without_output_are_left_out() -> None:
    """Worlds with no trials change nothing; with too few others there is no worth."""
    x, y = linear(512, 14)
    gaps = np.where(np.arange(512) % 5 == 0, np.nan, y)
    kept = np.isfinite(gaps)
    assert worth(x[:, 0], gaps, LIMIT) == worth(x[kept, 0], y[kept], LIMIT)
    whole = worth(x[:, 0], gaps, LIMIT)
    assert value_of_answer(x[:, 0], gaps, LIMIT)[0] == whole.value
    assert value_of_right_verdict(x[:, 0], gaps, LIMIT)[0] == whole.right_verdict
    nothing = np.full(512, np.nan)
    assert np.isnan(astuple(worth(x[:, 0], nothing, LIMIT))).all()
    assert np.isnan(expected_value_of_perfect_information(nothing, LIMIT))


def test_inputs_that_never_vary_are_worth_nothing() -> None:
    """A constant input, alone or beside others, adds nothing."""
    x, y = linear(512, 15)
    constant = np.ones(512)
    for column, categorical in ((constant, False), (constant, True)):
        found = worth(column, y, LIMIT, categorical=categorical)
        above = float(np.mean(y > LIMIT))
        assert found == Worth(0.0, 0.0, 0.0, 0.0, 0.0, above, above, 0.0)
    beside = worth(np.column_stack([x[:, 0], constant]), y, LIMIT)
    assert beside.value == pytest.approx(worth(x[:, 0], y, LIMIT).value, abs=1e-9)
