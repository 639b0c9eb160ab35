import { engineWords } from "../../cli/shared/project/engine-words";

/** A command of the Automation API that failed with this on standard error. */
function failed(stderr: string): Error {
  return Object.assign(new Error(`stdout: a secret\nstderr: ${stderr}`), {
    commandResult: { err: { stderr } },
  });
}

test("the engine's own error is what it says after its warnings", () => {
  const said =
    "warning: A new version is available\ninfo: x\nerror: no stack named 'dev' found\nrun `pulumi stack ls`\n";
  expect(engineWords(failed(said))).toBe("no stack named 'dev' found\nrun `pulumi stack ls`");
  expect(engineWords(failed("no such command"))).toBe("no such command");
  expect(engineWords(failed("warning: nothing else\n"))).toBe("the engine failed and did not say why");
});

test("of what is no failed command the message is taken", () => {
  expect(engineWords(new Error("other"))).toBe("other");
  expect(engineWords("text")).toBe("text");
});

test.each([
  ["postgres://user:pass-of-backend@db.example:5432/state?sslmode=disable", "postgres://db.example:5432/…"],
  ["postgres://db.example/state?password=pass-of-backend", "postgres://db.example/…"],
  ["https://user:pass-of-backend@state.example/x", "https://state.example/…"],
  ["s3://bucket?secret=pass-of-backend", "s3://bucket/…"],
])("a backend's url shows no secret: %s", (url, shown) => {
  const text = engineWords(failed(`error: unable to open bucket ${url}: connection refused`));
  expect(text).toBe(`unable to open bucket ${shown}: connection refused`);
});

test.each(["https://www.pulumi.com/docs/troubleshooting/#sync", "file:///srv/pulumi-state"])(
  "a url that holds no secret stays whole: %s",
  (url) => {
    expect(engineWords(failed(`error: see ${url}`))).toBe(`see ${url}`);
  },
);
