"""The server: who may ask, what every answer carries, how it begins and ends."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from tests.command import call
from tests.web.conftest import Server, Visit

from misid.errors import MeaningError
from misid.web.app import ROUTES
from misid.web.guard import HEADERS, LOOPBACK, names_of
from misid.web.server import listening

Begin = Callable[..., Visit]
COMMAND = (sys.executable, "-c", "from misid.cli import main; main()", "serve")


@pytest.mark.parametrize(
    "path", ["/", "/change", "/nowhere", "/static/x/style.css", "/api/nowhere"]
)
def test_every_answer_carries_the_same_policy(server: Server, path: str) -> None:
    """No inline script, no other host, no camera; on errors and files as well."""
    headers = server.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    assert {name.lower() for name in HEADERS} <= set(headers)


def test_a_name_that_is_not_ours_is_refused(server: Server) -> None:
    """A site that lets its name point to this machine gets nothing."""
    assert 403 == server.ask("/", Host="evil.example").status
    assert 403 == server.ask("/", Host="evil.example:8421").status
    assert 200 == server.ask("/", Host="localhost:1").status
    assert 200 == server.ask("/", Host="[::1]:1").status


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("path", ["/api/counts", "/counts/nothing/delete"])
def test_what_another_site_sends_is_refused(server: Server, method: str, path: str) -> None:
    """Also where a browser says only whence it comes; our own page and programs are heard."""
    for origin in ("https://evil.example", f"{server.url[:-1]}0", "null", ""):
        answer = server.ask(path, method=method, body=b"", Origin=origin)
        assert (403, "MisidError") == (answer.status, answer.json["error"])
    whole = {"Origin": server.url[:-1], "Sec-Fetch-Site": "cross-site"}
    assert 403 == server.ask(path, method=method, body=b"", **whole).status
    for said in (
        {"Origin": server.url[:-1]}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {}
    ):  # fmt: skip
        assert 403 != server.ask(path, method=method, body=b"", **said).status
    assert 200 == server.ask("/", Origin="https://evil.example").status


@pytest.mark.parametrize(
    ("host", "number", "names"),
    [
        ("localhost", "127.0.0.1", LOOPBACK),
        ("127.0.0.2", "127.0.0.2", (*LOOPBACK, "127.0.0.2")),
        ("::1", "::1", LOOPBACK),
        ("Desk", "192.168.0.7", ("desk", "192.168.0.7")),
        ("fe80::1%eth0", "fe80::1%eth0", ("[fe80::1]",)),
        ("0.0.0.0", "0.0.0.0", ()),  # noqa: S104 - only its name
        ("::", "::", ()),
    ],
)
def test_a_server_is_asked_under_its_own_names(
    host: str, number: str, names: tuple[str, ...]
) -> None:
    """Under any where it listens on every address: which of them a reader has, it does not know."""
    assert names == names_of(host, number)


def test_an_unknown_address_is_told_in_the_one_form(server: Server) -> None:
    """As a page for readers, as JSON for programs."""
    page = server.get("/nowhere?lang=es")
    assert 404 == page.status
    assert 'lang="es"' in page.text
    program = server.get("/api/nowhere")
    assert 404 == program.status
    assert '"error":"NoSuchPageError"' in program.text


_FILE = re.compile(r"(.+\.)\{(ending|ending:str|form)\}")
_FILES = [
    found[1].replace("{name}", "plan")
    for route in ROUTES
    if (found := _FILE.fullmatch(route.path))
    and "{token}" not in route.path
    and "GET" in (route.methods or ())
]


@pytest.mark.parametrize("path", sorted(set(_FILES)))
def test_a_file_of_no_kind_is_not_there(server: Server, path: str) -> None:
    """Whatever page it is asked of."""
    answer = server.get(f"{path}exe?lang=es")
    assert (404, True) == (answer.status, 'id="mistake"' in answer.text)


def test_no_page_has_script_or_style_in_it(server: Server) -> None:
    """The policy would refuse them, so none may be meant to be there."""
    for path in ("/", "/?guess=300", "/change", "/picture/icons"):
        text = server.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r'<style|\sstyle="|\son\w+="', text)


def test_a_port_that_is_taken_is_told_with_the_next_free_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The advice works when it is followed."""
    with listening("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        code, out, err = call(capsys, "serve", "--port", port)
        assert (2, "") == (code, out)
        free = re.search(r"use {2}--port (\d+)", err)
        assert free is not None, err
        with listening("127.0.0.1", int(free[1])):
            pass


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    """With the range."""
    with pytest.raises(MeaningError, match="a port is a whole number from 0 to 65,535"):
        listening("127.0.0.1", port)


def test_readers_who_never_finish_asking_hold_nobody_up(server: Server) -> None:
    """Many half-sent requests wait for their own ends; whoever asks whole is answered."""
    port = int(server.url.rstrip("/").rpartition(":")[2])
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(150)]
    try:
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert 200 == server.get("/").status
        assert 200 == server.get("/change").status
    finally:
        for one in slow:
            one.close()


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    """`misid serve` in a process of its own."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as one:  # fmt: skip
        yield one
        one.kill()


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_it_says_its_address_and_ends_when_told(
    process: subprocess.Popen[str], kind: signal.Signals
) -> None:
    """Nothing is left behind, and nothing is said of the ending but where it was asked."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"misid serves http://127\.0\.0\.1:(\d+)/  \(Ctrl-C ends it\)\n", line)
    assert found is not None, line
    process.send_signal(kind)
    out, err = process.communicate(timeout=30)
    assert "" == out
    assert "Traceback" not in err
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", int(found[1]))) != 0


