"""Pages of the server as pages of files: links lead to files, or to nothing and say so."""

from __future__ import annotations

import html
from collections.abc import Callable
from html.parser import HTMLParser

Link = Callable[[str], str | None]
"""Gives the file that an address becomes; none where it is not exported."""
_LINKS = frozenset({"href", "src", "srcset", "action"})
_WITHOUT = "hx-"


class Rewriter(HTMLParser):
    """
    A page, written again tag by tag.

    Args:
        link: where an address leads now.
        without: endings of scripts that a page of files does not need.
    """

    def __init__(self, link: Link, without: tuple[str, ...] = ()) -> None:
        super().__init__(convert_charrefs=False)
        self._link, self._without = link, without
        self._out: list[str] = []
        self._is_link = self._is_script = True

    def text(self, page: str) -> str:
        """The page with its links led to files."""
        self.feed(page)
        self.close()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Lead its links to files; a link that leads nowhere becomes plain text."""
        if tag == "script":
            self._is_script = not str(dict(attrs).get("src")).endswith(self._without or ("\0",))
            if not self._is_script:
                return
        led = [
            (name, self._led(name, value)) for name, value in attrs if not name.startswith(_WITHOUT)
        ]
        kept = [(name, value) for name, value in led if value is not _LOST]
        if tag == "a":
            self._is_link = len(kept) == len(led)
        self._out.append(_tag(tag, kept) if tag != "a" or self._is_link else _NOT_HERE)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened in its place."""
        if tag == "a" and not self._is_link:
            self._out.append("</span>")
        elif tag != "script" or self._is_script:
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Words stay."""
        self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        """So do signs."""
        self._out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """So do signs."""
        self._out.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """So does the kind of the document."""
        self._out.append(f"<!{decl}>")

    def _led(self, name: str, value: str | None) -> str | None:
        if name not in _LINKS or value is None or value.startswith(("#", "data:", "http")):
            return value
        led = self._link(value)
        return _LOST if led is None else led


_LOST = "\0"
_NOT_HERE = '<span class="not-here">'


def _tag(tag: str, attributes: list[tuple[str, str | None]]) -> str:
    written = "".join(
        f" {name}" if value is None else f' {name}="{html.escape(value)}"'
        for name, value in attributes
    )
    return f"<{tag}{written}>"
