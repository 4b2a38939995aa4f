"""Counter-based random numbers: known answers, and what the kernels rely on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misid.machine.philox import block, blocks, key, uniform

# Counter, key and answer of `philox4x32 10` in Random123's tests/kat_vectors (D. E. Shaw Research),
# which many programs repeat; exact.
KNOWN_ANSWERS = (
    ("00000000 " * 4, "00000000 " * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff " * 4, "ffffffff " * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
)
WORD = st.integers(0, 2**32 - 1)
SEEDS, SAMPLE = range(3), 200_000


def words(text: str) -> list[np.uint64]:
    """Words written in hexadecimal."""
    return [np.uint64(int(word, 16)) for word in text.split()]


def plain(counter: list[int], of: list[int]) -> list[int]:
    """The published rounds in whole numbers of Python, written for themselves."""
    low = 2**32
    (a, b, c, d), (k, m) = counter, of
    for _ in range(10):
        one, two = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = two // low ^ b ^ k, two % low, one // low ^ d ^ m, one % low
        k, m = (k + 0x9E3779B9) % low, (m + 0xBB67AE85) % low
    return [a, b, c, d]


@pytest.mark.parametrize(("counter", "of", "answer"), KNOWN_ANSWERS)
def test_known_answers(counter: str, of: str, answer: str) -> None:
    """The three vectors of the authors, to the last bit."""
    found = block(*words(counter), *words(of))
    assert words(answer) == list(found)


@given(st.lists(WORD, min_size=4, max_size=4), st.lists(WORD, min_size=2, max_size=2))
def test_any_block_is_that_of_the_published_rounds(counter: list[int], of: list[int]) -> None:
    """Machine code and whole numbers agree everywhere."""
    found = block(*map(np.uint64, counter), *map(np.uint64, of))
    assert plain(counter, of) == [int(word) for word in found]


@pytest.mark.parametrize("start", [0, 2**32 - 300, 2**64 - 300])
def test_blocks_in_a_row_are_those_one_by_one(start: int) -> None:
    """Also where the counter passes 32 bits, and where it ends."""
    many, of = np.zeros((4, 300), dtype=np.uint64), key(5, "digest", "stream")
    blocks(many, np.uint64(start), *of)
    for at in (0, 1, 298, 299):
        counter = start + at
        low, high = np.uint64(counter % 2**32), np.uint64(counter // 2**32)
        assert list(block(low, high, np.uint64(0), np.uint64(0), *of)) == list(many[:, at])


def test_uniform_numbers_lie_inside_the_interval() -> None:
    """52 bits plus a half: the least is above 0, the most below 1, and nothing is rounded."""
    most = np.uint64(2**32 - 1)
    assert uniform(np.uint64(0), np.uint64(0)) == 2.0**-53
    assert uniform(most, most) == 1.0 - 2.0**-53


def test_each_run_and_stream_has_a_key_of_its_own() -> None:
    """Another seed, another scenario, another stream: other numbers."""
    keys = {key(seed, digest, stream) for seed in (1, 2) for digest in "ab" for stream in "st"}
    assert len(keys) == 8
    assert key(1, "a", "s") == key(1, "a", "s")


@pytest.mark.parametrize("seed", SEEDS)
def test_words_are_even(seed: int) -> None:
    """Every bit of every word is one in half of the blocks, within 4.5 standard errors."""
    many = np.zeros((4, SAMPLE), dtype=np.uint64)
    blocks(many, np.uint64(0), *key(seed, "", "even"))
    ones = np.array([[int(((word >> b) & 1).sum()) for b in range(32)] for word in many])
    assert np.abs(ones - SAMPLE / 2).max() < 4.5 * (SAMPLE / 4) ** 0.5
