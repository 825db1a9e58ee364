import type { ServerId } from "#state-machine";
import type { Address } from "./ports.js";

/** One server of the ensemble, as every member knows it. */
export interface Member {
  readonly id: ServerId;
  readonly host: string;
  readonly quorumPort: number;
  readonly electionPort: number;
  readonly role: "participant" | "observer";
  /** What its `server.N` line says of its client port; null when it says nothing. */
  readonly client: Address | null;
}

/** What a server is told: the meaning of zoo.cfg, with every default filled in. Times in ms. */
export interface Settings {
  /** Its own number; null for a standalone server. */
  readonly myid: ServerId | null;
  readonly members: readonly Member[];
  readonly tickTime: number;
  /** In ticks. */
  readonly initLimit: number;
  readonly syncLimit: number;
  readonly client: Address;
  readonly maxClientCnxns: number;
  readonly minSessionTimeout: number;
  readonly maxSessionTimeout: number;
  readonly snapCount: number;
  readonly fourLetterWords: ReadonlySet<string> | "*";
  /** Nobody chose the words: they are for this machine only, others may ask `srvr`. */
  readonly fourLetterWordsLoopbackOnly: boolean;
  /** jute.maxbuffer: the longest request in bytes. */
  readonly maxFrame: number;
  /** What `conf` prints of the directories. */
  readonly dataDir: string;
  readonly dataLogDir: string;
  /** What `srvr` prints after "Zookeeper version: ". */
  readonly version: string;
}

/** The text of the configuration, as NEWLEADER, notifications and /zookeeper/config carry it. */
export function configText(settings: Settings): string {
  const lines = settings.members.map(({ id, host, quorumPort, electionPort, role, client }) => {
    const name = host.includes(":") ? `[${host}]` : host;
    const suffix = client === null ? "" : `;${client.host}:${client.port}`;
    return `server.${id}=${name}:${quorumPort}:${electionPort}:${role}${suffix}\n`;
  });
  return `${lines.join("")}version=0`;
}
