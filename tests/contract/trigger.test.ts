import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { runTrigger, type TriggerOptions } from "../../cli/trigger/run";
import { send } from "../../cli/trigger/send";
import { sampleDelivery } from "../../provider/api/delivery";
import { runCommand } from "../support/cli/command";
import { withReceiver } from "../support/emulator/receiver";
import { selfSignedCertificate } from "../support/server/certificate";

const SAMPLE = sampleDelivery("messages.upsert", { instanceId: "shop-01", date: new Date(0) });
const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** A receiver that answers so. @returns its url */
async function receiver(answer: RequestListener, server = createServer()): Promise<string> {
  running.push(server.on("request", answer));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

const trigger = (args: readonly string[]) => runCommand(["trigger", ...args], tmpdir());

describe("trigger --url", () => {
  test("delivers the sample in the API's envelope and headers, and shows the answer", async () => {
    await withReceiver(async (url, received) => {
      const outcome = await trigger(["messagesUpsert", "--url", `${url}/hook`]);
      expect(outcome).toMatchObject({ status: 0, stderr: "" });
      expect(outcome.stdout).toMatch(
        /^sent a sample of messages\.upsert to http:\/\/127\.0\.0\.1:\d+\/…\nanswered 200 OK in \d+ ms\n {2}thanks\n$/,
      );
      const [{ path, headers, body } = { path: "", headers: {}, body: {} }] = received;
      expect(path).toBe("/hook");
      expect(headers).toMatchObject({
        "content-type": "application/json",
        "x-instanceid": "shop-01",
        "x-businessid": expect.any(String),
        "x-whatsappid": expect.any(String),
      });
      expect(body).toMatchObject({
        event: "messages.upsert",
        instance: { instanceId: "shop-01" },
        data: { contentType: "extendedTextMessage", content: { text: expect.any(String) } },
      });
    });
  });

  test("delivers one's own data, and says as JSON that it was not taken", async () => {
    await withReceiver(async (url, received) => {
      const args = ["connection.update", "--url", `${url}/broken`, "--data", '{"state":"close"}'];
      const outcome = await trigger([...args, "--instance", "shop-07", "--json"]);
      expect(outcome.status).toBe(1);
      expect(JSON.parse(outcome.stdout)).toMatchObject({
        event: "connection.update",
        instance: "shop-07",
        delivered: false,
        status: 500,
      });
      expect(received[0]?.body).toMatchObject({
        event: "connection.update",
        instance: { instanceId: "shop-07" },
        data: { state: "close" },
      });
    });
  });

  test("prints neither user info nor path nor query, also where the receiver says them back", async () => {
    let authorization: string | undefined;
    const host = await receiver((request, response) => {
      ({ authorization } = request.headers);
      response.end(`${request.url} ${authorization} pass-of-hook`);
    });
    const url = `http://somebody:pass-of-hook@${host}/secret-path-x81?key=secret-key-x81`;
    for (const format of [[], ["--json"]]) {
      const outcome = await trigger(["messages.upsert", "--url", url, ...format]);
      expect(outcome.status).toBe(0);
      expect(authorization).toBe(`Basic ${Buffer.from("somebody:pass-of-hook").toString("base64")}`);
      expect(outcome.stdout).toContain(`http://${host}/…`);
      expect(outcome.stdout + outcome.stderr).not.toMatch(/x81|pass-of-hook|somebody/);
      expect(outcome.stdout).not.toContain(authorization?.split(" ")[1]);
    }
  });

  test.each<[string, string, Partial<TriggerOptions>, RegExp]>([
    ["a typo", "mesages.upsert", {}, /did you mean "messages\.upsert"\?$/],
    ["what is no url", "messages.upsert", { url: "ftp://x" }, /^--url: must be an http or https url/],
    ["data that is no JSON", "messages.upsert", { data: "secret{" }, /^--data: is not JSON$/],
  ])("refuses %s", async (_, event, options, message) => {
    const refused = runTrigger(event, { cwd: tmpdir(), url: "http://127.0.0.1:9", ...options });
    await expect(refused).rejects.toThrow(message);
  });

  test("refuses a resource beside the url", async () => {
    const { status, stderr } = await trigger(["messages.upsert", "--url", "http://x", "--resource", "a"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/cannot be used with/);
  });
});

describe("an event", () => {
  test("is sent once, and no redirect is followed", async () => {
    const paths: (string | undefined)[] = [];
    const host = await receiver((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: "/secret-place" }).end();
    });
    expect(await send(`http://${host}/hook`, SAMPLE)).toMatchObject({
      status: 307,
      redirectsTo: `http://${host}/…`,
    });
    expect(paths).toEqual(["/hook"]);
  });

  test("that is not answered in time is given up", async () => {
    const host = await receiver(() => {});
    expect(await send(`http://${host}`, SAMPLE, 200)).toMatchObject({ code: "ETIMEDOUT" });
  });

  test("counts as answered where the status is there and the body does not end", async () => {
    const host = await receiver((_, response) => {
      response.writeHead(200).write("begun");
    });
    expect(await send(`http://${host}`, SAMPLE, 1000)).toMatchObject({ status: 200, body: "begun" });
  });

  test("is not held up by an endless body, of which the beginning is shown", async () => {
    const host = await receiver((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(1024)));
      };
      response.writeHead(200).on("drain", more);
      more();
    });
    expect(await send(`http://${host}`, SAMPLE)).toMatchObject({ status: 200, body: `${"x".repeat(500)}…` });
  });

  test("goes to no receiver whose certificate is not trusted", async () => {
    let arrived = "";
    const host = await receiver(async (request) => {
      arrived = await text(request);
    }, createSecureServer(selfSignedCertificate()));
    expect(await send(`https://${host}`, SAMPLE)).toMatchObject({ code: expect.stringContaining("CERT") });
    expect(arrived).toBe("");
  });

  test("that nobody receives is said not to be", async () => {
    const host = await receiver(() => {});
    for (const server of running.splice(0)) await new Promise((closed) => server.close(closed));
    expect(await send(`http://${host}`, SAMPLE)).toMatchObject({ code: "ECONNREFUSED" });
  });
});
