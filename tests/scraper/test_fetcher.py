"""One GET against real sockets that misbehave."""

import asyncio
import gzip
import socket
import ssl
import tracemalloc
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC
from urllib.parse import parse_qsl

import httpcore
import pytest
from hostile.answers import (
    CUT,
    HEAD,
    Reply,
    bomb,
    drip,
    drip_headers,
    lying_length,
    reset,
    silence,
)

from scraper.addresses import AddressBook, ConnectTo
from scraper.failures import describe
from scraper.fetcher import ERROR_CODES, Fetcher, Limits, error_code, user_agent
from scraper.hosts import HostRules
from scraper.protocols import Validators

HOME = "http://www.muster.gov.cn/"
LIMITS = Limits(body=100_000, deadline=20.0)


@pytest.fixture
async def fetcher(web):
    async with Fetcher(
        contact="me@example.org", book=AddressBook((web.rule,)), limits=LIMITS
    ) as it:
        yield it


def host_gate(*listings):
    rules = HostRules.of(listings)

    @asynccontextmanager
    async def gate(url):
        foreign = rules.refusal(url)
        yield None if foreign is None else f"refused: {foreign}"

    return gate


async def test_connect_to_keeps_the_address_and_the_host_header(web, reply, fetcher):
    web.routes["www.muster.gov.cn/a"] = reply("body", headers={"ETag": '"1"'})
    fetched = await fetcher.fetch(HOME + "a")
    assert fetched.ok
    assert (fetched.url, fetched.final_url, fetched.body) == (HOME + "a", HOME + "a", b"body")
    assert fetched.header("ETAG") == '"1"'
    assert fetched.fetched_at.tzinfo is UTC
    assert [(r.host, r.path) for r in web.requests] == [("www.muster.gov.cn", "/a")]
    assert web.requests[0].headers["user-agent"] == user_agent("me@example.org")


@pytest.mark.parametrize("waiting", [ssl.SSLWantReadError(), ssl.SSLEOFError(), None])
def test_a_server_that_hangs_up_in_the_handshake_is_no_disagreement_on_tls(waiting):
    """The loop was waiting for its answer when the connection was reset."""
    reset = httpcore.ConnectError("reset")
    reset.__context__ = waiting
    assert describe(reset, 1.0).startswith("connect: ")
    reset.__context__ = ssl.SSLCertVerificationError("certificate verify failed")
    assert describe(reset, 1.0).startswith("tls: ")


async def test_the_tls_server_name_stays_the_original():
    hello = asyncio.Event()
    seen = bytearray()

    async def serve(reader, writer):
        seen.extend(await reader.read(4096))
        hello.set()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    rule = ConnectTo.parse(f"www.muster.gov.cn:443:127.0.0.1:{port}")
    async with Fetcher(book=AddressBook((rule,))) as fetcher:
        fetched = await fetcher.fetch("https://www.muster.gov.cn/")
    await hello.wait()
    server.close()
    await server.wait_closed()
    assert b"www.muster.gov.cn" in seen
    assert error_code(fetched) == "connect"


async def test_private_addresses_are_refused_without_a_connection(web, reply):
    web.routes["127.0.0.1/"] = reply("secret")
    address = f"http://127.0.0.1:{web.port}/"
    async with Fetcher(limits=LIMITS) as fetcher:
        refused = await fetcher.fetch(address)
    assert (refused.status, error_code(refused)) == (None, "address")
    assert web.requests == []
    async with Fetcher(book=AddressBook(allow_private=True), limits=LIMITS) as fetcher:
        assert (await fetcher.fetch(address)).body == b"secret"


async def test_redirects_are_followed_hop_by_hop(web, reply, fetcher):
    web.routes["www.muster.gov.cn/a"] = reply(status=302, headers={"Location": "b?x=1#part"})
    web.routes["www.muster.gov.cn/b?x=1"] = reply(
        status=301, headers={"Location": "//czj.muster.gov.cn/c"}
    )
    web.routes["czj.muster.gov.cn/c"] = reply("there")
    fetched = await fetcher.fetch(HOME + "a", gate=host_gate(HOME))
    assert (fetched.url, fetched.final_url) == (HOME + "a", "http://czj.muster.gov.cn/c")
    assert fetched.body == b"there"


