import { basename, dirname } from "node:path";
import type { Files } from "#runtime/node";

/** What a file holds: `bytes`, and zeros from there up to `size`. Never changed, but replaced. */
interface Content {
  readonly bytes: Buffer;
  readonly size: number;
}

interface Inode {
  content: Content;
  /** What a power cut leaves. */
  durable: Content;
}

const EMPTY: Content = { bytes: Buffer.alloc(0), size: 0 };

interface Open {
  readonly path: string;
  /** Null for a directory. */
  readonly inode: Inode | null;
  position: number;
}

type Names = Map<string, Inode>;

interface Directory {
  names: Names;
  durable: Names;
  /** What was done to the names since they were synced, in order. */
  pending: ((names: Names) => void)[];
}

/** A number from 0 to below `bound`. */
export type Chance = (bound: number) => number;

class FileError extends Error {
  readonly code: string;

  constructor(code: string, path: string) {
    super(`${code}: ${path}`);
    this.code = code;
  }
}

/**
 * A file system in memory that dies at the call a test names, and then remembers what a killed
 * process leaves (everything it did), or what a power cut leaves: what was synced, and of the rest
 * as much as chance wants, in any combination; only a rename is all or nothing.
 */
export class MemoryFiles implements Files {
  /** Calls that change something, made so far. */
  calls = 0;
  /** The first of these calls that is not carried out; a write is carried out by half. */
  dieAt = Infinity;
  readonly #directories = new Map<string, Directory>();
  readonly #open = new Map<number, Open>();
  #nextFd = 3;

