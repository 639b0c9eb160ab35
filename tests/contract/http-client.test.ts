import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpClient, type HttpAnswer, type HttpRequest } from "../../provider/http/client";
import { Deadline } from "../../provider/http/deadline";
import { failureOf } from "../support/provider/provider";
import { handClock } from "../support/server/clock";

const LIMIT_MS = 60_000;
const ATTEMPT_MS = 15_000;

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Sent {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const running: Server[] = [];

afterEach(() => {
  for (const server of running.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server that keeps what it is sent and gives these answers in turn; a function answers itself, or not at all. */
async function serverAnswering(
  ...answers: (Answer | ((response: ServerResponse) => void))[]
): Promise<{ url: string; sent: Sent[] }> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    sent.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() });
    const answer = answers[sent.length - 1] ?? {};
    if (typeof answer === "function") return answer(response);
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  running.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sent };
}

/** A client that sends requests, each as an operation of its own. */
function clientOf({ clock = handClock().clock, maxRetries = 0, limitMs = LIMIT_MS } = {}) {
  const http = createHttpClient({ clock, maxRetries, random: () => 0.5, attemptTimeoutMs: ATTEMPT_MS });
  return (url: string, request: Partial<HttpRequest> = {}): Promise<HttpAnswer> =>
    http.send({
      method: "GET",
      url,
      token: "token",
      idempotent: true,
      deadline: new Deadline(clock, limitMs),
      ...request,
    });
}

describe("a request", () => {
  test("says who asks, and takes JSON as it is", async () => {
    const { url, sent } = await serverAnswering();
    await clientOf()(url);
    expect(sent[0]?.headers).toMatchObject({
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "pulumi-codechat",
      authorization: "Bearer token",
    });
  });

  test("with a body carries it as JSON", async () => {
    const { url, sent } = await serverAnswering();
    await clientOf()(url, { method: "PATCH", body: { flags: [true] } });
    expect(sent).toMatchObject([
      { method: "PATCH", headers: { "content-type": "application/json" }, body: '{"flags":[true]}' },
    ]);
  });

  test("without a body does not say of what type it is", async () => {
    const { url, sent } = await serverAnswering();
    await clientOf()(url);
    expect(sent).toMatchObject([{ method: "GET", body: "" }]);
    expect(sent[0]?.headers).not.toHaveProperty("content-type");
  });
});

describe("an answer", () => {
  test.each<[string, Answer, HttpAnswer["body"]]>([
    ["nothing", { status: 204 }, { kind: "empty" }],
    ["JSON", { body: '{"a":1}' }, { kind: "json", value: { a: 1 } }],
    ["JSON after a byte order mark", { body: '\ufeff{"a":1}' }, { kind: "json", value: { a: 1 } }],
    ["JSON with an error", { status: 400, body: "[]" }, { kind: "json", value: [] }],
    ["nothing with an error", { status: 400 }, { kind: "empty" }],
    ["a page with an error", { status: 404, body: "\n <html>" }, { kind: "page" }],
    ["a page with a redirect", { status: 300, body: "<html>" }, { kind: "page" }],
    ["a text with an error", { status: 400, body: "no <b>" }, { kind: "other", text: "no <b>" }],
  ])("may be %s", async (_what, answer, body) => {
    const { url } = await serverAnswering(answer);
    expect(await clientOf()(url)).toEqual({
      status: answer.status ?? 200,
      retryAfter: undefined,
      location: undefined,
      body,
      attempts: 1,
    });
  });

  test("says when to come again, and where else to go", async () => {
    const headers = { "Retry-After": "7", Location: "/elsewhere" };
    const { url } = await serverAnswering({ status: 302, headers });
    expect(await clientOf()(url)).toMatchObject({ status: 302, retryAfter: "7", location: "/elsewhere" });
  });

  test("counts the attempts that it took", async () => {
    const { url, sent } = await serverAnswering({ status: 500 }, { status: 500 }, { status: 200 });
    expect(await clientOf({ maxRetries: 2 })(url)).toMatchObject({ status: 200, attempts: 3 });
    expect(sent).toHaveLength(3);
  });

  test.each(["<html>", "OK"])("of success that is no JSON is none: %p", async (body) => {
    const { url } = await serverAnswering({ body });
    expect(await failureOf(clientOf()(url))).toMatchObject({
      name: "NoAnswerError",
      message: "an answer with status 200 that is not JSON",
      code: "ERR_NOT_JSON",
      attempts: 1,
    });
  });
});

