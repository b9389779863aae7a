"""The reasons in words, Indonesian and English: one short sentence each, for staff and the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from balai.domain.order.why import Passed, Why

_ID: Mapping[str, str] = {
    "first_come": "Datang paling awal, pukul {arrived}.",
    "earliest_due": "Batas waktu tunggunya paling dekat, pukul {due}.",
    "ratio_regular": "Giliran nomor biasa setelah nomor prioritas.",
    "ratio_priority": "Giliran nomor prioritas.",
    "ratio_only": "Datang paling awal, pukul {arrived}.",
    "chosen": "Dipilih petugas: {reason}.",
    "booked": "Datang sesuai janji.",
    "carried": "Membawa hak dari hari sebelumnya, didahulukan.",
    "nobody_passed": "Tidak ada yang dilewati.",
    "due_later": "{number} datang lebih dulu, batas waktunya {due}.",
    "class": "{number} datang lebih dulu, batas waktunya {due}.",
    "tie": "{number} datang pada saat yang sama.",
    "transfer_cap": "{number} pindahan, mendapat giliran sesudah ini.",
    "ratio": "{number} menunggu giliran golongannya.",
    "returned_or_booked": "{number} kembali mengantre atau terikat janji, giliran {due}.",
    "passed_by_choice": "{number} datang lebih dulu.",
    "more": "{count} nomor lain juga datang lebih dulu.",
    "parked": "{number} masih ditunda.",
    "parked_until": "{number} masih ditunda sampai {due}.",
    "papers_completed": "berkas sudah dilengkapi",
    "continues_case": "melanjutkan urusan di loket ini",
    "emergency": "keadaan darurat",
    "manager_request": "permintaan kepala balai",
}
_EN: Mapping[str, str] = {
    "first_come": "Came first, at {arrived}.",
    "earliest_due": "Its promised time comes first, at {due}.",
    "ratio_regular": "A regular number's turn after priority numbers.",
    "ratio_priority": "A priority number's turn.",
    "ratio_only": "Came first, at {arrived}.",
    "chosen": "Chosen by staff: {reason}.",
    "booked": "Came as booked.",
    "carried": "Has a right from an earlier day, honoured first.",
    "nobody_passed": "Nobody is passed.",
    "due_later": "{number} came earlier, its time is {due}.",
    "class": "{number} came earlier, its time is {due}.",
    "tie": "{number} came at the same moment.",
    "transfer_cap": "{number} was transferred and has its turn after this.",
    "ratio": "{number} waits for the turn of its class.",
    "returned_or_booked": "{number} came back to the queue or is booked, its turn is {due}.",
    "passed_by_choice": "{number} came earlier.",
    "more": "{count} more numbers came earlier, too.",
    "parked": "{number} still waits aside.",
    "parked_until": "{number} still waits aside until {due}.",
    "papers_completed": "papers completed",
    "continues_case": "continues a case at this counter",
    "emergency": "emergency",
    "manager_request": "asked for by the manager",
}
_WORDS = {"id": _ID, "en": _EN}


def words(why: Why, language: str, time_zone: str) -> list[str]:
    """The sentences of `why` in "id" or "en", clock times in the hall's zone (10.42 or 10:42)."""
    table, mark = _WORDS[language], "." if language == "id" else ":"
    zone = ZoneInfo(time_zone)

    def clock(moment: datetime | None) -> str:
        return moment.astimezone(zone).strftime(f"%H{mark}%M") if moment else ""

    def say(code: str, **params: object) -> str:
        return table[code].format(**params)

    def passed(one: Passed) -> str:
        code = "passed_by_choice" if one.because == "chosen" else one.because
        return say(code, number=one.number, due=clock(one.due))

    lines = [
        say(
            _rule(why),
            arrived=clock(why.arrived_at),
            due=clock(why.due),
            reason=table.get(why.reason or "", ""),
        )
    ]
    lines += [say("booked")] if why.booked else []
    lines += [say("carried")] if why.carried else []
    lines += [passed(one) for one in why.passed] or [say("nobody_passed")]
    lines += [say("more", count=why.more)] if why.more else []
    lines += [
        say("parked_until" if until else "parked", number=n, due=clock(until)) for n, until in why.parked
    ]
    return lines


def _rule(why: Why) -> str:
    if why.rule != "ratio":
        return why.rule
    if not any(one.because == "ratio" for one in why.passed):
        return "ratio_only"
    return "ratio_regular" if why.priority_class == "regular" else "ratio_priority"


def recorded(why: Why, time_zone: str) -> dict[str, object]:
    """`why` as the log keeps it: codes and times as data, and the words that staff were shown."""
    return {
        "due": why.due.isoformat(),
        "passed": [{"number": p.number, "because": p.because, "due": p.due.isoformat()} for p in why.passed],
        "more": why.more,
        "words": {language: words(why, language, time_zone) for language in _WORDS},
    }
