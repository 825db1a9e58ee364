/** A part of a property as a function of whatever it takes. */
export function call(
  properties: object,
  property: string,
  part: string,
  given: unknown[],
): unknown {
  const parts = (properties as Record<string, Record<string, (...given: unknown[]) => unknown>>)[
    property
  ];
  return parts?.[part]?.(...given);
}

/** All parts of all properties, and those that cases speak of, in one order. */
export function parts(
  properties: object,
  cases: readonly (readonly [property: string, part: string, ...unknown[]])[],
): { readonly all: readonly string[]; readonly seen: readonly string[] } {
  const all = Object.entries(properties as Record<string, object>).flatMap(([property, given]) =>
    Object.keys(given).map((part) => `${property} ${part}`),
  );
  const seen = new Set(cases.map(([property, part]) => `${property} ${part}`));
  return { all: all.sort(), seen: [...seen].sort() };
}
