import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { inspect } from "node:util";
import { failureOf, startRun } from "../../support/provider/provider";
import { created } from "../../support/provider/resource";
import { selfSignedCertificate } from "../../support/server/certificate";
import { onlyWebhook, startServer, TOKEN } from "../../support/server/server";

/** What the proxy was told, outside of the connections that it let through. */
let told: string[];
let proxy: Server;
/** Who asked for a tunnel. */
let clients: Duplex[];
/** What it answers when asked for a tunnel; nothing, ever, where it is 0. */
let tunnelStatus: number;
let folder: string;
const environment = { ...process.env };

beforeEach(async () => {
  told = [];
  clients = [];
  tunnelStatus = 200;
  const note = ({ method, url, rawHeaders }: IncomingMessage) => told.push(`${method} ${url} ${rawHeaders}`);
  proxy = createServer((request, response) => {
    note(request);
    response.end("[]");
  });
  proxy.on("connect", (request, socket) => {
    note(request);
    clients.push(socket);
    if (tunnelStatus === 0) return;
    if (tunnelStatus !== 200) {
      socket.end(`HTTP/1.1 ${tunnelStatus} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const server = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      server.pipe(socket);
      socket.pipe(server);
    });
    for (const each of [server, socket]) each.on("error", () => {});
  });
  await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
  for (const name of Object.keys(process.env)) {
    if (/_proxy$/i.test(name)) delete process.env[name];
  }
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  Object.assign(process.env, { HTTPS_PROXY: url, HTTP_PROXY: url });
  folder = mkdtempSync(join(tmpdir(), "codechat-proxy-"));
});
afterEach(() => {
  for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"]) delete process.env[name];
  Object.assign(process.env, environment);
  proxy.close();
  proxy.closeAllConnections();
  for (const client of clients) client.destroy();
  rmSync(folder, { recursive: true });
});

/** A server with TLS, and the configuration that trusts it. */
async function startTrusted() {
  const tls = selfSignedCertificate();
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, tls.cert);
  return { server: await startServer({ tls }), caFile };
}

describe("through the proxy of the environment", () => {
  test("the token reaches the server alone, and all requests share one tunnel", async () => {
    const { server, caFile } = await startTrusted();
    await created(await startRun(server, { caFile }));
    expect(onlyWebhook(server).enabled).toBe(true);
    expect(told).toEqual([expect.stringMatching(/^CONNECT /)]);
    expect(told[0]).not.toContain(TOKEN);
  });

  test("a server without TLS is asked by its whole url, without a tunnel", async () => {
    const server = await startServer();
    await failureOf(created(await startRun(server)));
    expect(told[0]).toContain(`GET ${server.url}/api/v2/instance/`);
    expect(server.log.count()).toBe(0);
  });

  test.each([404, 407, 502])("a refused tunnel (%i) is not taken for the server's answer", async (status) => {
    const { server, caFile } = await startTrusted();
    const webhook = await created(await startRun(server, { caFile }));
    tunnelStatus = status;
    const failure = await failureOf(webhook.refresh(await startRun(server, { caFile })));
    const { message } = failure;
    expect(message).toContain(`the proxy answered ${status} when asked for a tunnel to the server`);
    expect(message).toContain("next: check the proxy that HTTPS_PROXY names");
    expect(webhook.kept).toBeDefined();
    expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toMatch(
      new RegExp(`authorization|bearer|${TOKEN}`, "i"),
    );
  });

  test("a proxy that never says whether there is a tunnel is given up in time", async () => {
    const { server, caFile } = await startTrusted();
    tunnelStatus = 0;
    const { message } = await failureOf(created(await startRun(server, { caFile, timeoutSeconds: "60" })));
    expect(message).toContain("no answer within ");
    expect(server.log.count()).toBe(0);
  });

  test("a proxy that speaks no HTTP is left alone, as it always was", async () => {
    for (const name of ["HTTPS_PROXY", "HTTP_PROXY"]) process.env[name] = "socks5://127.0.0.1:9";
    const { server, caFile } = await startTrusted();
    await created(await startRun(server, { caFile }));
    await created(await startRun(await startServer()));
    expect(told).toEqual([]);
  });

  test("a server that NO_PROXY names is asked straight", async () => {
    process.env["NO_PROXY"] = "127.0.0.1";
    const server = await startServer();
    await created(await startRun(server));
    expect(told).toEqual([]);
  });

  test("a server is trusted no more than without it", async () => {
    const server = await startServer({ tls: selfSignedCertificate() });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("self-signed certificate");
    expect(server.log.count()).toBe(0);
  });

  test("nor where the environment switches verification off", async () => {
    const server = await startServer({ tls: selfSignedCertificate() });
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    const { message } = await failureOf(created(await startRun(server))).finally(() => {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    });
    expect(message).toContain("self-signed certificate");
    expect(server.log.count()).toBe(0);
  });
});
