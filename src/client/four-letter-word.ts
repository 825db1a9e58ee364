import { connect } from "node:net";
import type { HostAndPort } from "./connect-string.js";
import { reasonOf } from "./connection.js";

/** No answer of a server's is longer than this many characters but that of a hostile one. */
const MAX_ANSWER = 1_000_000;

/**
 * Asks a server one four-letter word, e.g. `srvr`, and resolves to its text.
 *
 * @param patience ms for the whole exchange
 * @throws Error in one line when there is no connection or no end of the answer in time
 */
export function fourLetterWord(
  { host, port }: HostAndPort,
  word: string,
  patience = 2_000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let answer = "";
    const fail = (reason: string) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(`${word} to ${host}:${port}: ${reason}`));
    };
    const timer = setTimeout(() => fail(`no answer within ${patience} ms`), patience);
    socket.setEncoding("utf8");
    socket.on("connect", () => socket.write(word));
    socket.on("data", (text: string) => {
      answer += text;
      if (answer.length > MAX_ANSWER) fail("an answer without end");
    });
    socket.on("error", (error) => fail(reasonOf(error)));
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
