import type { Evidence } from "#simulator";
import type { ServerId } from "#state-machine";

/** Keeps everything, by file name. */
export class KeptEvidence implements Evidence {
  readonly files = new Map<string, string[]>();
  readonly #present = new Map<ServerId, string[]>();

  begin(server: ServerId, incarnation: number, header: string): void {
    const lines = [header];
    this.files.set(`${server}.${incarnation}.ndjson`, lines);
    this.#present.set(server, lines);
  }

  append(server: ServerId, line: string): void {
    this.#present.get(server)?.push(line);
  }
}
