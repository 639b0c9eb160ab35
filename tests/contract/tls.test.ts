import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS, refusals } from "../support/provider/resource";
import { selfSignedCertificate } from "../support/server/certificate";
import { onlyWebhook, startServer, TOKEN } from "../support/server/server";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "codechat-tls-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a server whose certificate is of a private CA", () => {
  test("is not trusted, is sent nothing, and the error says how to trust it", async () => {
    const server = await startServer({ tls: selfSignedCertificate() });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toMatch(/got no usable answer: .*self-signed certificate/);
    expect(message).toContain("next: the server's certificate is not trusted");
    expect(message).toContain("`pulumi config set codechat:caFile ca.pem` trusts a private CA");
    expect(server.log.count()).toBe(0);
  });

  test("is trusted with codechat:caFile", async () => {
    const tls = selfSignedCertificate();
    const server = await startServer({ tls });
    await created(await startRun(server, { caFile: file("ca.pem", tls.cert) }));
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test("is not trusted with another CA", async () => {
    const server = await startServer({ tls: selfSignedCertificate() });
    const run = await startRun(server, { caFile: file("other.pem", selfSignedCertificate().cert) });
    await expect(created(run)).rejects.toThrow("the server's certificate is not trusted");
  });

  test("is trusted with NODE_EXTRA_CA_CERTS, also beside a codechat:caFile", async () => {
    const tls = selfSignedCertificate();
    const server = await startServer({ tls });
    const caFile = file("other.pem", selfSignedCertificate("another CA").cert);
    const environment = { NODE_EXTRA_CA_CERTS: file("extra.pem", tls.cert) };
    await created(await startRun(server, { caFile }, { environment }));
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test("is not trusted either where the environment switches verification off", async () => {
    const server = await startServer({ tls: selfSignedCertificate() });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", join(__dirname, "../support/provider/create-webhook.ts")],
      {
        env: {
          ...process.env,
          CODECHAT_BASE_URL: server.url,
          CODECHAT_TOKEN: TOKEN,
          NODE_TLS_REJECT_UNAUTHORIZED: "0",
        },
      },
    );
    expect(stdout).toContain("next: the server's certificate is not trusted");
    expect(server.log.count()).toBe(0);
  });
});

describe("codechat:caFile", () => {
  test("that does not exist is refused by check, with its path", async () => {
    const run = await startRun({ url: "https://api.example" }, { caFile: join(folder, "missing.pem") });
    expect(await refusals(run, ORDERS)).toEqual([
      expect.stringMatching(/^codechat:caFile: cannot use .*missing\.pem: there is no such file/),
    ]);
  });

  test("that holds no certificate is refused by check", async () => {
    const run = await startRun({ url: "https://api.example" }, { caFile: file("no.pem", "no certificate") });
    expect(await refusals(run, ORDERS)).toEqual([
      expect.stringMatching(
        /^codechat:caFile: cannot use .*no\.pem: it is not a readable file of PEM certificates/,
      ),
    ]);
  });
});
