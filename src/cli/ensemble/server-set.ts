import type { Member } from "./layout.js";
import { ServerProcess } from "./server-process.js";

/** ms before a server that ended is started again: the first time, and at most. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** One that ran so long, in ms, is not failing at every start. */
const STEADY = 60_000;

export interface Wishes {
  readonly record: string | null;
  /** Start servers again that end unasked. */
  readonly restart: boolean;
  /** A server has ended unasked; it is started again in so many ms, or not. */
  readonly ended: (server: ServerProcess, again: number | null) => void;
}

interface Place {
  readonly member: Member;
  server: ServerProcess;
  startedAt: number;
  pause: number;
  timer: NodeJS.Timeout | null;
}

/** The processes of an ensemble, one for each member. */
export class ServerSet {
  readonly #places: readonly Place[];
  readonly #wishes: Wishes;
  #stopping = false;

  constructor(members: readonly Member[], wishes: Wishes) {
    this.#wishes = wishes;
    this.#places = members.map((member) => ({
      member,
      server: this.#start(member),
      startedAt: Date.now(),
      pause: FIRST_PAUSE,
      timer: null,
    }));
    for (const place of this.#places) this.#watch(place);
  }

  /** The present process of each member, or the last one. */
  get servers(): readonly ServerProcess[] {
    return this.#places.map(({ server }) => server);
  }

  /** Whether a server runs, or will. */
  get areAny(): boolean {
    return this.#places.some(({ server, timer }) => server.end === null || timer !== null);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const place of this.#places) {
      if (place.timer !== null) clearTimeout(place.timer);
      place.timer = null;
    }
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  kill(): void {
    for (const server of this.servers) server.kill();
  }

  #start(member: Member): ServerProcess {
    return new ServerProcess(member, this.#wishes.record);
  }

  #watch(place: Place): void {
    const { server } = place;
    void server.exited.then(() => {
      if (this.#stopping) return;
      this.#wishes.ended(server, this.#wishes.restart ? this.#again(place) : null);
    });
  }

  #again(place: Place): number {
    if (Date.now() - place.startedAt > STEADY) place.pause = FIRST_PAUSE;
    const { pause } = place;
    place.pause = Math.min(2 * pause, LONGEST_PAUSE);
    place.timer = setTimeout(() => {
      place.timer = null;
      place.startedAt = Date.now();
      place.server = this.#start(place.member);
      this.#watch(place);
    }, pause);
    return pause;
  }
}
