import { CallFailure } from "../../provider/api/failure";
import { DeadlineError } from "../../provider/http/deadline";
import {
  describeFailure,
  InitializationFailure,
  nextStep,
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

  test.each([300, 301, 400, 401, 403, 404, 409, 422, 425, 429, 499])(
    "with status %i was not applied",
    (status) => {
      const failure = new CallFailure({ kind: "refused", call: CALL, what: "was refused", status });
      expect(failure.mayHaveBeenApplied).toBe(false);
    },
  );

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

  test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ERR_TUNNEL", "CERT_HAS_EXPIRED"])(
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

  test("ends with what became of it where the server said nothing", () => {
    const { message, serverMessages } = new CallFailure({ kind: "refused", call: CALL, what: "was refused" });
    expect(message).toBe("POST /api/v2/instance/shop-01/webhook (create webhook) was refused");
    expect(serverMessages).toEqual([]);
  });

  test("keeps its cause", () => {
    const cause = new Error("socket hang up");
    expect(new CallFailure({ kind: "noAnswer", call: CALL, what: "broke", cause }).cause).toBe(cause);
  });

  test.each([
    [401, "refused", true],
    [403, "refused", true],
    [400, "refused", false],
    [404, "refused", false],
    [401, "badAnswer", false],
  ] as const)("with status %i, %s, refuses the token: %p", (status, kind, refusesToken) => {
    expect(new CallFailure({ kind, call: CALL, what: "…", status }).refusesToken).toBe(refusesToken);
  });
});

