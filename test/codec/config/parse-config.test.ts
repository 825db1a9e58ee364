import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ConfigContext,
  configDirectories,
  describeFault,
  describeWarning,
  formatProperty,
  formatServerLine,
  parseConfig,
  type ServerLine,
} from "#codec";

const fine: ConfigContext = { myid: "1\n", dataDirProblem: null, dataLogDirProblem: null };

function parse(text: string, context: Partial<ConfigContext> = {}) {
  return parseConfig(text, "zoo.cfg", { ...fine, ...context });
}

function faults(text: string, context: Partial<ConfigContext> = {}): string[] {
  const parsed = parse(text, context);
  return parsed.ok ? [] : parsed.faults.map(describeFault);
}

function config(text: string, context: Partial<ConfigContext> = {}) {
  const parsed = parse(text, context);
  if (!parsed.ok) throw new Error(parsed.faults.map(describeFault).join("\n"));
  return parsed.config;
}

const warnings = (text: string) => parse(text).warnings.map(describeWarning);

const BASE = "dataDir=/d\nclientPort=2181\n";
const THREE = `${BASE}initLimit=10
syncLimit=5
server.1=a:2888:3888
server.2=b:2888:3888
server.3=c:2888:3888
`;

describe("parseConfig", () => {
  it("fills in ZooKeeper's defaults, purges by default, and lets loopback ask", () => {
    expect(config(BASE, { myid: null })).toEqual({
      tickTime: 3000,
      initLimit: 10,
      syncLimit: 5,
      dataDir: "/d",
      dataLogDir: "/d",
      clientPort: 2181,
      clientAddress: "0.0.0.0",
      myid: null,
      servers: [],
      maxClientCnxns: 60,
      minSessionTimeout: 6000,
      maxSessionTimeout: 60_000,
      snapCount: 100_000,
      snapRetainCount: 3,
      purgeIntervalHours: 1,
      fourLetterWords: ["srvr", "ruok", "stat", "mntr", "isro", "conf"],
      fourLetterWordsLoopbackOnly: true,
      juteMaxBuffer: 1_048_575,
      recordDir: null,
    });
  });

  it("reads an ensemble with roles, client parts and IPv6", () => {
    const text = `dataDir=/d
initLimit=10
syncLimit=5
server.3=[::1]:2890:3890:OBSERVER;[fe80::1]:2183
server.1=a:2888:3888;2181
server.2 = b : 2889 : 3889 : participant
`;
    const { servers, myid, clientPort, clientAddress } = config(text);
    expect(servers.map((server) => `${server.id}=${formatServerLine(server)}`)).toEqual([
      "1=a:2888:3888:participant;0.0.0.0:2181",
      "2=b:2889:3889:participant",
      "3=[::1]:2890:3890:observer;[fe80::1]:2183",
    ]);
    expect({ myid, clientPort, clientAddress }).toEqual({
      myid: 1,
      clientPort: 2181,
      clientAddress: "0.0.0.0",
    });
    expect(config(text, { myid: "3" })).toMatchObject({
      clientPort: 2183,
      clientAddress: "fe80::1",
    });
  });

  it("lets a single participant stand alone unless standaloneEnabled is false", () => {
    const one = `${BASE}initLimit=10\nsyncLimit=5\nserver.1=a:2888:3888\n`;
    expect(config(one)).toMatchObject({ myid: null, servers: [] });
    expect(warnings(one)).toEqual(["zoo.cfg:5: server.1: only one server: it stands alone"]);
    const alone = `${one}standaloneEnabled=FALSE\n`;
    expect(config(alone)).toMatchObject({ myid: 1, servers: [{ id: 1 }] });
  });

  it("raises what ZooKeeper raises and takes -1 for the default", () => {
    const text = `${BASE}snapCount=0\nautopurge.snapRetainCount=1\nminSessionTimeout=-1\n`;
    expect(config(text)).toMatchObject({
      snapCount: 2,
      snapRetainCount: 3,
      minSessionTimeout: 6000,
    });
    expect(warnings(text)).toEqual([
      "zoo.cfg:3: snapCount: 0 is raised to 2",
      "zoo.cfg:4: autopurge.snapRetainCount: 1 is raised to 3",
    ]);
  });

  it("reads the whitelist", () => {
    const words = (value: string) => config(`${BASE}4lw.commands.whitelist=${value}`);
    expect(words("*")).toMatchObject({ fourLetterWords: "*", fourLetterWordsLoopbackOnly: false });
    expect(words(" ruok, stat ").fourLetterWords).toEqual(["ruok", "stat"]);
    expect(words("").fourLetterWords).toEqual([]);
    expect(warnings(`${BASE}4lw.commands.whitelist=rouk`)).toEqual([
      'zoo.cfg:3: 4lw.commands.whitelist: "rouk" is no four-letter word of ZooKeeper\'s',
    ]);
  });

  it("warns of keys without effect, unknown keys with the nearest, and replaced lines", () => {
    const text = `${BASE}tikTime=1\nskipACL=yes\nadmin.serverPort=1\nfoo.bar=1\nclientPort=2182\n`;
    expect(warnings(text)).toEqual([
      "zoo.cfg:2: clientPort: replaced by the value on line 7",
      "zoo.cfg:3: tikTime: unknown key, ignored; did you mean tickTime?",
      "zoo.cfg:4: skipACL: ZooKeeper's key, but it has no effect here",
      "zoo.cfg:5: admin.serverPort: ZooKeeper's key, but it has no effect here",
      "zoo.cfg:6: foo.bar: unknown key, ignored",
    ]);
    expect(config(text).clientPort).toBe(2182);
  });

  it("warns of an even number of participants", () => {
    const two = THREE.replace(/server.3.*\n/, "");
    expect(warnings(two)[0]).toMatch(/zoo.cfg:5: server.1: with two participants/);
    expect(warnings(`${THREE}server.4=d:1:2`)[0]).toMatch(/4 participants tolerate no more/);
    expect(warnings(THREE)).toEqual([]);
  });
});

