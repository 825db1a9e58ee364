import {
  errorCode,
  existsRequestCodec,
  getACLRequestCodec,
  getChildren2RequestCodec,
  getChildrenRequestCodec,
  getDataRequestCodec,
  opCode,
  Reader,
  type RecordCodec,
  setWatches2Codec,
  setWatchesCodec,
  syncRequestCodec,
  syncResponseCodec,
  type Writer,
  type Zxid,
} from "#codec";
import type { State } from "../state.js";
import { Answer } from "./answer.js";
import { exists } from "./exists.js";
import { getAcl } from "./get-acl.js";
import { getChildren } from "./get-children.js";
import { getData } from "./get-data.js";
import type { ReadRequest } from "./request.js";
import { setWatches } from "./set-watches.js";

/** Appends the one reply to a read, and before it sends the events it brings about. */
export function answerRead(state: State, out: Writer, request: ReadRequest, lastZxid: Zxid): void {
  const answer = new Answer(out, request.xid, lastZxid);
  const { body } = request;
  switch (request.opcode) {
    case opCode.exists:
      return parse(existsRequestCodec, body, answer, (r) => exists(state, request, r, answer));
    case opCode.getData:
      return parse(getDataRequestCodec, body, answer, (r) => getData(state, request, r, answer));
    case opCode.getACL:
      return parse(getACLRequestCodec, body, answer, (r) => getAcl(state, request, r, answer));
    case opCode.getChildren:
      return parse(getChildrenRequestCodec, body, answer, (r) =>
        getChildren(state, request, r, answer, false),
      );
    case opCode.getChildren2:
      return parse(getChildren2RequestCodec, body, answer, (r) =>
        getChildren(state, request, r, answer, true),
      );
    case opCode.sync:
      return parse(syncRequestCodec, body, answer, (r) => answer.record(syncResponseCodec, r));
    case opCode.setWatches:
      return parse(setWatchesCodec, body, answer, (r) => setWatches(state, request, r, answer));
    case opCode.setWatches2:
      return parse(setWatches2Codec, body, answer, (r) => {
        const lasting = r.persistentWatches.length + r.persistentRecursiveWatches.length;
        if (lasting > 0) return answer.code(errorCode.UNIMPLEMENTED);
        setWatches(state, request, r, answer);
      });
    default:
      return answer.code(errorCode.UNIMPLEMENTED);
  }
}

function parse<T>(
  codec: RecordCodec<T>,
  body: Buffer,
  answer: Answer,
  run: (record: T) => void,
): void {
  const r = new Reader(body);
  const record = codec.read(r);
  if (r.error === null) run(record);
  else answer.code(errorCode.MARSHALLINGERROR);
}
