// Promise: the ways to a set, a sequence, a function, a record and a tuple.
import { knowing, sub, totally, type Place, type Way } from "./place.js";
import { BOOL, INT, keyType, randomType, sequenceOf, setOf, type Type } from "./types.js";

const some = (place: Place, type: Type, most: number): string =>
  Array.from({ length: place.random.below(most + 1) }, () => sub(place, type)).join(", ");

function waysToSet(of: Type): Way[] {
  const same = setOf(of);
  const enumerated: Way = (place) => `{${some(place, of, 3)}}`;
  const combined: Way = (place) => {
    const operator = place.random.of(["\\cup", "\\cap", "\\", "\\union"]);
    return `(${sub(place, same)} ${operator} ${sub(place, same)})`;
  };
  const filtered: Way = (place) => {
    const name = place.fresh();
    const where = sub(knowing(place, name, of), BOOL);
    return `{${name} \\in ${sub(place, same)} : ${where}}`;
  };
  const mapped: Way = (place) => {
    const name = place.fresh();
    const from = randomType(place.random, 1);
    const value = sub(knowing(place, name, from), of);
    return `{${value} : ${name} \\in ${sub(place, setOf(from))}}`;
  };
  const mappedTwice: Way = (place) => {
    const [x, y] = [place.fresh(), place.fresh()];
    const value = sub(knowing(knowing(place, x, INT), y, BOOL), of);
    return `{${value} : ${x} \\in ${sub(place, setOf(INT))}, ${y} \\in BOOLEAN}`;
  };
  const union: Way = (place) => `(UNION {${some(place, same, 3)}})`;
  const ranged: Way = (place) => `(${sub(place, INT)} .. ${sub(place, INT)})`;
  const ways = [enumerated, enumerated, combined, combined, filtered, mapped, mappedTwice, union];
  if (of.is === "int") ways.push(ranged, (place) => `(DOMAIN ${sub(place, sequenceOf(INT))})`);
  return [...ways, ...waysToLargeSet(of)];
}

/** Sets that are made of all there is: kept small. */
function waysToLargeSet(of: Type): Way[] {
  switch (of.is) {
    case "bool":
      return [() => "BOOLEAN"];
    case "set":
      return [(place) => `(SUBSET {${some(place, of.of, 3)}})`];
    case "tuple":
      return [
        (place) => `(${of.items.map((one) => `{${some(place, one, 2)}}`).join(" \\X ")})`,
        (place) => `(${of.items.map((one) => `{${some(place, one, 2)}}`).join(" \\times ")})`,
      ];
    case "record":
      return [
        (place) =>
          `[${of.fields.map(([name, one]) => `${name} : {${some(place, one, 2)}}`).join(", ")}]`,
      ];
    case "function":
      return [(place) => `[{${of.keys.join(", ")}} -> {${some(place, of.to, 2)}}]`];
    case "string":
      return [
        (place) => {
          const fields = [
            ["a", INT],
            ["b", INT],
          ] as const;
          return `(DOMAIN ${sub(place, { is: "record", fields })})`;
        },
      ];
    default:
      return [];
  }
}

function waysToSequence(of: Type): Way[] {
  const same = sequenceOf(of);
  const enumerated: Way = (place) => `<<${some(place, of, 3)}>>`;
  const appended: Way = (place) => `Append(${sub(place, same)}, ${sub(place, of)})`;
  const joined: Way = (place) => `(${sub(place, same)} \\o ${sub(place, same)})`;
  const tail: Way = (place) =>
    place.total
      ? `(LET s == ${sub(place, same)} IN IF s = <<>> THEN s ELSE Tail(s))`.replaceAll(
          /\bs\b/g,
          place.fresh(),
        )
      : `Tail(${sub(place, same)})`;
  const cut: Way = (place) =>
    place.total
      ? `SubSeq(${sub(place, same)}, 1, 0)`
      : `SubSeq(${sub(place, same)}, ${sub(place, INT)}, ${sub(place, INT)})`;
  const selected: Way = (place) => {
    const name = place.fresh();
    const test = sub(knowing(place, name, of), BOOL);
    return `SelectSeq(${sub(place, same)}, LAMBDA ${name} : ${test})`;
  };
  const constructed: Way = (place) => {
    const name = place.fresh();
    const to = String(place.random.below(4));
    return `[${name} \\in 1..${to} |-> ${sub(knowing(totally(place), name, INT), of)}]`;
  };
  const replaced: Way = (place) => {
    const [first, second] = [sub(place, of), sub(place, of)];
    return `[<<${first}, ${second}>> EXCEPT ![2] = ${place.random.once(2) ? "@" : sub(place, of)}]`;
  };
  return [enumerated, enumerated, appended, joined, tail, cut, selected, constructed, replaced];
}

