// Promise: what a connection carries arrives in order, once, or not at all.
import type { Message, ServerId } from "#state-machine";

/** A message on its way, with its ordinal in its direction. */
export interface Posted {
  readonly n: number;
  readonly message: Message;
}

/** The connection of a learner to the server that it follows. */
export class Connection {
  readonly name: string;
  readonly leader: ServerId;
  readonly learner: ServerId;
  accepted = false;
  /** The network still carries what is sent. */
  alive = true;
  /** Neither end has let go. A broken connection may still be read until one of them does. */
  held = true;
  readonly #ways = { up: new Way(), down: new Way() };

  constructor(leader: ServerId, learner: ServerId, use: number) {
    this.leader = leader;
    this.learner = learner;
    this.name = `${leader}-${learner}#${40_000 + learner}@${use}`;
  }

  /** `sender` counts on the connection: what it sends has an ordinal, and arrives if it can. */
  send(sender: ServerId, message: Message): Posted {
    const way = sender === this.leader ? this.#ways.down : this.#ways.up;
    way.sent += 1;
    const posted = { n: way.sent, message };
    if (this.alive) way.queue.push(posted);
    return posted;
  }

  /** The next message for `reader`. */
  read(reader: ServerId): Posted | undefined {
    return (reader === this.leader ? this.#ways.up : this.#ways.down).queue.shift();
  }

  waiting(reader: ServerId): boolean {
    return (reader === this.leader ? this.#ways.up : this.#ways.down).queue.length > 0;
  }

  /** The network lets go: what was sent before may still be read. */
  break(): void {
    this.alive = false;
  }

  /** One end lets go: nothing is read any more. */
  end(): void {
    this.alive = false;
    this.held = false;
    this.#ways.up.queue.length = 0;
    this.#ways.down.queue.length = 0;
  }
}

class Way {
  sent = 0;
  readonly queue: Posted[] = [];
}
