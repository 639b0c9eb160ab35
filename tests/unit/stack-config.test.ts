import { dirname } from "node:path";
import { configIn, programFolder } from "../../cli/shared/project/stack-config";

describe("the folder of a project's program", () => {
  test("is the project's", () => {
    expect(programFolder("/project")).toBe("/project");
  });

  test("is the one that `main` names", () => {
    expect(programFolder(dirname(__dirname), "unit")).toBe(__dirname);
    expect(programFolder("/project", "no/such")).toBe("/project/no/such");
  });

  test("is that of the file that `main` names", () => {
    expect(programFolder(dirname(__dirname), "unit/stack-config.test.ts")).toBe(__dirname);
  });
});

test("a path in the configuration begins in the program's folder", () => {
  const config = configIn("/program", (key) => (key.endsWith("missing") ? undefined : "a.pem"));
  expect(config("codechat:caFile")).toBe("/program/a.pem");
  expect(config("codechat:token")).toBe("a.pem");
  expect(config("codechat:missing")).toBeUndefined();
});
