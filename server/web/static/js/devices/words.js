// Every sentence of the page of devices, in Indonesian.
import { whenText } from "../kit/time.js";

export const DEVICES = {
  title: "Perangkat",
  signIn: "Masuk kepala balai",
  expired: "Sesi Anda berakhir. Masuk lagi untuk melanjutkan.",
  staffPage: "Halaman petugas",
  counters: "Loket",
  ok: "baik",
  wrong: "terganggu",
  silent: "tidak terdengar",
  displays: "Layar dinding",
  kiosks: "Kios",
  tasks: "Perlu tindakan",
  noTasks: "Semua perangkat baik",
  noTasksHint: "Tidak ada yang perlu dikerjakan. Halaman ini memeriksa lagi dengan sendirinya.",
  zone: "Ruang",
  everywhere: "Seluruh balai",
  voice: "Suara",
  speaks: (zones) => `Bersuara${zones ? `: ${zones}` : ""}`,
  quiet: "Diam",
  version: "Versi",
  odd: "berbeda",
  seen: "Laporan",
  never: "belum pernah",
  picture: (name, at) => `Yang tampil di ${name} pukul ${at}`,
  taken: (at) => `Pukul ${at}`,
  takenOld: (at) => `Pukul ${at}, bukan keadaan sekarang`,
  noPicture: "Belum ada gambar",
  again: "Minta gambar baru",
  asking: "Meminta gambar baru",
};

export const CONDITIONS = {
  ok: ["ok", "ring", () => "Baik"],
  degraded: ["warn", "half", () => "Perlu diperiksa"],
  fault: ["stop", "warn", () => "Gangguan"],
  silent: ["stop", "nolink", (since) => `Tidak terdengar sejak ${since}`],
  new: ["mute", "clock", () => "Belum pernah melapor"],
};

export const NOBODY = {
  title: "Belum ada perangkat terdaftar",
  hint: "Daftarkan layar dan kios di komputer hub dengan perintah ini. Token tampil sekali; pasang di berkas perangkatnya, lalu nyalakan.",
  display: 'balai device add display layar-1 --name "Layar 1"',
  kiosk: 'balai device add kiosk kios-1 --name "Kios 1"',
  after: "Perangkat muncul di sini setelah terdaftar, tanpa memuat ulang.",
};

export const LOST = {
  head: (at) => `Hub tidak menjawab sejak ${at}.`,
  rest: "Yang tampil adalah keadaan terakhir. Periksa jaringan dan komputer hub; halaman ini mencoba lagi dengan sendirinya.",
  never: "Hub belum menjawab",
  neverHint: "Periksa jaringan dan komputer hub. Halaman ini mencoba lagi dengan sendirinya.",
  asking: "Menanyakan keadaan perangkat",
  askingHint: "Sebentar.",
};

export const DENIED = {
  title: "Halaman ini untuk kepala balai",
  text: (name) => `Akun ${name} adalah akun petugas, yang tidak dapat melihat gambar layar. Masuk dengan akun kepala balai, atau minta kepadanya.`,
  go: "Ke halaman petugas",
  hint: "Keluar dari akun ini dilakukan di halaman petugas, supaya loket yang terbuka ikut ditutup.",
};

export const HOLDS = "Anda masih memegang loket. Tutup dahulu di halaman petugas, lalu keluar.";

