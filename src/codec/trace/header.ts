import * as t from "io-ts";
import { closed, refined } from "./closed.js";
import { Natural, Positive, TextCodec, ValCodec, ZxidCodec } from "./scalars.js";
import type { Same } from "./same.js";
import type { TraceHeader } from "./types.js";

const isServerSet = (input: unknown): input is readonly number[] =>
  Array.isArray(input) &&
  input.length > 0 &&
  input.every((id: unknown, k) => Positive.is(id) && (k === 0 || id > (input[k - 1] as number)));

const ServerSet = refined("a list of server ids, smallest first,", isServerSet);

const isEntry = (input: unknown): input is readonly [string, string] =>
  Array.isArray(input) && input.length === 2 && ZxidCodec.is(input[0]) && ValCodec.is(input[1]);

const Entry = refined("a zxid with a digest of 8 hexadecimal digits", isEntry);

/** Of the files that this version writes and reads. */
const FORMAT = 1;

const BaseCodec = closed("Base", {
  len: Natural,
  last: ZxidCodec,
  acceptedEpoch: Natural,
  currentEpoch: Natural,
  from: ZxidCodec,
  log: t.readonlyArray(Entry, "a list of transactions"),
});

const Shape = closed("Header", {
  v: t.literal(FORMAT),
  kind: t.literal("zabkeeper-trace"),
  server: Positive,
  incarnation: Positive,
  servers: ServerSet,
  voters: ServerSet,
  spec: closed("Spec", { Zab: TextCodec }, { Election: TextCodec }),
  base: BaseCodec,
});

true satisfies Same<t.TypeOf<typeof Shape>, TraceHeader>;

type Fault = { readonly path: readonly string[]; readonly found: unknown; readonly wanted: string };

/** What must hold between the fields of one header. */
function misfit({ server, servers, voters, base }: TraceHeader): Fault | undefined {
  if (!servers.includes(server)) {
    return { path: ["server"], found: server, wanted: "one of servers" };
  }
  if (voters.some((id) => !servers.includes(id))) {
    return { path: ["voters"], found: voters, wanted: "no server but those of servers" };
  }
  const end = base.log.at(-1)?.[0] ?? base.from;
  if (base.last !== end) {
    return { path: ["base", "last"], found: base.last, wanted: `${end}, the end of base.log` };
  }
  const k = base.log.findIndex(([zxid], at) => !rises(base.log[at - 1]?.[0] ?? base.from, zxid));
  if (k >= 0) {
    const wanted = `a zxid above ${base.log[k - 1]?.[0] ?? base.from}, the one before it`;
    return { path: ["base", "log", String(k), "0"], found: base.log[k]?.[0], wanted };
  }
  const forgotten = base.len - base.log.length;
  if (forgotten < 0 || (base.from === "0:0" && forgotten !== 0)) {
    const wanted = `${base.from === "0:0" ? "" : "at least "}${base.log.length}, as base.log says,`;
    return { path: ["base", "len"], found: base.len, wanted };
  }
  return undefined;
}

/** Whether a zxid is above another one. */
function rises(from: string, to: string): boolean {
  const [[a = 0, b = 0], [c = 0, d = 0]] = [from, to].map((zxid) =>
    zxid.split(":").map(Number),
  ) as [number[], number[]];
  return c > a || (c === a && d > b);
}

/** The format, where it is one of another version: nothing else of that header is known. */
function foreignFormat(input: unknown): number | null {
  if (typeof input !== "object" || input === null || !("v" in input)) return null;
  const { v } = input;
  return Positive.is(v) && v !== FORMAT ? v : null;
}

/** The first line of a file. */
export const HeaderCodec = new t.Type<TraceHeader, TraceHeader, unknown>(
  "Header",
  Shape.is,
  (input, context) => {
    const foreign = foreignFormat(input);
    if (foreign !== null) {
      const problem =
        `another version of Zabkeeper wrote this file, and this one reads ${FORMAT} alone: ` +
        "use the version that recorded it";
      return t.failure(foreign, t.appendContext(context, "v", t.literal(FORMAT), foreign), problem);
    }
    const checked = Shape.validate(input, context);
    if (checked._tag === "Left") return checked;
    const header: TraceHeader = checked.right;
    const fault = misfit(header);
    if (fault === undefined) return t.success(header);
    const at = fault.path.reduce(
      (outer, key) => t.appendContext(outer, key, t.unknown, fault.found),
      context,
    );
    return t.failure(fault.found, at, `${fault.wanted} is wanted`);
  },
  t.identity,
);
