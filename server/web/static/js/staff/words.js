// Every sentence of the staff page, in Indonesian.
import { clockText, minutesBetween } from "../kit/time.js";

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
  pausedFor: (reason) => `Loket sedang istirahat: ${reason}`,
  backAt: (at, minutes) => `Buka lagi ${at}, ${minutes < 1 ? "kurang dari 1" : minutes} menit lagi.`,
  backPast: (at, minutes) => `Waktu buka lagi ${at} sudah lewat ${minutes < 1 ? "kurang dari 1" : minutes} menit.`,
  backOpen: "Tanpa waktu buka lagi.",
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
  missAfterRecalls: (times) => `Panggil ulang ${times} kali lagi`,
  missAfter: (span) => `Tunggu ${span}`,
  park: "Tunda",
  transfer: "Alihkan",
  finish: "Selesai",
  reopen: "Buka lagi",
  undo: "Batalkan",
  wrongCall: "Salah panggil? Nomor ini kembali mengantre di tempatnya.",
  sinceCalled: "Sejak dipanggil",
  presumedAt: (text) => `dianggap hadir ${text}`,
  served: "Dilayani",
  standard: (minutes) => `standar ${minutes} menit`,
  calledTo: (number) => `Loket ${number},\ndipanggil`,
  recalled: (times) => `, diulang ${times} kali`,
  presentAt: (number) => `Loket ${number},\nhadir`,
  presumed: (number) => `Loket ${number},\ndianggap hadir`,
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
  why: (number) => `Mengapa ${number}?`,
  parked: "Ditunda",
  back: (at) => (at ? `kembali ${at}` : "tanpa waktu"),
  due: (at) => `sudah ${at}`,
  returnNow: ", kembalikan ke antrean sekarang",
  callNow: ", panggil nomor ini",
  missed: "Tidak hadir",
  reinstate: "Lapor kembali",
  all: (count) => `Tampilkan semua (${count})`,
};

// What was done before this counter, in the words of the visit's own steps.
export const STEPS = {
  took: {
    kiosk: "Ambil nomor di kios",
    assisted: "Ambil nomor, dibantu petugas",
    phone: "Ambil nomor lewat HP",
    booking: "Datang sesuai janji",
  },
  tookNumber: "Ambil nomor",
  served: (counter, minutes) => `${counter},\ndilayani ${minutes < 1 ? "< 1" : minutes} menit`,
  missed: (counter) => `${counter},\ntidak hadir`,
  parked: (at) => (at ? `Ditunda sampai ${at}` : "Ditunda"),
  transferred: (service) => `Dialihkan ke ${service}`,
  begun: (service) => `Lanjut ke ${service}`,
  returned: "Kembali mengantre",
  reinstated: "Lapor kembali",
  counter: (number) => `Loket ${number}`,
  omitted: (count) => `, lalu ${count} langkah lain`,
};

export const SHEET = {
  close: "Tutup",
  cancel: "Batal",
  park: (number) => `Tunda ${number}`,
  parkHint: "Nomor menunggu di daftar Ditunda. Loket lalu siap memanggil yang berikutnya.",
  parkFor: (minutes) => `${minutes} menit`,
  parkBack: (at) => `kembali ${at}`,
  parkOpen: "Tanpa waktu",
  parkOpenHint: "kembali bila dipilih",
  transfer: (number) => `Alihkan ${number}`,
  agency: "1. Instansi tujuan",
  service: (agency) => `2. Layanan ${agency}`,
  waiting: (count) => `${count} menunggu`,
  noCounter: (count) => `${count} menunggu, loket belum buka`,
  full: "Kuota habis",
  noOther: "Tidak ada layanan lain",
  kept: "Nomor tidak berubah.",
  arrival: (at) => (at ? `Waktu datang ${at} tetap dihitung.` : "Waktu datang tetap dihitung."),
  servedAt: (numbers) => `Dilayani di Loket ${numbers}.`,
  transferTo: (agency) => `Alihkan ke ${agency}`,
  choose: (number) => `Panggil ${number} sekarang`,
  chooseHint: (finishes) =>
    `Nomor ini dipanggil sebelum gilirannya. Pilih alasannya; alasan ikut tercatat.${finishes ? ` ${finishes} diselesaikan dahulu.` : ""}`,
  call: (number) => `Panggil ${number}`,
  pause: "Istirahat",
  pauseReason: "1. Alasan",
  pauseUntil: "2. Buka lagi",
  pauseGo: (at) => (at ? `Istirahat sampai ${at}` : "Mulai istirahat"),
  pauseHint: "Layar dinding menampilkan Istirahat di loket ini. Antrean tetap berjalan di loket lain.",
};