// By the code of a report: what happened, and what to do.
const FAULTS = {
  no_screen: () => ["Layar tidak ditemukan", "Panggilan tetap diucapkan. Periksa kabel HDMI dan daya layar; gambar kembali dengan sendirinya."],
  no_sound: () => ["Kartu suara tidak ditemukan", "Panggilan tetap tampil. Periksa kabel pengeras suara dan dayanya; suara kembali dengan sendirinya."],
  panel_small: () => ["Layar terlalu kecil", "Angka 50 mm tidak muat, jadi tidak terbaca dari jauh. Periksa panel_inches di berkas perangkat, atau pasang layar yang lebih besar."],
  picture_left_out: (about) => [`Gambar ${about} dilewati`, "Gambar lain tetap tampil. Simpan ulang sebagai PNG atau JPEG, paling besar 20 MB."],
  part_failed: (about) => ["Sebagian layar tidak dapat digambar", `Bagian lain dan suara tetap berjalan. Sebutkan kepada teknisi: ${about}.`],
  paper_out: () => ["Kertas tiket habis", "Nomor tetap tercatat. Pasang gulungan baru; tiket yang tertunda dicetak dengan sendirinya."],
  paper_low: () => ["Kertas tiket hampir habis", "Siapkan gulungan baru."],
  cover_open: () => ["Tutup pencetak terbuka", "Nomor tetap tercatat. Tutup rapat sampai berbunyi klik."],
  printer_gone: () => ["Pencetak tiket tidak terhubung", "Nomor tetap tercatat. Periksa kabel dan daya pencetak."],
  printer_fault: () => ["Pencetak tiket tidak siap", "Nomor tetap tercatat. Matikan pencetak, nyalakan lagi; bila tetap, hubungi teknisi."],
  no_hub: () => ["Kios belum terhubung ke hub", "Tidak ada nomor yang diberikan. Periksa jaringan kios."],
  services_unknown: (about) => ["Tombol tanpa layanan", `Layanan ${about} tidak ada di balai ini; tombolnya padam. Perbaiki berkas kios.`],
  refused: (about) => ["Permintaan nomor terakhir ditolak", `${about} Bila itu benar, tidak ada yang perlu dikerjakan.`],
  other: (about) => ["Perangkat melaporkan gangguan", `${about || "Tanpa keterangan."} Hubungi teknisi.`],
};

/** [what happened, what to do] of one fault. A code of a later version is told in the device's own words. */
export function faultWords(fault, device) {
  const told = FAULTS[fault.code];
  return told ? told(fault.about) : FAULTS.other(device.detail || fault.about);
}

const SILENT = {
  display: "Layar yang masih menyala memberi tahu pengunjung bahwa sambungannya terputus. Periksa daya dan jaringannya.",
  kiosk: "Kios yang terputus tidak memberi nomor; arahkan pengunjung ke Meja Informasi. Periksa daya dan jaringannya.",
};

/** One thing to see to, as [head, text]. */
export function taskWords(task, now, zone) {
  const { rank, device, fault } = task;
  if (rank === "mute") {
    return [`${task.zone.name} tanpa suara`, "Tidak ada layar yang bersuara di sana; panggilan hanya tampil. Periksa pengeras suara layar di ruang itu."];
  }
  if (rank === "version") {
    const names = task.odd.map((one) => `${one.name} memakai ${one.software}`).join(", ");
    return ["Versi perangkat lunak berbeda", `${names}; yang lain ${task.usual}. Perbarui supaya sama.`];
  }
  if (rank === "silent") {
    return [`${device.name} tidak terdengar sejak ${whenText(Date.parse(device.seen_at), now, zone)}`, SILENT[device.kind] ?? SILENT.kiosk];
  }
  if (rank === "new") {
    return [`${device.name} belum pernah melapor`, "Pasang tokennya di perangkat itu, lalu nyalakan. Bila token hilang, cabut dengan balai device remove dan daftarkan dengan nama pendek lain."];
  }
  const [head, text] = faultWords(fault, device);
  return [`${device.name}: ${head.charAt(0).toLowerCase()}${head.slice(1)}`, text];
}

/** For those who hear the page: what the figures say now. */
export function saidText(sums, old) {
  if (old) return "Hub tidak menjawab. Yang tampil adalah keadaan terakhir.";
  return `${sums.ok} ${DEVICES.ok}, ${sums.wrong} ${DEVICES.wrong}, ${sums.silent} ${DEVICES.silent}.`;
}