async def test_a_server_that_wants_its_session_in_the_address_gets_it(web, reply, fetcher):
    """What a listing's links are cleared of (`normalise`) must stay here, or it never ends."""
    for path, target in (("a", "(S(x1))/a"), ("b", "b;jsessionid=A1")):
        web.routes[f"www.muster.gov.cn/{path}"] = reply(
            status=302, headers={"Location": f"/{target}"}
        )
        web.routes[f"www.muster.gov.cn/{target}"] = reply("there")
        assert (await fetcher.fetch(HOME + path)).body == b"there"


@pytest.mark.parametrize(
    "target", ["http://www.foreign.com/", "http://localhost/", "file:///etc/passwd", "ftp://x/"]
)
async def test_a_redirect_off_the_allowed_hosts_is_not_followed(web, reply, fetcher, target):
    web.routes["www.muster.gov.cn/"] = reply("moved", status=302, headers={"Location": target})
    fetched = await fetcher.fetch(HOME, gate=host_gate(HOME))
    assert error_code(fetched) == "refused"
    assert (fetched.status, fetched.body, fetched.ok) == (302, b"", False)
    assert len(web.requests) == 1


@pytest.mark.parametrize("address", ["127.0.0.2", "127.9.9.9", "[::1]", "localhost"])
async def test_a_redirect_to_a_private_address_is_refused(web, reply, address):
    """Other loopback addresses stand for private ones; somebody listens there."""
    if address.startswith("127"):
        await web.start(address, web.port)
    target = f"http://{address}:{web.port}/secret"
    web.routes["www.muster.gov.cn/"] = reply(status=302, headers={"Location": target})
    rule = ConnectTo.parse(f"www.muster.gov.cn:80:127.0.0.1:{web.port}")
    async with Fetcher(book=AddressBook((rule,)), limits=LIMITS) as fetcher:
        fetched = await fetcher.fetch(HOME)
    assert error_code(fetched) == "address"
    assert web.paths() == ["/"]


async def test_a_form_is_posted_with_its_headers(web, reply, fetcher):
    web.routes["www.muster.gov.cn/api"] = reply("[]")
    fetched = await fetcher.fetch(
        HOME + "api",
        method="POST",
        data={"col": "1", "webname": "木司特市 政府"},
        headers={"Referer": HOME, "X-Requested-With": "XMLHttpRequest"},
    )
    assert fetched.body == b"[]"
    [request] = web.requests
    assert (request.method, request.headers["referer"]) == ("POST", HOME)
    assert request.headers["x-requested-with"] == "XMLHttpRequest"
    assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert dict(parse_qsl(request.body.decode())) == {"col": "1", "webname": "木司特市 政府"}


@pytest.mark.parametrize(("status", "method"), [(302, "GET"), (303, "GET"), (307, "POST")])
async def test_a_redirected_form(web, reply, fetcher, status, method):
    web.routes["www.muster.gov.cn/api"] = reply(status=status, headers={"Location": "/there"})
    web.routes["www.muster.gov.cn/there"] = reply("x")
    await fetcher.fetch(HOME + "api", method="POST", data={"a": "1"}, headers={"Referer": HOME})
    second = web.requests[1]
    assert (second.method, second.body) == (method, b"a=1" if method == "POST" else b"")
    assert ("content-type" in second.headers) == (method == "POST")
    assert second.headers["referer"] == HOME


async def test_redirects_end(web, reply, fetcher):
    web.routes["www.muster.gov.cn/"] = reply(status=302, headers={"Location": "/"})
    assert error_code(await fetcher.fetch(HOME)) == "redirect"
    assert len(web.requests) == LIMITS.redirects + 1
    web.routes["www.muster.gov.cn/"] = reply(status=302, headers={"Location": "http://[half/"})
    assert error_code(await fetcher.fetch(HOME)) == "redirect"


async def test_no_cookie_is_carried_along(web, reply, fetcher):
    web.routes["www.muster.gov.cn/"] = reply("a", headers={"Set-Cookie": "id=1; Path=/"})
    await fetcher.fetch(HOME)
    await fetcher.fetch(HOME)
    assert "cookie" not in web.requests[1].headers