def test_the_first_page_asks_for_a_guess_before_it_shows_a_number(visit: Begin) -> None:
    """With the slider, and the range beside the guess afterwards."""
    one = visit()
    page = one.open("/")
    assert 0 == page.locator("data").count()
    page.locator("input[type=range]").fill("120")
    assert "120" == page.get_by_label("Of 1,000 reference codes").first.input_value()
    page.get_by_role("button", name="Show what the model says").click()
    one.settled()
    assert "You guessed 120." in page.locator("figure").inner_text()
    assert page.locator("figure img").evaluate("one => one.complete && one.naturalWidth > 0")


def test_the_guess_can_be_skipped_and_made_without_script(visit: Begin) -> None:
    """The slider needs script and is not shown; field, button and link do not."""
    one = visit(script=False)
    page = one.open("/")
    assert not page.locator("input[type=range]").is_visible()
    page.get_by_role("link", name="Skip the guess").click()
    text = one.settled().locator("figure").inner_text()
    assert "The model says" in text or "the model says" in text
    page.locator("#guess").fill("7")
    page.get_by_role("button", name="Mark a guess").click()
    assert "You guessed 7." in one.settled().locator("figure").inner_text()


@pytest.mark.parametrize("path", ["/", "/?guess=300", "/?guess=300&lang=es", "/?guess=1001"])
@pytest.mark.parametrize(("width", "dark"), [(1280, True), (320, False)])
def test_everybody_can_read_the_first_page(visit: Begin, path: str, width: int, dark: bool) -> None:
    """axe-core finds nothing, and nothing is wider than the window."""
    one = visit(width=width, dark=dark)
    one.open(path)
    assert [] == one.violations()
    assert 0 == one.overflow()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing", "no hay ninguna página en"),
        ("/?guess=4000", "la conjetura es"),
        ("/encounter?n=x", "n es 'x', pero tiene que ser un número entero."),
        (
            "/change?review.share_reviewed=7",
            "review.share_reviewed es 7, pero hace falta una proporción de 0 a 1.",
        ),
        ("/sheet?paper=x", "ningún papel se llama 'x'."),
        ("/code?candidates=x", "pero hace falta un número entero."),
        ("/questions/letter?form=x", "ninguna forma de carta se llama 'x'."),
        ("/?seed=x", "la semilla es 'x'"),
    ],
)
def test_a_mistake_is_told_in_the_language_of_the_page(
    server: Server, path: str, said: str
) -> None:
    """Not in that of the code that finds it."""
    answer = server.get(f"{path}{'&' if '?' in path else '?'}lang=es")
    box = answer.text[answer.text.index('id="mistake"') :].partition("</div>")[0]
    assert said in unescape(box)
    assert "lang=" not in box


def test_an_address_of_a_letter_that_asks_nothing_leads_to_the_questions(server: Server) -> None:
    """A reader who shortens an address is not told of a mistake."""
    led = server.ask("/questions/letter?lang=es").url
    assert ("/questions", True) == (urlsplit(led).path, "lang=es" in led)
