// What is proposed for something new: an id, a letter that sounds apart, a shape and colours that stay apart.

/** An id for a name, unlike those that are taken: `kartu-keluarga`, `kartu-keluarga-2`. */
export function idFor(name, taken) {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 56) || "baru";
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? plain : `${plain}-${n}`;
    if (!taken.includes(id)) return id;
  }
}

// In the order in which they are proposed: none that a crowd hears as another (B D P T, M N), none that is misheard (I Q V W).
const LETTERS = "ABCEFGHJKLMORSUXYZ";
const ALIKE = ["BDPT", "MN"];
const sound = (letter) => ALIKE.find((group) => group.includes(letter)) ?? letter;
const lettersOf = (one) => [one.letter, one.second_letter, ...(one.next_letters ?? [])].filter(Boolean);

/** The agency or service whose letter is, or sounds like, `letter`; `own` itself does not count. */
export const soundsLike = (file, letter, own) =>
  [...file.agency, ...file.service].find((one) => one.id !== own && lettersOf(one).some((other) => sound(other) === sound(letter)));

/** `wanted` where no series has it or sounds like it; else a letter that none has and that sounds like none; else the first free one. */
export function letterFor(file, wanted = "") {
  const used = new Set([...file.agency, ...file.service].flatMap(lettersOf));
  const heard = new Set([...used].map(sound));
  return [...wanted, ...LETTERS].find((letter) => !heard.has(sound(letter))) ?? [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((letter) => !used.has(letter)) ?? "";
}

const SHAPES = ["bulat", "gapura", "perisai", "wajik", "palang", "rumah", "segi_enam", "kotak"];
const COLOURS = [["#0B5CAD", "#8FC7FF"], ["#5A3E9E", "#CBB9FF"], ["#6A4528", "#DDBF9C"], ["#006B66", "#6FDCD2"], ["#2A7720", "#9DDC88"], ["#A34700", "#FFB380"],
  ["#B01E3C", "#FFA5B0"], ["#93207E", "#F4A9E6"]];

/** The shape that fewest have, and of its colours those that no agency of this shape has. */
export function looksFor(file) {
  const count = (shape) => file.agency.filter((one) => one.shape === shape).length;
  const shape = SHAPES.reduce((best, one) => (count(one) < count(best) ? one : best));
  const uses = ([ink]) => [file.agency.filter((one) => one.shape === shape && one.ink === ink).length, file.agency.filter((one) => one.ink === ink).length];
  const [ink, lit] = COLOURS.reduce((best, one) => (String(uses(one)) < String(uses(best)) ? one : best));
  return { shape, ink, lit };
}
