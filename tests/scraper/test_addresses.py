"""connect-to rules and which addresses are public."""

import ipaddress

import pytest

from scraper.addresses import AddressBook, AddressRefusedError, ConnectTo, is_public


def test_rule_reads_curls_notation():
    rule = ConnectTo.parse("WWW.Muster.gov.cn:80:127.0.0.1:8080")
    assert rule == ConnectTo("www.muster.gov.cn", 80, "127.0.0.1", 8080)
    assert rule.matches("www.muster.gov.cn", 80)
    assert not rule.matches("www.muster.gov.cn", 443)
    assert not rule.matches("muster.gov.cn", 80)


def test_empty_fields_match_anything():
    assert ConnectTo.parse("::[::1]:8443") == ConnectTo("", None, "::1", 8443)
    assert ConnectTo.parse("::127.0.0.1:").matches("any.example", 1234)


@pytest.mark.parametrize("text", ["", "a:80:b", "a:80:b:http", "a:80:b:70000", "a:80:::1:80", "x"])
def test_broken_rules_are_named(text):
    with pytest.raises(ValueError, match="connect-to rule"):
        ConnectTo.parse(text)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
    ],
)
def test_private_addresses_also_when_wrapped(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_public_addresses(address):
    assert is_public(ipaddress.ip_address(address))


async def test_private_host_is_refused_unless_allowed_or_mapped():
    with pytest.raises(AddressRefusedError, match="private address"):
        await AddressBook().endpoints("127.0.0.1", 80)
    allowed = await AddressBook(allow_private=True).endpoints("127.0.0.1", 80)
    assert [(e.address, e.port) for e in allowed] == [("127.0.0.1", 80)]
    mapped = AddressBook((ConnectTo.parse("a.gov.cn:80:127.0.0.1:8080"),))
    assert (await mapped.endpoints("a.gov.cn", 80))[0].port == 8080


async def test_a_rule_for_the_port_alone_does_not_open_private_addresses():
    book = AddressBook((ConnectTo.parse("127.0.0.1:80::8080"),))
    with pytest.raises(AddressRefusedError):
        await book.endpoints("127.0.0.1", 80)


async def test_the_first_matching_rule_wins():
    rules = [ConnectTo.parse("a.gov.cn:80:127.0.0.1:81"), ConnectTo.parse("::127.0.0.1:82")]
    book = AddressBook(tuple(rules))
    assert (await book.endpoints("a.gov.cn", 80))[0].port == 81
    assert (await book.endpoints("b.gov.cn", 80))[0].port == 82
