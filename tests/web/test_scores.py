"""Measure scores: what is sent is bounded, hidden, measured as in a terminal, and goes."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import gzip
import html
import io
import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import PATIENCE, Server, Visit, running

import misid
from misid.document.columns import fact_at
from misid.errors import MeaningError
from misid.evaluation import FileReading, evaluate, read_scores
from misid.evaluation.stamp import document_json, of_files, sources
from misid.web import columns, fields, receiving
from misid.web.app import application
from misid.web.uploads import Uploads, remove_left_over, safe_name
from misid.web.waiting import Waiting
from misid.words.language import ENGLISH

Begin = Callable[..., Visit]
LIMIT, MOST = 300_000, 4
BOUNDARY = "between-parts"
SECRET = "quetzalcoatl"  # noqa: S105 - a name that nobody may see
"""Stands in every name of a person, a record, a search, and of a column of no meaning."""


def comparisons(rows: int = 400) -> str:
    """Comparisons of people in two groups, with a column that nobody understands."""
    lines = ["subject_a,subject_b,group_a,group_b,score,remark"]
    for row in range(rows):
        first, second = row % 7, (row % 7 if row % 3 == 0 else (row + 3) % 11)
        score = (0.7 if first == second else 0.2) + (row * 37 % 100) / 400
        people = f"{SECRET}-{first},{SECRET}-{second}"
        groups = f"{'north' if first % 2 else 'south'},{'north' if second % 2 else 'south'}"
        lines.append(f"{people},{groups},{score:.4f},{SECRET}")
    return "\n".join(lines) + "\n"


LISTS = "search,candidate,score\n" + "".join(
    f"{SECRET}-s{search},{SECRET}-r{(search + rank) % 9},{0.9 - rank / 10 - search / 100:.3f}\n"
    for search in range(40)
    for rank in range(3)
)
MATES = "search,mate\n" + "".join(
    f"{SECRET}-s{search},{f'{SECRET}-r{search % 9}' if search % 2 else ''}\n"
    for search in range(40)
)


@pytest.fixture(scope="module")
def uploads(folder: Path) -> Uploads:
    """Small bounds, so that they are met soon."""
    assert folder.exists()
    return Uploads(limit=LIMIT, most=MOST)


@pytest.fixture(scope="module")
def server(uploads: Uploads, folder: Path) -> Iterator[Server]:
    """A server with these bounds; at its end nothing is left."""
    with running(application(worlds=16, uploads=uploads)) as one:
        yield one
    assert [] == left(folder)


@pytest.fixture(autouse=True)
def emptied(uploads: Uploads) -> Iterator[None]:
    """Each test begins without uploads."""
    yield
    for token in list(uploads._held):
        uploads.remove(token)


def left(folder: Path) -> list[Path]:
    """What is in the temporary folder."""
    return list(folder.iterdir())


def parts(*named: tuple[str, str, str | bytes], kind: str = "pairs", **fields: str) -> bytes:
    """The body of a form: its kind and other fields, and files by field and name."""
    body = io.BytesIO()
    body.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n'.encode())
    body.write(kind.encode())
    for name, value in fields.items():
        told = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        body.write(told.encode())
    for field, name, content in named:
        told = f'name="{field}"; filename="{name}"'
        body.write(f"\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; {told}\r\n\r\n".encode())
        body.write(content.encode() if isinstance(content, str) else content)
    body.write(f"\r\n--{BOUNDARY}--\r\n".encode())
    return body.getvalue()


def connected(server: Server) -> socket.socket:
    """A bare connection."""
    where = urlsplit(server.url)
    return socket.create_connection((str(where.hostname), int(where.port or 0)), PATIENCE)


def begun(server: Server, length: str, query: str = "lang=en") -> bytes:
    """The first lines of a request that sends a form."""
    host = urlsplit(server.url).netloc
    return (
        f"POST /scores?{query} HTTP/1.1\r\nHost: {host}\r\n{length}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    ).encode()


def answered(connection: socket.socket) -> tuple[int, str]:
    """Status and text of an answer, up to the end of the connection or of the page."""
    text = b""
    while b"</html>" not in text and not (b" 303 " in text and text.endswith(b"\r\n\r\n")):
        more = connection.recv(65_536)
        if not more:
            break
        text += more
    return int(text.split(b" ", 2)[1]), text.decode()


def sent(server: Server, body: bytes, query: str = "lang=en") -> tuple[int, str]:
    """Status and text of the answer to a form."""
    with connected(server) as connection:
        connection.sendall(begun(server, f"Content-Length: {len(body)}", query) + body)
        return answered(connection)


def uploaded(
    server: Server, *named: tuple[str, str, str | bytes], kind: str = "pairs", **fields: str
) -> str:
    """The address of an upload."""
    status, text = sent(server, parts(*named, kind=kind, **fields))
    assert 303 == status, text
    found = re.search(r"^location: (\S+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def report_of(place: str, more: str = "", ending: str = "") -> str:
    """The address of the report of an upload."""
    path, query = place.split("?", 1)
    return f"{path}/report{ending}?{query}{more}"


def posted(server: Server, place: str) -> int:
    """Status of the answer to a button."""
    with connected(server) as connection:
        host = urlsplit(server.url).netloc
        connection.sendall(
            f"POST {place} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n".encode()
        )
        return answered(connection)[0]


def mistake(text: str) -> str:
    """What a page says is wrong."""
    found = re.search(r'id="mistake">(.*?)</div>', text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found[1])) if found else ""


def test_every_number_of_the_report_is_that_of_the_library(server: Server, tmp_path: Path) -> None:
    """The page measures what Python does on the same file, and its JSON is the whole document."""
    file = tmp_path / "scores.csv"
    file.write_text(comparisons())
    reading = FileReading(score="score")
    expected = of_files(
        evaluate(read_scores(file, reading), rates=[0.01]), sources([file]), reading
    )
    place = uploaded(server, ("scores", "scores.csv", comparisons()))
    asked = "&score=5&rates=0.01"
    text = server.get(report_of(place, asked)).text
    shown = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', text)
    assert 20 < len(shown)
    for value, fact in shown:
        assert fact_at(expected, html.unescape(fact)) == float(value), fact
    assert document_json(expected) == server.get(report_of(place, asked, ".json")).text


def test_nobody_is_named_anywhere(server: Server) -> None:
    """Not in the preview, nor in errors, whatever a column is taken for, nor in any file."""
    place = uploaded(server, ("scores", "scores.csv", comparisons()))
    pages = [server.get(place), server.get(report_of(place))]
    # People and remarks taken for scores and labels.
    pages += [server.get(f"{place}{more}") for more in ("&score=1&label=6", "&label=6&genuine=x")]
    pages += [server.get(report_of(place, "&score=1")), server.get(report_of(place, "&label=6"))]
    pages += [server.get(report_of(place, "", f".{end}")) for end in ("html", "json", "csv")]
    assert [200, 200, 200, 200, 422, 422, 200, 200, 200] == [page.status for page in pages]
    for page in pages:
        assert SECRET not in page.text
    archive = zipfile.ZipFile(io.BytesIO(server.get(report_of(place, "", ".zip")).body))
    assert "report.html" in archive.namelist()
    assert not [name for name in archive.namelist() if SECRET.encode() in archive.read(name)]


def test_a_preview_shows_scores_and_what_labels_say(server: Server) -> None:
    """Five rows: numbers in three digits, and the kind that a label is taken for."""
    lines = "label,score,camera\ngenuine,0.987654,4711\nmated,,4712\nother,x,4713\n0,0.1,4714\n"
    text = server.get(uploaded(server, ("scores", "a.csv", lines))).text
    rows = [
        re.findall(r"<td>(?:<strong>)?(.*?)(?:</strong>)?</td>", row)
        for row in re.findall(r'<tr><th scope="row">.*?</tr>', text)
    ]
    assert [
        ["label", "genuine", "genuine", "neither", "impostor"],
        ["score", "0.988", "blank", "no number", "0.1"],
        ["nothing", "hidden", "hidden", "hidden", "hidden"],
    ] == rows


def test_lists_and_mates_are_measured(server: Server) -> None:
    """Searches are counted, not comparisons."""
    files = ("scores", "lists.csv", LISTS), ("second", "mates.csv", MATES)
    place = uploaded(server, *files, kind="lists")
    page = server.get(report_of(place))
    assert 200 == page.status
    assert "false positive identification" in page.text
    assert SECRET not in page.text
    found = json.loads(server.get(report_of(place, "", ".json")).text)
    assert (20, 20) == (found["counts"]["mated"], found["counts"]["non_mated"])


def test_two_files_of_scores_are_measured(server: Server) -> None:
    """One of the same people, one of strangers."""
    files = ("scores", "a.txt", "0.9\n0.8\n0.7\n"), ("second", "b.txt", "0.1\n0.2\n0.75\n")
    place = uploaded(server, *files, kind="two")
    found = json.loads(
        (server.get(report_of(place)), server.get(report_of(place, "", ".json")))[1].text
    )
    assert (3, 3) == (found["counts"]["genuine"], found["counts"]["impostor"])


def test_scores_and_whose_the_photographs_are_are_measured(server: Server) -> None:
    """Two files, joined by the pair; what only one has is asked in words of the page."""
    key = ("second", "key.csv", "image,subject\na,p\nb,p\nc,q\nd,r\n")
    scores = ("scores", "scores.txt", "a b .9\na d .2\nc d .1\na e .3\n")
    place = uploaded(server, scores, key, kind="keyed")
    page = server.get(report_of(place))
    assert 422 == page.status
    assert "1 of 4 scores have no row in key.csv" in mistake(page.text)
    assert "\u201cPairs that only one of the two files has\u201d" in mistake(page.text)
    assert "--" not in mistake(page.text)
    told = "&unmatched=leave-out"
    assert 200 == server.get(report_of(place, told)).status
    found = json.loads(server.get(report_of(place, told, ".json")).text)
    counts = found["counts"]
    assert (1, 2, 1) == (counts["genuine"], counts["impostor"], counts["unmatched"])


def test_how_text_is_written_is_asked_in_fields_and_said_in_them(server: Server) -> None:
    """A comma before the part below one, with the files; the answer goes on to the report."""
    files = ("scores", "a.txt", "0,9\n0,8\n"), ("second", "b.txt", "0,1\n0,2\n")
    status, text = sent(server, parts(*files, kind="two"))
    assert 400 == status
    assert "\u201cWhat stands before the part of a number below one\u201d" in mistake(text)
    assert "--" not in mistake(text)
    place = uploaded(server, *files, kind="two", decimal="comma")
    assert 200 == server.get(place).status
    assert 200 == server.get(report_of(place)).status
    found = json.loads(server.get(report_of(place, "", ".json")).text)
    assert (2, 2) == (found["counts"]["genuine"], found["counts"]["impostor"])


def test_a_guessed_label_is_asked_as_in_a_terminal(server: Server) -> None:
    """The form does not name the column in the reader's place; a reader may."""
    rows = "score,label\n" + "".join(f"{n / 60:.3f},{int(n > 30)}\n" for n in range(60))
    place = uploaded(server, ("scores", "a.csv", rows))
    page = server.get(place)
    assert '<option value="" selected>label: as its name says</option>' in page.text
    refused = server.get(report_of(place))
    assert 422 == refused.status
    assert "may be what the service decided" in mistake(refused.text)
    assert 200 == server.get(report_of(place, "&label=2")).status


