"""Every paper in every state: the approved pictures, and what a head that is not ours makes of the bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from hardware.ports import CodeBlock, TextLine
from hardware.printers import escpos_encoder as encoder
from hardware.printers.escpos_decoder import EscposDecoder
from hardware.printers.escpos_printer import EscposPrinter, Patience
from hardware.printers.escpos_text import CODECS, code, columns, text
from hardware.printers.lines import TcpLine
from hardware.printers.profiles import Profile, profiles
from hardware.virtual.letters import Letters
from kiosk.paper.papers import Paper, strips
from kiosk.paper.slips.note import Note
from kiosk.paper.text_slip import text_slip
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher
from tests.support.paper.head import Head, Slip
from tests.support.paper.papers import GOLDEN, PAPERS, WIDTHS, drawn, path_of

#: One of each kind of printer: the width, the cut, what is asked and answered.
KINDS = {(p.width_dots, p.cut, p.confirms, p.talks): p for p in profiles().values()}
#: One of each kind of printer for its own letters.
LETTERS = {
    (columns(p), p.native_qr, p.cut, tuple(sorted(p.tables))): p for p in profiles().values() if p.width_dots
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_the_paper_is_the_approved_one(name: str, width: int) -> None:
    made, approved = drawn(PAPERS[name], width), Image.open(path_of(name, width))
    assert (made.mode, made.size) == (approved.mode, approved.size)
    other = np.asarray(made) != np.asarray(approved)
    assert not other.any(), f"{other.sum()} dots differ, the first in row {np.argwhere(other)[0][0]}"


def test_no_approved_picture_is_left_over() -> None:
    assert set(GOLDEN.iterdir()) == {path_of(name, width) for name in PAPERS for width in WIDTHS}


@pytest.mark.parametrize("width", [360, 384, 432, 576, 832])
def test_its_strips_make_up_the_same_picture(width: int) -> None:
    for name in ("usual-id", "long-en", "copy-id", "right-id", "no-number-en"):
        made = [strip for strip in strips(PAPERS[name], width) if isinstance(strip, Image.Image)]
        assert all((strip.mode, strip.width) == ("1", width) for strip in made)
        whole = np.vstack([np.asarray(strip) for strip in made])
        assert (whole == np.asarray(drawn(PAPERS[name], width))).all(), name


@pytest.mark.parametrize("profile", [p for p in LETTERS.values() if p.native_qr], ids=lambda p: p.name)
def test_a_printer_that_draws_codes_itself_does_so_between_the_dots(profile: Profile) -> None:
    for name in ("followed-id", "followed-far-en", "followed-here-id", "right-id", "usual-id"):
        paper, head = PAPERS[name], Head(profile.width_dots)
        for strip in strips(paper, profile.width_dots, native=True):
            head.burn(code(strip, profile) if isinstance(strip, CodeBlock) else encoder.picture(strip))
        assert head.codes == ([_content(paper)] if _has_code(paper) else []), name
        # Of the code itself the head keeps what it says: whatever else stands there is in the dots.
        assert _read(Image.fromarray(~head.burnt)) == [], name
        assert head.burnt[-60:].any(), "the end of the paper is below the code"


def _stream(profile: Profile, picture: Image.Image) -> bytes:
    before, behind = encoder.settle(profile, torn=False), encoder.questions_behind(profile, b"0001")
    return before + encoder.picture(picture) + encoder.end(profile) + behind


def _papers(width: int) -> Iterator[tuple[str, Image.Image]]:
    """All papers of a usual width; of another, where none is kept, the longest, a family's and a right."""
    kept = width in WIDTHS
    for name in PAPERS if kept else ("long-id", "a-family-en", "right-id"):
        yield name, Image.open(path_of(name, width)) if kept else drawn(PAPERS[name], width)


@pytest.mark.parametrize("profile", KINDS.values(), ids=lambda profile: profile.name)
def test_every_printer_burns_every_paper_dot_for_dot_and_cuts_it_once(profile: Profile) -> None:
    for name, picture in _papers(profile.width_dots):
        head = Head(profile.width_dots)
        head.burn(_stream(profile, picture))
        ink = ~np.asarray(picture)
        if profile.cut == "none":
            dots = head.burnt
            assert not head.slips
        else:
            (slip,) = head.slips
            assert (slip.cut, head.rest) == (profile.cut, 0), name
            dots = slip.dots
        assert (dots[: picture.height] == ink).all(), name
        assert not dots[picture.height :].any()
        assert len(dots) > picture.height, "the paper is fed past the knife"


def test_our_own_reader_and_the_other_head_say_the_same() -> None:
    profile = profiles()["generic-80"]
    for _, picture in _papers(576):
        commands = EscposDecoder().feed(_stream(profile, picture))
        bands = [np.asarray(c.band) for c in commands if c.band is not None]
        head = Head(576)
        head.burn(_stream(profile, picture))
        assert (~np.vstack(bands) == head.slips[0].dots[: picture.height]).all()
        assert [c.kind for c in commands].count("cut") == len(head.slips) == 1


