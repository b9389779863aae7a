"""How a recogniser's words are read: what counts as heard, and what does not."""

import pytest

from balai.words.languages import SpokenLanguage
from bench.heard import Heard, understood
from bench.hearing import CALLS, calls


@pytest.mark.parametrize(
    ("text", "language", "ticket", "counter"),
    [
        ("Nomor antrean A, nol, dua, tiga. Silakan menuju loket dua belas.", "id", "A-023", 12),
        ("Nomor Antrean Ir, delapan, enamp, tujuh, si lakan menuju Locket 5", "id", "R-867", 5),
        ("nomor antrian K 013 silakan menuju loket sapuluh", "id", "K-013", 10),
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
    assert understood(text, language) == Heard(ticket, counter)


def test_the_judged_numbers_were_not_tuned_on() -> None:
    tuned = {call.number for call in calls("development", CALLS)}
    judged = {call.number for call in calls("judged", CALLS)}
    assert not tuned & judged
    assert len(judged) > 50
