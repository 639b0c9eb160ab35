import type { ConfigMap } from "@pulumi/pulumi/automation";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../sdk/emulator";
import { TestStack } from "./engine-stack";
import { INSTANCE, TOKEN } from "./server";

/** A server that lives as long as the tests of the file. */
export function useServer(options: EmulatorOptions = {}): { readonly server: Emulator } {
  let server: Emulator | undefined;
  beforeAll(async () => {
    server = await startEmulator({ instances: { [INSTANCE]: TOKEN }, ...options });
  });
  afterAll(() => server?.close());
  return {
    get server() {
      return present(server);
    },
  };
}

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

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it is there only while the tests run");
  return value;
}
