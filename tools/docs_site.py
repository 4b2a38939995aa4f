"""
Write the documentation as a site of plain HTML: no script, and nothing from elsewhere.

It goes into out/site, or the folder of --out. Every link is followed, every anchor looked for,
every page must be reached from the menu; one fault, and nothing is written.
"""

import argparse
import html
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from misid.figures.style import colours, font_faces

ROOT = Path(__file__).resolve().parents[1]
STYLE = PurePosixPath("site.css")
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src data:; base-uri 'none'"
MENU: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Start", ("README.md", "docs/install.md", "docs/first-run.md", "docs/tutorial.md",
               "docs/page.md")),
    ("For you", ("docs/readers/*.md",)),
    ("How to", ("docs/how-to.md", "docs/assessment.md", "docs/counts.md", "docs/infer.md",
                "docs/audit.md", "docs/cluster.md")),
    ("Can it be believed?", ("docs/why.md", "docs/model.md", "docs/limits.md",
                             "docs/validation.md", "docs/benchmarks.md", "docs/threats.md")),
    ("Words and measures", ("docs/glossary.md", "docs/measures.md")),
    ("Reference", ("docs/reference/*.md",)),
    ("The project", ("docs/README.md", "docs/decisions", "bench", "CHANGELOG.md",
                     "CONTRIBUTING.md", "SECURITY.md")),
)  # fmt: skip
FOLDERS = {"docs/decisions": "Decisions", "bench": "What was measured"}
"""Folders that have a page of their own, which lists what is in them, and its title."""


@dataclass(frozen=True)
class Page:
    """A page in Markdown: where it stands in the tree, its title, what its headings are called."""

    source: PurePosixPath
    title: str
    tokens: Sequence[Token] = field(repr=False)
    anchors: frozenset[str] = frozenset()

    @property
    def address(self) -> PurePosixPath:
        """Where it stands in the site."""
        return address(self.source)


@dataclass(frozen=True)
class Tree:
    """Every page by its source, and what is wrong with the links between them."""

    pages: dict[PurePosixPath, Page]
    faults: list[str]
    files: set[PurePosixPath]


def main() -> int:
    """Read every page, follow every link, write the site."""
    about, rest = (__doc__ or "").strip().split("\n\n", 1)
    parser = argparse.ArgumentParser(prog="./dev site", description=about, epilog=rest)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "site", help="folder")
    out: Path = parser.parse_args().out
    tree, made = built()
    for fault in tree.faults:
        print(f"site: {fault}", file=sys.stderr)
    if tree.faults:
        return 1
    if out.exists():
        shutil.rmtree(out)
    for name, text in made.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    for name in sorted(tree.files):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, out / name)
    print(f"{len(made) - 1} pages, {len(tree.files)} files beside them: {out / 'index.html'}")
    return 0


def built() -> tuple[Tree, dict[PurePosixPath, str]]:
    """Every page and the style sheet, and what is wrong with them."""
    pages = {page.source: page for page in read_pages()}
    tree = Tree(pages, [], set())
    groups = tuple((title, tuple(menu_pages(names, pages))) for title, names in MENU)
    linked = {page.source for _, group in groups for page in group}
    loose = [name for name in pages if name not in linked and str(name.parent) not in FOLDERS]
    tree.faults.extend(f"{name} is in no part of the menu" for name in loose)
    made = {page.address: written(page, tree, groups) for page in pages.values()}
    if len(made) < len(pages):
        tree.faults.append("two pages have one address")
    return tree, made | {STYLE: style()}


# --- reading


def read_pages() -> Iterator[Page]:
    """Every page in Markdown, and the lists of the folders that have one."""
    tops = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
    below = [path for folder in ("docs", "bench") for path in (ROOT / folder).rglob("*.md")]
    sources = [PurePosixPath(path.relative_to(ROOT).as_posix()) for path in sorted(below)]
    pages = [read_page(name) for name in (*map(PurePosixPath, tops), *sources)]
    yield from pages
    for folder, title in FOLDERS.items():
        inside = [page for page in pages if str(page.source.parent) == folder]
        listed = "\n".join(f"- [{page.title}]({page.source.name})" for page in inside)
        yield parsed(PurePosixPath(folder), f"# {title}\n\n{listed}\n")


