import { fstatSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { socketName } from "./socket-name.js";

/**
 * Lets whoever reads a file know when nothing will be written to it any more: this process holds
 * every connection to a socket that is named after the file, until the returned function is called
 * or the process ends, however it ends. A process that is stopped and may go on keeps them.
 */
export function signOfLife(fd: number, failed: (reason: string) => void): () => void {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  const held = new Set<Socket>();
  const server = createServer((reader) => {
    held.add(reader.unref());
    reader.on("error", () => undefined).on("close", () => held.delete(reader));
    reader.resume();
  });
  server.on("error", (error) => failed(error.message));
  server.listen(socketName(`zabkeeper-recording-${dev}-${ino}`)).unref();
  return () => {
    server.close();
    for (const reader of held) reader.destroy();
  };
}
