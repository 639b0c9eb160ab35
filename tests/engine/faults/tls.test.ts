import { startPulumi } from "../../support/crash/process";
import { DeclaredStack } from "../../support/engine/declared";
import { useServer } from "../../support/engine/server";
import { selfSignedCertificate } from "../../support/server/certificate";
import { INSTANCE, onlyWebhook, TOKEN } from "../../support/server/server";

describe("a server whose certificate is of a private CA", () => {
  const tls = selfSignedCertificate();
  const scene = useServer({ tls });
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await DeclaredStack.create({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
    await stack.declare({
      webhooks: { orders: { instanceId: INSTANCE, name: "orders", url: "https://shop.example/hook" } },
    });
  });
  afterAll(() => stack?.close());

  test.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: "0" }])(
    "is sent nothing, whatever the environment says (%j), and the error names codechat:caFile",
    async (env) => {
      const { succeeded, output } = await startPulumi(stack.project, ["up", "--yes", "--skip-preview"], env)
        .ended;
      expect(succeeded).toBe(false);
      expect(output).toContain("self-signed certificate");
      expect(output).toContain("`pulumi config set codechat:caFile ca.pem` trusts a private CA");
      expect(scene.server.log.count()).toBe(0);
    },
  );

  test("is trusted with codechat:caFile, whose path is relative to the program's folder", async () => {
    await stack.project.write("ca.pem", tls.cert);
    await stack.project.configure({ "codechat:caFile": "ca.pem" });
    await stack.up();
    expect(onlyWebhook(scene.server)).toMatchObject({ name: "orders", enabled: true });
    await stack.destroy();
    expect(scene.server.webhooks()).toEqual([]);
  });
});