def read_page(source: PurePosixPath) -> Page:
    """A page as it stands in the tree."""
    return parsed(source, (ROOT / source).read_text(encoding="utf-8"))


def parsed(source: PurePosixPath, text: str) -> Page:
    """
    A page of its Markdown, each heading with a name.

    Raises: ValueError: a page without one first heading, or one that holds HTML.
    """
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = reader.parse(re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL))
    if any("html" in one.type for one in walked(tokens)):
        raise ValueError(f"{source} holds HTML; write Markdown")
    named = Counter[str]()
    for opened, inline in headings(tokens):
        slug = slug_of(plain_text(inline))
        opened.attrSet("id", slug if not named[slug] else f"{slug}-{named[slug]}")
        named[slug] += 1
    titles = [plain_text(inline) for opened, inline in headings(tokens) if opened.tag == "h1"]
    if len(titles) != 1:
        raise ValueError(f"{source} has {len(titles)} first headings; one is needed")
    names = (str(opened.attrGet("id")) for opened, _ in headings(tokens))
    return Page(source, titles[0], tokens, frozenset(names))


def headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each heading's beginning, and what stands in it."""
    for place, one in enumerate(tokens):
        if one.type == "heading_open":
            yield one, tokens[place + 1]


def slug_of(heading: str) -> str:
    """
    What a heading is reached by.

    Example:
        >>> slug_of("5. A person's own record")
        '5-a-persons-own-record'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def plain_text(inline: Token) -> str:
    """The words of a line without its marks."""
    return "".join(one.content for one in inline.children or () if one.type != "softbreak")


def walked(tokens: Sequence[Token]) -> Iterator[Token]:
    """Every token, those inside lines too."""
    for one in tokens:
        yield one
        yield from one.children or ()


# --- links


def address(source: PurePosixPath) -> PurePosixPath:
    """
    Where a page stands in the site.

    Example:
        >>> str(address(PurePosixPath("docs/README.md"))), str(address(PurePosixPath("bench")))
        ('docs/index.html', 'bench/index.html')
    """
    if source.suffix != ".md":
        return source / "index.html"
    return (
        source.with_name("index.html")
        if source.name == "README.md"
        else source.with_suffix(".html")
    )


def followed(page: Page, target: str, tree: Tree) -> str:
    """A link of a page as it is in the site; one that leads nowhere is a fault."""
    parts = urlsplit(target)
    if parts.scheme:
        return target
    base = page.source if page.source.suffix else page.source / "list"
    source = tidy(base.parent / unquote(parts.path)) if parts.path else page.source
    there = tree.pages.get(source)
    mark = f"#{parts.fragment}" if parts.fragment else ""
    if there is not None:
        if parts.fragment and parts.fragment not in there.anchors:
            tree.faults.append(f"{page.source}: {target} leads to no heading")
        return relative(page.address, there.address) + mark
    if (ROOT / source).is_dir():
        return folder_listed(page, source, tree)
    if not (ROOT / source).is_file():
        tree.faults.append(f"{page.source}: {target} leads nowhere")
    tree.files.add(source)
    return relative(page.address, source) + mark


def folder_listed(page: Page, source: PurePosixPath, tree: Tree) -> str:
    """A link to a folder leads to its first file; all of its files are copied."""
    inside = [
        PurePosixPath(path.relative_to(ROOT).as_posix())
        for path in sorted((ROOT / source).iterdir())
        if path.is_file()
    ]
    if not inside:
        tree.faults.append(f"{page.source}: {source} is an empty folder")
        return ""
    tree.files.update(inside)
    return relative(page.address, inside[0])


def tidy(path: PurePosixPath) -> PurePosixPath:
    """
    A path without steps up.

    Example:
        >>> str(tidy(PurePosixPath("docs/reference/../why.md")))
        'docs/why.md'
    """
    return PurePosixPath(relpath(f"/{path}", "/"))


def relative(here: PurePosixPath, there: PurePosixPath) -> str:
    """
    The way from one address of the site to another.

    Example:
        >>> relative(PurePosixPath("docs/a.html"), PurePosixPath("index.html"))
        '../index.html'
    """
    return PurePosixPath(relpath(there, here.parent)).as_posix()


# --- writing

Groups = Sequence[tuple[str, Sequence[Page]]]


def menu_pages(names: Sequence[str], pages: dict[PurePosixPath, Page]) -> Iterator[Page]:
    """The pages of one part of the menu; a star stands for every one of a folder, by title."""
    for name in names:
        if "*" in name:
            found = [page for source, page in pages.items() if source.match(name)]
            yield from sorted(found, key=lambda page: page.title.casefold())
        elif PurePosixPath(name) in pages:
            yield pages[PurePosixPath(name)]


def written(page: Page, tree: Tree, groups: Groups) -> str:
    """A page as HTML."""
    body = Writer(page, tree).body()
    style_path = relative(page.address, STYLE)
    home = relative(page.address, PurePosixPath("index.html"))
    title = page.title if page.title == "misid" else f"{page.title} - misid"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{html.escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style_path}">
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header><a href="{home}">misid</a> <a class="to-menu" href="#menu">All pages</a></header>
<main id="content">
{body}</main>
<nav id="menu" aria-label="All pages">
{menu(page, groups)}</nav>
</body>
</html>
"""


