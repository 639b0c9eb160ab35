import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { INSTANCE, withEmulator } from "../../support/emulator/client";
import { emulator } from "../../support/emulator/process";
import { withReceiver } from "../../support/emulator/receiver";

/** How `codechat-emulator trigger` ends. */
async function trigger(...args: string[]) {
  const run = emulator("trigger", ...args);
  const { code, stderr } = await run.exit;
  return { code, stderr, stdout: run.lines };
}

test("delivers a sample, and shows what became of it at each webhook", () =>
  withReceiver((url, received) =>
    withEmulator({}, async (server) => {
      server.plant(INSTANCE, { name: "orders", url, enabled: true });
      server.plant(INSTANCE, { name: "off", url, enabled: true, events: { messagesUpsert: false } });
      server.plant(INSTANCE, { name: "disabled", url });
      expect(await trigger("messages.upsert", "--url", server.url)).toEqual({
        code: 0,
        stderr: "",
        stdout: [
          "event messages.upsert of shop-01 to orders: delivered (200)",
          "event messages.upsert of shop-01 to off: not subscribed (messagesUpsert is off)",
          "event messages.upsert of shop-01 to disabled: disabled",
        ],
      });
      expect(received.map(({ body }) => body["event"])).toEqual(["messages.upsert"]);
    }),
  ));

test("takes the flag, an instance and own data", () =>
  withReceiver((url, received) =>
    withEmulator({ instances: { "größe/2": "token" } }, async (server) => {
      server.plant("größe/2", { name: "orders", url, enabled: true });
      const { code } = await trigger(
        ...[
          "messagesUpsert",
          "--instance",
          "größe/2",
          "--data",
          '{"text":"mine"}',
          "--url",
          `${server.url}/`,
        ],
      );
      expect(code).toBe(0);
      expect(received[0]?.body).toMatchObject({ event: "messages.upsert", data: { text: "mine" } });
    }),
  ));

test("fails where a webhook did not get it, and names that", () =>
  withReceiver((url) =>
    withEmulator({}, async (server) => {
      server.plant(INSTANCE, { name: "orders", url, enabled: true });
      server.plant(INSTANCE, { name: "broken", url: `${url}/broken`, enabled: true });
      expect(await trigger("messages.upsert", "--url", server.url)).toEqual({
        code: 1,
        stderr: "error: messages.upsert was not delivered to broken\n",
        stdout: [
          "event messages.upsert of shop-01 to orders: delivered (200)",
          "event messages.upsert of shop-01 to broken: failed (500)",
        ],
      });
    }),
  ));

test("fails where no webhook wants it", () =>
  withEmulator({}, async (server) => {
    const none = await trigger("messages.upsert", "--url", server.url);
    expect(none).toMatchObject({ code: 1, stdout: [] });
    expect(none.stderr).toBe("error: no webhook got messages.upsert: shop-01 has none\n");
    server.plant(INSTANCE, { name: "disabled", url: "http://127.0.0.1:1/" });
    const disabled = await trigger("messages.upsert", "--url", server.url);
    expect(disabled.code).toBe(1);
    expect(disabled.stderr).toBe(
      "error: no webhook got messages.upsert: none of shop-01 is enabled and has messagesUpsert on\n",
    );
  }));

test("says which events and instances the server knows", () =>
  withEmulator({ dialect: { vocabulary: ["messagesUpsert"] } }, async (server) => {
    const event = await trigger("message.upsert", "--url", server.url);
    expect(event.code).toBe(1);
    expect(event.stderr).toBe(
      "error: event message.upsert is not known to this server; it knows messages.upsert\n",
    );
    const instance = await trigger("messages.upsert", "--instance", "shop-02", "--url", server.url);
    expect(instance.code).toBe(1);
    expect(instance.stderr).toBe(
      `error: the server at ${server.url} has no instance shop-02; it has shop-01\n`,
    );
  }));

test("says how to start a server where none answers", async () => {
  const { code, stderr } = await trigger("messages.upsert", "--url", "http://127.0.0.1:1");
  expect(code).toBe(1);
  expect(stderr).toBe(
    'error: no local server answers at http://127.0.0.1:1 (ECONNREFUSED); start one with "codechat-emulator", or say with --url where it listens\n',
  );
});

test.each([
  [404, "<html>not here</html>"],
  [404, '{"message":["Cannot POST /_control/instances/shop-01/events"],"statusCode":404}'],
  [200, "{}"],
])("says so where another server answers with %d %s", async (status, body) => {
  const other = createServer((_request, response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(body),
  );
  await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const { code, stderr } = await trigger("messages.upsert", "--url", url);
  other.close();
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error: what answers at ${url} is no codechat-emulator (status ${status}); say with --url where it listens\n`,
  );
});

test.each([
  [["messages.upsert", "--data", "{"], "It must be JSON."],
  [["messages.upsert", "--url", "localhost:8787"], "It must be a url, such as http://127.0.0.1:8787."],
  [[], "missing required argument 'event'"],
])("the wrong arguments %j are a clear error", async (args, message) => {
  const { code, stderr } = await trigger(...args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