def test_every_option_of_an_error_has_a_field() -> None:
    """Whatever a reader of files advises is said in words of the page."""
    folder = Path(misid.__file__).parent
    sources = [*(folder / "files").glob("*.py"), *(folder / "evaluation").rglob("*.py")]
    known = r"--(?!json|out|format)[a-z][a-z-]*(?: (?:comma|point|fta|miss|keep|leave-out)\b)?"
    # No scores are read from workbooks.
    read = [path for path in sources if path.name not in ("sheet.py", "xlsx.py")]
    options = {one for path in read for one in re.findall(known, path.read_text("utf-8"))}
    assert 20 < len(options)
    titles = columns.titles("pairs", ENGLISH)
    for option in options:
        told = fields.in_fields(MeaningError("", use=option), titles, ENGLISH)
        assert "--" not in told.use, option


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(40), "JPEG image"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG image"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "container"),
        (b"FAC\x00" + bytes(40), "face record"),
        (gzip.compress(b"score\n" + b"0.5\n" * 10**6), "archive"),
        (b"PK\x03\x04" + bytes(40), "archive"),
        (("a" + ",b" * 80 + "\n").encode(), "face templates"),
        (b"\x01\x02\x00\x00" * 12, "no format"),
        (b"", "empty"),
    ],
)
def test_what_is_no_score_is_refused(
    server: Server, folder: Path, content: bytes, said: str
) -> None:
    """An image, a template or an archive goes at once; the form keeps what was said."""
    status, text = sent(server, parts(("scores", "faces.csv", content), kind="lists"))
    assert 400 == status
    assert said in mistake(text)
    assert 'value="lists" checked' in text
    assert [] == left(folder)


