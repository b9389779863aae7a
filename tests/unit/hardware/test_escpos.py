from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from hardware.printers.escpos_decoder import EscposDecoder, stack
from hardware.printers.escpos_status import (
    StatusBytes,
    done_answer,
    fault_code,
    read_status,
    real_time_answer,
)

WELL = 0x12


@pytest.mark.parametrize(
    ("bits", "ok", "paper", "cover", "code"),
    [
        ((WELL, WELL, WELL), True, "ok", "closed", None),
        ((WELL, WELL, WELL | 0x0C), True, "low", "closed", None),
        ((WELL | 0x08, WELL | 0x20, WELL | 0x6C), False, "out", "closed", "paper_out"),
        ((WELL, WELL, WELL | 0x60), False, "out", "closed", "paper_out"),
        ((WELL | 0x08, WELL | 0x04, WELL), False, "ok", "open", "cover_open"),
        ((WELL | 0x08, WELL, WELL), False, "ok", "closed", "offline"),
        ((WELL, WELL | 0x40, WELL), False, "ok", "closed", "offline"),
    ],
)
def test_status_bytes_are_read_as_epson_writes_them(
    bits: tuple[int, int, int], ok: bool, paper: str, cover: str, code: str | None
) -> None:
    status = read_status(StatusBytes(*bits), "10.0.0.9:9100")
    assert (status.ok, status.paper, status.cover) == (ok, paper, cover)
    assert "10.0.0.9:9100" in status.detail
    if code is not None:
        assert fault_code(status) == code


def test_answers_to_the_two_kinds_of_question_are_told_apart() -> None:
    assert real_time_answer(b"\x00\x12") == 0x12
    assert real_time_answer(b"\x11\x00\x13") is None, "flow control and GS r are no real-time answers"
    assert done_answer(b"\x12\x00") == 0x00
    assert done_answer(b"\x12\x1a") is None


def _picture() -> Image.Image:
    picture = Image.new("1", (576, 40), 1)
    ImageDraw.Draw(picture).ellipse((8, 2, 560, 38), fill=0)
    return picture


def _stream() -> bytes:
    inverted = _picture().convert("L").point(lambda v: 255 - v).convert("1")
    raster = b"\x1dv0\x00" + (72).to_bytes(2, "little") + (40).to_bytes(2, "little") + inverted.tobytes()
    return b"\x1b@" + raster + b"\x1bd\x06" + b"\x10\x04\x01" + b"hello\n" + b"\x1dr\x01" + b"\x1dV\x00"


@settings(max_examples=settings().max_examples * 4)
@given(st.lists(st.integers(1, 700), max_size=20))
def test_a_stream_reads_the_same_in_whatever_pieces_it_arrives(lengths: list[int]) -> None:
    stream, decoder, commands = _stream(), EscposDecoder(), []
    at = 0
    for length in [*lengths, len(stream)]:
        commands += decoder.feed(stream[at : at + length])
        at += length
    kinds = [command.kind for command in commands if command.kind != "text"]
    assert kinds == ["init", "raster", "feed", "real_time", "feed", "when_done", "cut"]
    assert b"".join(command.data for command in commands) == stream
    bands = [command.band for command in commands if command.band is not None]
    assert stack(bands).tobytes() == _picture().tobytes()


@settings(max_examples=settings().max_examples * 6)
@given(st.binary(max_size=200))
def test_whatever_arrives_the_decoder_neither_fails_nor_loses_bytes(junk: bytes) -> None:
    decoder = EscposDecoder()
    read = b"".join(command.data for command in decoder.feed(junk))
    assert junk.startswith(read)
