"""A document that somebody received: what was altered in it is found, and nothing else is."""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from misid import Study
from misid.attestation.carried import END, MARK, PART, as_comment, carried, without_comment
from misid.attestation.differences import alike
from misid.attestation.schema import SEEN, Attestation
from misid.attestation.statement import statement
from misid.cli import main
from misid.document.attestation import attestation_document
from misid.document.comparison_report import comparison_report
from misid.document.model import Document
from misid.errors import FormatError
from misid.figures import NARROW, WIDE, Picture
from misid.study.verify import verify
from misid.uncertainty.accounts import with_review_minutes
from misid.words import language, plain
from misid.words.attestation import finding
from misid.words.stamps import command
from misid.writers.docx import docx
from misid.writers.html import html
from misid.writers.pdf import pdf
from misid.writers.picture_zip import picture_zip
from misid.writers.svg import svg

DRAWS = 64
ALL_SAME = dict.fromkeys(("carried", "version", "file", "numbers", "words", "pictures"), "same")


@pytest.fixture(scope="module")
def document() -> Document:
    """The report of a small run."""
    return Study("task-force-module", draws=DRAWS).document("run")


@pytest.fixture(scope="module")
def written(document: Document) -> dict[str, bytes]:
    """The same in each format."""
    return {
        "html": html(document).encode(),
        "pdf": pdf(document),
        "docx": docx(document),
        "json": (document.model_dump_json(indent=1) + "\n").encode(),
    }


def checked(data: bytes, tmp_path: Path, name: str = "report") -> Attestation:
    """What is found in a file of these bytes."""
    path = tmp_path / name
    path.write_bytes(data)
    return verify(path)


def outcomes(found: Attestation) -> dict[str, str]:
    """Of each check."""
    return {one.name: one.outcome for one in found.checks}


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "json"])
def test_document_as_it_was_written_passes(
    kind: str, written: dict[str, bytes], tmp_path: Path
) -> None:
    """Every check of every format finds the same."""
    found = checked(written[kind], tmp_path)
    names = ("carried", "version", "file", "numbers", "words", "pictures")
    assert outcomes(found) == dict.fromkeys(names, "same")
    assert found.form == "run"


def test_words_that_are_read_are_held_against_what_is_carried(
    written: dict[str, bytes], tmp_path: Path
) -> None:
    """A sentence, a number or a picture altered on the page alone shows in the file."""
    page = written["html"].decode()
    for old, new in (
        ("Nobody has said which.", "The agency has said which."),
        ('font-weight="700"', 'font-weight="400"'),
        ("</data>", "0</data>"),
    ):
        assert old in page
        found = checked(page.replace(old, new, 1).encode(), tmp_path)
        assert outcomes(found)["file"] == "differs"
        assert found.outcome == "differs"


def _number(document: Document) -> Document:
    """Another headline number, everywhere in the document."""
    text = document.model_dump_json()
    first = next(piece for piece in document.finding if not isinstance(piece, str) and piece.fact)
    altered = json.loads(text.replace(repr(first.value), repr(first.value * 2)))
    return Document.model_validate(altered)


def _sentence(document: Document) -> Document:
    return document.model_copy(update={"finding": ("All is well.",)})


def _picture(document: Document) -> Document:
    sections = list(document.sections)
    for place, section in enumerate(sections):
        blocks = [
            block.model_copy(update={"wide": block.wide.replace("</svg>", "<g/></svg>")})
            if block.kind == "figure"
            else block
            for block in section.blocks
        ]
        sections[place] = section.model_copy(update={"blocks": tuple(blocks)})
    return document.model_copy(update={"sections": tuple(sections)})


@pytest.mark.parametrize(
    ("alter", "check"), [(_number, "numbers"), (_sentence, "words"), (_picture, "pictures")]
)
@pytest.mark.parametrize("write", [lambda one: html(one).encode(), docx])
def test_document_that_was_altered_and_written_anew_is_found(
    document: Document,
    alter: Callable[[Document], Document],
    check: str,
    write: Callable[[Document], bytes],
    tmp_path: Path,
) -> None:
    """Whoever alters the data and renders it by our own program is found by the inputs."""
    found = outcomes(checked(write(alter(document)), tmp_path))
    assert found["file"] == "same"
    assert found[check] == "differs"


