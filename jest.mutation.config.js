// The tests that mutation testing runs: those that need neither the engine nor a sweep over many cases.
// MUTATION_TESTS narrows them to those whose paths begin so: faster, and a lower bound of the score.
const { projects, ...config } = require("./jest.config.js");
const [{ testMatch: _, ...project }] = projects;
const PATHS = (process.env["MUTATION_TESTS"] ?? "tests/unit/,tests/contract/").split(",");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  projects: [
    {
      ...project,
      displayName: "mutation",
      testRegex: PATHS.map((path) => `/${path}.*\\.test\\.ts$`),
      testPathIgnorePatterns: [
        "/faults/",
        "/properties/",
        "/fuzz/",
        "/scale",
        "/security/(answers|install)",
        "emulator",
        "drift/",
        "adopt[-.]",
        "doctor",
        "pipelines/",
      ],
    },
  ],
};
