"""Bodies put together from raw chunks, under the cap."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.inflate import BodyError, BodyReader

CAP = 100_000


def read(encoding, data, step=7, cap=CAP):
    reader = BodyReader(encoding, cap)
    for at in range(0, len(data), step):
        reader.feed(data[at : at + step])
    return reader.finish()


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


ENCODERS = {"identity": bytes, "gzip": gzip.compress, "deflate": zlib.compress, "raw": raw_deflate}


@given(st.binary(max_size=3000), st.integers(1, 5000), st.sampled_from(sorted(ENCODERS)))
def test_any_body_in_any_chunks(data, step, name):
    encoding = "deflate" if name == "raw" else name
    assert read(encoding, ENCODERS[name](data), step) == data


def test_a_body_larger_than_one_step_of_zlib():
    data = bytes(3_000_000)
    assert read("gzip", gzip.compress(data), 65536, cap=3_000_000) == data


def test_several_gzip_members_and_padding():
    assert read("x-gzip", gzip.compress(b"one ") + gzip.compress(b"two") + bytes(9)) == b"one two"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_data_that_stops_in_the_middle(encoding):
    with pytest.raises(BodyError) as caught:
        read(encoding, ENCODERS[encoding](b"many words " * 50)[:-9])
    assert caught.value.code == "truncated"


def test_broken_data_and_unknown_encodings():
    for encoding, data in [("gzip", b"<html>not packed"), ("br", b"x"), ("gzip, gzip", b"x")]:
        with pytest.raises(BodyError) as caught:
            read(encoding, data)
        assert caught.value.code == "encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "gb2312", "gbk", "none"])
def test_a_charset_is_no_coding(encoding):
    assert read(encoding, b"<html>") == b"<html>"
    with pytest.raises(BodyError) as caught:
        read("zstd", b"x")
    assert caught.value.code == "encoding"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_cap_is_exact(encoding):
    assert len(read(encoding, ENCODERS[encoding](bytes(CAP)), 4096)) == CAP
    with pytest.raises(BodyError) as caught:
        read(encoding, ENCODERS[encoding](bytes(CAP + 1)), 4096)
    assert caught.value.code == "too_large"


def test_a_bomb_costs_no_more_than_the_cap():
    bomb = gzip.compress(bytes(50_000_000))
    reader = BodyReader("gzip", 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(BodyError):
            reader.feed(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000
