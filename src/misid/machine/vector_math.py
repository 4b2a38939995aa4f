"""Exponentials and logarithms that a compiler can do for several numbers at once.

Those of the C library are called number by number, which takes four to five times as long. These
are arithmetic alone, so that a loop over them becomes vector instructions; and as arithmetic is
the same on every processor, so are their last digits. Good to two units in the last place.
"""

from __future__ import annotations

import math

import numpy as np

from misid.machine.compiled import inlined

# Added to a number below 2^51, this leaves its whole part in the lowest bits.
_WHOLE = 1.5 * 2.0**52
_LOWEST, _HIGHEST = -708.0, 709.0
_LOG2_E = 1.4426950408889634
# log 2 in two parts: the first so short that its multiples are exact.
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_MANTISSA_BITS, _EXPONENT_OF_ONE = np.uint64(52), np.uint64(1023)
_MANTISSA = np.uint64(0x000F_FFFF_FFFF_FFFF)
# The bits of sqrt(1/2), of what lies between it and 1, and of 2^52 without a mantissa.
_ROOT_OF_HALF = np.uint64(0x3FE6_A09E_0000_0000)
_UP_TO_ONE = np.uint64(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_0000_0000)
_WHOLE_BITS, _WHOLE_OFFSET = np.uint64(0x4330_0000_0000_0000), 2.0**52 + 1023.0

_A2, _A3, _A4, _A5, _A6, _A7, _A8, _A9, _A10, _A11, _A12, _A13 = (
    1.0 / math.factorial(power) for power in range(2, 14)
)
# Of the series of log((1 + s) / (1 - s)): FreeBSD's, below 2^-58 for |s| < 0.1716.
_B1, _B2, _B3, _B4, _B5, _B6, _B7 = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)


@inlined
def _parted(x: float) -> tuple[float, float]:
    """`exp(r) - 1` and a power of two, whose product with `exp(r)` is `exp(x)`."""
    x = _HIGHEST if x > _HIGHEST else x
    x = _LOWEST if x < _LOWEST else x
    shifted = x * _LOG2_E + _WHOLE
    twos = shifted - _WHOLE
    r = x - twos * _LN2_HIGH - twos * _LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    high = ((_A8 + _A9 * r) + (_A10 + _A11 * r) * r2) + (_A12 + _A13 * r) * r4
    low = (_A2 + _A3 * r) + ((_A4 + _A5 * r) + (_A6 + _A7 * r) * r2) * r2
    bits = (np.float64(shifted).view(np.uint64) + _EXPONENT_OF_ONE) << _MANTISSA_BITS
    power = np.uint64(bits).view(np.float64)
    return r + (low + high * (r4 * r2)) * r2, power


@inlined
def exponential(x: float) -> float:
    """`exp(x)`; where that is below 3e-308 or above 8e307, such a number stands for it."""
    rest, power = _parted(x)
    return float((1.0 + rest) * power)


@inlined
def logarithm(x: float) -> float:
    """`log(x)` of a normal number above 0; no other is recognised."""
    bits = np.float64(x).view(np.uint64) + _UP_TO_ONE
    twos = np.uint64((bits >> _MANTISSA_BITS) | _WHOLE_BITS).view(np.float64) - _WHOLE_OFFSET
    f = np.uint64((bits & _MANTISSA) + _ROOT_OF_HALF).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    series = z * (_B1 + w * (_B3 + w * (_B5 + w * _B7))) + w * (_B2 + w * (_B4 + w * _B6))
    half = 0.5 * f * f
    return float(twos * _LN2_HIGH - ((half - (s * (half + series) + twos * _LN2_LOW)) - f))


@inlined
def log_one_and(x: float) -> float:
    """`log(1 + x)` of x above -1, with full relative accuracy."""
    one_and = 1.0 + x
    return logarithm(one_and) + (x - (one_and - 1.0)) / one_and


@inlined
def exponential_less_one(x: float) -> float:
    """`exp(x) - 1` with full relative accuracy, in the range of `exponential`."""
    rest, power = _parted(x)
    return float(power * rest + (power - 1.0))