def test_every_byte_of_a_page_on_paper_counts(written: dict[str, bytes], tmp_path: Path) -> None:
    """One sign altered in a PDF, within its pages or after them, is found."""
    data = bytearray(written["pdf"])
    place = data.index(b"/Lang(en-GB)") + 6
    data[place : place + 5] = b"de-DE"
    assert outcomes(checked(bytes(data), tmp_path))["file"] == "differs"
    assert outcomes(checked(written["pdf"] + b"\n%more", tmp_path))["file"] == "differs"


def test_part_of_a_word_file_that_was_altered_is_named(
    written: dict[str, bytes], tmp_path: Path
) -> None:
    """Text altered in a word processor is found, and the part that holds it is told."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written["docx"])) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for name in old.namelist():
            held = old.read(name)
            if name == "word/document.xml":
                held = held.replace(b"Nobody has said which", b"Everybody has said which")
            new.writestr(name, held)
    found = checked(made.getvalue(), tmp_path)
    (file,) = (one for one in found.checks if one.name == "file")
    assert [one.where for one in file.found] == ["word/document.xml"]


@pytest.mark.parametrize("minutes", [None, 5.0])
def test_comparison_is_worked_out_on_both_sides(minutes: float | None, tmp_path: Path) -> None:
    """A report and comparison.json carry both scenarios; a number of the first side is found."""
    study = Study("task-force-module", ["trained-review"], draws=DRAWS)
    found = study.compare("delete-non-matches")
    found = found if minutes is None else with_review_minutes(found, minutes)
    page = html(comparison_report(found, "photographs_held", language("es"))).encode()
    assert outcomes(checked(page, tmp_path)) == ALL_SAME
    held = json.loads(found.model_dump_json())
    assert outcomes(checked(json.dumps(held).encode(), tmp_path))["numbers"] == "same"
    held["outputs"][0]["before"]["median"] *= 1.001
    (_, _, numbers) = checked(json.dumps(held).encode(), tmp_path).checks
    assert [one.where for one in numbers.found] == ["outputs.0.before.median"]


def test_comparison_with_an_own_change_on_its_first_side(tmp_path: Path) -> None:
    """Its words tell of a change that is carried only as part of the scenario."""
    study = Study("task-force-module", [{"review.share_reviewed": 0.5}], draws=DRAWS)
    page = html(comparison_report(study.compare("delete-non-matches"))).encode()
    assert outcomes(checked(page, tmp_path)) == ALL_SAME | {"words": "not_checked"}


@pytest.fixture(scope="module")
def picture() -> Picture:
    """A figure of a small run with a safeguard, in Spanish."""
    study = Study("task-force-module", ["delete-non-matches"], draws=DRAWS)
    return study.figure("groups", "es")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_figure_that_stands_alone_is_drawn_again(
    picture: Picture, width: int, tmp_path: Path
) -> None:
    """An SVG carries what it takes to draw it again, to the last byte."""
    found = checked(svg(picture, width).encode(), tmp_path, "groups.svg")
    assert outcomes(found) == ALL_SAME
    assert (found.kind, found.form) == ("svg", "figure")


@pytest.mark.parametrize("shown_at", ["", "http://127.0.0.1:8000/picture/groups?seed=1"])
def test_zip_of_a_figure_is_packed_again(picture: Picture, shown_at: str, tmp_path: Path) -> None:
    """Drawing, raster, data and README; wherever it was shown."""
    results = Study("task-force-module", ["delete-non-matches"], draws=DRAWS).results
    packed = picture_zip(picture, results.citations, command(results), shown_at)
    assert outcomes(checked(packed, tmp_path)) == ALL_SAME


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("</title>", "!</title>", "words"),
        ('aria-label="', 'aria-label="No ', "words"),
        ('font-weight="700"', 'font-weight="400"', "pictures"),
        ("translate(", "translate(1", "pictures"),
    ],
)
def test_figure_that_was_altered_is_found(
    picture: Picture, old: str, new: str, check: str, tmp_path: Path
) -> None:
    """What is read and what is seen in a drawing are told apart."""
    drawing = svg(picture)
    assert old in drawing
    found = outcomes(checked(drawing.replace(old, new, 1).encode(), tmp_path))
    assert {name for name, outcome in found.items() if outcome == "differs"} == {"file", check}


def test_data_that_a_figure_carries_are_worked_out_again(picture: Picture, tmp_path: Path) -> None:
    """Whoever alters a number and packs it anew is found by the inputs."""
    drawing, held = without_comment(svg(picture))
    told = json.loads(held)
    head, first, rest = told["data"].split("\n", 2)
    told["data"] = "\n".join((head, f"{first.rpartition(',')[0]},0.5", rest))
    altered = drawing.removesuffix("</svg>\n") + as_comment(json.dumps(told).encode()) + "</svg>\n"
    assert outcomes(checked(altered.encode(), tmp_path))["numbers"] == "differs"


def test_file_of_a_zip_that_was_altered_is_named(picture: Picture, tmp_path: Path) -> None:
    """A table beside the drawing with another number."""
    results = Study("task-force-module", ["delete-non-matches"], draws=DRAWS).results
    made = io.BytesIO()
    with (
        zipfile.ZipFile(
            io.BytesIO(picture_zip(picture, results.citations, command(results)))
        ) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b"1\n" if name.endswith(".csv") else b""))
    (file,) = (one for one in checked(made.getvalue(), tmp_path).checks if one.name == "file")
    assert [one.where for one in file.found] == ["groups.csv"]


def test_figure_of_the_readers_own_change_is_drawn_under_its_own_stamp(tmp_path: Path) -> None:
    """Numbers and drawing are checked; the words that name the change are said not to be."""
    study = Study("task-force-module", [{"review.share_reviewed": 0.5}], draws=DRAWS)
    found = outcomes(checked(svg(study.figure("icons")).encode(), tmp_path))
    assert found == ALL_SAME | {"words": "not_checked"}


@pytest.mark.parametrize(
    "told",
    [
        {"figure": "guess"},
        {"width": 10**9},
        {"language": "xx"},
        {"scenario": {}},
        {"stamp": {}},
    ],
)
def test_figure_that_carries_what_cannot_be_is_no_traceback(
    picture: Picture, told: dict[str, object], tmp_path: Path
) -> None:
    """It is said that it could not be checked, or that it carries nothing that can be read."""
    drawing, held = without_comment(svg(picture))
    comment = as_comment(json.dumps(json.loads(held) | told).encode())
    altered = drawing.removesuffix("</svg>\n") + comment + "</svg>\n"
    found = checked(altered.encode(), tmp_path)
    assert "same" not in [one.outcome for one in found.checks if one.name in ("file", "numbers")]
    assert found.outcome in ("not_checked", "missing")


def test_facts_are_worked_out_again(tmp_path: Path) -> None:
    """A number altered in results.json is found by its path."""
    results = Study("task-force-module", draws=DRAWS).results
    text = results.model_dump_json(indent=2)
    assert outcomes(checked(text.encode(), tmp_path))["numbers"] == "same"
    held = json.loads(text)
    held["headline"][0]["median"] *= 1.001
    (_, _, numbers) = checked(json.dumps(held).encode(), tmp_path).checks
    assert [one.where for one in numbers.found] == ["headline.0.median"]


def test_scenario_that_is_not_the_one_of_the_stamp_is_found(
    document: Document, tmp_path: Path
) -> None:
    """Nobody passes another programme off under the name and digest of one that comes along."""
    results = Study("airport-exit", ["delete-non-matches"], draws=DRAWS).results
    plain_one = Study("airport-exit", draws=DRAWS).results.stamp
    held = json.loads(results.model_dump_json())
    held["stamp"] |= {"scenario_digest": plain_one.scenario_digest, "changes": ["none"]}
    found = checked(json.dumps(held).encode(), tmp_path)
    assert [one.because for one in found.checks if one.name == "numbers"] == ["other_scenario"]
    assert found.outcome == "differs"
    other = document.model_copy(update={"scenario": held["canonical"]})
    assert checked(html(other).encode(), tmp_path).outcome == "differs"


@pytest.mark.parametrize(
    ("update", "outcome"),
    [
        ({"scenario": None}, "missing"),
        ({"scenario": None, "form": ""}, "not_checked"),
        ({"form": "letter"}, "not_checked"),
    ],
)
def test_what_was_not_worked_out_is_not_called_the_same(
    document: Document, update: dict[str, object], outcome: str, tmp_path: Path
) -> None:
    """Anybody can render a text of their own; that it is rendered as it is says nothing."""
    made = document.model_copy(update={"finding": ("All is well.",), **update})
    assert checked(html(made).encode(), tmp_path).outcome == outcome


def test_two_parts_of_one_name_are_not_believed(written: dict[str, bytes], tmp_path: Path) -> None:
    """Of two texts in one file, one program shows the one and another the other."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written["docx"])) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with pytest.warns(UserWarning, match="Duplicate name"):
            new.writestr("word/document.xml", b"<altered/>")
    assert checked(made.getvalue(), tmp_path).outcome == "missing"
    twice = written["json"].replace(b'"title":', b'"title": "Other", "title":', 1)
    assert checked(twice, tmp_path).outcome == "not_ours"


