// The tests that mutation testing runs: those that need neither the engine nor a sweep over many cases.
// MUTATION_TESTS=unit leaves out the contract tests, too: minutes instead of hours, and a lower bound of the score.
const { projects, ...config } = require("./jest.config.js");
const NAMES = (process.env["MUTATION_TESTS"] ?? "unit,contract").split(",");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  projects: projects
    .filter(({ displayName }) => NAMES.includes(displayName))
    .map((project) => ({
      ...project,
      testPathIgnorePatterns: [
        "/faults/",
        "/properties/",
        "/fuzz/",
        "/scale",
        "/security/",
        "emulator",
        "drift/",
        "adopt",
        "doctor",
        "pipelines/",
      ],
    })),
};
