// The tests that mutation testing runs: those that need neither the engine nor a sweep over many cases.
const { projects, ...config } = require("./jest.config.js");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  projects: projects
    .filter(({ displayName }) => displayName !== "engine")
    .map((project) => ({
      ...project,
      testPathIgnorePatterns: ["/faults/", "/properties/", "/fuzz/", "emulator"],
    })),
};
