// Passwords that are made here, so that no answer holds them.

// Without letters and digits that are taken for one another; 12 of 32 signs are 60 bits.
const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789+";
const LENGTH = 12;

/** Eight digits that let somebody in once. */
export const freshCode = () => Array.from({ length: 8 }, digit).join("");

/** Each of the ten is as likely as another: 250 of 256 bytes are used. */
function digit() {
  for (;;) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 250) return byte % 10;
  }
}

/** As it is read to somebody: in two groups. */
export const codeText = (code) => `${code.slice(0, 4)} ${code.slice(4)}`;

export const freshPassword = () => Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => SIGNS[byte % SIGNS.length]).join("");