def test_an_image_is_refused_before_the_rest_comes(server: Server, folder: Path) -> None:
    """Its first bytes are enough: nothing of it is written."""
    body = parts(("scores", "face.csv", b"\xff\xd8\xff" + bytes(200_000)))
    with connected(server) as connection:
        connection.sendall(begun(server, f"Content-Length: {len(body)}") + body[:2_000])
        eventually(lambda: [] == left(folder))
        connection.sendall(body[2_000:])
        assert 400 == answered(connection)[0]


@pytest.mark.parametrize("declared", [True, False])
def test_more_than_is_taken_is_refused(server: Server, folder: Path, declared: bool) -> None:
    """Whether its length is said or not, a page tells it after all of it was sent."""
    body = parts(("scores", "a.csv", "score\n" + "0.5\n" * LIMIT))
    with connected(server) as connection:
        if declared:
            connection.sendall(begun(server, f"Content-Length: {len(body)}") + body)
        else:
            chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            connection.sendall(begun(server, "Transfer-Encoding: chunked") + chunk)
        status, text = answered(connection)
    assert 413 == status
    assert "larger than" in mistake(text)
    assert [] == left(folder)


def test_a_length_that_is_too_short_is_a_form_that_breaks_off(server: Server, folder: Path) -> None:
    """What is sent beyond it is no part of the form."""
    body = parts(("scores", "a.csv", comparisons()))
    with connected(server) as connection:
        connection.sendall(begun(server, "Content-Length: 900") + body[:900])
        status, text = answered(connection)
    assert 400 == status
    assert "breaks off" in mistake(text)
    assert [] == left(folder)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"nothing of the kind", "cannot be read"),
        (parts(), "no file was chosen"),
        (parts(("scores", "", b"")), "no file was chosen"),
        (parts(("face", "a.csv", "score\n1\n")), "none is asked for"),
        (parts(*[("scores", "a.csv", "score\n1\n")] * 2), "none is asked for"),
        (parts(("scores", "a.csv", "score\n1\n"), kind="k" * 500), "letters"),
        (parts(("scores", "a.csv", "score\n1\n"), kind="faces"), "not said"),
        (parts(("scores", "a.csv", "score\n1\n"), kind="two"), "only one file"),
    ],
)
def test_a_form_that_is_none_is_refused(
    server: Server, folder: Path, body: bytes, said: str
) -> None:
    """In the one form of errors, and nothing is left but what the page says is kept."""
    status, text = sent(server, body)
    assert status in (400, 422)
    assert said in mistake(text)
    if "a.csv is here still" in text:
        deleted = re.search(r'formaction="([^"]+)"', text)
        assert deleted is not None
        server.ask(html.unescape(deleted[1]), method="POST", body=b"")
    assert [] == left(folder)


