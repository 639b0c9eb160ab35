import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { pulumiCodechat } from "../support/engine/command";
import { CommandFailure, failureOf, type Outcome } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";

const TOKENS = { "shop-01": "token-of-shop-01", a: "token-of-a", b: "token-of-b" };
const PATH = "secret-path-x81";

describe("a stack with a webhook and a fleet", () => {
  const scene = useServer({ instances: TOKENS });
  const received: { readonly path: string | undefined; readonly body: Readonly<Record<string, unknown>> }[] =
    [];
  const receiver = createServer(async (request, response) => {
    received.push({ path: request.url, body: JSON.parse(await text(request)) });
    response.end("thanks");
  });
  let project: Project;
  let printed = "";
  const run = async (...args: string[]): Promise<Outcome> => {
    const note = ({ output }: Outcome) => {
      printed += output;
    };
    try {
      const outcome = await pulumiCodechat(project, args);
      note(outcome);
      return outcome;
    } catch (error) {
      if (error instanceof CommandFailure) note(error.outcome);
      throw error;
    }
  };

  beforeAll(async () => {
    await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
    const url = `http://user:pass-of-hook@127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "package.json": "{}",
      "index.js": `
        const { Webhook, WebhookFleet } = require("pulumi-codechat");
        const url = "${url}/${PATH}";
        new Webhook("orders", { instanceId: "shop-01", name: "orders", url, events: ["messagesUpsert"] });
        new WebhookFleet("all", { instances: ["a", "b"], name: "all", url: url + "/{instanceId}" });
      `,
    };
    project = await Project.open({ server: scene.server, files });
    const secrets = { "codechat:tokens": JSON.stringify(TOKENS) };
    await project.createStack({ "codechat:baseUrl": scene.server.url }, secrets);
    await project.pulumi("up", "--yes", "--skip-preview");
    scene.server.plant("b", { name: "by hand", url: `https://shop.example/${PATH}`, enabled: true });
    await project.pulumi("stack", "init", "empty");
  });
  afterAll(async () => {
    await project?.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  test("list shows what is live on its instances and who declares it; it only reads", async () => {
    const { output, calls } = await run("list");
    expect(output).toMatch(/^a +all +\[secret\] +on +(\d+) of \1 +test: all \(fleet\) /m);
    expect(output).toMatch(/^b +by hand +https:\/\/shop\.example\/… +on +(\d+) of \1 +nobody /m);
    expect(output).toMatch(/^shop-01 +orders +\[secret\] +on +1 of \d+ +test: orders /m);
    expect(output).toContain(
      "4 webhooks of 3 instances, 1 declared by nobody (stacks looked at: empty, test)",
    );
    expect(new Set(calls)).toEqual(new Set(["list"]));
  });

  test("list --undeclared exits with 2 where it finds some", async () => {
    const { output } = await failureOf(run("list", "--stack", "test", "--undeclared", "--json"));
    expect(JSON.parse(output)).toMatchObject({
      project: "shop",
      stacks: ["test"],
      summary: { webhooks: 4, undeclared: 1, errors: 0 },
      webhooks: [{ instance: "b", name: "by hand", declaredBy: [] }],
    });
  });

  test("list --instance reads with the stack's configuration; what cannot be read is an error beside the rest", async () => {
    const { output } = await failureOf(
      run("list", "-s", "test", "-s", "nowhere", "-i", "a", "-i", "missing"),
    );
    expect(output).toMatch(/^a +all .* test: all \(fleet\) /m);
    expect(output).toMatch(/^error: stack nowhere: there is no such stack; project shop has empty, test$/m);
    expect(output).toMatch(/^error: missing: .*token: none is configured/m);
  });

  test("trigger sends a sample to the webhook's url in state, with its instance in it", async () => {
    const { output, calls } = await run("trigger", "messages.upsert", "-s", "test", "-r", "orders");
    expect(output).toMatch(
      /^sent a sample of messages\.upsert to orders on shop-01 \(\[secret\]\)\nanswered 200 OK in \d+ ms\n {2}thanks\n$/,
    );
    expect(calls).toEqual([]);
    expect(received).toMatchObject([
      { path: `/${PATH}`, body: { event: "messages.upsert", instance: { instanceId: "shop-01" } } },
    ]);
  });

  test("trigger takes the member of a fleet, and asks for it where there are several", async () => {
    const all = ["trigger", "connectionUpdate", "--stack", "test", "--resource", "all"];
    expect((await failureOf(run(...all))).output).toBe(
      'error: "all" has webhooks on several instances: name one with --instance: a, b\n',
    );
    await run(...all, "--instance", "b", "--json");
    expect(received.at(-1)).toMatchObject({ path: `/${PATH}/b`, body: { event: "connection.update" } });
  });

  test("trigger refuses an event that the webhook is not subscribed to, unless it is forced to", async () => {
    const before = received.length;
    const presence = ["trigger", "presence.update", "--stack", "test", "--resource", "orders"];
    const refused = await failureOf(run(...presence));
    expect(refused.output).toContain("orders on shop-01: it is not subscribed to presence.update");
    expect(refused.output).toContain("next: change the declaration");
    expect(received).toHaveLength(before);
    expect((await run(...presence, "--force")).output).toContain(
      "note: it is not subscribed to presence.update",
    );
    expect(received).toHaveLength(before + 1);
  });

  test("trigger takes the selected stack, and says where that declares none", async () => {
    const { output } = await failureOf(run("trigger", "messages.upsert"));
    expect(output).toBe("error: stack empty declares no webhook: run `pulumi up` first\n");
  });

  test("neither prints a token, user info or a path", () => {
    expect(printed).toContain("answered 200 OK");
    expect(printed).not.toMatch(/token-of-|pass-of-hook|secret-path/);
  });
});
