// Stands between a learner and its leader: passes packets on, holds them, closes connections.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Packet types of ZooKeeper's quorum protocol that the scripts speak of. */
export const PROPOSAL = 2;
export const ACK = 3;
export const NEWLEADER = 10;
export const UPTODATE = 12;
export const TRUNC = 14;

/** How often, and after how many milliseconds, a leader that does not listen yet is tried again. */
const TRIES = 40;
const PAUSE = 100;

/**
 * The relay of one pair. `port` is where the learner thinks its leader is.
 *
 * - `holdDown(type)`: from the next packet of this type on, nothing reaches the learner;
 * - `release()`: what was held is passed on, and whatever follows;
 * - `cut()`: the connection ends at both ends; what was held is lost, as it is on a real network;
 * - `seen(up, type, zxid)`: resolves when such a packet has been passed on, or was already.
 */
export class Relay {
  #server;
  #connections = new Set();
  #holdType = null;
  #passed = [];
  #waiting = new Set();

  /** @param port of the leader's quorum port */
  static async open(port) {
    const relay = new Relay();
    relay.#server = createServer((learner) => relay.#serve(learner, port));
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  get port() {
    return this.#server.address().port;
  }

  holdDown(type) {
    this.#holdType = type;
  }

  release() {
    this.#holdType = null;
    for (const connection of this.#connections) connection.release();
  }

  cut() {
    for (const connection of this.#connections) connection.end();
  }

  async seen(up, type, zxid = null) {
    const fits = (p) => p.up === up && p.type === type && (zxid === null || p.zxid === zxid);
    if (this.#passed.some(fits)) return;
    await new Promise((resolve) => this.#waiting.add({ fits, resolve }));
  }

  /** Forgets which packets have passed, so that `seen` waits for new ones. */
  forget() {
    this.#passed = [];
  }

  close() {
    this.cut();
    this.#server.close();
  }

  /** Knocks at the leader until it listens: a learner that dials it itself would try again too. */
  #serve(learner, port, tries = TRIES) {
    const leader = connect({ host: "127.0.0.1", port });
    leader.once("connect", () => this.#join(learner, leader));
    leader.once("error", () => {
      if (tries === 0 || learner.destroyed) learner.destroy();
      else setTimeout(() => this.#serve(learner, port, tries - 1), PAUSE);
    });
    learner.on("error", () => undefined);
  }

  #join(learner, leader) {
    let held = null;
    const end = () => {
      held = [];
      learner.destroy();
      leader.destroy();
      this.#connections.delete(connection);
    };
    const release = () => {
      for (const bytes of held ?? []) learner.write(bytes);
      held = null;
    };
    const connection = { end, release };
    this.#connections.add(connection);
    const down = packets((packet) => {
      if (packet.type === this.#holdType) held ??= [];
      if (held !== null) return held.push(packet.bytes);
      learner.write(packet.bytes);
      return this.#note(false, packet);
    });
    const up = packets((packet) => {
      leader.write(packet.bytes);
      this.#note(true, packet);
    });
    leader.on("data", down);
    learner.on("data", up);
    for (const socket of [learner, leader]) socket.on("error", end).on("close", end);
    if (learner.destroyed) end();
  }

  #note(up, { type, zxid }) {
    const packet = { up, type, zxid };
    this.#passed.push(packet);
    for (const waiting of this.#waiting) {
      if (!waiting.fits(packet)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}

/**
 * Cuts a stream into quorum packets: type, zxid, data, list of ids.
 * A SNAP packet is followed by bytes that are no packets: from there on all is passed on as it is.
 */
function packets(take) {
  const SNAP = 15;
  const RAW = -1;
  let rest = Buffer.alloc(0);
  let raw = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length > 0) {
      const length = raw ? rest.length : packetLength(rest);
      if (length === null) return;
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      const type = raw ? RAW : bytes.readInt32BE(0);
      take({ bytes, type, zxid: raw ? 0n : bytes.readBigInt64BE(4) });
      raw ||= type === SNAP;
    }
  };
}

/** The length of the packet that `bytes` begins with; null when its end is not there yet. */
function packetLength(bytes) {
  let at = 12;
  const fits = (size) => bytes.length >= at + size;
  const skip = () => {
    if (!fits(4)) return false;
    at += 4 + Math.max(0, bytes.readInt32BE(at));
    return fits(0);
  };
  if (!skip() || !fits(4)) return null;
  const ids = Math.max(0, bytes.readInt32BE(at));
  at += 4;
  for (let k = 0; k < 2 * ids; k += 1) if (!skip()) return null;
  return at;
}
