import fc from "fast-check";
import { redact, secretParts, showUrl } from "../../provider/api/redact";
import { SecretIndex } from "../../provider/api/secret-index";

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

  test.each([
    ["C1", "a\u0085b", "a b"],
    ["separators", "a\u2028b\u2029c", "a b c"],
    ["overrides", "a\u202eb\u2066c", "a b c"],
  ])("is shown without %s of Unicode, which forge and reorder lines", (_what, text, shown) => {
    expect(redact(text, [])).toBe(shown);
  });

  test("is shown without secrets that overlap in it", () => {
    expect(redact("abcde", ["abc", "cde"])).toBe("[secret]");
  });

  test.each([
    ["as it is", "a/b+c= ü"],
    ["percent-encoded", "a%2Fb%2Bc%3D%20%C3%BC"],
    ["in lower case", "a%2fb%2bc%3d%20%c3%bc"],
    ["in part", "a/b%2Bc=%20ü"],
    ["as a form", "a%2Fb%2Bc%3D+%C3%BC"],
  ])("is shown without a secret that it holds %s", (_form, written) => {
    expect(redact(`<${written}>`, ["a/b+c= ü"])).toBe("<[secret]>");
    expect(redact(`%3C${written}%3E`, [encodeURIComponent("a/b+c= ü")])).toBe("%3C[secret]%3E");
  });

  test("may hold what no percent-encoding is", () => {
    expect(redact("100% of %FF%zz and secret%ff", ["secret%FF"])).toBe("100% of %FF%zz and [secret]");
  });

  test("is looked through in a time that grows with its length alone", () => {
    expect(redact("x".repeat(1_000_000), [])).toHaveLength(501);
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
  test("are user info, path segments, keys and values of the query, and fragment", () => {
    const url = "https://username:pass%20word@shop.example/hooks/segment%2D1?long-key=query-value#fragment";
    expect(secretParts(url)).toEqual([
      ...["username", "pass%20word", "segment%2D1", "long-key", "query-value", "fragment"],
      Buffer.from("username:pass word").toString("base64"),
    ]);
  });

  test("are not words that are too short to tell", () => {
    expect(secretParts("https://u:pw@shop.example/hook?a=b")).toEqual([
      Buffer.from("u:pw").toString("base64"),
    ]);
    expect(secretParts("https://shop.example/hook?a=b#c")).toEqual([]);
  });

  test("are short passwords, too", () => {
    expect(secretParts("https://u:hunter2@shop.example/")).toContain("hunter2");
  });

  test("are taken as written where they cannot be decoded", () => {
    expect(secretParts("https://shop.example/broken-%zz-part")).toEqual(["broken-%zz-part"]);
    expect(() => secretParts("https://us%zzer:pass%ffword@shop.example/")).not.toThrow();
  });

  test("of no url are none", () => {
    expect(secretParts("no url at all")).toEqual([]);
  });

  // Forms in which servers, gateways and their libraries repeat a part of a url.
  const FORMS: Readonly<Record<string, (text: string) => string>> = {
    decoded: (text) => text,
    encodeURIComponent,
    encodeURI,
    form: (text) => new URLSearchParams({ "": text }).toString().slice(1),
    "RFC 3986": (text) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`),
    "every byte": (text) =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    "lower case": (text) => encodeURIComponent(text).replace(/%../g, (each) => each.toLowerCase()),
    parsed: (text) => new URL(`https://x/?=${encodeURI(text).replaceAll("#", "%23")}`).search.slice(2),
  };
  const anyForm = fc.constantFrom(...Object.values(FORMS));
  const secret = fc.string({ unit: "grapheme", minLength: 8, maxLength: 20 }).filter((text) => {
    const shown = text.trim();
    return shown.length >= 8 && shown === text && !/[%+\uFFFD]|\p{Surrogate}/u.test(text);
  });
  const PLACES: readonly ((part: string) => string)[] = [
    (part) => `https://shop.example/hook/${part}/x`,
    (part) => `https://shop.example/hook?key=${part}&a=b`,
    (part) => `https://shop.example/hook?${part}=value`,
    (part) => `https://shop.example/hook?${part}`,
    (part) => `https://shop.example/hook#${part}`,
    (part) => `https://${part}:x@shop.example/hook`,
    (part) => `https://x:${part}@shop.example/hook`,
  ];

  test("are hidden in whatever form they were declared and come back", () => {
    const isWhole = (part: string) => !/[/?#&=:@\\]/.test(part);
    fc.assert(
      fc.property(
        secret,
        anyForm.filter(
          (form) => form !== FORMS["decoded"] && form !== FORMS["encodeURI"] && form !== FORMS["parsed"],
        ),
        anyForm,
        fc.constantFrom(...PLACES),
        (text, declare, comeBack, urlWith) => {
          const declared = declare(text);
          fc.pre(isWhole(declared));
          expect(redact(`> ${comeBack(text)} <`, secretParts(urlWith(declared)))).toBe("> [secret] <");
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["https://shop.example/hook?key=secret%2Fvalue", "secret/value"],
    ["https://shop.example/hook?key=secret/value", "secret%2Fvalue"],
    ["https://shop.example/hook?key=secret%2fvalue", "secret%2Fvalue"],
    ["https://shop.example/hook?key=secret+value", "secret value"],
    ["https://shop.example/hook?key=secret%20value", "secret+value"],
    ["https://shop.example/hook?secret-key-without-a-value", "secret-key-without-a-value"],
    ["https://shop.example/a/../secret-path", "secret-path"],
    ["https://shop.example\\secret-path", "secret-path"],
    ["https://shop.example/pässword-订单", "p%C3%A4ssword-%e8%ae%a2%E5%8D%95"],
    ["https://user:pass+word@shop.example/", "dXNlcjpwYXNzK3dvcmQ="],
  ])("of %s are hidden as %s", (url, comesBack) => {
    expect(redact(`cannot send to ${comesBack}`, secretParts(url))).toBe("cannot send to [secret]");
  });
});

describe("an index of many secrets", () => {
  const MANY = 10_000;
  const token = (number: number) => `eyJhbGciOiJIUzI1NiJ9.${number}.${"signature".repeat(4)}${number}`;
  const tokens = Array.from({ length: MANY }, (_, number) => token(number));

  test("finds those that a text holds, in any percent-encoding", () => {
    const index = new SecretIndex(["short", "a/b+c=d/e", ...tokens]);
    const text = `short ${token(7)}, ${token(9_999)} and a%2fb%2Bc%3Dd/e`;
    // Some tokens end like others.
    expect([...index.foundIn(text)]).toEqual(
      expect.arrayContaining(["short", token(7), token(9_999), "a/b+c=d/e"]),
    );
    expect(index.foundIn("nothing of it")).toEqual(new Set());
    expect(new SecretIndex(["", ""]).foundIn("text")).toEqual(new Set());
  });

  test("looks at its secrets once, however many texts are shown", () => {
    let looked = 0;
    const index = new SecretIndex(
      (function* () {
        for (const each of tokens) {
          looked += 1;
          yield each;
        }
      })(),
    );
    for (let text = 0; text < 100; text += 1)
      index.foundIn(`webhook ${text} of ${token(text)} was not found`);
    expect(looked).toBe(MANY);
  });

  test("hides the same as all its secrets do", () => {
    const texts = fc.array(
      fc.string({ unit: fc.constantFrom("a", "b", "%61", "+", " ", "%"), maxLength: 12 }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(
        texts,
        fc.string({ unit: fc.constantFrom("a", "b", "%62", "%20", "+", "%"), maxLength: 40 }),
        (all, text) => {
          expect(redact(text, new SecretIndex(all).foundIn(text))).toBe(redact(text, all));
        },
      ),
    );
  });
});
