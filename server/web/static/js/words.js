// Every sentence of the staff page, in Indonesian.
import { clockText, minutesBetween } from "./time.js";

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

export const CHOOSE = {
  title: "Pilih loket",
  hint: "Buka loket tempat Anda duduk.",
  taken: "Sedang dipakai",
  waiting: (count) => (count ? `${count} menunggu` : "Tidak ada antrean"),
};

export const DESK = {
  ready: "Loket siap",
  called: "Dipanggil",
  serving: "Sedang dilayani",
  paused: "Loket sedang istirahat",
  resume: "Buka kembali",
  resumeHint: "Loket siap memanggil lagi",
  callNext: "Panggil berikutnya",
  empty: "Tidak ada antrean",
  emptyHint: "Nomor baru muncul di sini dengan sendirinya.",
  emptyServing: (number) => `Tekan Selesai bila ${number} sudah dilayani.`,
  finishAndCall: (number) => `Menyelesaikan ${number}, lalu memanggil`,
  present: "Hadir",
  startServing: (number) => `Mulai melayani ${number}`,
  recall: "Panggil ulang",
  miss: "Tidak hadir",
  finish: "Selesai",
  sinceCalled: "Sejak dipanggil",
  presumedAt: (text) => `dianggap hadir ${text}`,
  served: "Dilayani",
  standard: (minutes) => `standar ${minutes} menit`,
  tookNumber: "Ambil nomor",
  calledTo: (number) => `Loket ${number}, dipanggil`,
  recalled: (times) => `, diulang ${times} kali`,
  presentAt: (number) => `Loket ${number}, hadir`,
  presumed: (number) => `Loket ${number}, dianggap hadir`,
  sending: "Mengirim",
};

export const LINK = {
  up: "Tersambung",
  connecting: "Menyambung",
  down: (at) => `Terputus ${at}`,
  lost: "Sambungan terputus.",
  lostRest: "Selesaikan yang sedang dilayani; panggilan menunggu sambungan.",
  waiting: "Menunggu sambungan",
  byItself: "Halaman ini menyambung dengan sendirinya.",
  kept: (numbers) => `Selesai ${numbers} tersimpan di tablet ini dan dikirim setelah tersambung.`,
};

export const QUEUE = {
  title: (number) => `Menunggu untuk Loket ${number}`,
  staleTitle: "Menunggu",
  people: (count) => `${count} orang`,
  asOf: (at) => `keadaan ${at}`,
  more: (count) => `${count} lagi`,
  priority: "Prioritas",
  none: "Tidak ada yang menunggu.",
};

export const MENU = {
  open: "Menu",
  close: "Tutup menu",
  leave: "Tutup loket",
  signOut: "Keluar",
  busy: (number) => `Selesaikan ${number} dahulu, lalu tutup loket.`,
  signOutHint: "Loket ikut ditutup.",
};

/** "menunggu 22 menit", or short for a list: "22 menit". */
export function waitText(arrivedAt, now, short = false) {
  const minutes = minutesBetween(arrivedAt, now);
  const span = minutes < 1 ? "< 1 menit" : `${minutes} menit`;
  if (short) return span;
  return minutes < 1 ? "menunggu kurang dari 1 menit" : `menunggu ${span}`;
}

const ENDED = { missed: "tidak hadir", parked: "ditunda", transferred: "dialihkan" };

/** "A-023 selesai 10.46, dilayani 5 menit." */
export function lastText(leg, zone) {
  const at = clockText(leg.ended_at, zone);
  if (leg.unsent) return `${leg.number} selesai ${at}, menunggu sambungan untuk dicatat.`;
  if (leg.state !== "finished") return `${leg.number} ${ENDED[leg.state] ?? leg.state} ${at}.`;
  const minutes = leg.started_at ? minutesBetween(leg.started_at, Date.parse(leg.ended_at)) : 0;
  return `${leg.number} selesai ${at}, dilayani ${minutes < 1 ? "kurang dari 1" : minutes} menit.`;
}

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
  day_not_open: "Hari layanan sedang disiapkan. Coba lagi sebentar lagi.",
};

/** A sentence for a refusal of the hub. */
export function refusalText(refusal) {
  if (REFUSALS[refusal.code]) return REFUSALS[refusal.code];
  if (refusal.status === 429) return "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.";
  if (refusal.status >= 500) return "Hub mengalami gangguan; tidak ada yang berubah. Coba lagi sebentar lagi.";
  return `Permintaan tidak dapat dijalankan: ${refusal.message}. ${TRUTH}`;
}

export const UNANSWERED =
  "Hub belum menjawab. Tunggu sampai tersambung; layar ini lalu menampilkan keadaan sebenarnya.";
export const NEW_DAY = "Hari layanan baru sudah dibuka. Pilih loket untuk mulai.";
export const COUNTER_LEFT = "Loket Anda sudah ditutup. Pilih loket untuk melanjutkan.";
export const finishSuperseded = (number) =>
  `${number} sudah berakhir lebih dahulu, jadi penyelesaian dari tablet ini tidak diperlukan lagi.`;

export const SAY = {
  called: (number, counter) => `${number} dipanggil ke Loket ${counter}.`,
  serving: (number) => `Melayani ${number}.`,
  next: (number) => `Loket siap. Berikutnya ${number}.`,
  empty: "Loket siap. Tidak ada antrean.",
};
