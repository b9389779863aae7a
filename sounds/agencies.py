"""The usual agencies of a public service hall (Mal Pelayanan Publik), as they are said in calls.

Names that were made on the spot, by a program that spells them like a dictionary, were not understood. A
hall that writes a name as it stands here, in capitals or not, has it from the bank.
"""

from __future__ import annotations

NAMES: tuple[str, ...] = (
    "Disdukcapil", "Imigrasi", "Polres", "Polresta", "Polda", "Satlantas", "Kejaksaan", "Kejaksaan Negeri",
    "Pengadilan Agama", "Pengadilan Negeri", "Kemenag", "Kementerian Agama", "KUA", "Kemenkumham", "BPN",
    "ATR BPN", "Kantor Pertanahan", "KPP", "KPP Pratama", "Kantor Pajak", "Bea Cukai", "Samsat", "Bapenda",
    "BPJS Kesehatan", "BPJS Ketenagakerjaan", "Jasa Raharja", "Taspen", "Asabri", "Baznas", "PLN", "PDAM",
    "Telkom", "Pos", "Pos Indonesia", "Pegadaian", "DPMPTSP", "Disnaker", "Dinas Sosial", "Dinas Kesehatan",
    "Dinas Pendidikan", "Dinas Perhubungan", "Dinas Lingkungan Hidup", "Dinas Pekerjaan Umum",
    "Dinas Perdagangan", "Dinas Koperasi", "Dinas Pertanian", "Dinas Perpustakaan", "Satpol PP", "BNN",
    "BPOM", "BPS", "OJK", "Ombudsman", "Kesbangpol", "Inspektorat", "Bank Kaltimtara", "Bank BRI",
    "Bank Mandiri", "Bank Jatim",
)  # fmt: skip
