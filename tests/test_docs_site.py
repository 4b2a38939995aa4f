"""The documentation as a site: whole, in plain HTML, and asking nobody for anything."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

import docs_site

ROOT = Path(__file__).resolve().parents[1]
ATTRIBUTES = re.compile(r'<(\w+)[^>]*? (?:href|src)="([^"]*)"')


@pytest.fixture(scope="module")
def made() -> tuple[docs_site.Tree, dict[PurePosixPath, str]]:
    """The whole site, in memory."""
    return docs_site.built()


@pytest.fixture(scope="module")
def pages(made: tuple[docs_site.Tree, dict[PurePosixPath, str]]) -> dict[PurePosixPath, str]:
    """Its pages by address."""
    return {name: text for name, text in made[1].items() if name.suffix == ".html"}


def test_nothing_is_wrong(made: tuple[docs_site.Tree, dict[PurePosixPath, str]]) -> None:
    """Every link leads somewhere, every page is in the menu, every picture says what it is."""
    assert [] == made[0].faults


def test_every_page_of_the_documentation_is_in_it(pages: dict[PurePosixPath, str]) -> None:
    """Choices and what was measured among them."""
    below = [path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md")]
    assert set() == {docs_site.address(PurePosixPath(p.as_posix())) for p in below} - set(pages)
    assert {"docs/decisions/index.html", "bench/index.html"} <= {str(name) for name in pages}


def test_links_lead_to_what_is_written(
    made: tuple[docs_site.Tree, dict[PurePosixPath, str]], pages: dict[PurePosixPath, str]
) -> None:
    """Looked for in the HTML itself, anchors too."""
    tree, written = made
    there = {*written, *tree.files}
    lost = []
    for name, text in pages.items():
        for _, target in ATTRIBUTES.findall(text):
            parts = urlsplit(target)
            if parts.scheme:
                continue
            place = docs_site.tidy(name.parent / unquote(parts.path)) if parts.path else name
            if place not in there or (parts.fragment and not has(pages, place, parts.fragment)):
                lost.append((str(name), target))
    assert [] == lost


def has(pages: dict[PurePosixPath, str], place: PurePosixPath, anchor: str) -> bool:
    """Whether a page has something of this name; a file that is no page has lines, not names."""
    return place not in pages or f'id="{unquote(anchor)}"' in pages[place]


def test_a_page_asks_nobody(pages: dict[PurePosixPath, str]) -> None:
    """No script, no frame, and only links for whoever clicks lead out of the site."""
    asked = {
        (tag, target)
        for text in pages.values()
        for tag, target in ATTRIBUTES.findall(text)
        if urlsplit(target).scheme not in ("", "data") and tag != "a"
    }
    assert set() == asked
    assert [] == [name for name, text in pages.items() if re.search("<(script|iframe|form)", text)]
    assert all(docs_site.POLICY in text for text in pages.values())


def test_a_page_has_one_title_of_its_own(pages: dict[PurePosixPath, str]) -> None:
    """Titles tell pages apart in a list of tabs; one first heading each."""
    titles = [
        found for text in pages.values() for found in re.findall("<title>(.*?)</title>", text)
    ]
    assert len(pages) == len(set(titles))
    assert {1} == {len(re.findall("<h1", text)) for text in pages.values()}


def page(text: str) -> docs_site.Page:
    """A page of this text."""
    return docs_site.parsed(PurePosixPath("docs/made.md"), text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# A\n\n[b](none.md)", "docs/made.md: none.md leads nowhere"),
        ("# A\n\n[b](#none)", "docs/made.md: #none leads to no heading"),
        ("# A\n\n![](page.png)", "docs/made.md: page.png is elsewhere, or says nothing"),
        ("# A\n\n![b](https://a.example/b.png)", "docs/made.md: https://a.example/b.png is"),
    ],
)
def test_what_is_wrong_is_told(text: str, fault: str) -> None:
    """A link, an anchor, a picture."""
    made = page(text)
    tree = docs_site.Tree({made.source: made}, [], set())
    docs_site.written(made, tree, ())
    assert [True] == [one.startswith(fault) for one in tree.faults]


def test_what_failed_is_shown_in_red() -> None:
    """Validation marks it so; all other bold words stay as they are."""
    made = page("# A\n\n**red**: below, and **bold**\n")
    text = docs_site.written(made, docs_site.Tree({made.source: made}, [], set()), ())
    assert '<strong class="red">red</strong>: below, and <strong>bold</strong>' in text


@pytest.mark.parametrize("text", ["no heading", "# A\n\n# B", "# A\n\n<b>c</b>"])
def test_a_page_that_is_no_page_is_refused(text: str) -> None:
    """One first heading, and no HTML."""
    with pytest.raises(ValueError, match=r"docs/made\.md"):
        page(text)