  /** The same files for a new process, after this one was killed. */
  killed(): MemoryFiles {
    return this.#copy(
      ({ names }) => new Map(names),
      ({ content }) => content,
    );
  }

  /** The same files after a power cut. */
  unplugged(chance: Chance): MemoryFiles {
    return this.#copy(
      ({ durable, pending }) => {
        const names = new Map(durable);
        for (const change of pending) if (chance(2) === 0) change(names);
        return names;
      },
      ({ content, durable }) => (chance(2) === 0 ? content : durable),
    );
  }

  #copy(namesOf: (from: Directory) => Names, contentOf: (from: Inode) => Content): MemoryFiles {
    const copy = new MemoryFiles();
    for (const [path, directory] of this.#directories) {
      const names: Names = new Map();
      for (const [name, inode] of namesOf(directory)) {
        const content = contentOf(inode);
        names.set(name, { content, durable: content });
      }
      copy.#directories.set(path, { names, durable: new Map(names), pending: [] });
    }
    return copy;
  }

  /** The files of a directory, by name. */
  list(path: string): Map<string, Buffer> {
    const { names } = this.#directory(path);
    return new Map([...names].sort().map(([name, { content }]) => [name, whole(content)]));
  }

  /** Puts a file there, durably. */
  put(path: string, bytes: Buffer): void {
    const content = { bytes, size: bytes.length };
    const inode = { content, durable: content };
    const directory = this.#directory(dirname(path));
    directory.names.set(basename(path), inode);
    directory.durable.set(basename(path), inode);
  }

  openSync(path: string, flags: string): number {
    const fd = this.#nextFd;
    this.#nextFd += 1;
    if (this.#directories.has(path)) {
      this.#open.set(fd, { path, inode: null, position: 0 });
      return fd;
    }
    if (flags !== "r") this.#change();
    const names = this.#directory(dirname(path)).names;
    let inode = names.get(basename(path));
    if (inode !== undefined && flags === "wx") throw new FileError("EEXIST", path);
    if (inode === undefined) {
      if (flags.startsWith("r")) throw new FileError("ENOENT", path);
      const made: Inode = { content: EMPTY, durable: EMPTY };
      this.#rename(path, (all) => all.set(basename(path), made));
      inode = made;
    }
    if (flags === "w") inode.content = EMPTY;
    this.#open.set(fd, { path, inode, position: 0 });
    return fd;
  }

  closeSync(fd: number): void {
    if (!this.#open.delete(fd)) throw new FileError("EBADF", String(fd));
  }

  readSync(
    fd: number,
    into: Uint8Array,
    offset: number,
    length: number,
    at: number | null,
  ): number {
    const open = this.#opened(fd);
    const { bytes, size } = this.#file(open).content;
    const from = at ?? open.position;
    const count = Math.max(0, Math.min(length, size - from));
    into.fill(0, offset, offset + count);
    into.set(bytes.subarray(from, from + count), offset);
    if (at === null) open.position += count;
    return count;
  }

  writeSync(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    at: number | null,
  ): number {
    const open = this.#opened(fd);
    const inode = this.#file(open);
    const position = at ?? open.position;
    const write = (count: number) => {
      const old = inode.content;
      const grown = Buffer.alloc(Math.max(old.bytes.length, position + count));
      old.bytes.copy(grown);
      grown.set(bytes.subarray(offset, offset + count), position);
      inode.content = { bytes: grown, size: Math.max(old.size, grown.length) };
    };
    this.#change(() => write(length >> 1));
    write(length);
    if (at === null) open.position += length;
    return length;
  }

  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    _position: null,
    done: (error: Error | null, count: number) => void,
  ): void {
    setImmediate(() => {
      try {
        this.writeSync(fd, bytes, offset, length, null);
      } catch (error) {
        return done(error as Error, 0);
      }
      done(null, length);
    });
  }

  fsyncSync(fd: number): void {
    this.#change();
    const { path, inode } = this.#opened(fd);
    if (inode !== null) inode.durable = inode.content;
    else {
      const directory = this.#directory(path);
      directory.durable = new Map(directory.names);
      directory.pending = [];
    }
  }

  fsync(fd: number, done: (error: Error | null) => void): void {
    setImmediate(() => {
      try {
        this.fsyncSync(fd);
      } catch (error) {
        return done(error as Error);
      }
      done(null);
    });
  }

  fdatasync(fd: number, done: (error: Error | null) => void): void {
    this.fsync(fd, done);
  }

  ftruncateSync(fd: number, size: number): void {
    this.#change();
    const inode = this.#file(this.#opened(fd));
    inode.content = { bytes: inode.content.bytes.subarray(0, size), size };
  }

  statSync(path: string): { readonly size: number } {
    const inode = this.#directory(dirname(path)).names.get(basename(path));
    if (inode === undefined) throw new FileError("ENOENT", path);
    return inode.content;
  }

  renameSync(from: string, to: string): void {
    this.#change();
    const inode = this.#directory(dirname(from)).names.get(basename(from));
    if (inode === undefined) throw new FileError("ENOENT", from);
    if (dirname(from) !== dirname(to)) throw new FileError("EXDEV", from);
    this.#rename(to, (names) => {
      names.delete(basename(from));
      names.set(basename(to), inode);
    });
  }

  unlinkSync(path: string): void {
    this.#change();
    if (!this.#directory(dirname(path)).names.has(basename(path))) {
      throw new FileError("ENOENT", path);
    }
    this.#rename(path, (names) => names.delete(basename(path)));
  }

  readdirSync(path: string): string[] {
    return [...this.#directory(path).names.keys()];
  }

  makeDirectory(path: string): void {
    if (this.#directories.has(path)) return;
    this.#directories.set(path, { names: new Map(), durable: new Map(), pending: [] });
  }

  #change(half: () => void = () => {}): void {
    this.calls += 1;
    if (this.calls === this.dieAt) half();
    if (this.calls >= this.dieAt) throw new FileError("EIO", "the process is dead");
  }

  #rename(path: string, change: (names: Names) => void): void {
    const directory = this.#directory(dirname(path));
    change(directory.names);
    directory.pending.push(change);
  }

  #directory(path: string): Directory {
    const directory = this.#directories.get(path);
    if (directory === undefined) throw new FileError("ENOENT", path);
    return directory;
  }

  #opened(fd: number): Open {
    const open = this.#open.get(fd);
    if (open === undefined) throw new FileError("EBADF", String(fd));
    return open;
  }

  #file({ path, inode }: Open): Inode {
    if (inode === null) throw new FileError("EISDIR", path);
    return inode;
  }
}

function whole({ bytes, size }: Content): Buffer {
  return Buffer.concat([bytes], size);
}