describe("what to do next", () => {
  const GET = { ...CALL, name: "get webhook", method: "GET" } as const;
  const OWN_TOKEN =
    "give this instance's own token: `pulumi config set --secret codechat:token …`, or codechat:tokens for " +
    "a token per instance, then run `pulumi up` again; or there is no such instance: check instanceId. `pulumi refresh`, `pulumi destroy` and `--refresh` use " +
    "the configuration of the last `pulumi up`; with --run-program they use the current one";
  const GONE =
    "if someone deleted it, `pulumi up --refresh` creates a new one; else check webhookId, instanceId and " +
    "codechat:baseUrl";
  const REDIRECTED =
    "set codechat:baseUrl to the address that the server redirects to; redirects are not followed, to keep the " +
    "token from other hosts";
  const UNWELL = "run the same command again once the server is well; it goes on from here";
  const DECLARATION = "change the declaration as the server's words say, then run `pulumi up` again";

  test.each([
    [300, REDIRECTED],
    [308, REDIRECTED],
    [399, REDIRECTED],
    [400, DECLARATION],
    [401, OWN_TOKEN],
    [403, OWN_TOKEN],
    [404, "check instanceId, and that codechat:baseUrl is the address before /api/v2"],
    [409, DECLARATION],
    [429, "wait and run the same command again; a lower codechat:maxConcurrency asks less of the server"],
    [499, DECLARATION],
    [500, UNWELL],
    [503, UNWELL],
  ])("after a refusal with status %i", (status, next) => {
    expect(nextStep(new CallFailure({ kind: "refused", call: GET, what: "…", status }))).toBe(next);
  });

  test("after a webhook is proven to be gone", () => {
    expect(nextStep(new CallFailure({ kind: "absent", call: GET, what: "…", status: 404 }))).toBe(GONE);
  });

  test.each([
    ["foreign", 403, /^a proxy, a firewall or another application seems to have answered/],
    ["foreign", 404, /^a proxy, a firewall or another application seems to have answered/],
    ["foreign", 502, /^run the same command again once the server is well/],
    ["unproven", 404, /^a proxy, a firewall or another application seems to have answered/],
    ["noRoute", 404, /^check that codechat:baseUrl \(https:\/\/api.example\) is a CodeChat API v2 server/],
  ] as const)("after an answer of somebody else: %s, %i", (kind, status, next) => {
    expect(nextStep(new CallFailure({ kind, call: GET, what: "…", status }))).toMatch(next);
  });

  test("after a 404 whose proof failed: what that failure asks for", () => {
    const cause = new CallFailure({ kind: "refused", call: GET, what: "…", status: 401 });
    const failure = new CallFailure({ kind: "unproven", call: GET, what: "…", status: 404, cause });
    expect(nextStep(failure)).toBe(OWN_TOKEN);
  });

  describe("names the way out of state where an instance cannot be reached", () => {
    const listCall = { ...GET, name: "list webhooks" } as const;
    const missing = { kind: "refused", call: listCall, what: "…", status: 404, ownStatus: 404 } as const;
    test.each([
      ["no answer", { kind: "noAnswer", call: GET, what: "…", code: "ECONNREFUSED" }],
      ["401", { kind: "refused", call: GET, what: "…", status: 401 }],
      ["403 of a firewall", { kind: "foreign", call: GET, what: "…", status: 403 }],
      ["no such instance", missing],
      [
        "no such instance, behind a 404",
        { kind: "unproven", call: GET, what: "…", cause: new CallFailure(missing) },
      ],
    ] as const)("%s", (_what, details) => {
      const failure = new CallFailure(details);
      expect(nextStep(failure, "delete")).toContain("CODECHAT_DELETE_UNREACHABLE=true");
      expect(nextStep(failure, "read")).toContain("pulumi state delete");
      expect(nextStep(failure, "create")).not.toContain("CODECHAT_DELETE_UNREACHABLE");
    });

    test.each([
      ["a server that is not well", { kind: "refused", call: GET, what: "…", status: 503 }],
      ["a gateway's 404", { kind: "unproven", call: GET, what: "…", status: 404 }],
      ["a bad answer", { kind: "badAnswer", call: GET, what: "…", status: 200 }],
    ] as const)("but not with %s", (_what, details) => {
      expect(nextStep(new CallFailure(details), "delete")).not.toContain("CODECHAT_DELETE_UNREACHABLE");
    });
  });

  test("after a POST that finds no instance", () => {
    const failure = new CallFailure({ kind: "refused", call: CALL, what: "…", status: 404 });
    expect(nextStep(failure)).toBe(
      "check instanceId, and that codechat:baseUrl is the address before /api/v2",
    );
  });

  test("after a POST that is refused otherwise", () => {
    const failure = new CallFailure({ kind: "refused", call: CALL, what: "…", status: 422 });
    expect(nextStep(failure)).toBe(DECLARATION);
  });

  test.each([200, 401, 404])("after an answer that is not the API's, with status %i", (status) => {
    expect(nextStep(new CallFailure({ kind: "badAnswer", call: GET, what: "…", status }))).toBe(
      "check that codechat:baseUrl (https://api.example) is a CodeChat API v2 server, then run the same command again",
    );
  });

  const NETWORK =
    "check codechat:baseUrl (https://api.example) and the network, then run the same command again";
  const PROXY =
    "check the proxy that HTTPS_PROXY names, or let NO_PROXY name the server, then run the same command again";
  const NO_API =
    "check that codechat:baseUrl (https://api.example) is a CodeChat API v2 server and not a proxy's page";
  const NO_TLS =
    "the server's certificate is not trusted or it does not speak TLS: check codechat:baseUrl " +
    "(https://api.example); `pulumi config set codechat:caFile ca.pem` trusts a private CA";
  const MORE_TIME = "a larger codechat:timeoutSeconds gives a slow server more time";

  test.each([
    ["EDEADLINE", `run the same command again; ${MORE_TIME}`],
    ["ETIMEDOUT", `${NETWORK}; ${MORE_TIME}`],
    ["ECONNREFUSED", NETWORK],
    [undefined, NETWORK],
    ["ERR_TUNNEL", PROXY],
    ["ERR_TOO_LARGE", NO_API],
    ["ERR_NOT_JSON", NO_API],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", NO_TLS],
    ["CERT_HAS_EXPIRED", NO_TLS],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", NO_TLS],
    ["ERR_TLS_CERT_ALTNAME_INVALID", NO_TLS],
    ["EPROTO", NO_TLS],
  ])("after no answer (%s)", (code, next) => {
    expect(nextStep(new CallFailure({ kind: "noAnswer", call: GET, what: "…", code }))).toBe(next);
  });

  test("after the operation's limit", () => {
    expect(nextStep(new DeadlineError(60_000))).toBe(`run the same command again; ${MORE_TIME}`);
  });

  test("after a refusal of the provider's own", () => {
    expect(nextStep(new Refusal("there are two", "choose one"))).toBe("choose one");
  });

  test("after anything else", () => {
    expect(nextStep(new Error("odd"))).toBe("set the configuration right and run `pulumi up` again");
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
  expect(`${failure}: ${failure.stack}`).toBe("OperationFailure: see the error at the resource");
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
