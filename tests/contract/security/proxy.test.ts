import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSignedCertificate } from "../../support/certificate";
import { failureOf, startRun } from "../../support/provider";
import { created } from "../../support/resource";
import { onlyWebhook, startServer, TOKEN } from "../../support/server";

/** What the proxy was told, outside of the connections that it let through. */
let told: string[];
let proxy: Server;
let folder: string;
const { HTTPS_PROXY, HTTP_PROXY } = process.env;

beforeEach(async () => {
  told = [];
  const note = ({ method, url, rawHeaders }: IncomingMessage) => told.push(`${method} ${url} ${rawHeaders}`);
  proxy = createServer((request, response) => {
    note(request);
    response.end("[]");
  });
  proxy.on("connect", (request, socket) => {
    note(request);
    const { hostname, port } = new URL(`http://${request.url}`);
    const server = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      server.pipe(socket);
      socket.pipe(server);
    });
    for (const each of [server, socket]) each.on("error", () => {});
  });
  await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
  process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  process.env["HTTP_PROXY"] = process.env["HTTPS_PROXY"];
  folder = mkdtempSync(join(tmpdir(), "codechat-proxy-"));
});
afterEach(() => {
  delete process.env["HTTPS_PROXY"];
  delete process.env["HTTP_PROXY"];
  Object.assign(
    process.env,
    HTTPS_PROXY !== undefined && { HTTPS_PROXY },
    HTTP_PROXY !== undefined && { HTTP_PROXY },
  );
  proxy.close();
  proxy.closeAllConnections();
  rmSync(folder, { recursive: true });
});

describe("through the proxy of the environment", () => {
  test("the token reaches the server alone", async () => {
    const tls = selfSignedCertificate();
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, tls.cert);
    const server = await startServer({ tls });
    await created(await startRun(server, { caFile }));
    expect(onlyWebhook(server).enabled).toBe(true);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((each) => !each.startsWith("CONNECT ") || each.includes(TOKEN))).toEqual([]);
  });

  test("a server without TLS is asked by its whole url, without a tunnel", async () => {
    const server = await startServer();
    await failureOf(created(await startRun(server)));
    expect(told[0]).toContain(`GET ${server.url}/api/v2/instance/`);
    expect(server.log.count()).toBe(0);
  });

  test("a server is trusted no more than without it", async () => {
    const server = await startServer({ tls: selfSignedCertificate() });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("self-signed certificate");
    expect(server.log.count()).toBe(0);
  });
});
