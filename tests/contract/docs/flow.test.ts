import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../support/browser";

const SVG = readFileSync(join(__dirname, "../../../docs/flow.svg"), "utf8");

/** Where something is drawn, in pixels. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Drawn {
  readonly page: Box;
  /** The boxes, each with the texts that belong into it. */
  readonly groups: readonly { readonly box: Box; readonly texts: readonly (Box & { text: string })[] }[];
  readonly texts: number;
}

/** Fonts that a reader may have: narrow, wide, and wider than any that is usual. */
const FONTS = {
  "its own": "",
  "a wide one": "text { font-family: Verdana, 'DejaVu Sans', sans-serif }",
  "a serif one": "text { font-family: serif }",
  "a monospace one": "text { font-family: 'DejaVu Sans Mono', monospace }",
  "one with wide letters": "text { font-family: 'DejaVu Sans', sans-serif; letter-spacing: 0.05em }",
} as const;

describe("the picture in the README", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  async function draw(style: string): Promise<Drawn> {
    const page = await browser.newPage({ viewport: { width: 960, height: 400 } });
    await page.setContent(`<body style="margin: 0">${SVG}<style>${style}</style>`);
    const drawn: Drawn = await page.evaluate(`(() => {
      const boxOf = (element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { left, right, top, bottom };
      };
      const groups = [...document.querySelectorAll("svg g")].map((group) => ({
        box: boxOf(group.querySelector("rect")),
        texts: [...group.querySelectorAll("text")].map((text) => ({ text: text.textContent, ...boxOf(text) })),
      }));
      const texts = document.querySelectorAll("svg text").length;
      return { page: boxOf(document.querySelector("svg .page")), groups, texts };
    })()`);
    await page.close();
    return drawn;
  }

  test.each(Object.entries(FONTS))("keeps every text inside its box in %s", async (_name, style) => {
    const { page, groups, texts } = await draw(style);
    expect(groups.flatMap((group) => group.texts)).toHaveLength(texts);
    const outside = groups.flatMap((group) => group.texts.filter((text) => !isInside(text, group.box)));
    expect(outside).toEqual([]);
    expect(groups.filter(({ box }) => !isInside(box, page))).toEqual([]);
  });

  test("says which side of a drift is declared, and which is live", () => {
    expect(SVG).toMatch(/>declared: true<[\s\S]*>live: false</);
  });
});

/** Whether something lies in a box, with a margin of some pixels. */
function isInside({ left, right, top, bottom }: Box, outer: Box): boolean {
  const margin = 4;
  return (
    left - margin >= outer.left &&
    right + margin <= outer.right &&
    top - margin >= outer.top &&
    bottom + margin <= outer.bottom
  );
}
