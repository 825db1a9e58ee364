/** Which specs the servers of a run were built against, by what their headers say. */
import type { TraceHeader } from "#codec";

/** A spec by its digests, and the files whose headers name them. */
export interface RecordedFor {
  readonly spec: TraceHeader["spec"];
  readonly files: readonly string[];
}

/** The same with one more file. */
export function withFile(
  specs: readonly RecordedFor[],
  spec: TraceHeader["spec"],
  file: string,
): readonly RecordedFor[] {
  const isSame = ({ spec: { Zab, Election } }: RecordedFor) =>
    Zab === spec.Zab && Election === spec.Election;
  if (!specs.some(isSame)) return [...specs, { spec, files: [file] }];
  return specs.map((one) => (isSame(one) ? { spec, files: [...one.files, file] } : one));
}
