import { inspectStack } from "../../../cli/drift/inspect";
import { exitStatus } from "../../../cli/drift/model";
import { repairStack } from "../../../cli/drift/repair";
import type { LiveWebhook } from "../../../emulator/src";
import { reportOf } from "../../support/drift/report";
import { asLive, plantOrders } from "../../support/drift/state";
import { INSTANCE, onlyWebhook, startServer, TOKEN } from "../../support/server/server";

const SILENT = { found: () => {}, looked: () => {} };

/** A stack with one webhook that was disabled by hand; `up` is told the live webhook, and may change it. */
async function repair(
  up: (disabled: LiveWebhook, settle: () => LiveWebhook) => { state: LiveWebhook[]; errors: string[] },
) {
  const server = await startServer();
  const live = plantOrders(server);
  let resources = [asLive(server, live)];
  server.edit(INSTANCE, live.webhookId, { enabled: false });
  const source = {
    programFolder: __dirname,
    state: async () => ({ resources }),
    config: async () => new Map([["codechat:token", TOKEN]]),
    up: async () => {
      const settle = () => server.edit(INSTANCE, live.webhookId, { enabled: true });
      const { state, errors } = up(onlyWebhook(server), settle);
      resources = state.map((webhook) => asLive(server, webhook));
      return errors;
    },
  };
  const before = await inspectStack(source, "dev", SILENT);
  const report = await repairStack(source, before, SILENT, new AbortController().signal);
  const status = exitStatus(reportOf({ dev: report }));
  return { outcomes: report.webhooks.map(({ repair: outcome }) => outcome), errors: report.errors, status };
}

test("what is live as declared after the update was repaired", async () => {
  const report = await repair((_, settle) => ({ state: [settle()], errors: [] }));
  expect(report).toEqual({ outcomes: ["repaired"], errors: [], status: 0 });
});

test("a failed update that has only taken the drift into state repaired nothing", async () => {
  const report = await repair((disabled) => ({ state: [disabled], errors: ["the program failed"] }));
  expect(report).toEqual({ outcomes: ["failed"], errors: ["the program failed"], status: 1 });
});

test("a failed update that came as far as this webhook has repaired it, and is an error all the same", async () => {
  const report = await repair((_, settle) => ({ state: [settle()], errors: ["another failed"] }));
  expect(report).toEqual({ outcomes: ["repaired"], errors: ["another failed"], status: 1 });
});

test("a webhook that is not in state any more was not repaired", async () => {
  const report = await repair(() => ({ state: [], errors: [] }));
  expect(report).toEqual({ outcomes: ["failed"], errors: [], status: 2 });
});
