import {
  type Acl,
  createResponseCodec,
  existsResponseCodec,
  getACLResponseCodec,
  getDataResponseCodec,
  type Reader,
  setDataResponseCodec,
  type Stat,
  syncResponseCodec,
} from "#codec";

export interface DataAndStat {
  /** A copy of the node's data; null is not the same as empty. */
  readonly data: Buffer | null;
  readonly stat: Stat;
}

export interface ChildrenAndStat {
  /** Names without the path, in no order. */
  readonly children: readonly string[];
  readonly stat: Stat;
}

export interface AclAndStat {
  readonly acl: readonly Acl[];
  readonly stat: Stat;
}

/** What operations resolve to, from the record behind the header of a reply. */
export const READS = {
  create: (r: Reader): string => createResponseCodec.read(r).path,
  path: (r: Reader): string => syncResponseCodec.read(r).path,
  exists: (r: Reader): Stat => existsResponseCodec.read(r).stat,
  setData: (r: Reader): Stat => setDataResponseCodec.read(r).stat,
  getData: (r: Reader): DataAndStat => {
    const { data, stat } = getDataResponseCodec.read(r);
    return { data: data === null ? null : Buffer.from(data), stat };
  },
  getACL: (r: Reader): AclAndStat => {
    const { acl, stat } = getACLResponseCodec.read(r);
    return { acl: acl ?? [], stat };
  },
};