async def test_packed_bodies_are_unpacked(web, reply, fetcher):
    body = "政府信息公开".encode() * 99
    packed = {"Content-Encoding": "gzip"}
    web.routes["www.muster.gov.cn/"] = reply(gzip.compress(body), headers=packed)
    assert (await fetcher.fetch(HOME)).body == body


async def test_a_bomb_is_stopped_at_the_cap(web, reply, fetcher):
    packed = {"Content-Encoding": "gzip"}
    web.routes["www.muster.gov.cn/"] = reply(gzip.compress(bytes(5_000_000)), headers=packed)
    fetched = await fetcher.fetch(HOME)
    assert (error_code(fetched), fetched.status, fetched.body) == ("too_large", 200, b"")
    web.routes["www.muster.gov.cn/"] = reply(bytes(100_001))
    assert error_code(await fetcher.fetch(HOME)) == "too_large"


@pytest.mark.parametrize("shape", sorted(CUT))
async def test_a_cut_body_is_not_kept(web, fetcher, shape):
    web.routes["www.muster.gov.cn/"] = CUT[shape]
    fetched = await fetcher.fetch(HOME)
    assert (error_code(fetched), fetched.status) == ("truncated", 200)
    assert fetched.body == b""
    assert not fetched.ok


async def test_a_connection_that_is_torn_down_cuts_the_body(web, fetcher):
    web.routes["www.muster.gov.cn/"] = reset
    fetched = await fetcher.fetch(HOME)
    assert (error_code(fetched), fetched.status, fetched.body) == ("truncated", 200, b"")


@pytest.mark.parametrize(
    ("answer", "notes"),
    [
        (HEAD + b"\r\n<html>whole</HTML>\n", ()),
        (HEAD + b"\r\n<html>half", ("perhaps_truncated",)),
        (HEAD + b"Content-Length: 10\r\n\r\n<html>half", ()),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<html>all", mtime=0), ()),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[]", ()),
        (b"HTTP/1.0 200 OK\r\n\r\n<p>half", ("perhaps_truncated",)),
        (HEAD + b"Content-Encoding: UTF-8\r\n\r\n<p></html>", ("content_encoding_ignored",)),
    ],
)
async def test_a_body_that_only_the_closed_connection_ends_is_doubted(web, fetcher, answer, notes):
    """Nothing says where it should have ended; without </html> that is noted."""
    web.routes["www.muster.gov.cn/"] = answer
    fetched = await fetcher.fetch(HOME)
    assert fetched.ok
    assert fetched.notes == notes


@pytest.mark.parametrize(("said", "code"), [(5, None), (5000, "truncated"), (10**9, "too_large")])
async def test_a_length_that_lies(web, fetcher, said, code):
    web.routes["www.muster.gov.cn/"] = lying_length(b"<html>ten", said)
    fetched = await fetcher.fetch(HOME)
    assert (error_code(fetched), fetched.body) == (code, b"<html" if code is None else b"")


async def test_a_bomb_costs_no_more_than_the_cap(web):
    """200 KB over the wire, 200 MB inflated; the cap is the real one."""
    web.routes["www.muster.gov.cn/"] = bomb(200_000_000)
    assert len(web.routes["www.muster.gov.cn/"].body) < 250_000
    async with Fetcher(book=AddressBook((web.rule,))) as fetcher:
        tracemalloc.start()
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        fetched = await fetcher.fetch(HOME)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert error_code(fetched) == "too_large"
    assert peak - before < 40_000_000


async def test_endless_empty_members_are_stopped(web):
    """Input without output: the raw bytes are capped as well."""
    web.routes["www.muster.gov.cn/"] = Reply(
        gzip.compress(b"") * 50_000, headers={"Content-Encoding": "gzip"}
    )
    limits = replace(LIMITS, body=100_000)
    async with Fetcher(book=AddressBook((web.rule,)), limits=limits) as fetcher:
        assert error_code(await fetcher.fetch(HOME)) == "too_large"


