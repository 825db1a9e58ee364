import { PASSWORD_LENGTH } from "./connect.js";

const SALT = 0xb3415c00n;
const MULTIPLIER = 0x5deece66dn;
const MASK_48 = (1n << 48n) - 1n;

/**
 * The password that goes with a session id, the same on every server
 * (`ZooKeeperServer.generatePasswd`): 16 bytes of Java's linear congruential
 * generator, seeded with the id. It keeps honest clients apart and is no
 * secret. Once per connection, so BigInt is cheap enough.
 */
export function sessionPassword(hi: number, lo: number): Buffer {
  const id = (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
  let state = (id ^ SALT ^ MULTIPLIER) & MASK_48;
  const password = Buffer.alloc(PASSWORD_LENGTH);
  for (let at = 0; at < PASSWORD_LENGTH; at += 4) {
    state = (state * MULTIPLIER + 0xbn) & MASK_48;
    password.writeUInt32LE(Number(state >> 16n), at);
  }
  return password;
}