test("a server that switches protocols gives no answer", async () => {
  const { clock, pass } = handClock();
  const headers = { Connection: "Upgrade", Upgrade: "websocket" };
  const { url } = await serverAnswering((response) => {
    response.writeHead(101, headers).end();
    pass(ATTEMPT_MS);
  });
  expect(await failureOf(clientOf({ clock })(url))).toMatchObject({ name: "NoAnswerError", attempts: 1 });
});

test("a request that is not idempotent is sent once, whatever the answer", async () => {
  const { url, sent } = await serverAnswering({ status: 503 });
  const send = clientOf({ maxRetries: 5 });
  expect(await send(url, { method: "POST", idempotent: false })).toMatchObject({ status: 503, attempts: 1 });
  expect(sent).toHaveLength(1);
});

test("a server that takes longer than connections are kept idle is waited for", async () => {
  const { url, sent } = await serverAnswering({}, (response) => void setTimeout(() => response.end(), 4_500));
  const send = clientOf();
  await send(url);
  expect(await send(url)).toMatchObject({ status: 200, attempts: 1 });
  expect(sent).toHaveLength(2);
});

describe("Retry-After", () => {
  test.each([429, 503])("with status %i keeps every request to the server waiting", async (status) => {
    const { url } = await serverAnswering({ status, headers: { "Retry-After": "30" } });
    const { clock, waits } = handClock();
    const send = clientOf({ clock });
    await send(url);
    expect(waits).toEqual([]);
    await send(url);
    expect(waits).toEqual([30_000]);
    await send(url);
    expect(waits).toEqual([30_000]);
  });

  test("keeps no request to another server waiting", async () => {
    const { url: busy } = await serverAnswering({ status: 503, headers: { "Retry-After": "30" } });
    const { url: well } = await serverAnswering({ status: 200 });
    const begun = jest.fn(() => new Promise<void>(() => undefined));
    const send = clientOf({ clock: { ...handClock().clock, sleep: begun } });
    await send(busy);
    void send(busy);
    expect(await send(well)).toMatchObject({ status: 200 });
    expect(begun).toHaveBeenCalledTimes(1);
  });

  test("longer than the operation has left is not waited for: nothing is sent, nor sent again", async () => {
    const { url, sent } = await serverAnswering({ status: 503, headers: { "Retry-After": "30" } });
    const { clock, waits } = handClock();
    const send = clientOf({ clock, limitMs: 30_000, maxRetries: 5 });
    await send(url);
    expect(await failureOf(send(url))).toMatchObject({
      message: "the server asked for a pause of 30 s (Retry-After)",
      code: "EPAUSED",
      attempts: 0,
    });
    expect([sent.length, waits]).toEqual([1, []]);
  });

  test("with another status keeps none waiting", async () => {
    const { url } = await serverAnswering({ status: 500, headers: { "Retry-After": "30" } });
    const { clock, waits } = handClock();
    const send = clientOf({ clock });
    await send(url);
    await send(url);
    expect(waits).toEqual([]);
  });
});

