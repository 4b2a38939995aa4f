"""An audit on the page: a plan as fields, the same as in a terminal."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Server, Visit

from misid.audit.fixed import AuditAsked
from misid.audit.schema import AuditPlan
from misid.errors import MeaningError
from misid.study.audit import plan_audit
from misid.web.plan_fields import read_plan_fields

Begin = Callable[..., Visit]


def test_plan_of_the_page_is_that_of_a_terminal(visit: Begin) -> None:
    """Asked for without script and taken as a file; in Spanish it passes axe on a phone."""
    one = visit(script=False)
    page = one.open("/audit?lang=en")
    page.locator("#in-below").fill("2%")
    page.locator("#in-rows").fill("4000")
    page.locator("#in-again").fill("200")
    page.get_by_role("button", name="Work out the plan").click()
    one.settled()
    expected = plan_audit(AuditAsked(below=0.02, again=200), sizes={"": 4000})
    link = page.locator("a[download][href*='plan.json']").get_attribute("href")
    assert expected == AuditPlan.model_validate_json(one.server.get(str(link)).text)
    expect(page.locator("main")).to_contain_text("One by one")
    other = visit(width=320, dark=True)
    other.page.goto(page.url.replace("lang=en", "lang=es"))
    other.settled()
    assert [] == other.violations()
    assert other.overflow() <= 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"below": "1%"}, "needs the rows of the log"),
        ({"below": "1%", "rows": "90", "ratio": "2"}, "one question"),
        ({"below": "1%", "rows": "90", "rate": "0.1%", "from_scenario": "1"}, "give it too"),
        ({"below": "1%", "stratum-1": "north"}, "needs both"),
        ({"ratio": "2", "rows": "90", "rate": "1%"}, "two strata"),
    ],
)
def test_what_cannot_be_asked_is_told_with_the_form_as_it_was(
    server: Server, said: dict[str, str], told: str
) -> None:
    """In the one form, with a status that says so; what was entered stands there."""
    answer = server.get(f"/audit?{urlencode(said)}")
    assert 422 == answer.status
    assert told in answer.text
    assert all(f'value="{value}"' in answer.text for value in said.values())


def test_strata_and_their_rates_are_read() -> None:
    """Names stand beside rows and assumed shares by their number."""
    said = {
        "ratio": "2", "stratum-1": "north", "rows-1": "800", "stratum-3": "south", "rows-3": "200",
        "rate-3": "2%", "rate": "1%..4%", "method": "sequential", "sensitivity": "0.9..0.98",
    }  # fmt: skip
    plan = read_plan_fields(said)
    assert plan is not None
    assert {"north": 800, "south": 200} == plan.sizes
    assert {"south": 0.02} == plan.asked.rates
    assert (0.01, 0.02, 0.04) == (
        plan.asked.rate.low, plan.asked.rate.middle, plan.asked.rate.high,
    )  # fmt: skip
    assert (0.9, 0.98) == plan.asked.checkers.sensitivity


def test_one_name_for_two_strata_is_refused() -> None:
    """Since the rows of one would be lost."""
    said = {"below": "1%", "stratum-1": "n", "rows-1": "8", "stratum-2": "n", "rows-2": "9"}
    with pytest.raises(MeaningError, match="two strata"):
        read_plan_fields(said)
