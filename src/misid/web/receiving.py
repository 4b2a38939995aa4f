"""A form with files, read as it comes: bounded in bytes and in time, its first bytes looked at."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

import anyio
from anyio import to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from misid.errors import FormatError, MisidError
from misid.web.errors import SlowError, TooLargeError
from misid.web.uploads import Purpose, Slot, Upload, Uploads, safe_name

IDLE, WHOLE = 15.0, 300.0
"""Seconds that may pass until more comes, and until all is there."""
_DRAINED = 20.0
_HEAD_BYTES, _BATCH = 32, 2**20
_MOST_LETTERS, _MOST_PARTS, _MOST_FIELDS = 200, 12, 1_000
_BROKEN = "the whole form once more"
# Of a form that breaks off it would write into the terminal; the reader is told on the page.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())


@dataclass
class SentForm:
    """
    A form with files, as it comes.

    `fields`: those that hold no file; `keeps`: whether after a mistake the files stay that came
    whole, which are `kept` then; `earlier`: token of an upload whose files are taken where none
    came in their place.
    """

    fields: dict[str, str] = field(default_factory=dict)
    keeps: bool = False
    earlier: str = ""
    kept: Upload | None = None


async def received(request: Request, uploads: Uploads, sent: SentForm) -> Upload:
    """
    The files of a form; where an error is raised, nothing is left but what is said to be kept.

    No thread waits for the reader: one is borrowed for each part that is written.

    Args:
        request: whose body is read.
        uploads: among which its files are kept.
        sent: filled with what comes.
    Raises: TooLargeError, BusyError: more than is taken. SlowError: nothing comes any longer.
        FormatError: an image, or no form of this page.
    """
    body = request.stream()
    try:
        _check_declared(request, uploads)
        return await _kept(body, _boundary(request), uploads, sent)
    except SlowError:
        raise
    except MisidError:
        # A browser shows the answer only after it has sent what it had to; one that asked first
        # whether it may has sent nothing.
        if request.headers.get("expect", "").lower() != "100-continue":
            await _drained(body)
        raise


def _check_declared(request: Request, uploads: Uploads) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > uploads.limit:
        raise uploads.too_large()


async def received_fields(request: Request, most: int) -> dict[str, str]:
    """
    The fields of a form without files; of a name that stands twice, the last.

    Args:
        request: whose body is read.
        most: bytes of the body.
    Raises: TooLargeError: more is sent. SlowError: nothing comes any longer. FormatError: it is no
        such form.
    """
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"application/x-www-form-urlencoded":
        raise FormatError("this is no form of this page.", use="the form of the page")
    body = b""
    async for chunk in _chunks(request.stream(), WHOLE):
        body += chunk
        if len(body) > most:
            raise TooLargeError(f"the form has more than {most:,} bytes.", use="shorter answers")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise FormatError("the form cannot be read.", use=_BROKEN) from None


async def _kept(
    body: AsyncIterator[bytes], boundary: bytes, uploads: Uploads, sent: SentForm
) -> Upload:
    upload = uploads.begin()
    form: _UploadForm | None = None
    try:
        form = _UploadForm(boundary, upload, sent.fields, uploads.purpose)
        async for chunk in _chunks(body, WHOLE):
            uploads.take(upload, len(chunk))
            form.feed(chunk)
            if form.waiting_bytes >= _BATCH:
                await to_thread.run_sync(form.write)
        form.check_whole()
        await to_thread.run_sync(form.write)
        await to_thread.run_sync(uploads.take_over, upload, sent.earlier)
        form.check_files()
    except FormatError:
        if form is not None and sent.keeps:
            sent.kept = await to_thread.run_sync(_whole, uploads, upload, form, sent.earlier)
        else:
            uploads.remove(upload.token)
        raise
    except BaseException:
        uploads.remove(upload.token)
        raise
    return upload


def _whole(uploads: Uploads, upload: Upload, form: _UploadForm, earlier: str) -> Upload | None:
    """After a mistake the files that came whole, and earlier ones; none where there are none."""
    form.write()
    upload.drop_all_but(form.whole_files | (upload.files.keys() - form.begun))
    try:
        uploads.take_over(upload, earlier)
    except MisidError:
        upload.files.clear()
    upload.waits = True
    if upload.files:
        return upload
    uploads.remove(upload.token)
    return None


async def _chunks(body: AsyncIterator[bytes], whole: float) -> AsyncIterator[bytes]:
    """
    The body as it comes.

    Raises: SlowError: it does not come.
    """
    until = time.monotonic() + whole
    while True:
        try:
            with anyio.fail_after(max(0.0, min(IDLE, until - time.monotonic()))):
                chunk = await anext(body)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise SlowError(
                "the upload did not come to its end in time.",
                use="the same once more, or a terminal",
            ) from None
        yield chunk


async def _drained(body: AsyncIterator[bytes]) -> None:
    """Let go past what still comes, for some seconds."""
    with suppress(SlowError, ClientDisconnect):
        async for _ in _chunks(body, _DRAINED):
            pass


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise FormatError("this is no form with files.", use="the form of the page")
    return boundary


class _UploadForm:
    """
    What a form holds, as far as it has come.

    Args:
        boundary: what stands between its parts.
        upload: where its files go.
        fields: where its fields go.
        purpose: what it is sent for.
    """

    def __init__(
        self, boundary: bytes, upload: Upload, fields: dict[str, str], purpose: Purpose
    ) -> None:
        self.waiting_bytes = 0
        self._upload, self._fields, self._purpose = upload, fields, purpose
        self._header, self._value = b"", b""
        self._options: dict[bytes, bytes] = {}
        self._text, self._file = b"", ""
        self._place: Path | None = None
        self._is_checked = self._is_whole = self._is_pasted = False
        self._ready: list[tuple[Path, bytes]] = []
        self._parts = 0
        self.begun: set[Slot] = set()
        self.whole_files: set[Slot] = set()
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin_part,
                    "on_header_field": self._add_header,
                    "on_header_value": self._add_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._begin_content,
                    "on_part_data": self._add_content,
                    "on_part_end": self._end_part,
                    "on_end": self._end,
                },
            )
        except FormParserError:
            raise FormatError("this is no form with files.", use="the form of the page") from None

    def feed(self, chunk: bytes) -> None:
        """
        The next bytes of the body.

        Raises: FormatError: what they hold is not taken.
        """
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise FormatError("the form cannot be read.", use=_BROKEN) from None

    def check_whole(self) -> None:
        """
        The body is over.

        Raises: FormatError: it broke off.
        """
        if not self._is_whole:
            raise FormatError("the form breaks off before its end.", use=_BROKEN)

    def check_files(self) -> None:
        """
        All files are there that came, or came earlier.

        Raises: FormatError: one that is needed is not.
        """
        needed = self._purpose.slots[: self._purpose.needed]
        if not self._upload.files or any(one not in self._upload.files for one in needed):
            raise FormatError("no file was chosen.", use=self._purpose.wanted)

    def write(self) -> None:
        """Write what has come of files."""
        ready, self._ready, self.waiting_bytes = self._ready, [], 0
        for path, content in ready:
            with path.open("ab") as file:
                file.write(content)

    def _begin_part(self) -> None:
        self._options, self._text, self._file, self._place = {}, b"", "", None
        self._is_checked = False
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise FormatError("the form has too many parts.", use="the form of the page")

    def _add_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, self._options = parse_options_header(self._value)
        self._header = self._value = b""

    def _begin_content(self) -> None:
        self._file = self._options.get(b"filename", b"").decode("utf-8", "replace")
        self._is_pasted = b"filename" not in self._options and self._name in self._purpose.pasted
        if self._is_pasted:
            self._options[b"filename"] = b""

    @property
    def _name(self) -> str:
        """Of the field at hand."""
        return self._options.get(b"name", b"").decode("utf-8", "replace")

    def _add_content(self, data: bytes, start: int, end: int) -> None:
        content = data[start:end]
        if b"filename" not in self._options:
            self._text += content
            if len(self._text) > _MOST_LETTERS:
                raise FormatError(
                    f"a field has more than {_MOST_LETTERS} letters.", use="the form of the page"
                )
        elif self._is_checked and self._place is not None:
            self._keep(content)
        else:
            self._text += content
            if len(self._text) >= _HEAD_BYTES:
                self._check()

    def _check(self) -> None:
        """Look at the first bytes of a file, before any of it is kept."""
        self._purpose.refuse(self._text[:_HEAD_BYTES], safe_name(self._file))
        slot = self._slot()
        self.begun.add(slot)
        name = f"pasted-{slot}.txt" if self._is_pasted else self._file
        self._place = self._upload.place(slot, name)
        self._is_checked = True
        head, self._text = self._text, b""
        self._keep(head)

    def _slot(self) -> Slot:
        for slot in self._purpose.slots:
            if self._name == slot and slot not in self._upload.files:
                return slot
        if self._is_pasted:
            raise FormatError("a file was chosen, and text was pasted too.", use="one of them")
        raise FormatError("a file stands where none is asked for.", use="the form of the page")

    def _keep(self, content: bytes) -> None:
        if self._place is not None:
            self._ready.append((self._place, content))
            self.waiting_bytes += len(content)

    def _end_part(self) -> None:
        if b"filename" in self._options:
            # A field for a file that nobody chose has neither name nor content.
            if not self._is_checked and (self._file or self._text.strip()):
                self._check()
            self.whole_files = set(self.begun)
            return
        self._fields[self._name] = self._text.decode("utf-8", "replace").strip()

    def _end(self) -> None:
        self._is_whole = True
