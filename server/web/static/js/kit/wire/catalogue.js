// The hall's agencies and services, asked for once for each version: most of a large hall's snapshot is these.

export class CatalogueKeeper {
  #url;
  #headers;
  #kept = null;
  #waiting = null;

  constructor(url, token) {
    this.#url = `${url}/api/v1/catalogue`;
    this.#headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  }

  /** Hand `snapshot` to `take` with its catalogue, at once where that is known; `failed` where the hub gives none. */
  complete(snapshot, take, failed) {
    const version = snapshot.data.catalogue;
    if (!version || version === this.#kept?.version) {
      // What still waits belongs to a snapshot before this one.
      this.#waiting = null;
      take(this.#whole(snapshot));
      return;
    }
    const waiting = [() => take(this.#whole(snapshot))];
    this.#waiting = waiting;
    this.#load().then(() => this.#goOn(waiting), () => this.#waiting === waiting && this.#giveUp(failed));
  }

  /** Do something after the snapshot before it was handed out. */
  after(act) {
    if (this.#waiting === null) act();
    else this.#waiting.push(act);
  }

  #goOn(waiting) {
    if (this.#waiting !== waiting) return;
    this.#waiting = null;
    for (const act of waiting) act();
  }

  #giveUp(failed) {
    this.#waiting = null;
    failed();
  }

  async #load() {
    // The browser keeps it, and asks only whether it is still the same.
    const answer = await fetch(this.#url, { headers: this.#headers, cache: "no-cache" });
    if (!answer.ok) throw new Error(`the hub answered ${answer.status}`);
    this.#kept = await answer.json();
  }

  #whole(snapshot) {
    if (!snapshot.data.catalogue) return snapshot;
    const { agencies, services } = this.#kept;
    return { ...snapshot, data: { ...snapshot.data, agencies, services } };
  }
}
