import { describe, expect, it } from "vitest";
import { knownNames, nearestNames, UsageError } from "#conformance/command";

const models = ["tiny", "small", "small-snap", "snapshots", "base"];

describe("a name that is none", () => {
  const refused = (...wanted: string[]) => {
    return () => knownNames("model of models.json", wanted, models);
  };

  it("is answered with the few that may have been meant", () => {
    expect(refused("base", "smal")).toThrow(UsageError);
    expect(refused("smal")).toThrow(
      /^no model of models.json has the name smal: did you mean small or small-snap\?$/,
    );
    expect(refused("tinny")).toThrow(/: did you mean tiny\?$/);
  });

  it("is answered with all of them where none is like it and they are few", () => {
    const all = "name tiny, small, small-snap, snapshots or base";
    expect(refused("constantinople")).toThrow(new RegExp(` constantinople: ${all}$`));
    expect(refused("")).toThrow(new RegExp(` "": ${all}$`));
  });

  it("is answered with some where they are many and none is like it, and how many there are", () => {
    const many = [...models, "any-1", "any-2", "discovery", "elections"];
    for (const word of ["reconfiguration", "xyzzy", "qq", ""]) {
      expect(() => knownNames("model", [word], many)).toThrow(
        /^no model has the name \S+: name one of the 9, such as tiny, small and small-snap$/,
      );
    }
  });

  it("is not found among names that are there", () => {
    expect(knownNames("model", ["base", "tiny"], models)).toEqual(["base", "tiny"]);
  });
});

describe("the nearest names", () => {
  it("are three at most, the likeliest first, whatever their case", () => {
    expect(nearestNames("SNAP", models)).toEqual(["small-snap", "snapshots"]);
    expect(nearestNames("s", ["as", "bs", "cs", "ds"])).toEqual(["as", "bs", "cs"]);
    expect(nearestNames("a", ["small", "snapshots"])).toEqual([]);
    expect(nearestNames("xyzzy", ["y", "zy"])).toEqual([]);
    expect(nearestNames("bose", ["nose", "base"])).toEqual(["nose", "base"]);
  });
});
