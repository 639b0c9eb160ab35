import { readFileSync } from "node:fs";
import type { EventName } from "pulumi-codechat";
import { z } from "zod";

/** What one customer has: the same webhook on each instance. */
export interface Tenant {
  /** Its stack is called like it. */
  readonly name: string;
  readonly instances: readonly string[];
  readonly url: string;
  readonly events: readonly EventName[];
  /** The tokens of its instances, and of no others. */
  readonly tokens: Readonly<Record<string, string>>;
}

const file = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "a tenant's name has a-z, 0-9 and -"),
  z.strictObject({
    instances: z.array(z.string().min(1)).min(1),
    url: z.url(),
    // Their names are checked at preview, with a suggestion for a typo.
    events: z.array(z.custom<EventName>((name) => typeof name === "string")),
  }),
);
const tokenMap = z.record(z.string(), z.string().min(1));

/**
 * Reads tenants.json; tokens come from the environment, so that they are in no file.
 *
 * @param tokensJson a JSON map of instance id and token.
 * @throws Error saying what is wrong, never with a token in it.
 */
export function readTenants(path: string, tokensJson: string | undefined): ReadonlyMap<string, Tenant> {
  const declared = parse(path, readFileSync(path, "utf8"), file);
  const tokens = parse("CODECHAT_TOKENS", tokensJson ?? "{}", tokenMap);
  const owners = new Map<string, string>();
  return new Map(
    Object.entries(declared).map(([name, tenant]) => {
      for (const instance of tenant.instances) {
        const owner = owners.get(instance);
        if (owner !== undefined) throw new Error(`${path}: ${instance} belongs to ${owner} and to ${name}`);
        owners.set(instance, name);
      }
      const own = tenant.instances.flatMap((instance) => {
        const token = tokens[instance];
        return token === undefined ? [] : [[instance, token] as const];
      });
      return [name, { name, ...tenant, tokens: Object.fromEntries(own) }];
    }),
  );
}

function parse<T>(source: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words may quote a token.
    throw new Error(`${source} is not JSON`);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new Error(`${source}:\n${z.prettifyError(result.error)}`);
  return result.data;
}
