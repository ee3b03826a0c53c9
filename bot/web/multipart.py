"""A form with one file, read in memory alone: what may bear a mark of secrecy must not touch a disk."""

from dataclasses import dataclass, field

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from bot.web.forms import NUL

ROOM_FOR_FIELDS = 64 * 1024
LARGEST_FIELD = 2000
PATIENCE = 60_000_000
"""So many bytes more are heard out."""


class TooLarge(Exception):
    """More came than such a form may be; nothing of it was kept."""


@dataclass
class FileForm:
    """Short fields by name, and the file with its name where one was chosen."""

    fields: dict[str, str] = field(default_factory=dict)
    file_name: str = ""
    content: bytes = b""


async def read_file_form(request: Request, largest: int) -> FileForm | None:
    """None where it is no such form. Raises TooLarge; what is too much is thrown away as it comes."""
    kind, options = parse_options_header(request.headers.get("Content-Type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        return None
    raw = await _read(request, largest + ROOM_FOR_FIELDS)
    reader = _Reader()
    try:
        parser = MultipartParser(boundary, reader.callbacks())  # type: ignore[arg-type] # a TypedDict of the same names
        parser.write(raw)
        parser.finalize()
    except MultipartParseError:
        return None
    if len(reader.form.content) > largest:
        raise TooLarge
    return reader.form


async def _read(request: Request, room: int) -> bytes:
    """All that comes. A browser whose line is cut while it still sends would never show why."""
    raw, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= room:
            raw += part
        elif size > room + PATIENCE:
            break
    if size > room:
        raise TooLarge
    return bytes(raw)


class _Reader:
    """Puts a form together from the pieces that the parser finds."""

    def __init__(self) -> None:
        self.form = FileForm()
        self.header = [b"", b""]
        self.headers: dict[bytes, bytes] = {}
        self.data = bytearray()

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_part_data": lambda data, start, end: self.data.extend(data[start:end]),
            "on_part_end": self._end,
            "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
            "on_header_end": self._header_end,
        }

    def _begin(self) -> None:
        self.headers, self.data = {}, bytearray()

    def _add(self, which: int, data: bytes) -> None:
        self.header[which] += data

    def _header_end(self) -> None:
        self.headers[self.header[0].lower()] = self.header[1]
        self.header = [b"", b""]

    def _end(self) -> None:
        _, options = parse_options_header(self.headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            self.form.file_name = options[b"filename"].decode("utf-8", "replace").replace(NUL, "")
            self.form.content = bytes(self.data)
        elif len(self.data) <= LARGEST_FIELD:
            self.form.fields[name] = self.data.decode("utf-8", "replace").replace(NUL, "")
