"""Spelling to sounds, word for word."""

from __future__ import annotations

import pytest

from balai.words.languages import SpokenLanguage
from sounds.phonemes import phonemes
from sounds.phrases import bank_texts

#: What the engine knows; a sound beyond would be left out without a word.
KNOWN = set(" ,.‖|ˈˌːAIOWTabdefhijklmnoprstuvwxzæɑəɛɜɪɔʊʌɡŋɲɹɾʃʒʤʧθðᵊᵻ")


@pytest.mark.parametrize(
    ("text", "language", "ipa"),
    [
        ("sembilan", "id", "səmbˈilan."),
        ("empat", "id", "əmpˈat."),
        ("enam", "id", "ənˈam."),
        ("silakan menuju loket dua belas", "id", "silˈakan mənˈuʤu lˈoket dˈua bəlˈas."),
        ("nomor antrean K", "id", "nˈomoɾ antɾˈean. ‖kˈa."),
        ("V", "id", "nˈomoɾ antɾˈean. |vˈe."),
        ("R", "id", "nˈomoɾ antɾˈean. |ˈɛɾə."),
        ("Q", "en", "kjˈu."),
        ("two", "en", "nˈʌmbəɹ. |tˈu."),
        ("six", "en", "nˈʌmbəɹ. |sˈɪks."),
        ("silakan menuju loket sebelas", "id", "silˈakan mənˈuʤu lˈoket, sebelˈas."),
        ("panggilan ulang", "id", "paŋɡˈilan ˈulaŋ."),
        ("Disdukcapil", "id", "disdukʧˈapil."),
        ("SKCK", "id", "ˈɛs kˈa ʧˈe kˈa."),
        ("Surat Izin Mengemudi (SIM)", "id", "sˈuɾat ˈizin məŋəmˈudi sˈim."),
        ("Dinas Pénting", "id", "dˈinas pˈentiŋ."),
        ("please go to counter twenty-one", "en", "plˈiz ɡˌO tə kˈWntəɹ twˈɛnti wˈʌn."),
        ("queue number H", "en", "kjˈu nˈʌmbəɹ, ˈAʧ."),
        ("Samsat", "en", "sˈamsat."),
    ],
)
def test_words_become_sounds(text: str, language: SpokenLanguage, ipa: str) -> None:
    assert phonemes(text, language) == ipa


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_phrase_of_the_bank_is_within_what_the_engine_knows(language: SpokenLanguage) -> None:
    texts = bank_texts(language)
    assert len(texts) > 130
    for text in texts:
        ipa = phonemes(text, language)
        assert set(ipa) <= KNOWN, text
        assert "ˈ" in ipa
