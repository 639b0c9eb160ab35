import { isMissingRoute, readErrorBody } from "../../provider/api/error-body";
import type { AnswerBody } from "../../provider/http/transport";

const json = (value: unknown): AnswerBody => ({ kind: "json", value });
const messagesOf = (value: unknown) => readErrorBody(json(value)).messages;

describe("the body of an error is the API's", () => {
  test.each([
    { statusCode: 404, message: "Webhook not found" },
    { statusCode: 400, message: ["url must be a URL", "name is too long"], error: "Bad Request" },
    { statusCode: 500, message: [], error: "Internal Server Error" },
  ])("where it has statusCode and message: %j", (value) => {
    expect(readErrorBody(json(value)).isApi).toBe(true);
  });

  test.each<[unknown, string]>([
    [{ message: "no Route matched with those values" }, "JSON of another form"],
    [{ statusCode: "404", message: "Not Found" }, "JSON of another form"],
    [{ statusCode: 404 }, "JSON of another form"],
    [{ statusCode: 404, messages: ["webhook not found"] }, "JSON of another form"],
    [{ detail: "Not Found" }, "JSON of another form"],
    [[], "JSON of another form"],
    [null, "JSON of another form"],
    ["Not Found", "JSON of another form"],
  ])("and not where it is %j", (value, form) => {
    expect(readErrorBody(json(value))).toMatchObject({ isApi: false, form });
  });

  test.each<[AnswerBody, string]>([
    [{ kind: "empty" }, "an empty body"],
    [{ kind: "page" }, "an HTML page"],
    [{ kind: "other", text: "404 page not found\n" }, "plain text"],
  ])("and not where it is no JSON: %j", (body, form) => {
    expect(readErrorBody(body)).toMatchObject({ isApi: false, form });
  });
});

describe("the server's words", () => {
  test.each<[string, unknown, string[]]>([
    ["a text", { message: "Unauthorized" }, ["Unauthorized"]],
    ["a list of texts", { message: ["a", "b"] }, ["a", "b"]],
    ["a list of objects", { message: [{ property: "url", message: "is too long" }] }, ["url: is too long"]],
    ["lists within lists", { message: [["a", ["b"]], "c"] }, ["a", "b", "c"]],
    [
      "what class-validator says",
      { message: [{ property: "url", constraints: { isUrl: "must be a URL" }, children: [] }] },
      ["url: must be a URL"],
    ],
    ["messages", { statusCode: 404, messages: ["webhook not found"] }, ["webhook not found"]],
    ["the error, where there is nothing else", { error: "Not Found" }, ["Not Found"]],
    [
      "nothing of numbers and empty texts",
      { message: [5, "", "  ", null], error: "Bad Request" },
      ["Bad Request"],
    ],
    ["nothing that is nested without end", { message: [[[[[["deep"]]]]]] }, []],
  ])("are %s", (_what, value, messages) => {
    expect(messagesOf(value)).toEqual(messages);
  });

  test("are the text where the body is a text", () => {
    expect(readErrorBody({ kind: "other", text: "404 page not found\n" }).messages).toEqual([
      "404 page not found",
    ]);
  });

  test.each([
    "PrismaClientKnownRequestError: broken\n    at RequestHandler.handle (/app/node_modules/prisma/index.js:1:1)",
    "PrismaClientKnownRequestError: broken\r\n\tat Object.<anonymous> (index.js:2)\r\n\tat b (c.js:1)",
  ])("are never a stack trace", (message) => {
    expect(messagesOf({ message: [[message]] })).toEqual(["PrismaClientKnownRequestError: broken"]);
  });
});

describe("a missing route", () => {
  test("is said by the API", () => {
    const body = { statusCode: 404, message: "Cannot GET /api/v2/instance/a/webhook", error: "Not Found" };
    expect(isMissingRoute(readErrorBody(json(body)))).toBe(true);
    expect(isMissingRoute(readErrorBody(json({ ...body, message: [body.message] })))).toBe(true);
  });

  test("is not what another server says, or another 404", () => {
    const message = "Cannot GET /api/v2/instance/a/webhook";
    expect(isMissingRoute(readErrorBody(json({ message })))).toBe(false);
    expect(isMissingRoute(readErrorBody({ kind: "other", text: message }))).toBe(false);
    expect(isMissingRoute(readErrorBody(json({ statusCode: 404, message: "Webhook not found" })))).toBe(
      false,
    );
  });
});