def test_little_of_a_stamp_is_kept(document: Document, tmp_path: Path) -> None:
    """Whoever writes a stamp does not fill the memory of those who check it."""
    stamp = document.stamp | {"more": ["x"] * 100_000, "scenario": "y" * 100_000}
    found = checked(html(document.model_copy(update={"stamp": stamp})).encode(), tmp_path)
    assert len(found.model_dump_json()) < 5_000


def test_drawing_of_an_own_change_is_held_against_its_numbers(tmp_path: Path) -> None:
    """A picture that was altered shows, though the words cannot be written again."""
    study = Study("task-force-module", [{"review.share_reviewed": 0.5}], draws=DRAWS)
    found = outcomes(checked(html(_picture(study.document("run"))).encode(), tmp_path))
    assert (found["words"], found["pictures"]) == ("not_checked", "differs")


def test_changed_scenario_is_worked_out_from_what_is_carried(tmp_path: Path) -> None:
    """Of a change of the reader's own the numbers are checked; its words are said not to be."""
    study = Study("task-force-module", [{"review.share_reviewed": 0.5}], draws=DRAWS)
    found = outcomes(checked(html(study.document("run")).encode(), tmp_path))
    assert (found["file"], found["numbers"], found["words"]) == ("same", "same", "not_checked")


