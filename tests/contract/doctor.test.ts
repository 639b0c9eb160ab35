import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from "node:net";
import { pipeline } from "node:stream";
import { checkInstances } from "../../cli/doctor/instances";
import { checkServer } from "../../cli/doctor/server";
import { Session } from "../../provider/webhook/session";
import { selfSignedCertificate } from "../support/server/certificate";
import { INSTANCE, startServer, TOKEN } from "../support/server/server";

const URL_OF_HOOK = "https://shop.example/hook";

/** What a configured run finds of these instances. */
function instancesOf(url: string, tokens: Readonly<Record<string, string>>, reachable = true) {
  const session = new Session({ environment: {} });
  const values: Readonly<Record<string, string>> = {
    "codechat:baseUrl": url,
    "codechat:tokens": JSON.stringify(tokens),
    "codechat:maxRetries": "0",
  };
  session.configure((key) => values[key]);
  const instances = [...Object.keys(tokens), "without-token"].map((instanceId) => ({ instanceId }));
  return checkInstances(session, instances, new Set(reachable ? [url] : []));
}

describe("the server", () => {
  test("that answers is ok, with or without a page of its own", async () => {
    const { url } = await startServer();
    const { findings, reachable } = await checkServer(url, undefined, Date.now);
    expect(reachable).toBe(true);
    expect(findings.map(({ check, status }) => [check, status])).toEqual([
      ["server", "ok"],
      ["tls", "ok"],
      ["clock", "ok"],
    ]);
  });

  describe("behind a proxy that the environment names", () => {
    const { HTTP_PROXY, NO_PROXY, ...environment } = process.env;
    const named = (variables: NodeJS.ProcessEnv) => {
      process.env = { ...environment, HTTP_PROXY: "http://127.0.0.1:9", ...variables };
    };
    afterEach(() => {
      process.env = { ...environment, ...(HTTP_PROXY && { HTTP_PROXY }), ...(NO_PROXY && { NO_PROXY }) };
    });

    test("is not looked at, which is a warning", async () => {
      const { url } = await startServer();
      named({ NO_PROXY: "" });
      const { findings, reachable } = await checkServer(url, undefined, Date.now);
      expect(reachable).toBe(true);
      expect(findings).toMatchObject([{ status: "warning", message: expect.stringContaining("proxy") }]);
    });

    test("is looked at where NO_PROXY names it, or the proxy is for another protocol", async () => {
      const { url } = await startServer();
      named({ NO_PROXY: "127.0.0.1" });
      expect((await checkServer(url, undefined, Date.now)).findings).toHaveLength(3);
      named({ NO_PROXY: "", HTTP_PROXY: "", HTTPS_PROXY: "http://127.0.0.1:9" });
      expect((await checkServer(url, undefined, Date.now)).findings).toHaveLength(3);
    });
  });

  test("that does not answer is a failure with its remedy", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    const { port } = await new Promise<AddressInfo>((listening) =>
      server.once("listening", () => listening(server.address() as AddressInfo)),
    );
    await new Promise((closed) => server.close(closed));
    const { findings, reachable } = await checkServer(`http://127.0.0.1:${port}`, undefined, Date.now);
    expect(reachable).toBe(false);
    expect(findings).toMatchObject([
      {
        status: "failure",
        message: expect.stringContaining("ECONNREFUSED"),
        remedy: expect.stringContaining("network"),
      },
    ]);
  });

  test("with a certificate of a private CA is a failure without codechat:caFile, and shows its expiry with it", async () => {
    const tls = selfSignedCertificate();
    const { url } = await startServer({ tls });
    const without = await checkServer(url, undefined, Date.now);
    expect(without.findings).toMatchObject([
      { status: "failure", remedy: expect.stringContaining("codechat:caFile") },
    ]);
    const { findings } = await checkServer(url, tls.cert, Date.now);
    expect(findings[1]).toMatchObject({
      check: "tls",
      status: "warning",
      message: expect.stringContaining(": 0 days"),
    });
  });

  test.each([
    [-3_600_000, /(3599|3600) s ahead of/],
    [3_600_000, /(3600|3601) s behind/],
  ])("whose clock differs by %d ms is a warning", async (shiftMs, words) => {
    const { url } = await startServer();
    const { findings } = await checkServer(
      url,
      undefined,
      () => Math.floor(Date.now() / 1000) * 1000 + shiftMs,
    );
    expect(findings.at(-1)).toMatchObject({ check: "clock", status: "warning" });
    // The next second may begin between the server's look at its clock and ours.
    expect(findings.at(-1)?.message).toMatch(words);
  });
});