@pytest.mark.parametrize("width", [360, 384, 432, 576, 832])
def test_the_code_on_a_paper_is_read_from_its_dots_by_another_reader(width: int) -> None:
    for name in ("followed-id", "followed-here-en", "followed-far-id", "right-id"):
        assert _read(drawn(PAPERS[name], width)) == [_content(PAPERS[name])], name


def _content(paper: Paper) -> str:
    if isinstance(paper, Voucher):
        return paper.code
    assert isinstance(paper, Ticket)
    return f"{paper.page}?t={paper.code}" if paper.page else paper.code


def _read(picture: Image.Image) -> list[str]:
    """What a reader that is not ours finds, on white paper."""
    framed = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    framed.paste(picture.convert("L"), (40, 40))
    return [found.text for found in zxingcpp.read_barcodes(framed)]


#: Printers whose letters are tried on every paper, and the papers that all others are tried on.
WHOLE = ("epson-tm-t88v", "generic-58")
SOME = ("long-id", "a-family-en", "right-id", "followed-far-id")


@pytest.mark.parametrize("profile", LETTERS.values(), ids=lambda profile: profile.name)
def test_every_paper_in_every_printers_own_letters_says_the_same_on_one_slip(profile: Profile) -> None:
    tables = {number: CODECS[name] for name, number in profile.tables.items() if name in CODECS}
    for name in PAPERS if profile.name in WHOLE else SOME:
        paper = PAPERS[name]
        pieces = text_slip(paper, columns(profile))
        stream = encoder.reset(profile) + text(pieces, profile) + encoder.end(profile)
        head = Head(profile.width_dots, tables)
        head.burn(stream)
        slip = head.slips[0] if head.slips else Slip(head.burnt, "none", head.lines, head.codes)
        assert (slip.cut, len(head.slips)) == (profile.cut, int(profile.cut != "none")), name
        said = "".join("".join(slip.lines).split())
        assert not isinstance(paper, Note)
        for words in (paper.hall, paper.service, paper.number):
            assert "".join(words.split()) in said, (name, slip.lines)
        expected = [_content(paper)] if _has_code(paper) else []
        assert slip.codes == (expected if profile.native_qr else []), name
        if not profile.native_qr and expected:
            assert _read(Image.fromarray(~slip.dots)) == expected, name
        mine = Letters(profile.width_dots, tables)
        for command in EscposDecoder().feed(stream):
            mine.do(command)
        assert (mine.lines, mine.codes) == (slip.lines, slip.codes), name


def _has_code(paper: Paper) -> bool:
    if isinstance(paper, Voucher):
        return not paper.keeps
    return isinstance(paper, Ticket) and bool(paper.code)


def test_letters_that_a_printer_lacks_are_written_without_accents_and_never_by_guess() -> None:
    words = [TextLine("Café Łódź – naïve ☂ e\N{COMBINING ACUTE ACCENT}\x07")]
    none, some = profiles()["generic-80"], profiles()["epson-tm-t88v"]
    assert encoder_text(words, none) == b"Cafe Lodz - naive ? e\n"
    odd = [TextLine("Đà Nẵng, Ørsted & Æsop, Straße, 1½ jam, 20 m², Noʼmat №3 ①")]
    assert encoder_text(odd, none) == b"Da Nang, Orsted & AEsop, Strasse, 1 1/2 jam, 20 m2, No'mat No3 1\n"
    assert encoder_text(words, some).decode("cp852") == "Café Łódź - naive ? é\n"


def encoder_text(words: list[TextLine], profile: Profile) -> bytes:
    """The line alone, without how it is set."""
    made = text(words, profile)
    return made[made.index(b"\x1d!") + 3 :]


def test_what_goes_over_the_line_is_what_the_other_head_burns() -> None:
    """A printer on a network that says nothing: all that it is sent makes one slip."""
    came = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listens = threading.Thread(target=_swallow, args=(listening, came))
        listens.start()
        patience = Patience(answer=0.05, stall=0.5, done=0.1, slowest_mm_per_second=4000.0, late=0.05)
        line = TcpLine("127.0.0.1", listening.getsockname()[1])
        picture = drawn(PAPERS["usual-id"], 576)
        with closing(EscposPrinter(line, profiles()["generic-80"], patience)) as printer:
            printer.print_image(picture)
        listens.join()
    head = Head(576)
    head.burn(bytes(came))
    (slip,) = head.slips
    assert (slip.dots[: picture.height] == ~np.asarray(picture)).all()


def _swallow(listening: socket.socket, came: bytearray) -> None:
    connection, _ = listening.accept()
    with connection:
        while data := connection.recv(65536):
            came.extend(data)
