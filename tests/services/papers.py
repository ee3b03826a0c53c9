"""Files as people bring them, made here; a mark may be anywhere in them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter
from pypdf.annotations import FreeText

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff" + b"\0" * 20


def docx(*runs: str, header: str = "") -> bytes:
    """A text in one paragraph that is cut into these runs, as Word does while one types."""
    paper, out = Document(), BytesIO()
    paragraph = paper.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    if header:
        paper.sections[0].header.paragraphs[0].text = header
    paper.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same file with one more thing in it."""
    out = BytesIO(content)
    with ZipFile(out, "a") as packed:
        packed.writestr(name, part)
    return out.getvalue()


def packed(part: bytes) -> bytes:
    """The least that is a Word file, with one more part, packed as small as it gets."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", "<w:p/>")
        file.writestr("word/more.xml", part)
    return out.getvalue()


def with_size(content: bytes, size: int) -> bytes:
    """The same file, in which the last part says that it has so many bytes."""
    at = content.rfind(b"PK\x01\x02") + 24
    return content[:at] + size.to_bytes(4, "little") + content[at + 4 :]


def broken(content: bytes) -> bytes:
    """The same file with some of its text overwritten."""
    at = content.find(b"word/document.xml") + 40
    return content[:at] + b"\x55" * 40 + content[at + 40 :]


def xlsx(text: str, sheet: str = "Danh sách") -> bytes:
    book, out = Workbook(), BytesIO()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(["Số", text])
    book.save(out)
    return out.getvalue()


def pptx(text: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("ppt/presentation.xml", "<p:presentation/>")
        packed.writestr("ppt/slides/slide1.xml", f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    """Letters without marks: its font has no others."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown}ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)


def stamped(content: bytes) -> bytes:
    """The same paper with a stamp laid upon its first page."""
    writer, out = PdfWriter(BytesIO(content)), BytesIO()
    writer.add_annotation(0, FreeText(text="MAT", rect=(50, 550, 200, 650)))
    writer.write(out)
    return out.getvalue()


def attached(content: bytes) -> bytes:
    """The same paper with a file inside."""
    writer, out = PdfWriter(BytesIO(content)), BytesIO()
    writer.add_attachment("more.txt", b"MAT")
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()
