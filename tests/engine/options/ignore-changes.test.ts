import { Webhook, type WebhookArgs, WebhookFleet } from "../../../sdk";
import { drift } from "../../support/drift/command";
import { useStack } from "../../support/engine/scene";
import type { Program } from "../../support/engine/stack";
import { eventsOn, INSTANCE, type onlyWebhook, TOKEN } from "../../support/server/server";

type Events = NonNullable<WebhookArgs["events"]>;

const FORMS: Record<string, Events> = {
  list: ["messagesUpsert"],
  all: "all",
  map: { messagesUpsert: true, presenceUpdate: false },
};

/** A webhook and a fleet of one member for each form, with the events of another form. */
function declare(ignoreChanges: string[], ofMember: string[], events: (form: string) => Events): Program {
  return () => {
    for (const form of Object.keys(FORMS)) {
      const url = `https://shop.example/${form}`;
      const options = { ignoreChanges };
      new Webhook(form, { instanceId: INSTANCE, name: form, url, events: events(form) }, options);
      new WebhookFleet(form, { instances: ["shop-02"], name: form, url, events: events(form) }, options);
      const instances = { "shop-03": { events: events(form) } };
      new WebhookFleet(
        `${form}-member`,
        { instances, name: form, url, events: [] },
        { ignoreChanges: ofMember },
      );
    }
  };
}

const declared = (form: string): Events => FORMS[form] ?? "all";
const ofMember = (...paths: string[]) => paths.map((path) => `instances["shop-03"].${path}`);

describe("changes that the program has ignored", () => {
  const scene = useStack({}, { instances: { [INSTANCE]: TOKEN, "shop-02": TOKEN, "shop-03": TOKEN } });
  const live = () =>
    scene.server
      .webhooks()
      .map((webhook: ReturnType<typeof onlyWebhook>) =>
        [webhook.instanceId, webhook.name, ...eventsOn(webhook)].join(" "),
      )
      .sort();

  test("an unchanged program changes nothing, in whichever form it declares the events", async () => {
    const program = declare(["events"], ofMember("events"), declared);
    await scene.stack.up(program);
    const { output, calls } = await scene.stack.up(program);
    expect(output).toContain("10 unchanged");
    expect(calls).toEqual([]);
  });

  test("changed events change nothing, nor what follows from them", async () => {
    const before = live();
    const other = (form: string): Events => (form === "all" ? ["callUpsert"] : form === "list" ? "all" : []);
    const { output, calls } = await scene.stack.up(declare(["events"], ofMember("events"), other));
    expect(output).toContain("10 unchanged");
    expect(calls).toEqual([]);
    expect(live()).toEqual(before);
  });

  test("a single flag can be ignored, too, whatever is declared of it", async () => {
    const before = live();
    const withFlag = (form: string): Events =>
      form === "map"
        ? { messagesUpsert: true, presenceUpdate: true }
        : form === "list"
          ? ["messagesUpsert", "presenceUpdate"]
          : { presenceUpdate: false };
    const same = (form: string): Events => (form === "all" ? "all" : withFlag(form));
    const { output, calls } = await scene.stack.up(
      declare(["events.presenceUpdate"], ofMember("events.presenceUpdate"), same),
    );
    expect(output).toContain("10 unchanged");
    expect(calls).toEqual([]);
    expect(live()).toEqual(before);
  });

  test("a flag that is ignored may be switched by hand, and drift agrees with the engine", async () => {
    const program = declare(["events.presenceUpdate"], ofMember("events.presenceUpdate"), declared);
    for (const { instanceId, webhookId } of scene.server.webhooks(INSTANCE)) {
      scene.server.edit(instanceId, webhookId, { events: { presenceUpdate: false } });
    }
    const [list] = scene.server.webhooks(INSTANCE).filter(({ name }) => name === "list");
    scene.server.edit(INSTANCE, list?.webhookId ?? "", { events: { presenceUpdate: true } });
    const before = live();
    const report = await drift(scene.stack.project, ["--stack", "test"]);
    expect(`${report.stdout}${report.stderr}`).toContain("no drift");
    expect(report.status).toBe(0);
    const { output, calls } = await scene.stack.up(program, { refresh: true });
    expect(output).toContain("10 unchanged");
    expect(new Set(calls)).toEqual(new Set(["get"]));
    expect(live()).toEqual(before);
    // Nor is it put right later, when something else is.
    await scene.stack.up(() => {
      const url = "https://shop.example/list";
      new Webhook(
        "list",
        { instanceId: INSTANCE, name: "list", url, enabled: false, events: declared("list") },
        { ignoreChanges: ["events.presenceUpdate"] },
      );
    });
    expect(live()).toEqual([`${INSTANCE} list messagesUpsert presenceUpdate`]);
  });

  test("members of a fleet are left as they are, also after they were changed by hand", async () => {
    const program = () => {
      const args = { instances: ["shop-02", "shop-03"], name: "fleet", url: "https://shop.example/fleet" };
      new WebhookFleet("fleet", args, { ignoreChanges: ["instances"] });
    };
    await scene.stack.up(program);
    for (const { instanceId, webhookId } of scene.server.webhooks("shop-02")) {
      scene.server.edit(instanceId, webhookId, { enabled: false });
    }
    for (const _again of ["first", "second"]) {
      const { output, calls } = await scene.stack.up(program, { refresh: true });
      expect(output).toContain("2 unchanged");
      expect(new Set(calls)).toEqual(new Set(["get"]));
    }
  });
});