describe("a limit that passes", () => {
  test("is the operation's: the failure says so", async () => {
    const { clock, pass } = handClock();
    const limitMs = ATTEMPT_MS;
    const { url } = await serverAnswering(() => pass(limitMs));
    expect(await failureOf(clientOf({ clock, maxRetries: 5, limitMs })(url))).toMatchObject({
      message: "no answer within the operation's limit of 15 s",
      code: "EDEADLINE",
      attempts: 1,
    });
  });

  test("is the operation's, after a failure: that is told, too", async () => {
    const { clock, pass } = handClock();
    const limitMs = ATTEMPT_MS;
    const { url } = await serverAnswering({ status: 500 }, () => pass(limitMs));
    expect(await failureOf(clientOf({ clock, maxRetries: 5, limitMs })(url))).toMatchObject({
      message: "no answer within the operation's limit of 15 s; the last attempt before: status 500",
      code: "EDEADLINE",
      attempts: 2,
    });
  });

  test("is the operation's, before the request: nothing is sent", async () => {
    const { clock } = handClock();
    const { url, sent } = await serverAnswering();
    const failure = await failureOf(clientOf({ clock, limitMs: 0 })(url));
    expect(failure).toMatchObject({ code: "EDEADLINE", attempts: 0 });
    expect(sent).toEqual([]);
  });

  test("is the attempt's: another one may follow", async () => {
    const { clock, pass } = handClock();
    const { url } = await serverAnswering(() => pass(ATTEMPT_MS));
    expect(await clientOf({ clock, maxRetries: 1 })(url)).toMatchObject({ status: 200, attempts: 2 });
  });

  test("is the attempt's, and no other may follow: the failure says so", async () => {
    const { clock, pass } = handClock();
    const { url } = await serverAnswering(() => pass(ATTEMPT_MS));
    expect(await failureOf(clientOf({ clock })(url))).toMatchObject({
      message: "no answer within 15 s",
      code: "ETIMEDOUT",
      attempts: 1,
    });
  });

  test("is not waited for once there is an answer", async () => {
    const { clock, waiting } = handClock();
    const { url } = await serverAnswering();
    await clientOf({ clock })(url);
    await new Promise(setImmediate);
    expect(waiting()).toBe(0);
  });

  test("ends an answer that has begun, too", async () => {
    const { clock, pass } = handClock();
    const { url } = await serverAnswering((response) => response.write('{"half":'));
    // Told just before the head of the answer is handed over.
    const arrived = () => void setImmediate(() => pass(ATTEMPT_MS));
    subscribe("http.client.response.finish", arrived);
    const failure = await failureOf(clientOf({ clock })(url));
    unsubscribe("http.client.response.finish", arrived);
    expect(failure).toMatchObject({ message: "no answer within 15 s", code: "ETIMEDOUT" });
  });
});

describe.each([-3_600_000, 3_600_000])(
  "the wall clock, set by %i ms while a request is under way,",
  (byMs) => {
    test("neither shortens nor lengthens a pause", async () => {
      const { clock, waits, setWall } = handClock();
      const { url } = await serverAnswering({ status: 429, headers: { "Retry-After": "30" } });
      const send = clientOf({ clock });
      await send(url);
      setWall(byMs);
      expect(await send(url)).toMatchObject({ status: 200 });
      expect(waits).toEqual([30_000]);
    });

    test("ends no operation, and lets none go on", async () => {
      const { clock, pass, setWall } = handClock();
      const deadline = new Deadline(clock, LIMIT_MS);
      const { url } = await serverAnswering({}, () => pass(LIMIT_MS));
      setWall(byMs);
      const send = clientOf({ clock });
      expect(await send(url, { deadline })).toMatchObject({ status: 200 });
      pass(LIMIT_MS - ATTEMPT_MS);
      expect(await failureOf(send(url, { deadline }))).toMatchObject({ code: "EDEADLINE" });
    });

    test("changes no wait between attempts", async () => {
      const { clock, waits, setWall } = handClock();
      const { url } = await serverAnswering((response) => {
        setWall(byMs);
        response.writeHead(500).end();
      });
      expect(await clientOf({ clock, maxRetries: 1 })(url)).toMatchObject({ status: 200, attempts: 2 });
      expect(waits).toEqual([100]);
    });
  },
);
