"""Every view that shows a result can be read by everybody, and so can every document it gives."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Server, Visit

from misid.figures.catalogue import FIGURES

Begin = Callable[..., Visit]
SIDE = {"answer.reference_rule": "flagged_record"}
CASE = {"rule": "flagged_record", "review": "none"}
LIMIT = {"output": "wrong_person_references", "limit": "20"}
PLAN = {"below": "2%", "rows": "4000", "again": "200"}
VIEWS = {
    "either-or that decides": ("/change", SIDE),
    "slopes": ("/picture/slopes", {"review.share_reviewed": "0.5"}),
    **{name: (f"/picture/{name}", {}) for name in FIGURES},
    "a limit": ("/claim/limit", LIMIT),
    "a rate": ("/claim", {"false_positive_rate": "0.001"}),
    "false for each true": ("/claim", {"false_per_true": "9"}),
    "definitive": ("/claim", {"definitive": "1"}),
    "another programme": ("/code", {"scenario": "airport-exit", "rule": "any_candidate"}),
    "sheet of a change": ("/sheet", {"paper": "letter"} | SIDE),
    "plan of an audit": ("/audit", PLAN),
    "assessment": ("/assess", {"form": "pta"}),
}
DOCUMENTS = {
    "case": ("/code/case.html", CASE),
    "claim": ("/claim/claim.html", {"accuracy": "0.99"}),
    "limit": ("/claim/limit.html", LIMIT),
    "brief": ("/sheet/brief.html", SIDE),
    "assessment": ("/assess/assessment.html", {"form": "bridges"}),
}


@pytest.mark.parametrize(
    ("width", "dark", "lang"), [(1280, False, "en"), (320, True, "es")], ids=["wide", "phone"]
)
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_can_be_read_by_everybody(
    visit: Begin, view: str, width: int, dark: bool, lang: str
) -> None:
    """Axe finds nothing, and nothing is wider than the window."""
    path, asked = VIEWS[view]
    one = visit(width=width, dark=dark)
    page = one.open(f"{path}?{urlencode({'lang': lang} | asked)}")
    expect(page.locator("#mistake")).to_have_count(0)
    expect(page.locator("main data, main table").first).to_be_attached()
    one.check()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)], ids=["wide", "phone"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_can_be_read_by_everybody(
    visit: Begin, server: Server, document: str, width: int, dark: bool
) -> None:
    """The file that a view gives, as a browser opens it."""
    path, asked = DOCUMENTS[document]
    answer = server.get(f"{path}?{urlencode({'lang': 'es'} | asked)}")
    assert 200 == answer.status  # noqa: SIM300 - the expected value stands first
    one = visit(width=width, dark=dark)
    one.page.set_content(answer.text)
    one.check()
