// An acknowledgement that outlives its connection: the leader counts what a learner acknowledged on
// an earlier connection, although it has itself had the learner truncate that very transaction.
//
// usage: node docs/bugs/reproduce/acknowledgement-outlives-connection.mjs [3.9.5|3.8.6|zabkeeper]
import { until, within } from "./ensemble.mjs";
import { ACK, NEWLEADER, PROPOSAL, TRUNC } from "./relay.mjs";
import { reproduce } from "./script.mjs";

const NODE = "/acknowledged";
const TITLE = "An acknowledgement that outlives its connection";

await reproduce(TITLE, 5, ["3.9.5", "3.8.6", "zabkeeper"], async (ensemble, say) => {
  const leader = await ensemble.leader();
  const learners = ensemble.ids.filter((id) => id !== leader);
  const [first, second, ...others] = learners;
  const relay = (id) => ensemble.relay(id, leader);
  say("five servers serve; L leads, A, B, C and D follow");

  const client = await ensemble.client(leader);
  await client.create("/before");
  for (const id of [second, ...others]) relay(id).holdDown(PROPOSAL);
  say("the connections from L to B, C and D stall: they carry no proposal any more");

  const zxid = nextZxid(client.lastZxid);
  let told = null;
  client.create(NODE).then(
    () => (told = "OK"),
    (error) => (told = error.name),
  );
  await within("A acknowledges", relay(first).seen(true, ACK, zxid));
  say(`a client asks L to create ${NODE}; L logs it, A logs and acknowledges it: two of five`);

  relay(first).forget();
  relay(first).holdDown(NEWLEADER);
  relay(first).cut();
  await within("A is synchronised again", relay(first).seen(false, TRUNC));
  await within("A is sent the proposal again", relay(first).seen(false, PROPOSAL, zxid));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  say("A's connection breaks; A comes back, and L has it truncate its log: TRUNC");
  say("L sends A the proposal again; then the connection stalls before NEWLEADER");

  relay(second).release();
  await within("B acknowledges", relay(second).seen(true, ACK, zxid));
  say("the connection to B moves again: B logs the proposal and acknowledges it");
  await until("the client is told", async () => told !== null, 10_000).catch(() => undefined);
  say(`the client is told: ${told ?? "nothing, for ten seconds"}`);

  await Promise.all([ensemble.kill(leader), ensemble.kill(second)]);
  const rest = [first, ...others];
  for (const id of rest) for (const peer of ensemble.ids) ensemble.relay(id, peer)?.cut();
  for (const r of ensemble.relays.values()) r.release();
  say("L and B die, two of five; A, C and D lose their connections");
  await Promise.all(rest.map((id) => ensemble.serving(id)));
  const among = await Promise.all(rest.map((id) => ensemble.holds(id, NODE)));
  say(`A, C and D elect a leader and serve; ${NODE} is on ${count(among)} of them`);

  await ensemble.startAll([leader, second]);
  const all = await Promise.all(ensemble.ids.map((id) => ensemble.holds(id, NODE)));
  say(`L and B come back; ${NODE} is on ${count(all)} of the five`);
  client.disconnect();
  if (told === "OK") {
    if (all.every((held) => held)) return "KEPT. The client was told OK and the write is there.";
    return "LOST. The client was told OK, and the write is gone.";
  }
  return "NOTHING LOST. Two logs of five held the write, and no client was told OK.";
});

/** The zxid of the next proposal, as the wire writes it. */
function nextZxid({ epoch, counter }) {
  return (BigInt(epoch) << 32n) + BigInt(counter) + 1n;
}

function count(held) {
  const n = held.filter((h) => h).length;
  return n === 0 ? "none" : String(n);
}
