"""A SOCKS5 proxy on the loopback, without passwords."""

import asyncio
import struct
from typing import Self


class SocksProxy:
    """Connects wherever it is asked to, or refuses."""

    def __init__(self) -> None:
        self.refuses = False
        self.connections = 0
        self.address = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        methods = await reader.readexactly(2)
        await reader.readexactly(methods[1])
        writer.write(b"\x05\x00")
        host, port = await asked_for(reader)
        if self.refuses:
            writer.write(b"\x05\x05\x00\x01" + bytes(6))
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection(host, port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))


async def asked_for(reader: asyncio.StreamReader) -> tuple[str, int]:
    kind = (await reader.readexactly(4))[3]
    size = 4 if kind == 1 else (await reader.readexactly(1))[0]
    host = await reader.readexactly(size)
    (port,) = struct.unpack(">H", await reader.readexactly(2))
    return ".".join(map(str, host)) if kind == 1 else host.decode(), port


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()