def test_safeguard_is_put_on_again_by_its_name(tmp_path: Path) -> None:
    """A report with a safeguard that comes along passes wholly, in Spanish too."""
    study = Study("task-force-module", ["delete-non-matches"], draws=DRAWS)
    found = checked(html(study.document("run", "es")).encode(), tmp_path)
    assert set(outcomes(found).values()) == {"same"}


def test_another_version_is_said_and_its_numbers_compared(
    document: Document, tmp_path: Path
) -> None:
    """What another version wrote is not called altered for its form."""
    older = document.model_copy(update={"stamp": document.stamp | {"version": "0.0.9"}})
    found = outcomes(checked(html(older).encode(), tmp_path))
    assert (found["version"], found["file"], found["numbers"]) == (
        "not_checked", "not_checked", "same",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"<!doctype html><p>Hello.</p>", "missing"),
        (b"%PDF-1.7\n%%EOF", "missing"),
        (b"PK\x03\x04 cut off", "missing"),
        (b'{"version": "misid-results/3"}', "missing"),
        (b'{"version": "misid-document/1", "title": 1}', "missing"),
        (b'{"a": 1}', "not_ours"),
        (b"a,b\n1,2\n", "not_ours"),
        (b"", "not_ours"),
        (b"[" * 200_000, "not_ours"),
        (b'{"version":' + b"[" * 200_000, "not_ours"),
        (MARK.encode() + b"!!!" + END.encode(), "not_ours"),
    ],
)
def test_file_without_a_document_is_no_mistake(data: bytes, outcome: str, tmp_path: Path) -> None:
    """It is said what it is; nothing is guessed."""
    assert checked(data, tmp_path).outcome == outcome


