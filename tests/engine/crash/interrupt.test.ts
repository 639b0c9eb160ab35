import { setTimeout as sleep } from "node:timers/promises";
import { expectSame, FIRST } from "../../support/crash/lives";
import { interrupt, isAlive, kill, providersOf } from "../../support/crash/process";
import { CrashStack } from "../../support/crash/stack";

const TIMEOUT_SECONDS = 3;

let stack: CrashStack;
beforeAll(async () => {
  stack = await CrashStack.create(false, {}, { "codechat:timeoutSeconds": String(TIMEOUT_SECONDS) });
});
afterAll(() => stack?.close());

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(10);
}

const hasStruck = () => stack.server.faults.rules.some(({ struck }) => struck > 0);

describe("Ctrl-C, once, while requests hang", () => {
  test.each([
    ["up", "update"],
    ["destroy", "delete"],
  ] as const)(
    "ends pulumi %s when the operations' deadline passes, and the same again goes on",
    async (command, call) => {
      const declared = await stack.declare(FIRST);
      stack.server.faults.set({ call, fault: { kind: "hang" } });
      const running = stack.start(command);
      await until(hasStruck);
      interrupt(running);
      const { succeeded, output } = await running.ended;
      expect(succeeded).toBe(false);
      expect(output).toContain(`no answer within the operation's limit of ${TIMEOUT_SECONDS} s`);
      expect(await stack.isLocked()).toBe(false);
      stack.server.faults.clear();
      await stack.run(command);
      expectSame(stack.live(), command === "up" ? declared : []);
      await stack.run(command, ...(command === "up" ? ["--expect-no-changes"] : []));
      expect(stack.server.log.count()).toBe(0);
    },
  );
});

test("a provider ends with an engine that is killed, in the middle of its work", async () => {
  const declared = await stack.declare(FIRST);
  stack.server.faults.set({ call: "create", fault: { kind: "hang" } });
  const running = stack.start("up");
  await until(hasStruck);
  const providers = providersOf(running);
  expect(providers).not.toEqual([]);
  kill(running, "engine");
  await until(() => !providers.some(isAlive));
  stack.server.faults.clear();
  await stack.run("up");
  expectSame(stack.live(), declared);
});