function waysToFunction(keys: readonly string[], to: Type): Way[] {
  const same: Type = { is: "function", keys, to };
  const constructed: Way = (place) => {
    const name = place.fresh();
    const value = sub(knowing(totally(place), name, keyType(keys)), to);
    return `[${name} \\in {${keys.join(", ")}} |-> ${value}]`;
  };
  const merged: Way = (place) =>
    `(${keys.map((key) => `${key} :> ${sub(place, to)}`).join(" @@ ")})`;
  const overlaid: Way = (place) => `(${sub(place, same)} @@ ${sub(place, same)})`;
  const replaced: Way = (place) => {
    const key = place.random.of(keys);
    return `[${sub(place, same)} EXCEPT ![${key}] = ${oldOr(place, to)}]`;
  };
  const replacedTwice: Way = (place) => {
    const [one, other] = [place.random.of(keys), place.random.of(keys)];
    const updates = `![${one}] = ${oldOr(place, to)}, ![${other}] = ${oldOr(place, to)}`;
    return `[${sub(place, same)} EXCEPT ${updates}]`;
  };
  return [constructed, merged, overlaid, replaced, replacedTwice];
}

/** What an update puts: a value, or what was there, changed. */
function oldOr(place: Place, type: Type): string {
  if (place.random.once(2)) return sub(place, type);
  switch (type.is) {
    case "int":
      return "@ + 1";
    case "bool":
      return "~@";
    case "set":
      return `@ \\cup ${sub(place, type)}`;
    case "sequence":
      return `Append(@, ${sub(place, type.of)})`;
    default:
      return "@";
  }
}

function waysToRecord(fields: readonly (readonly [string, Type])[]): Way[] {
  const same: Type = { is: "record", fields };
  const written: Way = (place) =>
    `[${fields.map(([name, type]) => `${name} |-> ${sub(place, type)}`).join(", ")}]`;
  const merged: Way = (place) =>
    `(${fields.map(([name, type]) => `"${name}" :> ${sub(place, type)}`).join(" @@ ")})`;
  const replaced: Way = (place) => {
    const [name, type] = place.random.of(fields);
    return `[${sub(place, same)} EXCEPT !.${name} = ${oldOr(place, type)}]`;
  };
  const nested: Way = (place) => {
    const [name, type] = place.random.of(fields);
    const outer = `[c |-> ${sub(place, same)}, d |-> 1]`;
    return `([${outer} EXCEPT !.c.${name} = ${oldOr(place, type)}, !["d"] = @ + 1]).c`;
  };
  return [written, written, merged, replaced, nested];
}

function waysToTuple(items: readonly Type[]): Way[] {
  const same: Type = { is: "tuple", items };
  const written: Way = (place) => `<<${items.map((type) => sub(place, type)).join(", ")}>>`;
  const replaced: Way = (place) => {
    const k = place.random.below(items.length);
    const value = oldOr(place, items[k] as Type);
    return `[${sub(place, same)} EXCEPT ![${String(k + 1)}] = ${value}]`;
  };
  return [written, written, replaced];
}

export function waysToComposite(type: Type): Way[] {
  switch (type.is) {
    case "set":
      return waysToSet(type.of);
    case "sequence":
      return waysToSequence(type.of);
    case "function":
      return waysToFunction(type.keys, type.to);
    case "record":
      return waysToRecord(type.fields);
    case "tuple":
      return waysToTuple(type.items);
    default:
      return [];
  }
}