describe("a fault of zoo.cfg", () => {
  it.each<[string, string, Partial<ConfigContext>, string]>([
    ["not a number", `${BASE}tickTime=2s`, {}, 'zoo.cfg:3: tickTime: found "2s", wanted a whole'],
    ["zero ticks", `${BASE}tickTime=0`, {}, "a whole number from 1 to 107374182 (ms)"],
    ["a tick of years", `${BASE}tickTime=999999999`, {}, 'tickTime: found "999999999"'],
    ["a negative limit", `${BASE}maxClientCnxns=-1`, {}, "of 0 or more (connections)"],
    ["a limit beyond timers", `${BASE}initLimit=900000`, {}, 'initLimit: found "900000"'],
    ["a port beyond 65535", "dataDir=/d\nclientPort=65536", {}, 'clientPort: found "65536"'],
    ["a purge beyond timers", `${BASE}autopurge.purgeInterval=597`, {}, "from 0 to 596 (hours)"],
    ["a tiny buffer", `${BASE}jute.maxbuffer=1023`, {}, "from 1024 to 1073741823 (bytes)"],
    ["no dataDir", "clientPort=2181\n", {}, "zoo.cfg:1: dataDir: is not set, wanted a directory"],
    ["an empty dataDir", "dataDir=\nclientPort=1", {}, 'zoo.cfg:1: dataDir: found ""'],
    ["no clientPort", "dataDir=/d\n", {}, "zoo.cfg:1: clientPort: is not set, wanted the port"],
    [
      "no initLimit",
      THREE.replace("initLimit=10", ""),
      {},
      "zoo.cfg:5: initLimit: is not set, wanted a number of ticks",
    ],
    ["no syncLimit", THREE.replace("syncLimit=5", ""), {}, "zoo.cfg:5: syncLimit: is not set"],
    [
      "min above max",
      `${BASE}minSessionTimeout=9000\nmaxSessionTimeout=8000`,
      {},
      'zoo.cfg:3: minSessionTimeout: found "9000", wanted at most maxSessionTimeout, which is 8000',
    ],
    [
      "max below the default min",
      `${BASE}maxSessionTimeout=100`,
      {},
      'maxSessionTimeout: found "100", wanted at least minSessionTimeout, which is 6000 ms',
    ],
    [
      "a missing myid",
      THREE,
      { myid: null },
      'zoo.cfg:1: dataDir: found "/d", wanted a file /d/myid with the number of this server on ' +
        "its first line, one of 1, 2, 3",
    ],
    ["myid in words", THREE, { myid: "one\n" }, '/d/myid:1: myid: found "one", wanted the number'],
    ["an empty myid", THREE, { myid: "" }, '/d/myid:1: myid: found "", wanted the number'],
    ["a myid of nobody", THREE, { myid: "4" }, '/d/myid:1: myid: found "4", wanted the number'],
    [
      "an unusable dataDir",
      BASE,
      { dataDirProblem: "is not a directory" },
      'zoo.cfg:1: dataDir: found "/d", wanted a directory this server may read and write; it is not',
    ],
    [
      "an unusable dataLogDir",
      `${BASE}dataLogDir=/l`,
      { dataLogDirProblem: "cannot be read" },
      'zoo.cfg:3: dataLogDir: found "/l"',
    ],
    ["a boolean in words", `${BASE}standaloneEnabled=yes`, {}, 'found "yes", wanted true or false'],
    ["another algorithm", `${BASE}electionAlg=0`, {}, 'electionAlg: found "0", wanted 3'],
    ["a peerType", `${BASE}peerType=leader`, {}, "wanted participant or observer"],
    ["a dynamic file", `${BASE}dynamicConfigFile=x`, {}, "wanted the server.N lines in this file"],
    ["groups", `${THREE}group.1=1:2:3`, {}, "group.1: found"],
    ["weights", `${THREE}weight.1=0`, {}, "weight.1: found"],
    ["an address without port", "dataDir=/d\nclientPortAddress=::1", {}, "clientPort: is not set"],
    ["a bad escape", `${BASE}dataLogDir=\\ux`, {}, "escape: found"],
    [
      "no servers but no standalone",
      `${BASE}standaloneEnabled=false`,
      {},
      "standaloneEnabled: found",
    ],
  ])("%s", (_name, text, context, wanted) => {
    const found = faults(text, context);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(wanted);
  });

  it.each<[string, string, string]>([
    ["a bad id", "server.x=d:1:2", 'server.x: found "x", wanted a server number from 1 to 255'],
    ["an id too large", "server.256=d:1:2", "from 1 to 255"],
    ["one id twice", "server.03=d:1:2", "one line for server 3, which line 7 has"],
    ["no ports", "server.4=d", "host:quorumPort:electionPort[:role][;[clientHost:]clientPort]"],
    ["too many fields", "server.4=d:1:2:observer:x", "host:quorumPort:electionPort"],
    ["no host", "server.4=:1:2", "a host"],
    ["a bad quorum port", "server.4=d:x:2", 'a quorum port from 1 to 65535 instead of "x"'],
    ["a bad election port", "server.4=d:1:0", 'an election port from 1 to 65535 instead of "0"'],
    ["a bad role", "server.4=d:1:2:boss", 'participant or observer instead of "boss"'],
    ["a bad client port", "server.4=d:1:2;x", 'a client port from 1 to 65535 instead of "x"'],
    ["a bad client part", "server.4=d:1:2;a:b:3", '[clientHost:]clientPort behind the ";"'],
    ["two addresses", "server.4=d:1:2|e:1:2", "one address per server"],
    ["open brackets", "server.4=[::1:1:2", "host:quorumPort:electionPort"],
    ["one port twice", "server.4=d:1:1", "the election port of server 4: 1 is the quorum port"],
    [
      "a port of another server on its host",
      "server.4=A:9:3888",
      "another port for the election port of server 4: 3888 is the election port of server 1 " +
        "(line 5)",
    ],
    ["this server's client port", "server.4=a:2181:9", "2181 is the clientPort (line 2)"],
  ])("server.N with %s", (_name, line, wanted) => {
    const found = faults(`${THREE}${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^zoo.cfg:8: server/);
    expect(found[0]).toContain(wanted);
  });

  it("counts all names of loopback as one host", () => {
    const text = `dataDir=/d\nclientPort=2181\ninitLimit=1\nsyncLimit=1
server.1=127.0.0.1:2888:3888
server.2=localhost:2888:3889
server.3=[::1]:2889:2890\n`;
    expect(faults(text)).toEqual([
      'zoo.cfg:6: server.2: found "localhost:2888:3889", wanted another port for the quorum port ' +
        "of server 2: 2888 is the quorum port of server 1 (line 5)",
    ]);
  });

  it("names observers without participants, and with only one", () => {
    const observers = THREE.replaceAll(":3888", ":3888:observer");
    expect(faults(observers)[0]).toContain("at least one participant besides the observers");
    const one = observers.replace("a:2888:3888:observer", "a:2888:3888");
    expect(faults(one)[0]).toContain("two participants or more for its observers");
    expect(faults(`${one}standaloneEnabled=false`)).toEqual([]);
  });

  it("names a clientPort that this server's own line contradicts", () => {
    const text = THREE.replace("a:2888:3888", "a:2888:3888;10.0.0.1:2182");
    expect(faults(text)[0]).toContain('clientPort: found "2181", wanted 2182');
    const address = `${text}clientPortAddress=10.0.0.2`.replace(
      "clientPort=2181",
      "clientPort=2182",
    );
    expect(faults(address)[0]).toContain('clientPortAddress: found "10.0.0.2", wanted 10.0.0.1');
  });

  it("comes with all others at once, in the order of lines", () => {
    const text = "tickTime=x\nsyncLimit=0\nserver.1=a:1:1\nserver.2=b:2:3:boss\nclientPort=-1\n";
    const found = faults(text, { myid: null });
    expect(found.map((line) => line.split(": ").slice(0, 2).join(" "))).toEqual([
      "zoo.cfg:1 tickTime",
      "zoo.cfg:2 syncLimit",
      "zoo.cfg:3 server.1",
      "zoo.cfg:3 initLimit",
      "zoo.cfg:4 server.2",
      "zoo.cfg:5 dataDir",
      "zoo.cfg:5 clientPort",
    ]);
  });
});

const port = (base: number) => fc.integer({ min: base, max: base + 99 });
const host = fc.constantFrom("zk1", "10.0.0.1", "::1", "fe80::7");
const client = fc.option(fc.record({ host, port: port(2000) }), { nil: null });
const ensemble = fc
  .uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 2, maxLength: 7 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id, index) =>
        fc.record<ServerLine>({
          id: fc.constant(id),
          host: fc.constantFrom(`h${id}`, `fe80::${id.toString(16)}`),
          quorumPort: port(3000),
          electionPort: port(4000),
          role: index < 2 ? fc.constant("participant") : fc.constantFrom("participant", "observer"),
          client,
        }),
      ),
    ),
  );

describe("a configuration written out", () => {
  it("reads back as the same ensemble, whichever server reads it", () => {
    const directory = fc
      .string({ unit: "grapheme", minLength: 1 })
      .map((text) => `/${text.trim()}`);
    fc.assert(
      fc.property(ensemble, directory, fc.nat(), (servers, dataDir, pick) => {
        const me = servers[pick % servers.length];
        const text = [
          formatProperty("dataDir", dataDir),
          "initLimit=10\nsyncLimit=5",
          me?.client === null ? "clientPort=2181" : "",
          ...servers.map((server) => `server.${server.id}=${formatServerLine(server)}`),
        ].join("\n");
        const read = config(text, { myid: String(me?.id) });
        expect(read.servers).toEqual([...servers].sort((a, b) => a.id - b.id));
        expect(read).toMatchObject({ dataDir, myid: me?.id, clientPort: me?.client?.port ?? 2181 });
        expect(configDirectories(text)).toEqual({ dataDir, dataLogDir: null });
      }),
    );
  });

  it("is read or refused, never more, whatever is in it", () => {
    const word = fc.constantFrom(
      ..."dataDir clientPort tickTime server. 1 2 a : ; | = \n \\ [ ] observer myid group.1 -1 ,".split(
        " ",
      ),
      "\n",
    );
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(""));
    const myid = fc.option(fc.string({ maxLength: 3 }), { nil: null });
    fc.assert(
      fc.property(text, myid, (content, id) => {
        const parsed = parse(content, { myid: id });
        if (parsed.ok) expect(parsed.config.dataDir).not.toBe("");
        else {
          for (const fault of parsed.faults) {
            expect(describeFault(fault)).toMatch(
              /^.+:[1-9]\d*: .+: (is not set|found .*), wanted ./s,
            );
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
