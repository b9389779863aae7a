// The sentences that every page shares, in Indonesian.

export const SIGN_IN = {
  title: "Masuk petugas",
  username: "Nama pengguna",
  password: "Kata sandi",
  submit: "Masuk",
  busy: "Memeriksa",
  needUsername: "Isi nama pengguna Anda.",
  needPassword: "Isi kata sandi Anda.",
  wrong: "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.",
  unanswered: "Hub belum menjawab. Periksa jaringan tablet ini, lalu coba lagi.",
  expired: "Sesi Anda berakhir. Masuk lagi untuk melanjutkan. Loket dan nomor Anda tetap tercatat.",
  limited: (seconds) =>
    seconds === null
      ? "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
      : `Terlalu banyak percobaan. Coba lagi ${seconds < 90 ? `${seconds} detik` : `${Math.ceil(seconds / 60)} menit`} lagi.`,
};

export const ACCOUNT = {
  menu: "Menu",
  signOut: "Keluar",
};

const TRUTH = "Yang tampil sekarang adalah keadaan sebenarnya.";
const REFUSALS = {
  leg_mismatch: `Nomor di loket ini sudah berganti. ${TRUTH} Periksa, lalu pilih lagi.`,
  leg_state: `Keadaan nomor ini sudah berubah. ${TRUTH} Periksa, lalu pilih lagi.`,
  nobody_waiting: "Tidak ada yang menunggu loket ini. Nomor baru muncul dengan sendirinya.",
  counter_taken: "Loket ini dipegang petugas lain. Pilih loket lain.",
  holds_another: `Anda sudah memegang loket lain. ${TRUTH}`,
  counter_closed: "Loket ini sudah ditutup. Pilih loket untuk melanjutkan.",
  counter_paused: "Loket ini sedang istirahat. Buka kembali untuk memanggil.",
  counter_unknown: "Loket ini tidak ada lagi di susunan balai. Pilih loket lain.",
  leg_in_hand: "Masih ada nomor di loket ini. Selesaikan dahulu, lalu tutup loket.",
  recall_first: "Panggil ulang dahulu sebelum menandai tidak hadir.",
  too_early: "Beri waktu sebentar lagi sebelum menandai tidak hadir.",
  nothing_to_undo: "Tidak ada langkah yang dapat dibatalkan di loket ini.",
  undo_too_late: "Waktu untuk membatalkan sudah lewat. Yang tidak hadir dapat lapor kembali dari daftar Tidak hadir.",
  undo_overtaken: `Nomor ini sudah dilanjutkan di tempat lain, jadi tidak dapat dibatalkan. ${TRUTH}`,
  leg_not_waiting: `Nomor ini tidak menunggu lagi. ${TRUTH}`,
  leg_not_parked: `Nomor ini tidak ditunda lagi. ${TRUTH}`,
  leg_not_missed: `Nomor ini tidak lagi tercatat tidak hadir. ${TRUTH}`,
  quota_full: "Kuota layanan tujuan habis hari ini. Pilih layanan lain, atau sarankan datang pada hari berikutnya.",
  service_unknown: `Layanan itu tidak ada lagi di susunan balai. ${TRUTH}`,
  service_elsewhere: "Loket ini tidak melayani nomor itu. Alihkan ke layanan lain bila perlu.",
  day_not_open: "Hari layanan sedang disiapkan. Coba lagi sebentar lagi.",
};

/** A sentence for a refusal of the hub. */
export function refusalText(refusal) {
  if (REFUSALS[refusal.code]) return REFUSALS[refusal.code];
  if (refusal.status === 429) return "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.";
  if (refusal.status >= 500) return "Hub mengalami gangguan; tidak ada yang berubah. Coba lagi sebentar lagi.";
  return `Permintaan tidak dapat dijalankan: ${refusal.message}. ${TRUTH}`;
}
