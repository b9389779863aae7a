from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from hardware.printers import escpos_encoder as encoder
from hardware.printers.escpos_decoder import EscposDecoder, stack
from hardware.printers.escpos_status import StatusBytes, fault_code, read_status
from hardware.printers.profiles import Profile, profiles
from hardware.printers.replies import Questions, Reply, ReplyReader

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


def _kinds(*pieces: bytes) -> list[tuple[str, bytes]]:
    reader = ReplyReader()
    return [(reply.kind, reply.data) for piece in pieces for reply in reader.feed(piece)]


def test_what_a_printer_sends_back_is_told_apart_however_it_arrives() -> None:
    assert _kinds(b"\x00\x12") == [("done", b"\x00"), ("real_time", b"\x12")]
    assert _kinds(b"\x11\x13\x80") == [], "flow control, and no answer to anything"
    assert _kinds(b"\x37", b"\x220007\x00\x12") == [("marked", b"\x37\x220007\x00"), ("real_time", b"\x12")]
    assert _kinds(b"\x14\x00", b"\x00\x0f\x00") == [("unasked", b"\x14\x00\x00\x0f"), ("done", b"\x00")]
    assert _kinds(b"\x10\x12\x00") == [("real_time", b"\x12"), ("done", b"\x00")], "its rest never came"


@given(st.binary(max_size=60), st.integers(0, 60))
def test_whatever_a_printer_sends_is_read_the_same_in_two_pieces_and_ends(data: bytes, cut: int) -> None:
    assert _kinds(data[:cut], data[cut:]) == _kinds(data)


def test_an_answer_belongs_to_the_question_that_it_answers() -> None:
    questions = Questions()
    questions.heard(Reply("real_time", b"\x1a"))
    questions.heard(Reply("done", b"\x00"))
    first = questions.ask_done()
    assert not questions.is_done(first, b"0001"), "nobody had asked"
    questions.begin((1, 2, 4))
    questions.heard(Reply("real_time", b"\x16"))
    questions.begin((1, 2, 4))
    for byte in b"\x32\x72\x12":
        questions.heard(Reply("real_time", bytes([byte])))
    assert questions.answers() == {1: 0x12}, "two were late answers to the round before"
    second = questions.ask_done()
    questions.heard(Reply("done", b"\x00"))
    assert (questions.is_done(first, b"0001"), questions.is_done(second, b"0002")) == (True, False)
    questions.heard(Reply("marked", b"\x37\x220002\x00"))
    assert questions.is_done(second, b"0002")


@pytest.mark.parametrize("profile", profiles().values(), ids=lambda profile: profile.name)
def test_the_bytes_of_every_profile_read_back_as_the_picture_its_width_and_one_cut(profile: Profile) -> None:
    picture = Image.new("1", (profile.width_dots, 150), 1)
    ImageDraw.Draw(picture).line((0, 0, profile.width_dots - 1, 149), fill=0, width=5)
    sent = encoder.picture(picture) + encoder.end(profile) + encoder.questions_behind(profile, b"0042")
    commands = EscposDecoder().feed(sent)
    bands = [command.band for command in commands if command.band is not None]
    assert stack(bands).tobytes() == picture.tobytes()
    assert all(len(command.data) <= encoder.BAND_BYTES + 8 for command in commands), "one band spoils no more"
    cuts = [command for command in commands if command.kind == "cut"]
    assert len(cuts) == (profile.cut != "none")
    assert [c.data[7:11] for c in commands if c.kind == "mark"] == [b"0042"] * (profile.confirms == "mark")


def test_what_broke_off_at_any_byte_is_ended_before_the_next_paper() -> None:
    first, profile = encoder.picture(_picture()), profiles()["generic-80"]
    for at in range(0, len(first), 97):
        decoder = EscposDecoder()
        decoder.feed(first[:at])
        commands = decoder.feed(encoder.settle(profile, torn=True) + encoder.picture(_picture()))
        last = [command for command in commands if command.kind != "text" or command.data.strip(b"\0")]
        bands = [command.band for command in last[-2:] if command.band is not None]
        assert stack(bands).tobytes() == _picture().tobytes()
        assert [command.kind for command in last[-5:-2]] == ["init", "feed", "cut"], at


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
