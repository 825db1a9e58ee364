import { Seq, step, type DiskOperation, type NodeState } from "#state-machine";
import { production, type Reducers } from "#explorer";

// Production's reducers with one mistake each, the same as the mutant of that name in
// spec/mutants.json: what they are asked, or what they answer, is bent.

type ZabStep = Reducers["step"];

const withStep = (defective: ZabStep): Reducers => ({ ...production, step: defective });

/** A leader counts itself before its own append is durable. */
export const selfAckEarly = withStep((s, event) => {
  const acknowledged = event.kind === "Message" && event.message.type === "ACK";
  if (!acknowledged) return step(s, event);
  const answer = step({ ...s, log: s.memLog }, event);
  return { ...answer, state: { ...answer.state, log: s.log } };
});

/** A follower does not write acceptedEpoch. */
export const noPersistAcc = withStep((s, event) => {
  const answer = step(s, event);
  if (answer.action !== "FollowerProcessLEADERINFO") return answer;
  const forgetful = ({ op, arg, then }: DiskOperation): DiskOperation =>
    op === "acceptedEpoch" ? { op, arg: s.acceptedEpoch, then } : ({ op, arg, then } as never);
  const diskQueue = Seq.from(answer.state.diskQueue.toArray().map(forgetful));
  return { ...answer, state: { ...answer.state, diskQueue } };
});

/** A LEADERINFO with a smaller epoch is accepted. */
export const acceptStale = withStep((s, event) => {
  const stale =
    event.kind === "Message" &&
    event.message.type === "LEADERINFO" &&
    event.message.epoch < s.acceptedEpoch;
  if (!stale) return step(s, event);
  const answer = step({ ...s, acceptedEpoch: 0 }, event);
  const state: NodeState = { ...answer.state, acceptedEpoch: s.acceptedEpoch };
  return { ...answer, state };
});

/** The new epoch is the highest one accepted, not the one after it. */
export const epochNoInc = withStep((s, event) => {
  if (event.kind !== "Message" || event.message.type !== "FOLLOWERINFO") return step(s, event);
  const { type, epoch } = event.message;
  return step(s, { ...event, message: { type, epoch: epoch - 1 } });
});

/** The votes of an older round are kept when a newer one is adopted. */
export const noClear: Reducers = {
  ...production,
  stepElection: (s, event) => {
    const answer = production.stepElection(s, event);
    if (answer.action !== "ReceiveLooking") return answer;
    const { state } = answer;
    const heard = Object.entries(state.recvSet).filter(([, vote]) => vote !== null);
    const recvSet = { ...s.recvSet, ...Object.fromEntries(heard) };
    return { ...answer, state: { ...state, recvSet } };
  },
};
