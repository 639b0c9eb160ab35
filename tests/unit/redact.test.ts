import { redact, secretParts, showUrl } from "../../provider/api/redact";

describe("a text of the server's", () => {
  test("is shown without any literal secret", () => {
    expect(redact("token abc-123 is wrong: abc-123", ["abc-123"])).toBe("token [secret] is wrong: [secret]");
  });

  test("is shown without any part of a secret that begins like another", () => {
    const tokens = ["token-1", "token-10", "token-1"];
    expect(redact("token-10 is not token-1", tokens)).toBe("[secret] is not [secret]");
  });

  test("is shown with each secret hidden once, even one that stands in what hides another", () => {
    expect(redact("a t", ["a", "t"])).toBe("[secret] [secret]");
  });

  test("is shown with urls cut down to scheme and host", () => {
    expect(redact('see "https://u:p@shop.example:8443/hook/key?a=b" and http://[::1]:1/x', [])).toBe(
      'see "https://shop.example:8443/…" and http://[::1]:1/…',
    );
  });

  test("is shown in one line", () => {
    expect(redact(" a\r\nb\u0000\u001b[31mc\n", [])).toBe("a b [31mc");
  });

  test("is shown as far as 500 characters", () => {
    expect(redact("x".repeat(500), [])).toBe("x".repeat(500));
    expect(redact("x".repeat(501), [])).toBe(`${"x".repeat(500)}…`);
  });

  test("is never cut in the middle of a secret", () => {
    expect(redact(`${"x".repeat(495)}secret-token`, ["secret-token"])).not.toContain("secr-");
    expect(redact(`${"x".repeat(495)}secret-token`, ["secret-token"])).toBe(`${"x".repeat(495)}[secr…`);
  });
});

describe("a url as it may be shown", () => {
  test.each([
    ["https://shop.example", "https://shop.example"],
    ["https://shop.example/", "https://shop.example"],
    ["https://user:password@shop.example/", "https://shop.example"],
    ["https://shop.example/secret-path", "https://shop.example/…"],
    ["https://shop.example?key=secret", "https://shop.example/…"],
    ["https://shop.example#secret", "https://shop.example/…"],
    ["no url", "[url]"],
  ])("%s", (url, shown) => {
    expect(showUrl(url)).toBe(shown);
  });
});

describe("the parts of a url that may be secret", () => {
  test("are user info, path segments, query values and fragment, as written and decoded", () => {
    const url = "https://username:pass%20word@shop.example/hooks/segment%2D1?key=query-value#fragment";
    expect(secretParts(url).sort()).toEqual(
      [
        ...["username", "pass%20word", "segment%2D1", "query-value", "fragment"],
        ...["username", "pass word", "segment-1", "query-value", "fragment"],
      ].sort(),
    );
  });

  test("are not words that are too short to tell", () => {
    expect(secretParts("https://u:pw@shop.example/hook?a=b")).toEqual([]);
  });

  test("are taken as written where they cannot be decoded", () => {
    expect(secretParts("https://shop.example/broken-%zz-part")).toEqual([
      "broken-%zz-part",
      "broken-%zz-part",
    ]);
  });

  test("of no url are none", () => {
    expect(secretParts("no url at all")).toEqual([]);
  });
});
