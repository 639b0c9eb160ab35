import fc from "fast-check";
import { printText } from "../../cli/adopt/code";
import { declareWebhook, type LeftOut } from "../../cli/adopt/declaration";
import { groupIntoFleets } from "../../cli/adopt/fleets";
import { writeProgram } from "../../cli/adopt/program";
import type { ReadWebhook } from "../../cli/shared/instances/live-webhooks";
import { readWebhook, runProgram } from "../support/provider/adopted";

/** The program of these webhooks, by instance. */
function programOf(webhooks: Readonly<Record<string, readonly ReadWebhook[]>>, smallestFleet = 5) {
  const declared = Object.entries(webhooks).flatMap(([id, live]) =>
    live.map((one) => declareWebhook(id, one)),
  );
  const leftOut: LeftOut[] = declared.flatMap((one) => ("leftOut" in one ? one.leftOut : []));
  const adopted = declared.flatMap((one) => ("adopted" in one ? one.adopted : []));
  return writeProgram(groupIntoFleets(adopted, smallestFleet), leftOut);
}

describe("the program", () => {
  test("reads like one that a person wrote", () => {
    const { text } = programOf({ "shop-01": [readWebhook()] });
    expect(text.slice(text.indexOf("import"))).toBe(`import { Webhook } from "pulumi-codechat";

new Webhook("shop-01-orders", {
  instanceId: "shop-01",
  webhookId: "id-1",
  name: "orders",
  url: "https://shop.example/hook",
  events: ["messagesUpsert"],
});
`);
  });

  test("says every text as it is, whatever stands in it, and declares nothing else", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.string({ unit: "binary", minLength: 1 }),
      fc.constantFrom(
        '"); process.exit(1); ("',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: no template is meant
        "${process.env}",
        "`",
        "*/",
        "\\",
        "\u2028new Webhook()",
        "\n// \r",
      ),
    );
    const live = fc.record({ id: nasty, webhookId: nasty, name: nasty, path: nasty });
    fc.assert(
      fc.property(fc.array(live, { maxLength: 8 }), (given) => {
        const webhooks = new Map(
          given.map(({ id, webhookId, name, path }) => [
            id,
            readWebhook({ webhookId, name, url: `https://shop.example/${path.replace(/\s/gu, "")}` }),
          ]),
        );
        const { text } = programOf(Object.fromEntries([...webhooks].map(([id, one]) => [id, [one]])));
        const declared = runProgram(text);
        expect(new Set(declared.map(({ name }) => name)).size).toBe(declared.length);
        for (const { type, name, args } of declared) {
          expect([type, name]).toEqual(["Webhook", expect.stringMatching(/^[a-z0-9][a-z0-9-]*$/)]);
          const { webhookId, name: webhookName, url } = webhooks.get(String(args["instanceId"])) ?? {};
          expect(args).toMatchObject({ webhookId, name: webhookName, url });
        }
        const lines = text.slice(text.indexOf("// Not in this program")).split("\n");
        const left = text.includes("// Not in this program") ? lines.length - 2 : 0;
        expect(declared.length + left).toBe(Object.keys(Object.fromEntries(webhooks)).length);
      }),
    );
  });

  test("shows what cannot be seen as an escape", () => {
    expect(printText("a\u202eb\u200bc\u2028d\n\ud800")).toBe('"a\\u202eb\\u200bc\\u2028d\\n\\ud800"');
  });

  test("takes a url with user info from secret configuration, and holds none of it", () => {
    const url = "https://user:hunter2-hunter2@shop.example/hook";
    const { text, secretUrls } = programOf({ "shop-01": [readWebhook({ url })] });
    expect(text).not.toContain("hunter2");
    expect([...secretUrls]).toEqual([["shop-01-orders-url", url]]);
    expect(runProgram(text)[0]?.args["url"]).toEqual({ secret: "shop-01-orders-url" });
  });

  test("names what it leaves out, and why", () => {
    const { text } = programOf({ "shop-01": [readWebhook({ name: " ", url: "ftp://shop.example" })] });
    expect(text).toContain(
      '- instance "shop-01", webhook "id-1", " ": name: must not be empty or blank; url: must be an http or https url',
    );
    expect(runProgram(text)).toEqual([]);
  });
});

