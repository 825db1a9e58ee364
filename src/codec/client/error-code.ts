/** ZooKeeper's error codes (`KeeperException.Code`), under its names. */
export const errorCode = {
  OK: 0,
  SYSTEMERROR: -1,
  RUNTIMEINCONSISTENCY: -2,
  DATAINCONSISTENCY: -3,
  CONNECTIONLOSS: -4,
  MARSHALLINGERROR: -5,
  UNIMPLEMENTED: -6,
  OPERATIONTIMEOUT: -7,
  BADARGUMENTS: -8,
  UNKNOWNSESSION: -12,
  NEWCONFIGNOQUORUM: -13,
  RECONFIGINPROGRESS: -14,
  APIERROR: -100,
  NONODE: -101,
  NOAUTH: -102,
  BADVERSION: -103,
  NOCHILDRENFOREPHEMERALS: -108,
  NODEEXISTS: -110,
  NOTEMPTY: -111,
  SESSIONEXPIRED: -112,
  INVALIDCALLBACK: -113,
  INVALIDACL: -114,
  AUTHFAILED: -115,
  SESSIONMOVED: -118,
  NOTREADONLY: -119,
  EPHEMERALONLOCALSESSION: -120,
  NOWATCHER: -121,
  REQUESTTIMEOUT: -122,
  RECONFIGDISABLED: -123,
  SESSIONCLOSEDREQUIRESASLAUTH: -124,
  QUOTAEXCEEDED: -125,
  THROTTLEDOP: -127,
} as const;

export type ErrorName = keyof typeof errorCode;

/** The words ZooKeeper's own client prints for each code. */
const texts: Readonly<Record<ErrorName, string>> = {
  OK: "ok",
  SYSTEMERROR: "SystemError",
  RUNTIMEINCONSISTENCY: "RuntimeInconsistency",
  DATAINCONSISTENCY: "DataInconsistency",
  CONNECTIONLOSS: "ConnectionLoss",
  MARSHALLINGERROR: "MarshallingError",
  UNIMPLEMENTED: "Unimplemented",
  OPERATIONTIMEOUT: "OperationTimeout",
  BADARGUMENTS: "BadArguments",
  UNKNOWNSESSION: "UnknownSession",
  NEWCONFIGNOQUORUM: "NewConfigNoQuorum",
  RECONFIGINPROGRESS: "ReconfigInProgress",
  APIERROR: "APIError",
  NONODE: "NoNode",
  NOAUTH: "NoAuth",
  BADVERSION: "BadVersion",
  NOCHILDRENFOREPHEMERALS: "NoChildrenForEphemerals",
  NODEEXISTS: "NodeExists",
  NOTEMPTY: "Directory not empty",
  SESSIONEXPIRED: "Session expired",
  INVALIDCALLBACK: "Invalid callback",
  INVALIDACL: "InvalidACL",
  AUTHFAILED: "AuthFailed",
  SESSIONMOVED: "Session moved",
  NOTREADONLY: "Not a read-only call",
  EPHEMERALONLOCALSESSION: "Ephemeral node on local session",
  NOWATCHER: "No such watcher",
  REQUESTTIMEOUT: "RequestTimeout",
  RECONFIGDISABLED: "Reconfig is disabled",
  SESSIONCLOSEDREQUIRESASLAUTH: "Session closed because client failed to authenticate",
  QUOTAEXCEEDED: "Quota has exceeded",
  THROTTLEDOP: "Op throttled due to high load",
};

const names = new Map<number, ErrorName>(
  (Object.keys(errorCode) as ErrorName[]).map((name) => [errorCode[name], name]),
);

/** The code's name, or null for a code ZooKeeper does not have. */
export function errorName(code: number): ErrorName | null {
  return names.get(code) ?? null;
}

/** What ZooKeeper's client says for this code. */
export function errorText(code: number): string {
  const name = errorName(code);
  return name === null ? `Unknown error ${code}` : texts[name];
}
