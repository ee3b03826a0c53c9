"""Filling in a Word template (docxtpl): what an office has written into it can read the facts, and nothing else."""

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from bot.refusals import TemplateWrong
from bot.words.templates import NOT_WORD, TOO_LARGE, WITH_MACROS, mistake, unknown_name

LARGEST, LARGEST_UNPACKED = 2_000_000, 20_000_000
"""Bytes of the file, and of what is in it."""
UNKNOWN = re.compile(r"'([^']+)' (?:is undefined|has no attribute '?([^']*)'?)")
Facts = Mapping[str, object]


def fill_in(template: bytes, facts: Facts, *, strict: bool) -> bytes:
    """Raises TemplateWrong. `strict`: also for a name that the facts do not have."""
    _demand_word(template)
    env = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined if strict else ChainableUndefined,
        finalize=lambda value: "" if value is None else value,
    )
    out = BytesIO()
    try:
        paper = DocxTemplate(BytesIO(template))
        paper.render(dict(facts), jinja_env=env)
        paper.save(out)
    except UndefinedError as why:
        found = UNKNOWN.search(str(why))
        raise TemplateWrong(why=unknown_name(found[2] or found[1]) if found else mistake(str(why))) from None
    except (ArithmeticError, RecursionError, TemplateError, TypeError) as why:
        raise TemplateWrong(why=mistake(str(why))) from None
    except (AttributeError, BadZipFile, LookupError, LxmlError, PackageNotFoundError, ValueError, zlib.error):
        raise TemplateWrong(why=NOT_WORD) from None
    return out.getvalue()


def _demand_word(template: bytes) -> None:
    """A .docx of a size that is no attack, without macros."""
    if len(template) > LARGEST:
        raise TemplateWrong(why=TOO_LARGE)
    try:
        with ZipFile(BytesIO(template)) as packed:
            names = {one.filename for one in packed.infolist()}
            size = sum(one.file_size for one in packed.infolist())
    except BadZipFile:
        raise TemplateWrong(why=NOT_WORD) from None
    if size > LARGEST_UNPACKED:
        raise TemplateWrong(why=TOO_LARGE)
    if "word/document.xml" not in names:
        raise TemplateWrong(why=NOT_WORD)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise TemplateWrong(why=WITH_MACROS)
