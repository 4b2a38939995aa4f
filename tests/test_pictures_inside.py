"""Pictures among the parts of a file that misid takes: never unpacked, never let pass."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tests.workbook import cell, row, workbook

from misid.disclosure import read_disclosure
from misid.errors import FormatError
from misid.evaluation import read_scores
from misid.study.verify import verify

JPEG = b"\xff\xd8\xff\xe0" + bytes(60)
ROWS = row(1, cell("A1", "Month"), cell("B1", "Faces searched")) + row(
    2, cell("A2", "2024-01"), cell("B2", 40)
)


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """An archive with one part more."""
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(name, part)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "part", "said"),
    [
        ("xl/media/image1.jpeg", JPEG, "a picture inside"),
        ("xl/media/image2.emf", b"\x01\x00\x00\x00", "a picture inside"),
        ("docProps/thumbnail.wmf", b"\xd7\xcd\xc6\x9a", "a picture inside"),
        ("xl/embeddings/oleObject1.bin", JPEG, "a JPEG image inside"),
        ("customXml/item1.xml", b"FAC\x0001", "a face record"),
    ],
)
def test_a_workbook_with_a_picture_is_refused(
    tmp_path: Path, name: str, part: bytes, said: str
) -> None:
    """Wherever it stands, and whatever it is called."""
    path = tmp_path / "counts.xlsx"
    path.write_bytes(workbook(Counts=ROWS))
    assert 1 == len(read_disclosure(path).periods)
    path.write_bytes(with_part(path.read_bytes(), name, part))
    with pytest.raises(FormatError) as refused:
        read_disclosure(path)
    assert said in str(refused.value)
    assert "saved as CSV UTF-8" in str(refused.value)


def with_damaged(data: bytes, name: str) -> bytes:
    """An archive with one part, of this name, packed by LZMA and damaged."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as made:
        for one in old.infolist():
            if one.filename != name:
                made.writestr(one, old.read(one))
        made.writestr(name, b"<sst/>" * 400, zipfile.ZIP_LZMA)
        at = made.getinfo(name).header_offset + 30 + len(name)
    packed = bytearray(held.getvalue())
    # After four bytes of the archive and five of the packer; LZMA itself begins with 0.
    assert packed[at + 9] == 0
    packed[at + 9] = 255
    return bytes(packed)


def test_a_damaged_part_is_refused_where_it_is_needed(tmp_path: Path) -> None:
    """However it is packed: what nobody needs is left alone, all else breaks off in words."""
    path = tmp_path / "counts.xlsx"
    path.write_bytes(with_damaged(workbook(Counts=ROWS), "docProps/custom.xml"))
    assert 1 == len(read_disclosure(path).periods)
    path.write_bytes(with_damaged(workbook(Counts=ROWS), "xl/sharedStrings.xml"))
    with pytest.raises(FormatError, match="breaks off, or is damaged"):
        read_disclosure(path)
    path = tmp_path / "report.docx"
    path.write_bytes(with_damaged(workbook(Counts=ROWS), "misid.json"))
    assert "same" != verify(path).outcome


def test_an_archive_of_arrays_with_a_picture_is_refused(tmp_path: Path) -> None:
    """Numpy would hand on the bytes of a part that is no array."""
    path = tmp_path / "scores.npz"
    np.savez(path, genuine=np.array([0.9, 0.8]), impostor=np.array([0.1, 0.2]))
    path.write_bytes(with_part(path.read_bytes(), "more.npy", JPEG))
    with pytest.raises(FormatError, match="a JPEG image inside"):
        read_scores(path)


def test_a_document_with_a_picture_is_none_of_ours(tmp_path: Path) -> None:
    """It is compared part by part with what misid writes; a picture is opened by nobody."""
    path = tmp_path / "report.docx"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/media/image1.jpeg", JPEG)
    path.write_bytes(held.getvalue())
    assert "same" != verify(path).outcome
