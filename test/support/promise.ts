import fc from "fast-check";
import { expect, it } from "vitest";
import { step, type ActionName, type Effect, type Event, type NodeState } from "#state-machine";
import { frozen, plain } from "./arbitraries.js";
import type { Enabled } from "./enabled.js";

/** What a step should have done: the fields that changed, and what it asked for. */
export interface Expected {
  readonly changes: Partial<NodeState>;
  readonly effects: readonly Effect[];
}

/** The happy sentence: in every enabling state the action is taken and does this. */
export function promises<E extends Event>(
  name: ActionName,
  title: string,
  enabled: fc.Arbitrary<Enabled<E>>,
  expected: (given: Enabled<E>) => Expected,
): void {
  it(title, () => {
    fc.assert(
      fc.property(enabled, (given) => {
        const taken = step(given.s, given.event);
        const { changes, effects } = expected(given);
        expect(taken.action).toBe(name);
        expect(plain(taken.state)).toEqual(plain({ ...given.s, ...changes }));
        expect(plain(taken.effects)).toEqual(plain(effects));
      }),
    );
  });
}

/** What makes an enabling pair a refused one: other fields or event; null where nothing can. */
export interface Spoiled {
  readonly s?: Partial<NodeState>;
  readonly event?: object;
}

/** One refusal: with this guard broken, and it alone, nothing happens at all. */
export function refuses<E extends Event>(
  title: string,
  enabled: fc.Arbitrary<Enabled<E>>,
  spoil: (given: Enabled<E>, n: number) => Spoiled | null,
): void {
  it(`refuses ${title}`, () => {
    fc.assert(
      fc.property(enabled, fc.nat({ max: 99 }), (given, n) => {
        const spoiled = spoil(given, n);
        fc.pre(spoiled !== null);
        const s = frozen({ ...given.s, ...spoiled.s });
        const event = frozen({ ...given.event, ...spoiled.event }) as Event;
        const answer = step(s, event);
        expect(answer.action).toBeNull();
        expect(answer.state).toBe(s);
        expect(answer.effects).toEqual([]);
      }),
    );
  });
}

/** One of the values, chosen by `n`. */
export function one<T>(values: readonly T[], n: number): T {
  return values[n % values.length] as T;
}
