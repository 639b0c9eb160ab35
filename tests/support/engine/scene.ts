import type { ConfigMap } from "@pulumi/pulumi/automation";
import type { Emulator, EmulatorOptions } from "../../../emulator/src";
import { TOKEN } from "../server/server";
import { present, useServer } from "./server";
import { TestStack } from "./stack";

/**
 * A server, and a stack configured for it, that live as long as the tests of the file.
 *
 * @param config configuration beside `codechat:baseUrl` and `codechat:token`.
 */
export function useStack(
  config: ConfigMap = {},
  options: EmulatorOptions = {},
): { readonly server: Emulator; readonly stack: TestStack } {
  const scene = useServer(options);
  let stack: TestStack | undefined;
  beforeAll(async () => {
    stack = await TestStack.create(scene.server, {
      "codechat:baseUrl": { value: scene.server.url },
      "codechat:token": { value: TOKEN, secret: true },
      ...config,
    });
  });
  afterAll(() => stack?.close());
  return {
    get server() {
      return scene.server;
    },
    get stack() {
      return present(stack);
    },
  };
}
