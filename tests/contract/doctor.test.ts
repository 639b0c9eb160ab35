import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Session } from "../../provider/webhook/session";
import { checkInstances } from "../../sdk/cli/doctor/instances";
import { checkServer } from "../../sdk/cli/doctor/server";
import { selfSignedCertificate } from "../support/certificate";
import { INSTANCE, startServer, TOKEN } from "../support/server";

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
  return checkInstances(session, [...Object.keys(tokens), "without-token"], reachable);
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
    [-3_600_000, "3600 s ahead of"],
    [3_600_000, "3600 s behind"],
  ])("whose clock differs by %d ms is a warning", async (shiftMs, words) => {
    const { url } = await startServer();
    const { findings } = await checkServer(
      url,
      undefined,
      () => Math.floor(Date.now() / 1000) * 1000 + shiftMs,
    );
    expect(findings.at(-1)).toMatchObject({ check: "clock", status: "warning" });
    expect(findings.at(-1)?.message).toContain(words);
  });
});

describe("instances", () => {
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
    const findings = await checkInstances(new Session({ environment: {} }), [], true);
    expect(findings).toMatchObject([{ status: "warning", remedy: "name one with --instance" }]);
  });
});
