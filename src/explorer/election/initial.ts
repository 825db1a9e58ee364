import { ElectionInit, Present, type ElectionState, type Summary } from "#state-machine";
import type { ElectionModel } from "../model/model.js";

/** Every way to begin: all voters have opened round 1 and nobody has read anything. */
export function initialStates(model: ElectionModel): readonly (readonly ElectionState[])[] {
  const { voters, summaries, oneAhead } = model;
  const choices = voters.reduce<Summary[][]>(
    (lists) => summaries.flatMap((one) => lists.map((list) => [...list, one])),
    [[]],
  );
  const ahead = (list: Summary[]) => list.filter(({ epoch }) => epoch === 2).length === 1;
  return choices
    .filter((list) => !oneAhead || ahead(list))
    .map((list) =>
      voters.map((self, k): ElectionState => {
        const summary = list[k] as Summary;
        const vote = { leader: self, ...summary };
        const opened = { ...ElectionInit({ self, voters }, summary), round: 1, vote };
        return { ...opened, recvSet: { ...opened.recvSet, [self]: Present(opened) } };
      }),
    );
}
