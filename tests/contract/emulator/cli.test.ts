import { startEmulator } from "../../../emulator/src";
import { pathOf, send } from "../../support/emulator/client";
import { emulator } from "../../support/emulator/process";

test.each(["SIGINT", "SIGTERM"] as const)(
  "starts, says how to use it, logs calls, ends on %s",
  async (signal) => {
    const run = emulator("--port", "0");
    const url = (await run.line(/^listening on /)).replace("listening on ", "");
    expect(run.lines[0]).toBe(`listening on ${url}`);
    await run.line(/^ {2}pulumi config set --secret codechat:token /);
    const token = (await run.line(/CODECHAT_TOKEN=/)).split("=")[1];
    await run.line(new RegExp(`export CODECHAT_BASE_URL=${url}$`));

    const path = "/api/v2/instance/shop-01/webhook";
    const { status } = await send({ url }, "GET", path, undefined, { token });
    expect(status).toBe(200);
    expect(await run.line(/^GET/)).toMatch(/^GET \/api\/v2\/instance\/shop-01\/webhook 200 \d+ ms$/);

    run.child.kill(signal);
    expect(await run.exit).toMatchObject({ code: 0, stderr: "" });
  },
);

test("takes instances, a version, a dialect; prints no token that a person chose", async () => {
  const run = emulator(
    ...["--port", "0", "--quiet", "--server-version", "2.2.1", "--webhook-ids", "integer"],
    ...["--instance", "größe=my=secret", "--instance", "b", "--dialect", '{"patchStatus":204}'],
  );
  const url = (await run.line(/^listening on /)).replace("listening on ", "");
  const server = { url };
  const path = `/api/v2/instance/${encodeURIComponent("größe")}/webhook`;
  const declared = { name: "n", url: "http://127.0.0.1/" };
  const { body } = await send(server, "POST", path, declared, { token: "my=secret" });
  expect(body).toMatchObject({ webhookId: 1, WebhookEvents: { labelEdit: true } });
  expect((await send<object>(server, "GET", "/_control/dialect")).body).toMatchObject({ patchStatus: 204 });
  await run.line(/pulumi config set --secret/);
  run.child.kill();
  expect((await run.exit).code).toBe(0);
  expect(run.lines.join("\n")).not.toMatch(/my=secret|POST/);
});

test("many answers may be slow at once, without a warning of Node.js", async () => {
  const run = emulator("--port", "0");
  const url = (await run.line(/^listening on /)).replace("listening on ", "");
  const fault = { kind: "slow", milliseconds: 500 };
  await send({ url }, "POST", "/_control/faults", { call: "any", nth: "always", fault });
  await Promise.all(Array.from({ length: 20 }, () => send({ url }, "GET", pathOf())));
  run.child.kill("SIGTERM");
  expect(await run.exit).toMatchObject({ stderr: "" });
});

test("a port that is taken is a clear error", async () => {
  const other = await startEmulator();
  const port = new URL(other.url).port;
  const { code, stderr } = await emulator("--port", port).exit;
  await other.close();
  expect(code).toBe(1);
  expect(stderr).toBe(`error: port ${port} on 127.0.0.1 is taken; choose another one with --port\n`);
});

test.each([
  [["--port", "http"], "must be a number from 0 to 65535"],
  [["--server-version", "9"], "Allowed choices are 2.1.2, 2.1.2+calls, 2.2.1"],
  [["--instance", "=token"], "must be an instance id, or id=token"],
  [["--dialect", '{"patchMode":1}'], "patchMode: "],
  [["--dialect", "{"], "--dialect"],
  [["extra"], "too many arguments"],
])("the wrong option %j is a clear error", async (args, message) => {
  const { code, stderr } = await emulator(...args).exit;
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
