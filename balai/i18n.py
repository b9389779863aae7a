"""What people read, in the hall's languages. One table; Indonesian first, English where asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

# code of a problem or refusal: (Indonesian, English)
TITLES: Mapping[str, tuple[str, str]] = {
    "body_too_large": ("Kiriman terlalu besar.", "The request is too large."),
    "clock_unconfirmed": (
        "Jam hub belum dipastikan. Belum ada yang diubah; kepala balai memastikan tanggalnya dulu.",
        "The hub's clock is not confirmed. Nothing was changed; a manager confirms the date first.",
    ),
    "closed_now": ("Layanan sudah tutup hari ini.", "This service has closed for today."),
    "closed_today": ("Layanan tidak buka hari ini.", "This service is not open today."),
    "counter_closed": ("Loket ini tutup.", "This counter is closed."),
    "counter_paused": ("Loket ini sedang istirahat.", "This counter is on a break."),
    "counter_taken": ("Loket ini dipakai orang lain.", "Somebody else holds this counter."),
    "counter_unknown": ("Loket ini tidak ada.", "There is no such counter."),
    "credentials_wrong": ("Nama pengguna atau kata sandi salah.", "Wrong username or password."),
    "date_differs": (
        "Jam mesin hub menunjukkan tanggal lain. Setel jamnya dulu.",
        "The hub's machine shows another date. Set its clock first.",
    ),
    "day_open": ("Hari layanan sudah dibuka.", "The hall's day is open already."),
    "day_not_open": ("Hari layanan belum dibuka.", "The hall's day has not been opened yet."),
    "forbidden": ("Anda tidak berwenang melakukan ini.", "You may not do this."),
    "hall_mismatch": ("Ini balai yang lain.", "This is another hall."),
    "holds_another": ("Anda masih memegang loket lain.", "You hold another counter."),
    "holiday": ("Hari ini libur.", "Closed today for a holiday."),
    "in_use_today": ("Masih dipakai hari ini.", "Still in use today."),
    "internal_error": ("Ada kesalahan pada hub.", "Something went wrong in the hub."),
    "invalid": ("Isian tidak sesuai.", "Some fields are not valid."),
    "leg_in_hand": ("Masih ada pengunjung di loket ini.", "A visitor is still at this counter."),
    "leg_mismatch": ("Pengunjung di loket ini sudah lain.", "Another visitor is at this counter now."),
    "leg_not_parked": ("Nomor ini tidak sedang ditunda.", "This number is not waiting aside."),
    "leg_not_waiting": ("Nomor ini tidak sedang menunggu.", "This number is not waiting."),
    "leg_not_missed": ("Nomor ini tidak ditandai tidak hadir.", "This number was not marked as absent."),
    "nothing_to_undo": ("Tidak ada langkah yang dapat dibatalkan.", "There is nothing to take back."),
    "quota_full": ("Kuota hari ini habis.", "Today's numbers for this service are taken."),
    "reason_unknown": ("Alasan ini tidak ada dalam daftar.", "This reason is not on the list."),
    "recall_first": ("Panggil ulang dulu.", "Call this number again first."),
    "service_elsewhere": (
        "Loket ini tidak melayani layanan itu.",
        "This counter does not offer that service.",
    ),
    "too_early": ("Tunggu sebentar lagi.", "Give the visitor a moment more."),
    "undo_overtaken": (
        "Nomor ini sudah berlanjut; tidak dapat dibatalkan.",
        "This number has moved on; it cannot be taken back.",
    ),
    "undo_too_late": ("Sudah terlambat untuk membatalkan.", "It is too late to take this back."),
    "voucher_other_day": ("Hak antre ini untuk hari lain.", "This voucher is for another day."),
    "voucher_other_service": ("Hak antre ini untuk layanan lain.", "This voucher is for another service."),
    "voucher_unknown": ("Hak antre ini tidak berlaku.", "This voucher is not valid."),
    "leg_state": ("Belum dapat dilakukan sekarang.", "This cannot be done now."),
    "malformed_json": ("Kiriman bukan JSON yang utuh.", "The request is not well-formed JSON."),
    "media_type": ("Kiriman harus berupa JSON.", "The request must be JSON."),
    "method_not_allowed": ("Cara ini tidak berlaku di sini.", "This method is not allowed here."),
    "no_hall": ("Balai belum disiapkan.", "The hall has not been set up yet."),
    "no_more_today": (
        "Tidak sempat dilayani sebelum tutup hari ini.",
        "There is no time left to be served today.",
    ),
    "nobody_waiting": ("Tidak ada yang menunggu.", "Nobody is waiting."),
    "clip_unknown": ("Rekaman suara ini tidak ada.", "There is no such clip."),
    "not_found": ("Alamat ini tidak ada.", "There is nothing at this address."),
    "not_open_yet": ("Nomor belum dibuka.", "Numbers are not given out yet."),
    "not_signed_in": ("Silakan masuk dulu.", "Please sign in first."),
    "request_id_reused": (
        "request_id ini sudah dipakai untuk permintaan lain.",
        "This request_id was used for another request.",
    ),
    "request_invalid": ("Permintaan tidak dapat dibaca.", "The request cannot be read."),
    "series_exhausted": ("Nomor untuk hari ini sudah habis.", "Today's numbers have run out."),
    "series_unknown": ("Seri ini tidak ada.", "There is no such series."),
    "service_unknown": ("Layanan ini tidak ada.", "There is no such service."),
    "store_unavailable": (
        "Penyimpanan sedang tidak tersedia. Aman diulang dengan request_id yang sama.",
        "The store is not available. It is safe to repeat with the same request_id.",
    ),
    "token_invalid": ("Perangkat ini tidak terdaftar.", "This device is not enrolled."),
    "too_many_attempts": ("Terlalu banyak percobaan.", "Too many attempts."),
    "visit_exists": ("Kunjungan ini sudah bernomor.", "This visit has its number already."),
    "announcement_unknown": ("Pengumuman ini tidak ada.", "There is no such announcement."),
    "no_frame": ("Belum ada gambar dari layar ini.", "No picture has come from this display yet."),
    "not_a_recording": (
        "Kiriman bukan rekaman WAV yang dapat dipakai.",
        "This is no WAV recording that can be used.",
    ),
    "recording_missing": (
        "Rekaman pengumuman ini belum terkirim. Kirim rekamannya dahulu.",
        "The recording of this announcement has not come. Send it first.",
    ),
    "recording_closed": (
        "Pengumuman ini sudah dibuat; rekamannya tidak dapat diganti.",
        "This announcement was made; its recording cannot be replaced.",
    ),
    "not_a_picture": ("Kiriman bukan gambar JPEG atau PNG.", "This is no JPEG or PNG picture."),
    "zone_unknown": ("Zona ini tidak ada.", "There is no such zone."),
    "visit_unknown": ("Kunjungan ini tidak ada hari ini.", "No such visit today."),
}

# pydantic's kind of error: (Indonesian, English); what the field held is never repeated
FAULTS: Mapping[str, tuple[str, str]] = {
    "date_from_datetime_parsing": ("harus berupa tanggal TTTT-BB-HH", "must be a date as YYYY-MM-DD"),
    "date_parsing": ("harus berupa tanggal TTTT-BB-HH", "must be a date as YYYY-MM-DD"),
    "date_type": ("harus berupa tanggal TTTT-BB-HH", "must be a date as YYYY-MM-DD"),
    "datetime_from_date_parsing": ("harus berupa waktu ISO 8601", "must be an ISO 8601 time"),
    "datetime_parsing": ("harus berupa waktu ISO 8601", "must be an ISO 8601 time"),
    "datetime_type": ("harus berupa waktu ISO 8601", "must be an ISO 8601 time"),
    "dict_type": ("harus berupa objek", "must be an object"),
    "extra_forbidden": ("tidak dikenal di sini", "is not known here"),
    "greater_than_equal": ("terlalu kecil", "is too small"),
    "int_from_float": ("harus berupa bilangan bulat", "must be a whole number"),
    "int_parsing": ("harus berupa bilangan bulat", "must be a whole number"),
    "int_type": ("harus berupa bilangan bulat", "must be a whole number"),
    "less_than_equal": ("terlalu besar", "is too large"),
    "literal_error": ("bukan salah satu pilihan", "is none of the choices"),
    "missing": ("wajib diisi", "is required"),
    "model_type": ("harus berupa objek", "must be an object"),
    "reused": ("sudah dipakai untuk permintaan lain", "was used for another request"),
    "nul": ("berisi karakter NUL", "contains a NUL character"),
    "not_sayable": ("tidak dapat diucapkan", "cannot be said"),
    "personal_number": (
        "memuat nomor identitas (16 angka); nama dan NIK tidak diumumkan",
        "holds an identity number (16 digits); names and such numbers are not announced",
    ),
    "slot_missing": ("wajib diisi untuk janji temu", "is required for an appointment"),
    "string_pattern_mismatch": ("bentuknya tidak sesuai", "has not the right form"),
    "string_too_long": ("terlalu panjang", "is too long"),
    "string_too_short": ("tidak boleh kosong", "must not be empty"),
    "string_type": ("harus berupa teks", "must be text"),
    "timezone_aware": ("harus memuat zona waktu", "must carry a time zone"),
    "too_long": ("terlalu banyak", "has too many entries"),
    "uuid_parsing": ("harus berupa UUID", "must be a UUID"),
    "uuid_type": ("harus berupa UUID", "must be a UUID"),
}
_OTHER_FAULT = ("tidak sesuai", "is not valid")


def choose_language(accept: str | None) -> Language:
    """The language for an Accept-Language header (RFC 9110); Indonesian where none is wanted more."""
    best: tuple[float, Language] = (0.0, "id")
    for part in (accept or "")[:200].split(","):
        tag, _, weight = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in LANGUAGES and (quality := _quality(weight)) > best[0]:
            best = (quality, name)
    return best[1]


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def title_of(code: str, language: Language) -> str:
    """The title of a problem or refusal; of "internal_error" for a code that nobody wrote down."""
    return TITLES.get(code, TITLES["internal_error"])[LANGUAGES.index(language)]


def fault_text(kind: str, language: Language) -> str:
    """What is wrong with a field, by pydantic's kind of error."""
    return FAULTS.get(kind, _OTHER_FAULT)[LANGUAGES.index(language)]
