/** @type {(name: string, extra?: import("jest").Config) => import("jest").Config} */
const project = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: "node",
  // The SDK keeps what it shares between its copies in globals, which the cleanup would take from it.
  testEnvironmentOptions: { globalsCleanup: "off" },
  // Sources, so that tests of the local server need no build.
  moduleNameMapper: { "^pulumi-codechat/events$": "<rootDir>/provider/events.ts" },
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.json" }] },
  ...extra,
});

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    project("unit"),
    project("contract"),
    project("engine", { globalSetup: "<rootDir>/tests/support/engine/setup.mjs" }),
  ],
  maxWorkers: 2,
  testTimeout: 300_000,
  collectCoverageFrom: ["provider/**/*.ts"],
  coverageDirectory: "coverage",
  coverageReporters: ["text", "lcov"],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
