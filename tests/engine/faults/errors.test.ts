import { type Emulator, startEmulator } from "../../../emulator/src";
import { DeclaredStack } from "../../support/engine/declared";
import { TYPICAL_FAILURES, type TypicalFailure } from "../../support/engine/errors";
import { checkErrors, type PrintedFailure, withoutChance } from "../../support/engine/errors-document";
import { failureOf } from "../../support/engine/outcome";
import { TOKEN } from "../../support/server/server";

const TIMEOUT_SECONDS = 12;
const USUAL = { name: "orders", url: "https://shop.example/hook/s3cret-path", events: ["messagesUpsert"] };

const servers: Emulator[] = [];
let stack: DeclaredStack;
let printed: PrintedFailure[];

beforeAll(async () => {
  const webhooks = Object.fromEntries(
    await Promise.all(
      TYPICAL_FAILURES.map(async (failure, index) => {
        const instanceId = `shop-${String(index + 1).padStart(2, "0")}`;
        const { url: baseUrl } = await startServerOf(failure, instanceId);
        return [instanceId, { instanceId, baseUrl, ...USUAL, ...failure.declared }];
      }),
    ),
  );
  const config = { "codechat:timeoutSeconds": String(TIMEOUT_SECONDS) };
  stack = await DeclaredStack.create(config, { "codechat:token": TOKEN });
  await stack.declare({ webhooks });
  const { output } = await failureOf(stack.up("--continue-on-error", "--parallel", "10"));
  printed = TYPICAL_FAILURES.map(({ title }, index) => ({
    title,
    text: withoutChance(sectionOf(output, Object.keys(webhooks)[index] ?? "")),
  }));
});

afterAll(async () => {
  await stack?.close();
  await Promise.all(servers.map((server) => server.close()));
});

test.each(TYPICAL_FAILURES.map(({ title }, index) => [title, index] as const))(
  "%s: the error says what happened and where, what is now true, and what to do, once each",
  (_title, index) => {
    const text = printed[index]?.text ?? "";
    const instance = `shop-${String(index + 1).padStart(2, "0")}`;
    expect(text).toContain(`could not create webhook "orders" of instance ${instance}`);
    for (const part of ["could not ", "now: ", "next: "]) expect(text.split(part)).toHaveLength(2);
    expect(text).not.toMatch(/^\s+at /m);
    expect(text).not.toMatch(/s3cret|token-of|wrong-token/);
  },
);

test("docs/errors.md shows this run", () => {
  expect(checkErrors(printed, TIMEOUT_SECONDS)).toBe("current");
});

async function startServerOf(
  { server, live = 0, closed }: TypicalFailure,
  instanceId: string,
): Promise<Emulator> {
  const started = await startEmulator({ instances: { [instanceId]: TOKEN }, ...server?.() });
  servers.push(started);
  for (let count = 0; count < live; count += 1)
    started.plant(instanceId, { name: USUAL.name, url: USUAL.url });
  if (closed) await started.close();
  return started;
}

/** What the engine says about one resource at the end. */
function sectionOf(output: string, resource: string): string {
  const [, diagnostics = ""] = output.split("Diagnostics:\n");
  const sections = diagnostics.split(/\n(?= {2}\S)/);
  const found = sections.find((section) => section.includes(`Webhook (${resource}):`));
  const [section = ""] = (found ?? "").split("\nResources:");
  return section.replace(/^ {2}/gm, "").trim();
}
