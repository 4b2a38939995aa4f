"""Drawings in a process of their own, and the facts that are shown first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from misid.figures.catalogue import FIGURES
from misid.figures.picture import NARROW, Picture
from misid.figures.render import lone_svg
from misid.study import Study
from misid.web.address import read
from misid.web.drawer import Drawer
from misid.web.pictures import BESIDE_LEVERS
from misid.web.studies import FirstPageFacts, Studies
from misid.web.waiting import GivenUpError
from misid.words.language import ENGLISH

CHANGE = [("review.share_reviewed", "0.5")]


@pytest.fixture(scope="module")
def study() -> Study:
    """A programme in few worlds."""
    return Study("task-force-module", draws=64)


@pytest.fixture(scope="module")
def drawer() -> Iterator[Drawer]:
    """A process that draws."""
    one = Drawer()
    yield one
    one.close()


def said(picture: Picture) -> tuple[object, ...]:
    """All that a picture says."""
    return (picture.finding, picture.alt, picture.words, picture.stamp, picture.rows)


@pytest.mark.parametrize("name", ["icons", "photographs"])
def test_a_drawing_made_apart_has_the_same_bytes(
    name: str, study: Study, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who draws changes nothing, and nothing is drawn in this process meanwhile."""
    picture = study.figure(name)
    expected = lone_svg(picture, NARROW)
    monkeypatch.setattr("misid.web.drawer.here", None)
    assert expected == lone_svg(picture, NARROW, drawer)


def test_a_process_that_ended_is_done_without() -> None:
    """A drawing is made here where its process was killed, the next one by another process."""
    drawer, chart = Drawer(), '{"$schema": "https://vega.github.io/schema/vega/v6.json"}'
    first = drawer("vega_to_svg", chart, {})
    held = drawer._beside._process
    assert held is not None
    held.kill()
    held.wait()
    assert first == drawer("vega_to_svg", chart, {})
    assert first == drawer("vega_to_svg", chart, {})
    again = drawer._beside._process
    drawer.close()
    assert again is not None
    assert again.poll() is not None
    with pytest.raises(GivenUpError):
        drawer("vega_to_svg", chart, {})


@pytest.mark.parametrize("name", BESIDE_LEVERS)
def test_what_is_shown_first_is_what_all_facts_show(name: str, study: Study) -> None:
    """A picture of the first facts says what one of the whole document says."""
    changed = study.change({"retention.others.reference": 3})
    first = BESIDE_LEVERS[name](changed.run.first, ENGLISH)
    assert said(FIGURES[name].make(changed.glance, ENGLISH)) == said(first)


def test_a_comparison_is_the_same_before_all_facts_are_worked_out(study: Study) -> None:
    """A lever's comparison needs no document of the changed programme."""
    changed = study.change({"review.share_reviewed": 0.5})
    first = study.compare(changed)
    assert "glance" not in vars(changed.run)
    assert changed.glance.headline[0].flags == first.outputs[0].flags
    assert study.compare(changed) == first


def test_a_lever_shows_its_first_facts_alone() -> None:
    """All facts of a change are worked out for those who ask for them, and then shown to all."""
    studies, address = Studies(worlds=64), read(CHANGE)
    try:
        first = studies.first_facts(address, patience=60.0)
        whole = studies.facts(address, patience=60.0)
        assert FirstPageFacts is type(first)
        assert whole is studies.first_facts(address)
        assert whole.comparison == first.comparison
    finally:
        studies.close()
