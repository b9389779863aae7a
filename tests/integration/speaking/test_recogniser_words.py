"""How a recogniser's words are read: what counts as heard, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from balai.words.languages import SpokenLanguage
from bench.wall.heard import LETTERS, nearest_name, understood
from bench.wall.hearing import AGENCIES, CALLS, INSTALLED, PROMPTS, calls
from bench.wall.transcripts import Transcripts
from sounds.bank import bank_file
from sounds.phonemes import as_said


@pytest.mark.parametrize(
    ("text", "language", "ticket", "counter"),
    [
        ("Nomor antrean A, nol, dua, tiga. Silakan menuju loket dua belas.", "id", "A-023", 12),
        ("Nomor Antrean Erz, delapan, enamp, tujuh, si lakan menuju Locket 5", "id", "R-867", 5),
        ("nomor antrian K 013 silakan menuju loket sapuluh", "id", "K-013", 10),
        (
            "Nomor antrean K, dua, anam, nol. Silakan menuju loket. Tiga puluh anam. Telkom.",
            "id",
            "K-260",
            36,
        ),
        ("Nomor antrean, J, dua, satu, dua. Silakan menuju loket. Isabelas, B, P, N.", "id", "J-212", 11),
        ("Nomor antrean J, dua, satu, dua. Silakan menuju loket. Lima belas, B, P, N.", "id", "J-212", 15),
        ("Nomor antrean. X, dua, enam, null. Silakan menuju loket empat belas. Pos.", "id", "X-260", 14),
        ("Nomor antrean S, tuju, dua, tiga. Silakan menuju loket dua pulusatu. Dinas.", "id", "S-723", 21),
        ("Nomor antrean D, dua, dua, dua. Silakan menuju loket dua. Bea Cukai.", "id", "D-222", 2),
        ("Nomor antrean D, dua, dua, dua. Silakan menuju loket tiga puluh. Kua.", "id", "D-222", 30),
        ("Nomor antrean. Gay, sembilan, nol, enam, silakan menuju loket lima.", "id", "G-906", 5),
        ("Nomor antrean. Air. Empat. Empat. Sambilan. Silakan menuju loket lima.", "id", "R-449", 5),
        ("Nomor antrean. Ya, nol, sembilan, dilapan. Silakan menuju loket lima.", "id", "Y-098", 5),
        ("Nomor antrean. Ay, nol, satu, dua. Silakan menuju loket lima.", "id", None, 5),
        ("Nomor antrean, dua, sembilan, enam, silakan menuju loket enam.", "id", None, 6),
        ("Nomor antrean H, satu, lima. Silakan menuju loket.", "id", "H-15", None),
        ("Terima kasih", "id", None, None),
        ("Queue number F, six, five, five. Please go to counter thirteen.", "en", "F-655", 13),
        ("Queue number, F, H, X, five, five, please go to counter. 14.", "en", None, 14),
        ("Queue number K, 0, 6, 3. Please go to counter twenty-one", "en", "K-063", 21),
    ],
)
def test_a_transcript_is_read(
    text: str, language: SpokenLanguage, ticket: str | None, counter: int | None
) -> None:
    heard = understood(text, language)
    assert (heard.ticket, heard.counter) == (ticket, counter)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Silakan menuju loket dua belas, Disdukcapil.", "id", "Disdukcapil"),
        ("Silakan menuju loket tiga Pengadilan agama", "id", "Pengadilan Agama"),
        ("Please go to counter 14, Dis Dukcapil", "en", "Disdukcapil"),
        ("Please go to counter twenty-one, K P P Pratama.", "en", "KPP Pratama"),
        ("Please go to counter five. Disduk chapele.", "en", "Disdukcapil"),
        ("Silakan menuju loket enam. Panggadilan agama", "id", "Pengadilan Agama"),
        ("Silakan menuju loket enam. Be pe en.", "id", "BPN"),
        ("Silakan menuju loket enam. O je ka.", "id", "OJK"),
        ("Silakan menuju loket enam. Terima kasih telah menonton.", "id", None),
        ("Silakan menuju loket tiga.", "id", None),
    ],
)
def test_an_agency_is_the_nearest_of_those_that_can_be(
    text: str, language: SpokenLanguage, name: str | None
) -> None:
    assert nearest_name(understood(text, language).rest, AGENCIES) == name


def test_every_letter_and_agency_is_judged_and_in_the_bank() -> None:
    judged = calls("judged", CALLS)
    assert {call.number[0] for call in judged} == set(LETTERS)
    assert {call.agency for call in judged} == set(AGENCIES)
    assert len(AGENCIES) == 40
    assert all(bank_file("id", name) for name in AGENCIES)


def test_the_judged_numbers_were_not_tuned_on() -> None:
    tuned = {call.number for call in calls("development", CALLS)}
    judged = {call.number for call in calls("judged", CALLS)}
    assert not tuned & judged
    assert len(judged) > 50


def test_each_name_is_nearest_to_itself_however_it_is_written() -> None:
    for name in AGENCIES:
        assert nearest_name(name, AGENCIES) == name
        assert nearest_name(" ".join(as_said(word) for word in name.split()), AGENCIES) == name


def test_the_recogniser_is_looked_for_where_it_is_installed() -> None:
    install = INSTALLED.parents[1] / "tools" / "install_hearing.sh"
    assert f"venv={INSTALLED.relative_to(INSTALLED.parents[1])}\n" in install.read_text(encoding="utf-8")


def test_a_sound_is_listened_to_once(tmp_path: Path) -> None:
    """With a program in the recogniser's place that tells how often it was asked."""
    asked, python = tmp_path / "asked", tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncat >> {asked}\necho >> {asked}\necho \'["satu", "dua"]\'\n')
    python.chmod(0o755)
    first = Transcripts(str(python), PROMPTS, tmp_path / "kept.json")
    assert first.of([b"\1\0", b"\2\0", b"\1\0"], "id") == ["satu", "dua", "satu"]
    again = Transcripts(str(python), PROMPTS, tmp_path / "kept.json")
    assert again.of([b"\2\0", b"\1\0"], "id") == ["dua", "satu"]
    assert again.of([b"\2\0", b"\1\0"], "en") == ["satu", "dua"], "in another language it is another sound"
    assert len(asked.read_text().splitlines()) == 2
