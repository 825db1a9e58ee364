import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ZooKeeperError } from "#client";
import { parseAcl } from "../../dist/src/cli/shell/acl.js";
import { dateText, errorLine, eventText } from "../../dist/src/cli/shell/texts.js";
import { parseWords, splitWords } from "../../dist/src/cli/shell/words.js";
import { Display } from "../../dist/src/cli/ensemble/display.js";
import { readStatus } from "../../dist/src/cli/ensemble/status.js";

describe("splitWords", () => {
  it("cuts at blanks and keeps what is quoted", () => {
    expect(splitWords(`  set /a  "x y" 'it "is"' a"b c"d "" `)).toEqual([
      ...["set", "/a", "x y", 'it "is"', "ab cd", ""],
    ]);
    expect(splitWords("")).toEqual([]);
    expect(splitWords('get "/a')).toBeNull();
  });

  it("gives back any words that were quoted", () => {
    const word = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll('"', ""));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitWords(words.map((each) => `"${each}"`).join(" "))).toEqual(words);
      }),
    );
  });
});

describe("parseWords", () => {
  it("finds options anywhere, and none behind --", () => {
    const found = parseWords(["/a", "-s", "-v", "-1", "--", "-s"], "s", "v");
    expect(found).toEqual({
      flags: new Set(["s"]),
      values: new Map([["v", "-1"]]),
      rest: ["/a", "-s"],
    });
  });

  it("says what it does not know", () => {
    expect(parseWords(["-x"], "s", "v")).toBe("Unrecognized option: -x");
    expect(parseWords(["/a", "-v"], "s", "v")).toBe("Missing argument for option: v");
  });
});

describe("texts of the shell", () => {
  it("prints a time as Java does", () => {
    expect(dateText(Date.UTC(2026, 10, 20, 17, 28, 24))).toMatch(
      /^(Fri|Sat|Thu) Nov (19|20|21) \d\d:\d\d:24 \S+ 2026$/,
    );
  });

  it("says an error in zkCli.sh's words", () => {
    expect(errorLine(new ZooKeeperError(-101, "/x"))).toBe("Node does not exist: /x");
    expect(errorLine(new ZooKeeperError(-103, "/x"))).toBe("version No is not valid : /x");
    expect(errorLine(new ZooKeeperError(-4, "/x"))).toBe("KeeperErrorCode = ConnectionLoss for /x");
    expect(errorLine(new ZooKeeperError(-6, null))).toBe("KeeperErrorCode = Unimplemented");
  });

  it("shows an event with its zxid as a signed long", () => {
    const event = { type: "NodeCreated", path: "/a", zxid: { epoch: 1, counter: 2 } } as const;
    expect(eventText(event)).toBe(
      "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeCreated path:/a zxid: 4294967298",
    );
    const caughtUp = { ...event, zxid: { epoch: 0xffffffff, counter: 0xffffffff } };
    expect(eventText(caughtUp)).toMatch(/zxid: -1$/);
  });

  it("reads an ACL, colons in the id included", () => {
    expect(parseAcl("world:anyone:cdrwa,ip:::1:r")).toEqual([
      { perms: 31, id: { scheme: "world", id: "anyone" } },
      { perms: 1, id: { scheme: "ip", id: "::1" } },
    ]);
    for (const text of ["", "world:anyone", "world:anyone:x", "a:b:r,"]) {
      expect(parseAcl(text)).toBeNull();
    }
  });
});

describe("the display of an ensemble", () => {
  const server = {
    id: 1,
    host: "h",
    quorumPort: 1,
    electionPort: 2,
    role: "participant",
    client: null,
  };
  const member = { server, clientPort: 2181, dir: "", configFile: "" } as const;
  const SRVR = "Zookeeper version: x\nConnections: 3\nZxid: 0x100000002\nMode: leader\n";

  it("reads srvr and mntr, not counting the connection that asks", () => {
    const leader = { mode: "leader", epoch: "2", zxid: "0x100000002", connections: "2" };
    expect(readStatus(SRVR, "zk_version\tx\nzk_current_epoch\t2\n")).toEqual(leader);
    expect(readStatus(SRVR, "")).toEqual({ ...leader, epoch: "1" });
    expect(readStatus("This ZooKeeper instance is not currently serving requests\n", "")).toEqual({
      ...{ mode: "not serving", epoch: "-", zxid: "-", connections: "-" },
    });
  });

  it("prints a line per change where there is no terminal", () => {
    const written: string[] = [];
    const display = new Display({ write: (text: string) => written.push(text) });
    const row = { member: { ...member, server: { ...server, role: "participant" as const } } };
    const leader = readStatus(SRVR, "");
    display.show([{ ...row, status: leader }]);
    display.show([{ ...row, status: leader }]);
    display.show([{ ...row, status: { ...leader, mode: "follower" } }]);
    expect(written).toEqual([
      "server 1 on 2181: leader, epoch 1, zxid 0x100000002, 2 connections\n",
      "server 1 on 2181: follower, epoch 1, zxid 0x100000002, 2 connections\n",
    ]);
  });

  it("redraws its table on a terminal, and keeps other lines above it", () => {
    const written: string[] = [];
    const display = new Display({ isTTY: true, write: (text: string) => written.push(text) });
    const row = { member: { ...member, server: { ...server, role: "participant" as const } } };
    display.show([{ ...row, status: readStatus(SRVR, "") }]);
    expect(written).toEqual([
      "server  port  mode    epoch  zxid         connections\n",
      "1       2181  leader  1      0x100000002  2\n",
    ]);
    display.say("hello");
    expect(written.slice(2)).toEqual(["\r\u001B[2A\u001B[J", "hello\n"]);
    display.say("again");
    expect(written.slice(4)).toEqual(["again\n"]);
  });
});
