// A follower whose memory stays behind its own disk: it loses its leader after it has acknowledged
// NEWLEADER and before UPTODATE, and votes with what it had in memory before it was synchronised.
//
// usage: node docs/bugs/reproduce/memory-behind-disk.mjs [3.8.6|3.9.5|zabkeeper]
import { within } from "./ensemble.mjs";
import { ACK, UPTODATE } from "./relay.mjs";
import { reproduce } from "./script.mjs";

const NODE = "/committed";
const TITLE = "A follower whose memory stays behind its own disk";

await reproduce(TITLE, 3, ["3.8.6", "3.9.5", "zabkeeper"], async (ensemble, say) => {
  const leader = await ensemble.leader();
  const [behind, holder] = ensemble.ids.filter((id) => id !== leader);
  const before = await ensemble.client(leader);
  await before.create("/before");
  say("three servers serve: L leads, A and B follow");

  await ensemble.kill(behind);
  await before.create(NODE);
  before.disconnect();
  say(`A dies; a client creates ${NODE} and is told OK: it is on the disks of L and B`);

  await Promise.all([ensemble.kill(leader), ensemble.kill(holder)]);
  const relay = ensemble.relay(behind, leader);
  relay.forget();
  relay.holdDown(UPTODATE);
  ensemble.run(leader);
  ensemble.run(behind);
  await within("A acknowledges NEWLEADER", relay.seen(true, ACK));
  say(`L and B die; L and A start, and L leads an epoch of its own: it sends A ${NODE}`);
  say("A writes it, makes the new epoch its own, acknowledges NEWLEADER; UPTODATE is held up");

  await ensemble.kill(leader);
  relay.release();
  say("L dies; A looks for a leader again, and B starts");
  const rest = [behind, holder];
  ensemble.run(holder);
  await Promise.all(rest.map((id) => ensemble.serving(id)));
  const who = (await ensemble.leader(rest)) === behind ? "A" : "B";
  const held = await Promise.all(rest.map((id) => ensemble.holds(id, NODE)));
  const found = (has) => (has ? "there" : "missing");
  say(`${who} leads; ${NODE} is ${found(held[0])} on A and ${found(held[1])} on B`);

  if (held.every((has) => has)) return "KEPT. The client was told OK and the write is there.";
  return "LOST. The client was told OK, and the quorum that serves does not have the write.";
});