describe("alike webhooks", () => {
  const ids = ["shop-1", "shop-10", "größe", "a b", "4711"];
  const fleetOf = (live: (id: string) => ReadWebhook) =>
    runProgram(programOf(Object.fromEntries(ids.map((id) => [id, [live(id)]]))).text);

  test("on five instances become a fleet that keeps them live when it goes", () => {
    expect(fleetOf(() => readWebhook())).toEqual([
      {
        type: "WebhookFleet",
        name: "orders",
        args: {
          instances: expect.arrayContaining(ids),
          name: "orders",
          url: "https://shop.example/hook",
          events: ["messagesUpsert"],
          onDestroy: "retain",
        },
      },
    ]);
  });

  test("whose url and name differ by the instance id alone become a fleet, too", () => {
    const [fleet] = fleetOf((id) =>
      readWebhook({ name: `orders of ${id}`, url: `https://a.example/${encodeURIComponent(id)}/hook` }),
    );
    expect(fleet?.args).toMatchObject({
      name: "orders of {instanceId}",
      url: "https://a.example/{instanceId}/hook",
    });
  });

  test("have what one of them has otherwise written beside its instance", () => {
    const others = ["shop-7", "shop-8"];
    const live = (id: string) => readWebhook(id === "shop-8" ? { enabled: false, events: undefined } : {});
    const webhooks = Object.fromEntries([...ids, ...others].map((id) => [id, [live(id)]]));
    const [fleet] = runProgram(programOf(webhooks).text);
    expect(fleet?.args["instances"]).toMatchObject({
      "shop-7": {},
      "shop-8": { enabled: false, events: {} },
    });
  });

  test("of which an instance has two stay single ones: their ids alone tell them apart", () => {
    const webhooks = Object.fromEntries(ids.map((id) => [id, [readWebhook()]]));
    const twins = [readWebhook({ webhookId: "one" }), readWebhook({ webhookId: "two" })];
    const declared = runProgram(programOf({ ...webhooks, twins }).text);
    expect(declared.map(({ type, args }) => [type, args["webhookId"]])).toEqual([
      ["WebhookFleet", undefined],
      ["Webhook", "one"],
      ["Webhook", "two"],
    ]);
  });

  test("that have braces stay single ones, which take them as they are", () => {
    for (const live of [{ url: "https://a.example/{shop}" }, { name: "orders {shop}" }]) {
      const declared = fleetOf(() => readWebhook(live));
      expect(declared.map(({ type }) => type)).toEqual(ids.map(() => "Webhook"));
    }
  });

  test("that have {instanceId} itself are left out, with the reason", () => {
    const live = () => readWebhook({ url: "https://a.example/{instanceId}" });
    expect(fleetOf(live)).toEqual([]);
    const { text } = programOf({ "shop-1": [live()] });
    expect(text).toContain("url: {instanceId} is replaced in a WebhookFleet alone");
  });

  test("that have user info and the instance id in their url stay single ones: each url is a secret of its own", () => {
    const declared = fleetOf((id) => readWebhook({ url: `https://u:p@a.example/${encodeURIComponent(id)}` }));
    expect(new Set(declared.map(({ args }) => JSON.stringify(args["url"]))).size).toBe(ids.length);
  });

  test("on fewer instances than asked for stay single ones", () => {
    const webhooks = Object.fromEntries(ids.map((id) => [id, [readWebhook()]]));
    expect(runProgram(programOf(webhooks, 6).text).map(({ type }) => type)).toEqual(ids.map(() => "Webhook"));
  });
});
