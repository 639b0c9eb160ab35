import { PassThrough } from "node:stream";
import { onEngineGone } from "../../provider/engine";

describe("the engine's end", () => {
  test("is that of the input that it holds open", async () => {
    const input = new PassThrough();
    const gone = new Promise<void>((resolve) => onEngineGone(input, resolve));
    input.end();
    await gone;
  });

  test("is a broken input, too", async () => {
    const input = new PassThrough();
    const gone = new Promise<void>((resolve) => onEngineGone(input, resolve));
    input.destroy(new Error("broken"));
    await gone;
  });

  test("has not come while the input is open, whatever arrives", async () => {
    const input = new PassThrough();
    let isGone = false;
    onEngineGone(input, () => {
      isGone = true;
    });
    input.write("something");
    await new Promise(setImmediate);
    expect(isGone).toBe(false);
  });
});
