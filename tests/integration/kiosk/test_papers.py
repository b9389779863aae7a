"""Every paper in every state: the approved pictures, and what a head that is not ours makes of the bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from PIL import Image

from hardware.printers import escpos_encoder as encoder
from hardware.printers.escpos_decoder import EscposDecoder
from hardware.printers.escpos_printer import EscposPrinter, Patience
from hardware.printers.lines import TcpLine
from hardware.printers.profiles import Profile, profiles
from tests.support.paper.head import Head
from tests.support.paper.papers import GOLDEN, PAPERS, WIDTHS, drawn, path_of

#: One of each kind of printer: the width, the cut, what is asked and answered.
KINDS = {(p.width_dots, p.cut, p.confirms, p.talks): p for p in profiles().values()}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_the_paper_is_the_approved_one(name: str, width: int) -> None:
    made, approved = drawn(PAPERS[name], width), Image.open(path_of(name, width))
    assert (made.mode, made.size) == (approved.mode, approved.size)
    other = np.asarray(made) != np.asarray(approved)
    assert not other.any(), f"{other.sum()} dots differ, the first in row {np.argwhere(other)[0][0]}"


def test_no_approved_picture_is_left_over() -> None:
    assert set(GOLDEN.iterdir()) == {path_of(name, width) for name in PAPERS for width in WIDTHS}


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
