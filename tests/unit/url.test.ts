import { secretParts, showUrl } from "../../provider/api/redact";
import { urlProblem } from "../../provider/config/values";

// URL.canParse of Node 20 changes its mind after some thousand calls.
const TIMES = 20_000;
const UNICODE = "https://user:pässword-订单@exämple.de/hook";

test("a url beyond Latin-1 is understood however many there were before", () => {
  const problems = new Set<unknown>();
  const shown = new Set<string>();
  const secrets = new Set<string>();
  for (let time = 0; time < TIMES; time += 1) {
    problems.add(urlProblem(UNICODE));
    shown.add(showUrl(UNICODE));
    secrets.add(secretParts(UNICODE).join(" "));
  }
  expect([...problems]).toEqual([undefined]);
  expect([...shown]).toEqual(["https://xn--exmple-cua.de/…"]);
  expect([...secrets]).toEqual([expect.stringContaining("pässword-订单")]);
});
