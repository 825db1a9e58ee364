import { PASSWORD_LENGTH } from "#codec";

/*
 * ZooKeeper fills a session's password from `java.util.Random`, a generator of 48 bits. Its state
 * is kept here in two halves of 24 bits, whose products are exact in a double.
 */
const TWO_24 = 0x1000000;
const MULTIPLIER_HI = 0x5de;
const MULTIPLIER_LO = 0xece66d;
const INCREMENT = 0xb;

/** What ZooKeeper mixes into the session id. */
const SECRET = 0xb3415c00;
/** What `java.util.Random` mixes into every seed: bits 47 to 32, and the lower 32. */
const SCRAMBLE_HI = 0x5;
const SCRAMBLE_LO = 0xdeece66d;

/**
 * The password of a session, 16 bytes, the same on every server (`ZooKeeperServer.generatePasswd`).
 * It depends on the lower 48 bits of the id and keeps out accidents, not attackers.
 */
export function generatePassword(hi: number, lo: number): Buffer {
  const low = (lo ^ SECRET ^ SCRAMBLE_LO) >>> 0;
  let stateHi = (((hi ^ SCRAMBLE_HI) & 0xffff) << 8) | (low >>> 24);
  let stateLo = low & 0xffffff;
  const password = Buffer.alloc(PASSWORD_LENGTH);
  for (let at = 0; at < PASSWORD_LENGTH; at += 4) {
    const product = stateLo * MULTIPLIER_LO + INCREMENT;
    const carry = Math.floor(product / TWO_24);
    stateHi = (stateHi * MULTIPLIER_LO + stateLo * MULTIPLIER_HI + carry) % TWO_24;
    stateLo = product % TWO_24;
    password.writeInt32LE((stateHi << 8) | (stateLo >>> 16), at);
  }
  return password;
}

/** Whether a client that resumes a session knows its password. Session 0 has none. */
export function isPassword(hi: number, lo: number, password: Uint8Array | null): boolean {
  if (password === null || (hi === 0 && lo === 0)) return false;
  return generatePassword(hi, lo).equals(password);
}