describe("a server at the wrong scheme", () => {
  const listen = async (server: Server) => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    open.push(server);
    return (server.address() as AddressInfo).port;
  };
  const open: Server[] = [];
  afterEach(() => Promise.all(open.splice(0).map((server) => new Promise((closed) => server.close(closed)))));

  test("that speaks plain http where https is configured says so", async () => {
    const { url } = await startServer();
    const { findings, reachable } = await checkServer(url.replace("http:", "https:"), undefined, Date.now);
    expect(reachable).toBe(false);
    expect(findings).toMatchObject([
      {
        check: "server",
        status: "failure",
        message: expect.stringContaining("speaks plain http, not https"),
        remedy: `set codechat:baseUrl to ${url}`,
      },
    ]);
  });

  test.each(["with a certificate that is trusted", "with one that is not"])(
    "that speaks https where plain http is configured says so, %s",
    async (trust) => {
      const tls = selfSignedCertificate();
      const { url } = await startServer({ tls });
      const ca = trust === "with one that is not" ? undefined : tls.cert;
      const { findings } = await checkServer(url.replace("https:", "http:"), ca, Date.now);
      expect(findings).toMatchObject([
        {
          status: "failure",
          message: expect.stringContaining("speaks https, not plain http"),
          remedy: `set codechat:baseUrl to ${url}`,
        },
      ]);
    },
  );

  // As nginx, Apache and servers written in Go do on a port for TLS.
  test("that answers 400 to plain http on a port for https says so", async () => {
    const { key, cert } = selfSignedCertificate();
    const secure = await listen(createSecureServer({ key, cert }, (_request, response) => response.end()));
    const plain = await listen(createServer((_request, response) => response.writeHead(400).end()));
    // The first byte of a TLS handshake is 22.
    const either = createTcpServer((socket) => {
      socket.once("data", (first) => {
        const server = connect(first[0] === 22 ? secure : plain, "127.0.0.1");
        server.write(first);
        pipeline(socket, server, socket, () => {});
      });
    });
    const port = await listen(either);
    const { findings } = await checkServer(`http://127.0.0.1:${port}`, cert, Date.now);
    expect(findings).toMatchObject([
      { status: "failure", remedy: `set codechat:baseUrl to https://127.0.0.1:${port}` },
    ]);
  });

  test("that answers 400 and speaks no https is as it is", async () => {
    const port = await listen(createServer((_request, response) => response.writeHead(400).end()));
    const { findings, reachable } = await checkServer(`http://127.0.0.1:${port}`, undefined, Date.now);
    expect(reachable).toBe(true);
    expect(findings[0]).toMatchObject({ status: "ok", message: expect.stringContaining("answers (400)") });
  });

  test("that redirects to https is a warning, which does not show the path", async () => {
    const location = "https://codechat.example/s3cret";
    const port = await listen(
      createServer((_request, response) => response.writeHead(308, { location }).end()),
    );
    const { findings } = await checkServer(`http://127.0.0.1:${port}`, undefined, Date.now);
    expect(findings[0]).toMatchObject({
      status: "warning",
      message: expect.stringContaining("redirects to https://codechat.example/…"),
    });
  });
});

describe("instances", () => {
  test.each<[string, string, string]>([
    ["Traefik's", "404 page not found\n", "text/plain"],
    ["Kong's", '{"message":"no Route matched with those values"}', "application/json"],
    ["APISIX's", '{"error_msg":"404 Route Not Found"}', "application/json"],
    ["ingress-nginx's", "default backend - 404", "text/plain"],
    ["nginx's", "<html><head><title>404 Not Found</title></head></html>", "text/html"],
    ["Express's", "<pre>Cannot GET /api/v2/instance/shop-01/webhook</pre>", "text/html"],
    [
      "of a NestJS service without this API",
      '{"message":"Cannot GET /api/v2/instance/shop-01/webhook","error":"Not Found","statusCode":404}',
      "application/json",
    ],
    ["an empty one", "", "text/plain"],
  ])("are not called missing for a 404 of the route: %s", async (_whose, body, contentType) => {
    const fault = { kind: "body", body, status: 404, contentType } as const;
    const server = await startServer({ faults: [{ call: "any", fault }] });
    const [finding] = await instancesOf(server.url, { [INSTANCE]: TOKEN });
    expect(finding).toMatchObject({ status: "failure", remedy: expect.stringContaining("codechat:baseUrl") });
    expect(JSON.stringify(finding)).not.toContain("no such instance");
  });

  test("are tried on the server and with the token that their resource names", async () => {
    const server = await startServer({ instances: { own: "own-token" } });
    const session = new Session({ environment: {} });
    const instance = { instanceId: "own", baseUrl: server.url, token: "own-token" };
    const findings = await checkInstances(session, [instance], new Set([server.url]));
    expect(findings[0]).toMatchObject({ instanceId: "own", status: "ok" });
  });

  test("whose JWT says that it has expired are judged by the server", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "HS256" })}.${part({ iat: 1, exp: 2 })}.signature`;
    const server = await startServer({ instances: { [INSTANCE]: token } });
    const findings = await instancesOf(server.url, { [INSTANCE]: token });
    expect(findings.slice(0, 2)).toMatchObject([
      { check: "token", status: "ok" },
      { check: "token-expiry", status: "ok", message: expect.stringContaining("but the server takes it") },
    ]);
  });

  test("are each judged by their own token; one that fails does not hide the others", async () => {
    const server = await startServer({ instances: { [INSTANCE]: TOKEN, other: "its own token" } });
    server.plant(INSTANCE, { name: "orders", url: URL_OF_HOOK });
    const findings = await instancesOf(server.url, { [INSTANCE]: TOKEN, other: "wrong-token" });
    expect(findings).toMatchObject([
      { instanceId: INSTANCE, status: "ok", message: expect.stringContaining("1 webhook") },
      { instanceId: "other", status: "failure", message: expect.stringContaining("401 Unauthorized") },
      { instanceId: "without-token", status: "failure" },
      { check: "vocabulary", status: "ok" },
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/wrong-token|token-of-shop/);
    expect(new Set(server.log.entries.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("are not tried where the server does not answer", async () => {
    const findings = await instancesOf("http://127.0.0.1:9", { [INSTANCE]: TOKEN }, false);
    expect(findings).toMatchObject([
      { status: "warning" },
      { instanceId: "without-token", status: "failure" },
    ]);
  });

  test("say that nothing was tried where none is named", async () => {
    const findings = await checkInstances(new Session({ environment: {} }), [], new Set());
    expect(findings).toMatchObject([{ status: "warning", remedy: "name one with --instance" }]);
  });
});
