import { CallFailure } from "../../provider/api/failure";
import {
  describeFailure,
  InitializationFailure,
  OperationFailure,
  Refusal,
} from "../../provider/webhook/failure";

const CALL = {
  name: "create webhook",
  method: "POST",
  path: "/api/v2/instance/shop-01/webhook",
  server: "https://api.example",
} as const;
const SUBJECT = { operation: "create", name: "orders", instanceId: "shop-01" } as const;

describe("a call that failed", () => {
  test.each([408, 500, 502, 503, 504])("with status %i may have been applied", (status) => {
    const failure = new CallFailure({ kind: "refused", call: CALL, what: "was refused", status });
    expect(failure.mayHaveBeenApplied).toBe(true);
  });

  test.each([400, 401, 403, 404, 409, 422, 425, 429])("with status %i was not applied", (status) => {
    const failure = new CallFailure({ kind: "refused", call: CALL, what: "was refused", status });
    expect(failure.mayHaveBeenApplied).toBe(false);
  });

  test("with an answer that nobody understands may have been applied", () => {
    const failure = new CallFailure({ kind: "badAnswer", call: CALL, what: "was answered 201", status: 201 });
    expect(failure.mayHaveBeenApplied).toBe(true);
  });

  test.each(["ECONNRESET", "ETIMEDOUT", "EPIPE", "ERR_NOT_JSON", "ERR_TOO_LARGE", undefined])(
    "without an answer (%s) may have been applied",
    (code) => {
      expect(new CallFailure({ kind: "noAnswer", call: CALL, what: "broke", code }).mayHaveBeenApplied).toBe(
        true,
      );
    },
  );

  test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "CERT_HAS_EXPIRED"])(
    "before a connection was made (%s) was not applied",
    (code) => {
      expect(new CallFailure({ kind: "noAnswer", call: CALL, what: "broke", code }).mayHaveBeenApplied).toBe(
        false,
      );
    },
  );

  test("names the call, what became of it and the server's words", () => {
    const { message } = new CallFailure({
      kind: "refused",
      call: CALL,
      what: "was refused",
      serverMessages: ["a", "b"],
    });
    expect(message).toBe("POST /api/v2/instance/shop-01/webhook (create webhook) was refused: a; b");
  });
});

describe("the text of an error", () => {
  test("says what happened, what is now true and what to do", () => {
    const refusal = new Refusal("there are two", "choose one");
    expect(describeFailure(SUBJECT, refusal, "nothing was written")).toBe(
      'could not create webhook "orders" of instance shop-01: there are two\n' +
        "now: nothing was written\nnext: choose one",
    );
  });

  test("names the webhook where it is known", () => {
    const text = describeFailure({ ...SUBJECT, webhookId: "7" }, new Error("x"), "");
    expect(text).toContain("of instance shop-01 (webhook 7): x");
  });

  test("also has words for what is no error", () => {
    expect(describeFailure(SUBJECT, "thrown text", "")).toContain("of instance shop-01: thrown text");
  });
});

test("no failure carries a stack trace of the provider's to the engine's output", () => {
  const failure = new OperationFailure("could not create webhook");
  expect(`${failure}: ${failure.stack}`).not.toMatch(/\n\s+at /);
});

test("an initialization failure has what the engine's launcher reads: id, properties, reasons", () => {
  const failure = new InitializationFailure("7", { name: "orders" }, "it broke", { cause: "cause" });
  expect(failure).toMatchObject({
    id: "7",
    properties: { name: "orders" },
    reasons: ["it broke"],
    message: "it broke",
    cause: "cause",
  });
});
