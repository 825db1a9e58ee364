import * as t from "io-ts";
import { closed, refined } from "./closed.js";
import { Natural, Positive, ValCodec, ZxidCodec } from "./scalars.js";
import type { Same } from "./same.js";
import type { TraceHeader } from "./types.js";

const isServerSet = (input: unknown): input is readonly number[] =>
  Array.isArray(input) &&
  input.length > 0 &&
  input.every((id: unknown, k) => Positive.is(id) && (k === 0 || id > (input[k - 1] as number)));

const ServerSet = refined("a sorted array of server ids", isServerSet);

const isEntry = (input: unknown): input is readonly [string, string] =>
  Array.isArray(input) && input.length === 2 && ZxidCodec.is(input[0]) && ValCodec.is(input[1]);

const Entry = refined("a pair of zxid and 8 hexadecimal digits", isEntry);

const BaseCodec = closed("Base", {
  len: Natural,
  last: ZxidCodec,
  acceptedEpoch: Natural,
  currentEpoch: Natural,
  from: ZxidCodec,
  log: t.readonlyArray(Entry),
});

const Shape = closed("Header", {
  v: t.literal(1),
  kind: t.literal("zabkeeper-trace"),
  server: Positive,
  incarnation: Positive,
  servers: ServerSet,
  voters: ServerSet,
  spec: closed("Spec", { Zab: t.string }, { Election: t.string }),
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
    return { path: ["voters"], found: voters, wanted: "a subset of servers" };
  }
  const end = base.log.at(-1)?.[0] ?? base.from;
  if (base.last !== end) {
    return { path: ["base", "last"], found: base.last, wanted: `${end}, the end of base.log` };
  }
  const forgotten = base.len - base.log.length;
  if (forgotten < 0 || (base.from === "0:0" && forgotten !== 0)) {
    const wanted = `${base.from === "0:0" ? "" : "at least "}${base.log.length}, as base.log says,`;
    return { path: ["base", "len"], found: base.len, wanted };
  }
  return undefined;
}

/** The first line of a file. */
export const HeaderCodec = new t.Type<TraceHeader, TraceHeader, unknown>(
  "Header",
  Shape.is,
  (input, context) => {
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
