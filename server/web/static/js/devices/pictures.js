// The small pictures of what displays show. Looking at one makes its display send another, which is then taken.
const ANSWER_MS = 4000;
const WAITS_MS = [1000, 1200, 1500, 2000];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function asDataUrl(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** The last picture that the hub has of a device, { url, at, upright }, or null where there is none or no answer came. */
async function fetchPicture(id) {
  try {
    const response = await fetch(`/api/v1/devices/${id}/frame`, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    if (!response.ok) return null;
    const blob = await response.blob();
    const { width, height } = await createImageBitmap(blob);
    return { url: await asDataUrl(blob), at: Date.parse(response.headers.get("Last-Modified")), upright: height > width };
  } catch {
    return null;
  }
}

export class Pictures {
  constructor(changed, wait = pause) {
    Object.assign(this, { changed, wait, kept: new Map(), asked: new Map() });
  }

  of(id) {
    return this.kept.get(id) ?? null;
  }

  isAsked(id) {
    return this.asked.has(id);
  }

  forget() {
    this.kept.clear();
  }

  /**
   * Bring the picture of a device up to date. One that is not heard is asked once: it has what it has. Whoever asks
   * while an answer is on its way waits for it, and asks one that is not heard after it.
   */
  async look(id, heard) {
    const before = this.asked.get(id);
    if (before) await before;
    if (before && (heard || this.asked.has(id))) return;
    const asking = this.bring(id, heard);
    this.asked.set(id, asking);
    this.changed();
    await asking;
    this.asked.delete(id);
    this.changed();
  }

  async bring(id, heard) {
    const first = await fetchPicture(id);
    this.keep(id, first);
    for (const ms of heard ? WAITS_MS : []) {
      await this.wait(ms);
      const next = await fetchPicture(id);
      this.keep(id, next);
      if (next && next.at !== first?.at) break;
    }
  }

  keep(id, picture) {
    if (!picture) return;
    this.kept.set(id, picture);
    this.changed();
  }
}
