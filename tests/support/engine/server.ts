import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/src";
import { INSTANCE, TOKEN } from "../server/server";

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

/** A value that is set before the tests of the file run. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it is there only while the tests run");
  return value;
}