def test_a_half_open_upload_holds_nothing(
    server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for without a thread, others are answered meanwhile, and then it is dropped."""
    monkeypatch.setattr(receiving, "IDLE", 1.5)
    before = threading.active_count()
    body = parts(("scores", "a.csv", comparisons()))
    half = [connected(server) for _ in range(MOST)]
    for one in half:
        one.sendall(begun(server, f"Content-Length: {len(body)}") + body[:1_000])
    eventually(lambda: MOST == len(left(folder)))
    assert 200 == server.ask("/scores").status
    # Answering needs a thread; those that wait need none.
    assert threading.active_count() <= before + 2
    status, text = sent(server, body)
    assert 503 == status
    assert "as many uploads" in mistake(text)
    assert [408] * MOST == [answered(one)[0] for one in half]
    assert [] == left(folder)
    for one in half:
        one.close()


def test_a_killed_client_leaves_nothing(server: Server, folder: Path) -> None:
    """What came of its upload goes."""
    body = parts(("scores", "a.csv", comparisons()))
    connection = connected(server)
    connection.sendall(begun(server, f"Content-Length: {len(body)}") + body[:5_000])
    eventually(lambda: 1 == len(left(folder)))
    connection.close()
    eventually(lambda: [] == left(folder))


def test_an_upload_is_private_and_found_by_its_token_alone(server: Server, folder: Path) -> None:
    """Nobody else can read its folder, and no token leads to another's."""
    place = uploaded(server, ("scores", "../../CON.csv", comparisons()))
    (held,) = left(folder)
    assert 0o700 == held.stat().st_mode & 0o777
    assert ["_CON.csv"] == [file.name for file in held.rglob("*") if file.is_file()]
    assert 404 == server.ask("/scores/another").status
    assert 32 == len(place.split("?")[0].rpartition("/")[2])


def test_an_upload_is_deleted_by_its_button(server: Server, folder: Path) -> None:
    """With what was worked out from it."""
    place = uploaded(server, ("scores", "a.csv", comparisons()))
    path, query = place.split("?", 1)
    assert 200 == server.get(report_of(place)).status
    assert 303 == posted(server, f"{path}/delete?{query}")
    assert [] == left(folder)
    gone = server.ask(report_of(place))
    assert 404 == gone.status
    assert "15 minutes" in mistake(gone.text)


def test_an_upload_goes_by_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not anybody asks for it."""
    monkeypatch.setattr("misid.web.app.SWEPT", 0.2)
    with running(application(worlds=16, uploads=Uploads(kept=1.0))) as server:
        place = uploaded(server, ("scores", "a.csv", comparisons()))
        assert 1 == len(left(folder))
        eventually(lambda: [] == left(folder))
        assert 404 == server.ask(place).status


def test_what_a_killed_server_left_goes_later(folder: Path) -> None:
    """Only what is old, and only what a server of this kind made."""
    names = ("misid-upload-a", "misid-report-a", "misid-upload-b", "other")
    old, report, new, other = (folder / name for name in names)
    for one in (old, report, new, other):
        one.mkdir()
    for one in (old, report, other):
        os.utime(one, (0, 0))
    remove_left_over()
    assert {new, other} == set(left(folder))
    new.rmdir()
    other.rmdir()


@contextmanager
def impatient(uploads: Uploads, interest: float) -> Iterator[None]:
    """Say at once that work goes on, and give up what nobody asks for in so many seconds."""
    before, uploads.waiting = uploads.waiting, Waiting(workers=1, patience=0.05, interest=interest)
    try:
        yield
    finally:
        uploads.waiting.close()
        uploads.waiting = before


def test_work_is_stopped_by_its_button(server: Server, uploads: Uploads) -> None:
    """Its process ends at once, and the form comes back as it was filled in."""
    place = uploaded(server, ("scores", "a.csv", comparisons(4_000)))
    path, query = place.split("?", 1)
    with impatient(uploads, interest=60.0):
        at_work = server.ask(report_of(place, "&score=5"))
        assert "1" == at_work.headers.get("refresh")
        assert f"{path}/cancel" in at_work.text
        assert multiprocessing.active_children()
        assert 303 == posted(server, f"{path}/cancel?{query}&score=5&rates=0.01")
        eventually(lambda: not multiprocessing.active_children())
    assert 'value="0.01"' in server.get(f"{place}&score=5&rates=0.01").text


def test_work_that_nobody_asks_for_is_given_up(server: Server, uploads: Uploads) -> None:
    """A tab that was closed lets its evaluation end."""
    place = uploaded(server, ("scores", "a.csv", comparisons(4_000)))
    with impatient(uploads, interest=0.3):
        assert "refresh" in server.ask(report_of(place)).headers
        assert multiprocessing.active_children()
        eventually(lambda: not multiprocessing.active_children())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("&score=9", "no column"),
        ("&score=one", "no column"),
        ("&rates=many", "numbers are needed"),
        ("&rates=0", "share above 0"),
        ("&direction=up", "does not offer"),
        ("&kind=two", "only one file"),
        ("&kind=lists", "it is the search"),
        ("&condition=1", "two things"),
        ("&score=6", "not numbers"),
    ],
)
def test_a_mistake_stands_above_the_form_as_it_was_filled_in(
    server: Server, more: str, said: str
) -> None:
    """Whether it is seen at once or only while the file is read."""
    place = uploaded(server, ("scores", "a.csv", comparisons().replace("group_b", "place")))
    page = server.get(report_of(place, f"{more}&missing=fta"))
    assert 422 == page.status
    assert said in mistake(page.text)
    assert 'value="fta" checked' in page.text


def test_a_name_is_one_that_every_system_takes() -> None:
    """No folder, no name of a device, no hidden file, nothing without end."""
    names = ("a/b.csv", "nul", "COM1.txt", ".hidden", "a" * 500, "b?*:|.csv", "\u202etxt.csv", "..")
    expected = (
        *("b.csv", "_nul", "_COM1.txt", "hidden", "a" * 60, "b____.csv", "_txt.csv", "file"),
    )
    assert expected == tuple(map(safe_name, names))


def test_ctrl_c_in_the_middle_of_work_leaves_nothing(tmp_path: Path) -> None:
    """Neither a file, nor a process, nor a traceback on the terminal."""
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "misid", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        server = Server(line.split()[2])
        place = uploaded(server, ("scores", "a.csv", comparisons(4_000)))
        server.ask(report_of(place))
        assert [] != left(tmp_path)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    # What is said of machine code that is made for the first time is no mistake.
    told = [line for line in errors.splitlines() if not line.startswith("machine code")]
    assert (0, []) == (process.returncode, told)
    assert [] == left(tmp_path)


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it does."""
    for _ in range(20 * PATIENCE):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never does")


def _choose(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text(comparisons())
    page.get_by_label("File", exact=True).set_input_files(file)


def _settled(visit: Visit) -> Visit:
    """The same once its style is there."""
    visit.page.wait_for_load_state("load")
    return visit


def test_scores_are_measured_by_mouse(visit: Begin, tmp_path: Path) -> None:
    """Send, map, read, delete; the pages are found without fault on the way."""
    one = visit()
    page = one.open("/scores")
    assert [] == one.violations()
    _choose(page, tmp_path)
    page.get_by_role("button", name="Send, and look at the columns").click()
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_visible()
    assert [] == one.violations()
    page.get_by_label("False match rates to set thresholds for").fill("0.01")
    page.get_by_role("button", name="Work out the error rates").click()
    expect(page.get_by_text("Thresholds, and the errors that they make").first).to_be_visible(
        timeout=3_000 * PATIENCE
    )
    assert [] == one.violations()
    page.get_by_role("button", name="Delete the upload now").click()
    expect(page.get_by_text("The upload is deleted")).to_be_visible()


def test_scores_are_measured_by_keyboard_without_script(visit: Begin, tmp_path: Path) -> None:
    """On a small screen, in the dark, each button by Enter."""
    one = visit(width=320, dark=True, script=False)
    page = one.open("/scores")
    _choose(page, tmp_path)
    assert 0 == one.overflow()
    page.get_by_role("button", name="Send, and look at the columns").press("Enter")
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_visible()
    assert 0 == _settled(one).overflow()
    page.get_by_role("button", name="Work out the error rates").press("Enter")
    expect(page.get_by_text("Thresholds, and the errors that they make").first).to_be_visible(
        timeout=3_000 * PATIENCE
    )
    assert 0 == _settled(one).overflow()


@pytest.mark.parametrize("path", ["/scores", "{upload}", "{upload}/report"])
def test_axe_finds_nothing_on_a_small_screen_in_the_dark(
    visit: Begin, server: Server, path: str
) -> None:
    """On each page."""
    place = uploaded(server, ("scores", "a.csv", comparisons())).split("?")[0]
    server.get(path.format(upload=place))
    one = visit(width=320, dark=True)
    one.open(path.format(upload=place))
    assert [] == one.violations()


def test_a_file_that_is_too_large_is_told_before_it_is_sent(visit: Begin, tmp_path: Path) -> None:
    """Where there is script."""
    file = tmp_path / "large.csv"
    file.write_text("score\n" + "0.5\n" * LIMIT)
    page = visit().open("/scores")
    field = page.get_by_label("File", exact=True)
    field.set_input_files(file)
    assert "too large" in field.evaluate("field => field.validationMessage")


def test_spanish_pages_answer_in_spanish(server: Server) -> None:
    """The language of the address stays through the form."""
    body = parts(("scores", "a.csv", b"\xff\xd8\xff" + bytes(40)))
    _, text = sent(server, body, "lang=es")
    assert '<html lang="es">' in text
    _, text = sent(server, parts(("scores", "a.csv", comparisons())), "lang=es")
    assert re.search(r"^location: \S+lang=es", text, re.MULTILINE)
