// Promise: random expressions of the subset, well typed but for a few, the same for the same seed.
import { waysToAny } from "./any.js";
import { waysToComposite } from "./composite.js";
import type { Place, Way } from "./place.js";
import { Random } from "../../random.js";
import { waysToBool, waysToInt, waysToString } from "./simple.js";
import { randomType, sameType, type Type } from "./types.js";

const DEPTH = 5;

/** One in so many sub-expressions is of a wrong type: what TLC then says counts. */
const ILL_TYPED = 150;

function leaf(type: Type, place: Place): string {
  const at = { ...place, depth: 1, make: leaf };
  switch (type.is) {
    case "int":
      return (waysToInt[0] as Way)(at);
    case "bool":
      return (waysToBool[0] as Way)(at);
    case "string":
      return (waysToString[0] as Way)(at);
    case "set":
      return place.random.once(3) ? "{}" : `{${leaf(type.of, place)}}`;
    case "sequence":
      return place.random.once(3) ? "<<>>" : `<<${leaf(type.of, place)}>>`;
    case "function":
    case "record":
    case "tuple":
      return (waysToComposite(type)[0] as Way)(at);
  }
}

function ways(type: Type): readonly Way[] {
  if (type.is === "int") return waysToInt;
  if (type.is === "bool") return waysToBool;
  return type.is === "string" ? waysToString : waysToComposite(type);
}

function make(type: Type, place: Place): string {
  const { random, depth, total } = place;
  if (!total && random.once(ILL_TYPED))
    return make(randomType(random, 1), { ...place, total: true });
  const named = place.names.filter((one) => sameType(one.type, type));
  if (named.length > 0 && random.once(depth <= 0 ? 2 : 4)) return random.of(named).name;
  if (depth <= 0) return leaf(type, place);
  const way = random.once(4) ? random.of(waysToAny(type, place)) : random.of(ways(type));
  return way(place);
}

/** `count` expressions in which `z` is a name that stands for 0. */
export function randomExpressions(count: number, seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    let names = 0;
    const fresh = () => `v${String((names += 1))}`;
    const depth = 2 + random.below(DEPTH - 1);
    return make(randomType(random, 2), { random, depth, names: [], total: false, fresh, make });
  });
}
