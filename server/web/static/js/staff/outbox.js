// Finishes that wait for the link. They outlive the page, and leave only by the hub's answer.
const KEY = "balai.finishes";

export class Outbox {
  constructor(storage) {
    this.storage = storage;
  }

  all() {
    try {
      const items = JSON.parse(this.storage.getItem(KEY) ?? "[]");
      return Array.isArray(items) ? items : [];
    } catch {
      return [];
    }
  }

  /** Finishes of this account; another's stay until their owner signs in here again. */
  of(accountId) {
    return this.all().filter((item) => item.account_id === accountId);
  }

  /** Keep a finish; a leg is finished once, so a second one for it changes nothing. */
  keep(item) {
    const items = this.all();
    if (items.some((kept) => kept.leg_id === item.leg_id)) return;
    this.write([...items, item]);
  }

  /** This finish found no answer: until it is sent, the page shows it as done and waiting. */
  late(requestId) {
    this.write(this.all().map((item) => (item.request_id === requestId ? { ...item, late: true } : item)));
  }

  drop(requestId) {
    this.write(this.all().filter((item) => item.request_id !== requestId));
  }

  write(items) {
    if (items.length) this.storage.setItem(KEY, JSON.stringify(items));
    else this.storage.removeItem(KEY);
  }
}
