// Promise: the ways to an integer, a string and a truth value.
import { knowing, sub, totally, type Place, type Way } from "./place.js";
import { BOOL, INT, randomType, sequenceOf, setOf, STRING, type Type } from "./types.js";

const literal: Way = ({ random }) => {
  const n = String(random.below(6));
  if (random.once(3)) return `(z + ${n})`;
  return random.once(6) ? `(-${n})` : n;
};

const arithmetic: Way = (place) => {
  const operator = place.random.of(["+", "-", "*", "+", "-"]);
  return `(${sub(place, INT)} ${operator} ${sub(place, INT)})`;
};

const divided: Way = (place) => {
  const operator = place.random.of(["\\div", "%"]);
  const by = place.total ? String(place.random.below(4) + 1) : sub(place, INT);
  return `(${sub(place, INT)} ${operator} ${by})`;
};

const power: Way = (place) => {
  const exponent = place.total ? String(place.random.below(2) + 1) : String(place.random.below(3));
  return `(${sub(place, INT)} ^ ${exponent})`;
};

const length: Way = (place) => `Len(${sub(place, sequenceOf(randomType(place.random, 1)))})`;

const cardinality: Way = (place) =>
  `Cardinality(${sub(place, setOf(randomType(place.random, 1)))})`;

const sum: Way = (place) => `Sum(${sub(place, sequenceOf(INT))})`;

const least: Way = (place) => {
  const [x, y] = [place.fresh(), place.fresh()];
  const set = place.total ? `{${sub(place, INT)}, 7}` : sub(place, setOf(INT));
  return `(LET s == ${set} IN CHOOSE ${x} \\in s : \\A ${y} \\in s : ${x} <= ${y})`.replaceAll(
    /\bs\b/g,
    place.fresh(),
  );
};

export const waysToInt = [
  literal,
  arithmetic,
  arithmetic,
  divided,
  power,
  length,
  cardinality,
  sum,
  least,
];

const text: Way = ({ random }) => random.of(['"x"', '"y z"', '""', '"a"']);
/** Of values that TLC prints one way, however it came by them. */
const shown: Way = (place) => {
  const pair = `<<${sub(place, INT)}, ${sub(place, STRING)}>>`;
  return `ToString(${place.random.once(2) ? sub(place, place.random.of([INT, BOOL, STRING])) : pair})`;
};
const joined: Way = (place) => `(${sub(place, STRING)} \\o ${sub(place, STRING)})`;

export const waysToString = [text, text, shown, joined];

const truth: Way = ({ random }) => random.of(["TRUE", "FALSE", "(z = 0)", "(z > 0)"]);

const joint: Way = (place) => {
  const operator = place.random.of(["/\\", "\\/", "=>", "<=>", "/\\", "\\/"]);
  return `(${sub(place, BOOL)} ${operator} ${sub(place, BOOL)})`;
};

/** A bulleted list, on lines of its own: nothing else may begin left of it. */
const listed: Way = (place) => {
  const operator = place.random.of(["/\\", "\\/"]);
  const items = Array.from({ length: 2 + place.random.below(2) }, () => sub(place, BOOL));
  return `(${items.join(` ${operator} `)})`;
};

const not: Way = (place) => `(~ ${sub(place, BOOL)})`;

const compared: Way = (place) => {
  const operator = place.random.of(["<", ">", "<=", ">=", "=<"]);
  return `(${sub(place, INT)} ${operator} ${sub(place, INT)})`;
};

const equal: Way = (place) => {
  const type = randomType(place.random, 2);
  const operator = place.random.of(["=", "#", "="]);
  return `(${sub(place, type)} ${operator} ${sub(place, type)})`;
};

const member: Way = (place) => {
  const type = randomType(place.random, 1);
  const operator = place.random.of(["\\in", "\\notin"]);
  return `(${sub(place, type)} ${operator} ${sub(place, setOf(type))})`;
};

const included: Way = (place) => {
  const type = setOf(randomType(place.random, 1));
  return `(${sub(place, type)} \\subseteq ${sub(place, type)})`;
};

/** A set of values of `type` that TLC never lists: it is asked for members. */
function endless(type: Type, place: Place): string {
  const { random } = place;
  switch (type.is) {
    case "int":
      return random.of(["Nat", "Int", "(Nat \\cup {-1})", "(Nat \\ {3})", "(Int \\cap 0..4)"]);
    case "bool":
      return "BOOLEAN";
    case "string":
      return "STRING";
    case "set":
      return `(SUBSET ${endless(type.of, place)})`;
    case "sequence":
      return `Seq(${random.once(2) ? endless(type.of, place) : sub(totally(place), setOf(type.of))})`;
    case "function":
      return `[{${type.keys.join(", ")}} -> ${endless(type.to, place)}]`;
    case "record":
      return `[${type.fields.map(([name, of]) => `${name} : ${endless(of, place)}`).join(", ")}]`;
    case "tuple":
      return `(${type.items.map((of) => endless(of, place)).join(" \\X ")})`;
  }
}

const ofEndless: Way = (place) => {
  const type = randomType(place.random, 2);
  return `(${sub(place, type)} \\in ${endless(type, place)})`;
};

const quantified: Way = (place) => {
  const operator = place.random.of(["\\E", "\\A"]);
  const [x, y] = [place.fresh(), place.fresh()];
  const [one, other] = [randomType(place.random, 1), randomType(place.random, 0)];
  const total = totally(place);
  const set = sub(total, setOf(one));
  if (place.random.once(3)) {
    const pair = `<<${x}, ${y}>> \\in ${set} \\X ${sub(total, setOf(other))}`;
    return `(${operator} ${pair} : ${sub(knowing(knowing(total, x, one), y, other), BOOL)})`;
  }
  if (place.random.once(3)) {
    const inside = knowing(knowing(total, x, one), y, one);
    return `(${operator} ${x}, ${y} \\in ${set} : ${sub(inside, BOOL)})`;
  }
  return `(${operator} ${x} \\in ${set} : ${sub(knowing(total, x, one), BOOL)})`;
};

const finite: Way = (place) => `IsFiniteSet(${sub(place, setOf(randomType(place.random, 1)))})`;

export const waysToBool = [
  ...[truth, joint, joint, listed, not, compared, equal, equal, member, included],
  ...[ofEndless, quantified, quantified, finite],
];
