import * as v from "valibot";

/** What may be secret: the library's own message would show a number that stands in its place. */
export const secret = v.string("expected a string");

/** An integer that a number holds exactly, within bounds. */
export const integer = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));

/** Whether a value is an object, which a list is not. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object of members with any names, where `v.record` leaves out one that is called `constructor`. */
export function mapOf<T>(member: v.GenericSchema<unknown, T>, message = "expected an object") {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isRecord, message),
    v.rawTransform(({ dataset: { value: input }, addIssue }) => {
      for (const [key, value] of Object.entries(input)) {
        for (const { message } of v.safeParse(member, value).issues ?? []) {
          addIssue({ message, path: [{ type: "object", origin: "value", input, key, value }] });
        }
      }
      return { ...input } as Record<string, T>;
    }),
  );
}

/** What is wrong with a value, and where: a line each. */
export function problemLines(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.map((issue) => [v.getDotPath(issue), issue.message].filter(Boolean).join(": "));
}
