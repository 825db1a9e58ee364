import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import Draft04 from "ajv-draft-04";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as object;

const own = fileURLToPath(new URL("../../../docs/judge/verdict.schema.json", import.meta.url));
const verdict = new Ajv2020({ allErrors: true }).compile(read(own));

/** What is wrong with a document of `--json`, by the published schema. */
export function verdictFaults(document: unknown): string[] {
  return verdict(document) ? [] : (verdict.errors ?? []).map(faultText);
}

const official = createRequire(import.meta.url).resolve(
  "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
);
// One of its patterns is none by the stricter rules for Unicode.
const draft04 = new Draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
formats.default(draft04);
const sarif = draft04.compile(read(official));

/** What is wrong with a SARIF log, by the official schema of version 2.1.0. */
export function sarifFaults(document: unknown): string[] {
  return sarif(document) ? [] : (sarif.errors ?? []).map(faultText);
}

const faultText = ({ instancePath, message = "" }: { instancePath: string; message?: string }) =>
  `${instancePath} ${message}`;
