import * as t from "io-ts";

type Shape<R extends t.Props, O extends t.Props> = {
  readonly [K in keyof R]: t.TypeOf<R[K]>;
} & { readonly [K in keyof O]?: t.TypeOf<O[K]> };

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/**
 * An object of exactly these keys, some of which may be absent: one too many is as wrong as one
 * too few. The error of a missing or unknown key stands at that key.
 */
export function closed<R extends t.Props, O extends t.Props = Record<never, never>>(
  name: string,
  required: R,
  optional: O = {} as O,
): t.Type<Shape<R, O>, Shape<R, O>, unknown> {
  type A = Shape<R, O>;
  const props: t.Props = { ...required, ...optional };
  const validate = (input: unknown, context: t.Context): t.Validation<A> => {
    if (!isRecord(input)) return t.failure(input, context, "an object is wanted");
    const at = (key: string) =>
      t.appendContext(context, key, props[key] ?? t.undefined, input[key]);
    for (const key of Object.keys(input)) {
      if (!Object.hasOwn(props, key)) return t.failure(input[key], at(key), "unknown key");
    }
    for (const [key, type] of Object.entries(props)) {
      if (!Object.hasOwn(input, key)) {
        if (Object.hasOwn(required, key)) return t.failure(undefined, at(key), "missing key");
        continue;
      }
      const checked = type.validate(input[key], at(key));
      if (checked._tag === "Left") return checked;
    }
    return t.success(input as A);
  };
  const is = (input: unknown): input is A => validate(input, [])._tag === "Right";
  return new t.Type<A, A, unknown>(name, is, validate, t.identity);
}

/**
 * A union that looks its tag up first, so that an error speaks about one alternative and not
 * about all of them.
 */
export function tagged<K extends string, C extends Record<string, t.Mixed>>(
  name: string,
  key: K,
  alternatives: C,
): t.Type<t.TypeOf<C[keyof C]>, t.TypeOf<C[keyof C]>, unknown> {
  type A = t.TypeOf<C[keyof C]>;
  const validate = (input: unknown, context: t.Context): t.Validation<A> => {
    if (!isRecord(input)) return t.failure(input, context, "an object is wanted");
    const tag = input[key];
    const alternative =
      typeof tag === "string" && Object.hasOwn(alternatives, tag) ? alternatives[tag] : undefined;
    if (alternative === undefined) {
      const names = Object.keys(alternatives).join(", ");
      return t.failure(
        tag,
        t.appendContext(context, key, t.string, tag),
        `one of ${names} is wanted`,
      );
    }
    return alternative.validate(input, context) as t.Validation<A>;
  };
  const is = (input: unknown): input is A => validate(input, [])._tag === "Right";
  return new t.Type<A, A, unknown>(name, is, validate, t.identity);
}

/** A value that satisfies a test, described for the error by `wanted`. */
export function refined<A>(
  wanted: string,
  test: (input: unknown) => input is A,
): t.Type<A, A, unknown> {
  return new t.Type<A, A, unknown>(
    wanted,
    test,
    (input, context) =>
      test(input) ? t.success(input) : t.failure(input, context, `${wanted} is wanted`),
    t.identity,
  );
}

/** One of a few strings. */
export function oneOf<const S extends readonly string[]>(...names: S) {
  return refined(
    `one of ${names.join(", ")}`,
    (input): input is S[number] => typeof input === "string" && names.includes(input),
  );
}
