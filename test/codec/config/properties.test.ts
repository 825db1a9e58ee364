import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distance, formatProperty, nearest, parseProperties } from "#codec";

const pairs = (text: string) =>
  parseProperties(text).properties.map(({ key, value, line }) => [key, value, line]);

describe("parseProperties", () => {
  it("takes =, : and blanks between key and value, and trims both", () => {
    expect(pairs("a=1\nb : 2\n  c\t3  \nd = = 4\ne\n")).toEqual([
      ["a", "1", 1],
      ["b", "2", 2],
      ["c", "3", 3],
      ["d", "= 4", 4],
      ["e", "", 5],
    ]);
  });

  it("passes over comments and blank lines, and counts them", () => {
    expect(pairs("# one\n\n  ! two\r\na=#1\r\n")).toEqual([["a", "#1", 4]]);
  });

  it("joins continued lines under the number of the first", () => {
    expect(pairs("a=1\\\n   2\\\n3\nb=x\\\\\nc=4")).toEqual([
      ["a", "123", 1],
      ["b", "x\\", 4],
      ["c", "4", 5],
    ]);
  });

  it("resolves escapes in keys and values", () => {
    expect(pairs("a\\=b\\ c=\\u0041\\t\\q\\\\")).toEqual([["a=b c", "A\tq\\", 1]]);
  });

  it("names an escape that is none", () => {
    expect(parseProperties("x=1\na=\\u12g4 ").badEscapes).toEqual([{ line: 2, found: "\\u12g4" }]);
  });

  it("reads back what formatProperty writes", () => {
    const trimmed = fc.string({ unit: "grapheme" }).map((text) => text.trim());
    const key = fc.stringMatching(/^[a-zA-Z0-9.#!:= \\]+$/).map((text) => text.trim());
    fc.assert(
      fc.property(
        key.filter((text) => text !== ""),
        trimmed.filter((text) => !/^[\t\f=: ]/.test(text)),
        (name, value) => {
          expect(pairs(`${formatProperty(name, value)}\n`)).toEqual([[name, value, 1]]);
        },
      ),
    );
  });

  it("never throws, and every line it names exists", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab=: \\u0\n\r#!\t") }), (text) => {
        const { properties, lines } = parseProperties(text);
        for (const { line } of properties) expect(line).toBeLessThanOrEqual(lines);
      }),
    );
  });
});

describe("nearest", () => {
  it("finds what was meant and leaves strangers alone", () => {
    expect(nearest("tikTime", ["tickTime", "syncLimit"])).toBe("tickTime");
    expect(nearest("TICKTIME", ["tickTime"])).toBe("tickTime");
    expect(nearest("colour", ["tickTime", "syncLimit"])).toBeNull();
  });

  it("measures a distance: zero only to itself, symmetric, triangle", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(distance(a, b) === 0).toBe(a === b);
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
      }),
    );
  });
});
