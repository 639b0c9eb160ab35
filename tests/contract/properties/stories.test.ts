import fc from "fast-check";
import { anyStory } from "../../support/stories/arbitrary";
import { endOf } from "../../support/stories/story";

// The same stories in every run, unless asked for others. A failure prints its seed and path, which tell just that one again.
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 150);
const seed = Number(process.env["PROPERTY_SEED"] ?? 1);
const path = process.env["PROPERTY_PATH"];

test(`whatever happened, a quiet up --refresh makes live as declared (${RUNS} stories)`, async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      const { failures, expected, live, strays, quietCalls, drift } = await endOf(story);
      expect(failures).toEqual([]);
      expect(live).toEqual(expected);
      expect(strays).toEqual([]);
      expect(quietCalls).toEqual([]);
      expect(drift).toEqual([]);
    }),
    { numRuns: RUNS, seed, ...(path && { path }) },
  );
});