def menu(page: Page, groups: Groups) -> str:
    """Links to every part of the site; where the reader is, is marked."""
    parts = []
    for title, group in groups:
        links = "".join(_menu_line(page, one) for one in group)
        parts.append(f"<h2>{title}</h2>\n<ul>\n{links}</ul>\n" if links else "")
    return "".join(parts)


def _menu_line(page: Page, one: Page) -> str:
    here = ' aria-current="page"' if one is page else ""
    way = relative(page.address, one.address)
    return f'<li><a href="{way}"{here}>{html.escape(one.title)}</a></li>\n'


class Writer(RendererHTML):
    """Writes one page; a method is called as the kind of thing that it writes."""

    def __init__(self, page: Page, tree: Tree) -> None:
        super().__init__()
        self.page, self.tree, self.tables = page, tree, 0

    def body(self) -> str:
        """The body of the page."""
        return self.render(self.page.tokens, MarkdownIt("commonmark").options, {})

    def link_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """A link leads within the site, or says nothing of where the reader comes from."""
        target = followed(self.page, str(tokens[idx].attrGet("href")), self.tree)
        outside = ' rel="noreferrer"' if urlsplit(target).scheme else ""
        return f'<a href="{html.escape(target)}"{outside}>'

    def image(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """A picture stands in the site and says in words what it shows."""
        target, said = str(tokens[idx].attrGet("src")), tokens[idx].content
        if urlsplit(target).scheme or not said:
            self.tree.faults.append(f"{self.page.source}: {target} is elsewhere, or says nothing")
        way = followed(self.page, target, self.tree)
        return f'<img src="{html.escape(way)}" alt="{html.escape(said)}">'

    def table_open(self, *_: Any) -> str:
        """A wide table scrolls by itself, by keyboard too."""
        self.tables += 1
        region = f'role="region" aria-label="Table {self.tables}" tabindex="0"'
        return f'<div class="table" {region}><table>\n'

    def table_close(self, *_: Any) -> str:
        """And ends so."""
        return "</table></div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """What is typed or printed scrolls too."""
        return f'<pre tabindex="0"><code>{html.escape(tokens[idx].content)}</code></pre>\n'

    def strong_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """What validation marks as failed is red; the word itself says it too."""
        return '<strong class="red">' if tokens[idx + 1].content == "red" else "<strong>"


def style() -> str:
    """The typeface and colours of a report, and the rules of the site."""
    rules = (Path(__file__).parent / "docs_site.css").read_text(encoding="utf-8")
    return f"{font_faces()}\n{colours()}{rules}"


if __name__ == "__main__":
    sys.exit(main())
