import { ZooKeeper } from "#client";
import type { Stat } from "#client";

export interface NodeRead {
  readonly data: string | null;
  readonly stat: Stat;
}

/** Reads that are under way at once. */
const BATCH = 256;

/** Every node that `server` (host:port) shows below `root` once it has synced, by path. */
export async function readTree(server: string, root = "/"): Promise<Map<string, NodeRead>> {
  const client = await ZooKeeper.connect(server);
  try {
    await client.sync("/");
    const nodes = new Map<string, NodeRead>();
    let level = [root];
    while (level.length > 0) {
      const next: string[] = [];
      for (let i = 0; i < level.length; i += BATCH) {
        const batch = level.slice(i, i + BATCH);
        const read = await Promise.all(batch.map((path) => readNode(client, path)));
        for (const { path, node, children } of read) {
          nodes.set(path, node);
          for (const name of children) next.push(path === "/" ? `/${name}` : `${path}/${name}`);
        }
      }
      level = next.filter((path) => path !== "/zookeeper");
    }
    return nodes;
  } finally {
    await client.close();
  }
}

async function readNode(client: ZooKeeper, path: string) {
  const [{ data, stat }, { children }] = await Promise.all([
    client.getData(path),
    client.getChildren(path),
  ]);
  return { path, node: { data: data === null ? null : data.toString(), stat }, children };
}
