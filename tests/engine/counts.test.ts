import { counted } from "../support/engine/fleet";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { TOKEN } from "../support/server/server";
import { type ResourceInState, stateBytes, statePartBytes } from "../support/shared-state/state-bytes";

/** What does not depend on the machine: requests, requests in flight, bytes in state. */

const MAX_CONCURRENCY = 4;
// Late enough that calls overlap as far as they are allowed to.
const SLOW = { call: "any", fault: { kind: "slow", milliseconds: 20 } } as const;

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => `${index + 1}`.padStart(2, "0"));

const webhooks = (count: number) => (sendMessage: boolean) =>
  `
  const { Webhook } = require("pulumi-codechat");
  for (const number of ${JSON.stringify(numbers(count))}) {
    new Webhook("orders-" + number, {
      instanceId: "shop-" + number,
      name: "orders",
      url: "https://shop.example/hooks/0" + number,
      events: { connectionUpdate: true, messagesUpsert: true, sendMessage: ${sendMessage} },
      otherEvents: "off",
    });
  }
`;

const fleet = (count: number) => (sendMessage: boolean) =>
  `
  const { WebhookFleet } = require("pulumi-codechat");
  new WebhookFleet("orders", {
    instances: ${JSON.stringify(numbers(count).map((number) => `shop-${number}`))},
    name: "orders",
    url: "https://shop.example/hooks/{instanceId}",
    events: { connectionUpdate: true, messagesUpsert: true, sendMessage: ${sendMessage} },
    otherEvents: "off",
  });
`;

/** Bytes of each property in inputs and in outputs. */
type Parts = Readonly<Record<string, readonly [inputs: number, outputs: number]>>;

const WEBHOOK_PARTS: Parts = {
  __provider: [85, 85],
  baseUrl: [0, 35],
  braces: [1, 1],
  createdAt: [0, 39],
  enabled: [15, 15],
  events: [76, 76],
  instanceId: [23, 23],
  name: [16, 16],
  otherEvents: [20, 20],
  subscribedEvents: [0, 71],
  url: [39, 39],
  webhookId: [0, 51],
};

// What grows with the members.
const FLEET_PARTS: Parts = {
  instances: [664, 664],
  webhookIds: [0, 2465],
};

describe.each([
  { what: "20 webhooks", size: 20, program: webhooks(20), most: 750, parts: WEBHOOK_PARTS },
  { what: "a fleet of 50 members", size: 50, program: fleet(50), most: 120, parts: FLEET_PARTS },
])("$what", ({ size, program, most, parts }) => {
  const instances = Object.fromEntries(numbers(size).map((number) => [`shop-${number}`, TOKEN]));
  const scene = useServer({ instances, faults: [SLOW] });
  let project: Project;

  beforeAll(async () => {
    const files = {
      "Pulumi.yaml": "name: counts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
      "package.json": JSON.stringify({ name: "counts", main: "index.js" }),
      "index.js": program(true),
    };
    project = await Project.open({ server: scene.server, files });
    const config = {
      "codechat:baseUrl": scene.server.url,
      "codechat:maxConcurrency": String(MAX_CONCURRENCY),
    };
    await project.createStack(config, { "codechat:token": TOKEN });
  });
  afterAll(() => project.close());

  async function resources(): Promise<ResourceInState[]> {
    const { output } = await project.pulumi("stack", "export");
    const exported: ResourceInState[] = JSON.parse(output).deployment.resources;
    return exported.filter((resource) => resource.type.startsWith("pulumi-nodejs:dynamic"));
  }

  test("need no request to be previewed", async () => {
    expect((await project.pulumi("preview")).calls).toEqual([]);
  });

  test("need four requests each to be created, no more in flight than configured", async () => {
    const { calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(counted(calls)).toEqual({ list: size, create: size, update: size, events: size });
    expect(scene.server.log.maxInFlight).toBeLessThanOrEqual(MAX_CONCURRENCY);
    // One at a time would be no concurrency at all; how many more depends on the machine.
    expect(scene.server.log.maxInFlight).toBeGreaterThan(1);
  });

  test(`take at most ${most} bytes each in state, three events declared`, async () => {
    const bytes = (await resources()).map(stateBytes).reduce((sum, one) => sum + one, 0);
    expect(bytes / size).toBeLessThanOrEqual(most);
  });

  test("take them for these properties", async () => {
    const [first] = (await resources()).map(statePartBytes);
    const found = first?.map(({ property, inputs, outputs }) => [property, [inputs, outputs]]);
    expect(Object.fromEntries(found ?? [])).toMatchObject(parts);
  });

  test("need no request where nothing changed", async () => {
    expect((await project.pulumi("up", "--yes", "--skip-preview")).calls).toEqual([]);
  });

  test("need two requests each to change a flag", async () => {
    await project.write("index.js", program(false));
    const { calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(counted(calls)).toEqual({ update: size, events: size });
    expect(scene.server.log.maxInFlight).toBeLessThanOrEqual(MAX_CONCURRENCY);
  });

  test("need one request each to be refreshed", async () => {
    const { calls } = await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(counted(calls)).toEqual({ get: size });
    expect(scene.server.log.maxInFlight).toBeLessThanOrEqual(MAX_CONCURRENCY);
  });

  test("need one request each to be destroyed", async () => {
    const { calls } = await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(counted(calls)).toEqual({ delete: size });
    expect(scene.server.log.maxInFlight).toBeLessThanOrEqual(MAX_CONCURRENCY);
  });
});
