/** Types of quorum packets (`Leader` and `ObserverMaster`), under ZooKeeper's names. */
export const packetType = {
  REQUEST: 1,
  PROPOSAL: 2,
  ACK: 3,
  COMMIT: 4,
  PING: 5,
  REVALIDATE: 6,
  SYNC: 7,
  INFORM: 8,
  COMMITANDACTIVATE: 9,
  NEWLEADER: 10,
  FOLLOWERINFO: 11,
  UPTODATE: 12,
  DIFF: 13,
  TRUNC: 14,
  SNAP: 15,
  OBSERVERINFO: 16,
  LEADERINFO: 17,
  ACKEPOCH: 18,
  INFORMANDACTIVATE: 19,
} as const;

const names = new Map<number, string>(Object.entries(packetType).map(([name, n]) => [n, name]));

/** The packet's name, or its number in words when ZooKeeper knows no such packet. */
export function packetName(type: number): string {
  return names.get(type) ?? `packet type ${type}`;
}
