// When a device counts as not heard. Pure.

// A device reports every 30 seconds; three reports in a row that did not come are no accident.
export const SILENT_MS = 90_000;
