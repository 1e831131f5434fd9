"""TLS against real handshakes: names, authorities, old servers, HTTP/2."""

import asyncio
import struct
from contextlib import asynccontextmanager

import pytest
from hostile import HostileWeb, Reply
from hostile.certificates import Authority
from hostile.http2 import http2_web

from scraper.addresses import AddressBook, ConnectTo
from scraper.fetcher import Fetcher, Limits, error_code
from scraper.tls import TlsExceptions

HOST = "www.muster.gov.cn"
HOME = f"https://{HOST}/"
LIMITS = Limits(deadline=20.0)


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@asynccontextmanager
async def serving(context):
    web = HostileWeb(tls=context)
    web.routes[f"{HOST}/"] = Reply("over tls")
    await web.start()
    yield web
    await web.stop()


async def fetch(port, roots=None, tls=None, url=HOME):
    rule = ConnectTo.parse(f"{HOST}:443:127.0.0.1:{port}")
    async with Fetcher(book=AddressBook((rule,)), limits=LIMITS, roots=roots) as fetcher:
        return await fetcher.fetch(url, tls=tls)


async def test_the_certificate_must_bear_the_name_of_the_url(authority):
    """The socket goes to 127.0.0.1; server name, Host and certificate are the site's."""
    context = authority.server(HOST)
    names = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    async with serving(context) as web:
        fetched = await fetch(web.port, authority.roots)
        assert (fetched.body, fetched.tls) == (b"over tls", ())
        assert (names, web.requests[0].host) == ([HOST], HOST)
    async with serving(authority.server("www.other.gov.cn")) as web:
        fetched = await fetch(web.port, authority.roots)
        assert error_code(fetched) == "tls"
        assert "www.muster.gov.cn" in fetched.error
        assert web.requests == []


async def test_an_unknown_authority_is_refused_unless_the_source_says_otherwise(authority):
    async with serving(authority.server(HOST)) as web:
        refused = await fetch(web.port)
        assert (error_code(refused), refused.status) == ("tls", None)
        assert web.requests == []
        permitted = await fetch(web.port, tls=TlsExceptions(unverified=True))
        assert (permitted.body, permitted.tls) == (b"over tls", ("unverified",))
        still = await fetch(web.port, tls=TlsExceptions(weak_keys=True, legacy_renegotiation=True))
        assert error_code(still) == "tls"


async def test_an_exception_holds_for_its_own_requests_only(authority):
    async with serving(authority.server(HOST)) as web:
        rule = ConnectTo.parse(f"{HOST}:443:127.0.0.1:{web.port}")
        async with Fetcher(book=AddressBook((rule,)), limits=LIMITS) as fetcher:
            assert (await fetcher.fetch(HOME, tls=TlsExceptions(unverified=True))).ok
            assert error_code(await fetcher.fetch(HOME)) == "tls"


async def test_weak_keys(authority):
    async with serving(authority.weak_server(HOST)) as web:
        refused = await fetch(web.port, authority.roots)
        assert error_code(refused) == "tls"
        assert "key too" in refused.error.lower().replace("_", " ")
        permitted = await fetch(web.port, authority.roots, TlsExceptions(weak_keys=True))
        assert (permitted.body, permitted.tls) == (b"over tls", ("weak_keys",))


def old_hello() -> bytes:
    """A TLS 1.2 ServerHello without renegotiation_info (RFC 5746), as old servers send it."""
    hello = b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f" + b"\x00"
    message = b"\x02" + struct.pack(">I", len(hello))[1:] + hello
    return b"\x16\x03\x03" + struct.pack(">H", len(message)) + message


async def test_servers_that_know_no_secure_renegotiation():
    async def serve(reader, writer):
        await reader.read(4096)
        writer.write(old_hello())
        await writer.drain()
        await reader.read(4096)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    refused = await fetch(port)
    assert error_code(refused) == "tls"
    assert "LEGACY_RENEGOTIATION" in refused.error.upper().replace(" ", "_")
    going_on = fetch(port, tls=TlsExceptions(legacy_renegotiation=True))
    # The handshake passes the point of refusal and waits for the certificate.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(going_on, 0.5)
    server.close()


@pytest.mark.parametrize(
    ("offers", "protocol"), [(("h2", "http/1.1"), "HTTP/2"), (("http/1.1",), "HTTP/1.1")]
)
async def test_http2_is_agreed_on_in_the_handshake(authority, offers, protocol):
    context = authority.server(HOST, alpn=offers)
    if protocol == "HTTP/2":
        async with http2_web(context, b"<html>two</html>") as two:
            fetched = await fetch(two.port, authority.roots)
            assert two.seen[0][":authority"] == HOST
    else:
        async with serving(context) as web:
            fetched = await fetch(web.port, authority.roots)
    assert fetched.ok
    assert (fetched.protocol, fetched.notes) == (protocol, ())


async def test_a_stream_that_is_reset_is_a_cut_body(authority):
    context = authority.server(HOST, alpn=("h2",))
    async with http2_web(context, b"<html>two", cut=True) as two:
        fetched = await fetch(two.port, authority.roots)
    assert (error_code(fetched), fetched.status, fetched.body) == ("truncated", 200, b"")


async def test_plain_text_is_never_http2():
    web = HostileWeb()
    web.routes[f"{HOST}/"] = Reply("plain")
    await web.start()
    async with Fetcher(book=AddressBook((web.rule,)), limits=LIMITS) as fetcher:
        fetched = await fetcher.fetch(f"http://{HOST}/")
    await web.stop()
    assert (fetched.body, fetched.protocol, fetched.tls) == (b"plain", "HTTP/1.1", ())
    assert "upgrade" not in web.requests[0].headers
