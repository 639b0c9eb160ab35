import { STATUS_CODES } from "node:http";
import type { Dialect } from "./dialect";

/** A refusal that the API answers with its error body. */
export class ApiError extends Error {
  constructor(
    /** HTTP status of the answer. */
    readonly status: number,
    /** What the body's `message` says. */
    readonly messages: readonly string[],
  ) {
    super(messages.join("; "));
    this.name = "ApiError";
  }
}

/** The error body of a NestJS service: `{ message, error, statusCode }`. */
export interface ErrorBody {
  readonly message: readonly string[] | string;
  readonly error: string;
  readonly statusCode: number;
}

/** Builds the error body for a status in the dialect's form of `message`. */
export function errorBody(
  status: number,
  messages: readonly string[],
  style: Dialect["errorMessage"],
): ErrorBody {
  return {
    message: style === "array" ? messages : messages.join("; "),
    error: STATUS_CODES[status] ?? "Error",
    statusCode: status,
  };
}