async def test_a_host_is_resolved_once(web, reply, monkeypatch):
    """What is connected to is what was checked, also when the name moves in between."""
    asked = []
    loop = asyncio.get_running_loop()

    async def resolve(host, port, **kwargs):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(loop, "getaddrinfo", resolve)
    web.routes["www.muster.gov.cn/"] = reply("here")  # closes the connection each time
    async with Fetcher(book=AddressBook(allow_private=True), limits=LIMITS) as fetcher:
        for _ in range(3):
            url = f"http://www.muster.gov.cn:{web.port}/"
            assert (await fetcher.fetch(url)).body == b"here"
    assert asked == ["www.muster.gov.cn"]
    assert web.connections == 3


async def test_one_connection_is_reused(web, reply, fetcher):
    web.routes["www.muster.gov.cn/"] = reply("here", headers={"Connection": "keep-alive"})
    await asyncio.gather(*(fetcher.fetch(HOME) for _ in range(4)))
    assert [request.connection for request in web.requests] == [1] * 4


@pytest.mark.parametrize("answer", [drip, drip_headers, silence])
async def test_the_deadline_ends_what_never_ends(web, answer):
    # Each single read is quick enough for the read timeout: only the deadline can end this.
    web.routes["www.muster.gov.cn/"] = answer
    limits = replace(LIMITS, deadline=0.3, read=15.0)
    async with Fetcher(book=AddressBook((web.rule,)), limits=limits) as fetcher:
        fetched = await fetcher.fetch(HOME)
    assert fetched.error == "timeout: no complete answer within 0.3 s"
    assert fetched.body == b""


async def test_the_read_timeout(web):
    web.routes["www.muster.gov.cn/"] = silence
    limits = replace(LIMITS, read=0.1)
    async with Fetcher(book=AddressBook((web.rule,)), limits=limits) as fetcher:
        assert error_code(await fetcher.fetch(HOME)) == "timeout"


@pytest.mark.parametrize(
    "junk", [b"220 mail ready\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"]
)
async def test_what_is_not_http(web, fetcher, junk):
    web.routes["www.muster.gov.cn/"] = junk
    assert error_code(await fetcher.fetch(HOME)) == "protocol"


@pytest.mark.parametrize(
    "url",
    ["http://", "gopher://x/", "http://a..b.gov.cn/", "http://[x/", "http://x:99999/", "no", ""],
)
async def test_addresses_that_are_none_come_back_as_errors(url):
    async with Fetcher(limits=LIMITS) as fetcher:
        fetched = await fetcher.fetch(url)
    assert error_code(fetched) in ("url", "connect")
    assert fetched.status is None


async def test_a_closed_port():
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with Fetcher(book=AddressBook(allow_private=True)) as fetcher:
        fetched = await fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert (error_code(fetched), fetched.status) == ("connect", None)


async def test_conditional_get(web, reply, fetcher):
    web.routes["www.muster.gov.cn/"] = reply(status=304)
    known = Validators('"7"', "Fri, 29 Jan 2021 00:00:00 GMT")
    fetched = await fetcher.fetch(HOME, validators=known)
    assert fetched.not_modified
    assert web.requests[0].headers["if-none-match"] == '"7"'
    assert web.requests[0].headers["if-modified-since"] == "Fri, 29 Jan 2021 00:00:00 GMT"
    unasked = await fetcher.fetch(HOME)
    assert not unasked.not_modified
    assert "if-none-match" not in web.requests[1].headers


async def test_other_statuses_keep_their_body(web, reply, fetcher):
    web.routes["www.muster.gov.cn/"] = reply("challenge", status=521)
    fetched = await fetcher.fetch(HOME)
    assert (fetched.status, fetched.body, fetched.error, fetched.ok) == (
        521,
        b"challenge",
        None,
        False,
    )


async def test_the_gates_refusal_is_the_error(web, fetcher):
    @asynccontextmanager
    async def closed(_url):
        yield "robots: robots.txt disallows /"

    fetched = await fetcher.fetch(HOME, gate=closed)
    assert (fetched.error, web.requests) == ("robots: robots.txt disallows /", [])


def test_the_contact_must_fit_a_header():
    assert user_agent("a@b.cn").endswith("(+a@b.cn)")
    assert user_agent(None).startswith("gongkai/")
    for contact in ("a\r\nX: y", "某人"):
        with pytest.raises(ValueError, match="contact"):
            user_agent(contact)


def test_codes_are_listed_once():
    assert len(set(ERROR_CODES)) == len(ERROR_CODES)
