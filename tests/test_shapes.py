"""People are abstract shapes: told apart, and like nobody's face."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from misid.figures.shapes import shape


def test_no_shape_is_like_its_mirror_image() -> None:
    """Whatever is alike on both sides looks like a face to somebody."""
    for person in range(0, 200_000, 101):
        cells = shape(person, "photograph").cells
        mirrored = {(4 - column, row) for column, row in cells}
        assert 10 <= len(cells ^ mirrored)


def test_people_are_told_apart() -> None:
    """Thousands of numbers give as many shapes."""
    assert 5_000 == len({shape(person, "photograph").cells for person in range(5_000)})


def test_the_more_alike_the_fewer_cells_differ() -> None:
    """Two cells for each step, whichever record it is."""
    one = shape(7, "photograph").cells
    assert [0, 2, 4, 6, 8, 10] == [len(one ^ shape(7, "record", 3, k).cells) for k in range(6)]
