// Passwords that are made here, so that no answer holds them.

// Without letters and digits that are taken for one another; 12 of 32 signs are 60 bits.
const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789+";
const LENGTH = 12;

export const freshPassword = () => Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => SIGNS[byte % SIGNS.length]).join("");