export const ANNOUNCE = {
  open: "Pengumuman",
  title: "Pengumuman",
  hint: "Dibacakan di balai sesudah panggilan yang sedang berjalan, dan tampil di layar dinding. Jangan menyebut nama orang atau nomor identitas.",
  text: "1. Isi pengumuman",
  textBeside: "1. Isi singkat untuk dibaca di layar (boleh kosong)",
  left: (letters) => `${letters} huruf lagi`,
  ready: [
    ["Lampu mobil", "Pemilik mobil … ditunggu di tempat parkir. Lampu mobilnya masih menyala."],
    ["Anak terpisah", "Seorang anak menunggu keluarganya di Meja Informasi."],
    ["Barang tertinggal", "Ada … yang tertinggal. Pemiliknya silakan mengambil di Meja Informasi."],
  ],
  record: "Rekam suara",
  file: "Pilih rekaman",
  listening: (span) => `Merekam ${span}`,
  stop: "Selesai merekam",
  recorded: (seconds) => `Rekaman ${seconds} detik`,
  hear: "Dengarkan",
  drop: "Hapus rekaman",
  where: "2. Di mana",
  everywhere: "Seluruh balai",
  often: "Berapa kali dibacakan",
  times: (number) => `${number} kali`,
  tongue: "Bahasa tulisan ini",
  languages: { id: "Indonesia", en: "Inggris" },
  go: "Umumkan",
  done: (leftOut) => `Pengumuman sudah dikirim ke layar dinding.${leftOut.length ? ` Tanda yang tidak terlihat dihilangkan: ${leftOut.map((sign) => sign.split(" ")[0]).join(", ")}.` : ""}`,
  refused: (faults) => `Pengumuman ini belum dapat dikirim: ${faults.join("; ") || "periksa isinya"}.`,
  faults: {
    empty: "Tulis isi pengumuman, atau rekam suara.",
    silent: "Rekaman tidak berisi suara. Periksa mikrofon, lalu rekam lagi.",
    long: "Rekaman lebih dari 30 detik. Rekam lagi dengan lebih singkat.",
    unreadable: "Berkas ini bukan rekaman suara yang dikenal. Pilih berkas lain.",
    microphone: "Mikrofon tidak dapat dipakai. Izinkan mikrofon di peramban, atau pilih rekaman.",
  },
};

export const CHOOSE_REASONS = {
  papers_completed: "Berkas sudah dilengkapi",
  continues_case: "Melanjutkan urusan di loket ini",
  emergency: "Keadaan darurat",
  manager_request: "Permintaan kepala balai",
};

export const PAUSE_REASONS = {
  break: "Istirahat",
  prayer: "Salat",
  meeting: "Rapat",
  technical: "Gangguan teknis",
  other: "Lainnya",
};

export const MENU = {
  leave: "Tutup loket",
  busy: (number) => `Selesaikan ${number} dahulu, lalu tutup loket.`,
  signOutHint: "Loket ikut ditutup.",
  devices: "Perangkat",
  pause: "Istirahat",
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

export const UNANSWERED =
  "Hub belum menjawab. Tunggu sampai tersambung; layar ini lalu menampilkan keadaan sebenarnya.";
export const NEW_DAY = "Hari layanan baru sudah dibuka. Pilih loket untuk mulai.";
export const COUNTER_LEFT = "Loket Anda sudah ditutup. Pilih loket untuk melanjutkan.";
export const finishSuperseded = (number) =>
  `${number} sudah berakhir lebih dahulu, jadi penyelesaian dari tablet ini tidak diperlukan lagi.`;

export const presentFirst = (number) => `Tekan Hadir atau Tidak hadir untuk ${number} dahulu.`;
export const pauseAfter = (number) => `Selesaikan ${number} dahulu, lalu istirahat.`;
export const returnedText = (number) => `${number} kembali mengantre.`;

export const SAY = {
  called: (number, counter) => `${number} dipanggil ke Loket ${counter}.`,
  serving: (number) => `Melayani ${number}.`,
  next: (number) => `Loket siap. Berikutnya ${number}.`,
  empty: "Loket siap. Tidak ada antrean.",
  paused: "Loket sedang istirahat.",
};