def test_image_is_refused_by_its_first_bytes(tmp_path: Path) -> None:
    """A picture is never decoded."""
    with pytest.raises(FormatError, match="misid never reads images"):
        checked(b"\xff\xd8\xff\xe0 a photograph", tmp_path)


def test_what_unpacks_beyond_bounds_carries_nothing() -> None:
    """Files that unpack to far more than they are end in nothing, in bounded memory."""
    bomb = zlib.compress(b"{" + b" " * (80 << 20), 9)
    page = f"<!doctype html>{MARK}{base64.b64encode(bomb).decode()}{END}".encode()
    attached = b"%PDF-1.7\n<</Type/EmbeddedFile>>\nstream\n" + bomb + b"\nendstream"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PART, b"{" + b" " * (80 << 20))
    for data in (page, attached, packed.getvalue()):
        assert carried(data).held is None


def test_many_objects_of_a_pdf_are_not_all_tried() -> None:
    """A PDF of a hundred thousand attachments is looked at for the first few."""
    one = b"<</Type/EmbeddedFile>>\nstream\n" + zlib.compress(b"[]") + b"\nendstream\n"
    assert carried(b"%PDF-1.7\n" + one * 100_000).held is None


def test_rounding_is_no_difference() -> None:
    """Sums in another order differ in the last digits; a digit that is read does not pass."""
    assert alike(0.1 + 0.2, 0.3)
    assert not alike("about 730", "about 731")
    assert not alike(1.0, 1.00001)


def test_command_ends_with_one_where_anything_differs(
    written: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The exit code tells a script; the page tells a person; --json tells a program."""
    page = written["html"].replace(b"Nobody has said which", b"Somebody has said which")
    (tmp_path / "report.html").write_bytes(page)
    monkeypatch.chdir(tmp_path)
    for options, expected in (([], "a reader sees"), (["--json"], '"outcome": "differs"')):
        monkeypatch.setattr("sys.argv", ["misid", "verify", "report.html", *options])
        with pytest.raises(SystemExit) as stop:
            main()
        assert stop.value.code == 1
        assert expected in capsys.readouterr().out.replace("\n", " ")


def test_what_a_reader_sees_is_told_as_it_is_read(
    written: dict[str, bytes], tmp_path: Path
) -> None:
    """Words without tags where they differ; what differs in markup alone is no sight."""
    page = written["html"].decode()
    for old, new, is_seen in (
        ("Nobody has said which.", "Somebody has said which.", True),
        ('<th scope="row">', '<th hidden scope="row">', False),
    ):
        found = checked(page.replace(old, new, 1).encode(), tmp_path)
        place = next(one for one in found.checks if one.name == "file").found[0]
        assert place.where.startswith(SEEN) is is_seen
        assert ("<" in place.stated) is not is_seen
        assert ("where misid writes" in plain(finding(found, language("en")))) is is_seen


def test_statement_has_the_shape_of_in_toto(written: dict[str, bytes], tmp_path: Path) -> None:
    """Subject by digest, predicate with the stamp, unsigned."""
    found = checked(written["json"], tmp_path, "report.json")
    made = statement(found)
    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert made["subject"] == [{"name": "report.json", "digest": {"sha256": found.digest}}]
    assert made["predicate"]["stamp"]["scenario"] == "task-force-module"


def test_outcome_is_told_in_spanish(written: dict[str, bytes], tmp_path: Path) -> None:
    """The document of a check speaks the reader's language."""
    found = checked(written["json"], tmp_path, "report.json")
    said = plain(attestation_document(found, language("es")).finding)
    assert said.startswith("report.json es tal como misid lo escribió")
