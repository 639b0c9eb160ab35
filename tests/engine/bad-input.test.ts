import { Webhook, type WebhookArgs } from "../../sdk";
import { declareWebhook } from "../support/engine/declare";
import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useStack } from "../support/engine/scene";
import { INSTANCE, TOKEN } from "../support/server/server";

/** A declaration that the compiler would refuse. */
const unchecked = (args: Readonly<Record<string, unknown>>) => args as unknown as WebhookArgs;

describe("a declaration that is wrong", () => {
  const scene = useStack();

  test("is refused at preview with everything that is wrong with it, before any request", async () => {
    const { output, calls } = await failureOf(
      scene.stack.preview(() => {
        const args = {
          instanceId: "",
          name: 7,
          url: "https://shop.example/a path",
          enabled: "yes",
          events: ["messageUpsert", "statusInstance", 3],
          otherEvents: "maybe",
          webhookId: "..",
          onDestroy: "explode",
          colour: "red",
        };
        new Webhook("wrong", unchecked(args));
      }),
    );
    for (const reason of [
      "instanceId: must not be empty",
      "name: must be a string, not a number",
      "url: must not contain white space",
      "enabled: must be true or false, not a string",
      'events[0]: unknown event "messageUpsert"; did you mean "messagesUpsert"?',
      "events[2]: must be the name of an event, not a number",
      'otherEvents: must be one of "off", "on", "leave"',
      'webhookId: must not be ".."',
      'onDestroy: must be one of "delete", "disable", "retain"',
      "colour: unknown argument",
    ]) {
      expect(output).toContain(`resource 'wrong' has a problem: ${reason}`);
    }
    expect(output).not.toContain("statusInstance");
    expect(calls).toEqual([]);
  });

  test("what is missing or contradicts itself is named, too", async () => {
    const { output, calls } = await failureOf(
      scene.stack.preview(() => {
        new Webhook("wrong", unchecked({ events: "all", otherEvents: "off" }));
      }),
    );
    expect(output).toContain("name: is required");
    expect(output).toContain("url: is required");
    expect(output).toContain('otherEvents: "off" contradicts events, which is "all"');
    expect(calls).toEqual([]);
  });

  test("an event that is deprecated, or works only in part, is a warning", async () => {
    const { output, calls } = await scene.stack.preview(() => {
      declareWebhook("orders", { events: ["chatsDelete", "newJwt"] });
    });
    expect(output).toContain("warning: events.chatsDelete: the API marks this event as deprecated");
    expect(output).toContain("warning: events.newJwt: works only with the jwt authentication type");
    expect(calls).toEqual([]);
  });
});

describe("a program or configuration that is wrong", () => {
  const scene = useStack();
  let project: Project;

  beforeAll(async () => {
    const files = { "Pulumi.yaml": "name: wrong\nruntime: nodejs\n" };
    project = await Project.open({ server: scene.server, files });
    await project.createStack();
  });
  afterAll(() => project.close());

  const preview = async (...declarations: readonly string[]) => {
    const required =
      'const pulumi = require("@pulumi/pulumi");\nconst { Webhook } = require("pulumi-codechat");\n';
    await project.write("index.js", required + declarations.join("\n"));
    return failureOf(project.pulumi("preview"));
  };
  const webhook = (resource: string, { name = '"orders"', more = "" } = {}) =>
    `new Webhook("${resource}", { instanceId: "${INSTANCE}", name: ${name}, url: "https://shop.example/", ${more} });`;

  test("no base url and no token: argument, command and environment variable are named", async () => {
    const { output, calls } = await preview(webhook("orders"));
    for (const help of [
      "set the argument baseUrl, run `pulumi config set codechat:baseUrl https://…`",
      "CODECHAT_BASE_URL",
      "set the argument token, run `pulumi config set --secret codechat:token …`",
      "CODECHAT_TOKEN",
    ]) {
      expect(output).toContain(help);
    }
    expect(calls).toEqual([]);
  });

  test("one live webhook declared twice: both resources are named", async () => {
    await project.configure({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
    const { output, calls } = await preview(webhook("orders"), webhook("twin"));
    expect(output).toContain('Webhook "twin" and Webhook "orders" declare the same live webhook');
    expect(output).not.toContain("node_modules");
    expect(calls).toEqual([]);
  });

  test("the same, where the second name is an output and the id is the same", async () => {
    const { output, calls } = await preview(
      webhook("orders", { more: 'webhookId: "7"' }),
      webhook("twin", { name: 'pulumi.output("other")', more: 'webhookId: "7"' }),
    );
    expect(output).toContain('Webhook "twin" and Webhook "orders" declare the same live webhook');
    expect(output).toContain("same webhookId 7");
    expect(calls.every((call) => call === "get" || call === "list")).toBe(true);
  });

  test("a token in plain configuration: the command that sets it as a secret is named", async () => {
    await project.configure({ "codechat:token": TOKEN });
    const { output, calls } = await preview(webhook("orders"));
    expect(output).toContain("`pulumi config set --secret codechat:token …`");
    expect(output).not.toContain(TOKEN);
    expect(output).not.toContain("node_modules");
    expect(calls).toEqual([]);
  });
});
