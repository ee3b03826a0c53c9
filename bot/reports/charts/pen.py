"""The process that draws (`drawing.py` starts it): what it reads from stdin it draws onto stdout until nobody asks.

Each request is a line `<svg or png> <scale> <bytes>` and a Vega-Lite spec, each answer a line `<ok or no> <bytes>` and
the drawing, or what was wrong with the spec. It imports nothing of ours: it starts in a tenth of a second.
"""

import os
import struct
import sys
import threading
import zlib

import vl_convert

IDLE = 600
"""Seconds without a request after which its 140 MB are given back."""
MOST = 2000
"""So many drawings and another process takes over: whatever this one has piled up goes with it."""
PNG_HEAD = 8
"""Bytes of its signature."""


def main() -> None:
    for _ in range(MOST):
        rest = threading.Timer(IDLE, os._exit, (0,))
        rest.daemon = True
        rest.start()
        head = sys.stdin.buffer.readline()
        rest.cancel()
        if not head:
            return
        form, scale, size = head.split()
        _answer(form.decode(), float(scale), sys.stdin.buffer.read(int(size)).decode())


def _answer(form: str, scale: float, spec: str) -> None:
    try:
        said, content = b"ok", drawn(form, scale, spec)
    except ValueError as wrong:
        said, content = b"no", str(wrong).encode()
    sys.stdout.buffer.write(b"%s %d\n%s" % (said, len(content), content))
    sys.stdout.buffer.flush()


def drawn(form: str, scale: float, spec: str) -> bytes:
    """Nothing is ever fetched for it. Raises ValueError for a spec that is none."""
    if form == "svg":
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    return packed(vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[]))


def packed(png: bytes) -> bytes:
    """The same picture in a quarter of the bytes: vl-convert hardly packs it."""
    chunks = list(_chunks(png))
    pixels = zlib.compress(zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT")), 6)
    first = next(place for place, (name, _) in enumerate(chunks) if name == b"IDAT")
    others = [one for one in chunks if one[0] != b"IDAT"]
    whole = [*others[:first], (b"IDAT", pixels), *others[first:]]
    return png[:PNG_HEAD] + b"".join(_chunk(name, data) for name, data in whole)


def _chunks(png: bytes) -> "list[tuple[bytes, bytes]]":
    at, found = PNG_HEAD, []
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + size]))
        at += 12 + size
    return found


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    main()
