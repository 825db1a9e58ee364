// Promise: the ways to an expression of any type: they choose, bind, apply and look up.
import { knowing, naming, sub, totally, type Place, type Way } from "./place.js";
import { BOOL, INT, randomType, sequenceOf, setOf, type Type } from "./types.js";

const conditional =
  (type: Type): Way =>
  (place) =>
    `(IF ${sub(place, BOOL)} THEN ${sub(place, type)} ELSE ${sub(place, type)})`;

function cases(type: Type): Way {
  return (place) => {
    const arm = () => `${sub(place, BOOL)} -> ${sub(place, type)}`;
    const other =
      place.total || place.random.below(3) > 0 ? ` [] OTHER -> ${sub(place, type)}` : "";
    return `(CASE ${arm()} [] ${arm()}${other})`;
  };
}

/** What a name of a LET stands for may raise: nobody asks unless it is used. */
function letIn(type: Type): Way {
  return (place) => {
    const name = place.fresh();
    const of = randomType(place.random, 1);
    const body = sub(naming(place, name, of), type);
    return `(LET ${name} == ${sub(place, of)} IN ${body})`;
  };
}

function letOperator(type: Type): Way {
  return (place) => {
    const [name, parameter] = [place.fresh(), place.fresh()];
    const of = randomType(place.random, 1);
    const body = sub(naming(place, parameter, of), type);
    return `(LET ${name}(${parameter}) == ${body} IN ${name}(${sub(place, of)}))`;
  };
}

/** `Apply(LAMBDA x : ..., e)`, of the module's own operator. */
function applied(type: Type): Way {
  return (place) => {
    const parameter = place.fresh();
    const of = randomType(place.random, 1);
    const body = sub(naming(place, parameter, of), type);
    return `Apply(LAMBDA ${parameter} : ${body}, ${sub(place, of)})`;
  };
}

function field(type: Type): Way {
  return (place) => {
    const other = randomType(place.random, 0);
    const fields = [
      ["a", type],
      ["b", other],
    ] as const;
    return `(${sub(place, { is: "record", fields })}).a`;
  };
}

function item(type: Type): Way {
  return (place) => {
    const items = [randomType(place.random, 0), type];
    return `(${sub(place, { is: "tuple", items })})[2]`;
  };
}

function looked(type: Type): Way {
  return (place) => {
    const keys = place.random.of([
      ['"p"', '"q_r"'],
      ["2", "5"],
    ]);
    const key = place.random.of(keys);
    return `(${sub(place, { is: "function", keys, to: type })})[${key}]`;
  };
}

/** `[x \in S, y \in T |-> e][a, b]` */
function ofTwo(type: Type): Way {
  return (place) => {
    const [x, y] = [place.fresh(), place.fresh()];
    const inside = knowing(knowing(totally(place), x, INT), y, INT);
    return `[${x} \\in 0..1, ${y} \\in {4, 6} |-> ${sub(inside, type)}][1, 6]`;
  };
}

const head =
  (type: Type): Way =>
  (place) =>
    `Head(${sub(place, sequenceOf(type))})`;

const indexed =
  (type: Type): Way =>
  (place) =>
    `(${sub(place, sequenceOf(type))})[${sub(place, INT)}]`;

/** There is one witness or none: which of several TLC takes is its own business. */
function chosen(type: Type): Way {
  return (place) => {
    const [name, wanted] = [place.fresh(), sub(totally(place), type)];
    const set = place.total ? `{${wanted}}` : sub(place, setOf(type));
    return `(CHOOSE ${name} \\in ${set} : ${name} = ${wanted})`;
  };
}

export function waysToAny(type: Type, place: Place): Way[] {
  const total = [conditional, cases, letIn, letOperator, applied, field, item, looked, ofTwo];
  const partial = place.total ? [] : [head, indexed];
  return [...total, ...partial, chosen].map((way) => way(type));
}
