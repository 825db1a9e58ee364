import { describe, expect, it } from "vitest";
import { describeFault, describeWarning, printable } from "#codec";

describe("a line for a terminal", () => {
  it("shows escapes where a terminal would obey, or show nothing", () => {
    expect(printable("\u001b[2J\u0007\u007f\u009b")).toBe("\\u001b[2J\\u0007\\u007f\\u009b");
    expect(printable("\ufeffa\u200bb\u202ec\u2028d\ud800")).toBe(
      "\\ufeffa\\u200bb\\u202ec\\u2028d\\ud800",
    );
    expect(printable("\u{e0041}")).toBe("\\u{e0041}");
    expect(printable("Zürich, 東京, 🙂\ufffd")).toBe("Zürich, 東京, 🙂\ufffd");
  });

  it("is what is said of a configuration, of every part", () => {
    const at = { file: "a\u0007", line: 1, key: "\u001b]0;x" };
    const fault = { ...at, found: "\u009b1m\ufeff", wanted: "w" };
    expect(describeFault(fault)).toBe(
      'a\\u0007:1: \\u001b]0;x: found "\\u009b1m\\ufeff", wanted w',
    );
    expect(describeWarning({ ...at, message: "m\n" })).toBe("a\\u0007:1: \\u001b]0;x: m\\u000a");
  });
});
