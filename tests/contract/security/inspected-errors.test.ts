import { inspect } from "node:util";
import type { CallName, Fault } from "../../../emulator/src";
import { Fleet, fleetOf, startFleetRun } from "../../support/provider/fleet";
import { failureOf, startRun } from "../../support/provider/provider";
import { created, ORDERS } from "../../support/provider/resource";
import { selfSignedCertificate } from "../../support/server/certificate";
import { INSTANCE, startServer, TOKEN } from "../../support/server/server";

/** A debugger's view of an error: everything that can be reached from it. */
function everythingIn(error: Error): string {
  return inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
}

const HEADERS = new RegExp(`authorization|bearer|${TOKEN}`, "i");

// Create is not among those that fail after a cut answer: the webhook is found by looking.
const CALLS: readonly CallName[] = ["list", "create", "update", "events"];

// A limit that is over soon: most of these are tried again until then.
const CONFIG = { maxRetries: "1", timeoutSeconds: "20" };

describe.each<[string, Fault]>([
  ["a connection reset", { kind: "reset" }],
  ["no answer in time", { kind: "hang" }],
  ["401", { kind: "status", status: 401 }],
  ["500", { kind: "status", status: 500 }],
  ["429 with a pause", { kind: "status", status: 429, retryAfter: 600 }],
  ["an answer cut short", { kind: "cut", framing: "length" }],
  ["an answer cut between chunks", { kind: "cut", framing: "chunked" }],
  ["an answer that is too large", { kind: "huge", bytes: 6 * 1024 * 1024 }],
  ["a redirect", { kind: "redirect", location: "https://other.example/" }],
  ["a page", { kind: "body", body: "<html>" }],
  ["an answer that is not as documented", { kind: "body", body: "{}" }],
])("after %s", (_what, fault) => {
  test.each(CALLS.filter((call) => !(call === "create" && fault.kind === "cut")))(
    "of %s no error holds the headers of a request",
    async (call) => {
      const server = await startServer({ faults: [{ call, fault }] });
      const run = await startRun(server, CONFIG);
      for (const name of ["orders", "sales"]) {
        const failure = await failureOf(created(run, { ...ORDERS, name }));
        expect(everythingIn(failure)).not.toMatch(HEADERS);
      }
    },
  );
});

test("nor where there is no server", async () => {
  const failure = await failureOf(created(await startRun({ url: "http://127.0.0.1:9" }, CONFIG)));
  expect(failure.message).toContain("ECONNREFUSED");
  expect(everythingIn(failure)).not.toMatch(HEADERS);
});

test("nor where its certificate is not trusted", async () => {
  const server = await startServer({ tls: selfSignedCertificate() });
  const failure = await failureOf(created(await startRun(server, CONFIG)));
  expect(failure.message).toContain("self-signed certificate");
  expect(everythingIn(failure)).not.toMatch(HEADERS);
});

test("nor where the members of a fleet fail", async () => {
  const server = await startServer({ faults: [{ call: "any", fault: { kind: "status", status: 500 } }] });
  const failure = await failureOf(new Fleet().up(await startFleetRun(server, CONFIG), fleetOf([INSTANCE])));
  expect(everythingIn(failure)).not.toMatch(HEADERS);
});
