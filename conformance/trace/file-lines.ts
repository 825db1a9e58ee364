/** The lines of one file, a chunk at a time; the file may still grow. */
import { isAscii, isUtf8 } from "node:buffer";
import { open, type FileHandle } from "node:fs/promises";
import type { Place } from "./run.js";
import { badInput } from "./stop.js";
import { unreadable } from "./trace-files.js";

/** Bytes read at a time. */
const CHUNK = 65_536;

/** No server writes longer lines than this. */
const LONGEST = 1_048_576;

const NEWLINE = 10;
const RETURN = 13;

export class FileLines {
  readonly file: string;
  #handle: FileHandle | null = null;
  #rest = Buffer.alloc(0);
  #count = 0;
  #bytes = 0;
  readonly #buffer = Buffer.allocUnsafe(CHUNK);
  /** What is wrong with the line behind those given out. */
  #fault: unknown = null;

  constructor(file: string) {
    this.file = file;
  }

  /** How many lines were given out. */
  get count(): number {
    return this.#count;
  }

  /** How many bytes were read. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * What stands behind the last newline. A line counts once its newline is there: the server lets
   * nothing leave before that.
   */
  get torn(): Place | null {
    return this.#rest.length === 0 ? null : { file: this.file, line: this.#count + 1 };
  }

  /** The bytes behind the last newline. */
  get rest(): Buffer {
    return this.#rest;
  }

  /**
   * The lines that end in the next chunk, without their newlines; null where the file ends for now.
   *
   * @throws BadInput for a file that cannot be read, and for bytes that are no line of text.
   */
  async read(): Promise<readonly string[] | null> {
    if (this.#fault !== null) throw this.#fault;
    const chunk = await this.#chunk();
    if (chunk.length === 0) return null;
    this.#bytes += chunk.length;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const ascii = isAscii(bytes);
    const lines: string[] = [];
    let from = 0;
    try {
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        lines.push(this.#text(bytes.subarray(from, to), ascii));
        this.#count += 1;
        from = to + 1;
      }
      if (bytes.length - from > LONGEST) this.#tooLong();
    } catch (error) {
      this.#fault = error;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    return lines;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async #chunk(): Promise<Buffer> {
    try {
      this.#handle ??= await open(this.file, "r");
      const { bytesRead } = await this.#handle.read(this.#buffer, 0, CHUNK, this.#bytes);
      return this.#buffer.subarray(0, bytesRead);
    } catch (error) {
      return unreadable(this.file, error);
    }
  }

  #text(line: Buffer, ascii: boolean): string {
    const place = { file: this.file, line: this.#count + 1 };
    if (line.length > LONGEST) this.#tooLong();
    if (line.at(-1) === RETURN) {
      const problem = "the line ends in CR LF: a newline alone is wanted";
      throw badInput({ ...place, column: line.length }, "", problem);
    }
    if (ascii) return line.toString("latin1");
    if (isUtf8(line)) return line.toString("utf8");
    const problem = "a byte that is no UTF-8: a line of JSON is wanted";
    throw badInput({ ...place, column: firstForeign(line) }, "", problem);
  }

  #tooLong(): never {
    const problem = `the line is longer than ${String(LONGEST)} bytes: no server writes such a line`;
    const place = { file: this.file, line: this.#count + 1, column: LONGEST + 1 };
    throw badInput(place, "", problem);
  }
}

/** The column of the first byte that is not UTF-8. */
export function firstForeign(line: Buffer): number {
  const sound = line.toString("utf8");
  return sound.indexOf("\uFFFD") + 1;
}
