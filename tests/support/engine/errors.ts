import type { EmulatorOptions, FaultRule } from "../../../emulator/src";
import type { WebhookArgs } from "../../../sdk";
import { selfSignedCertificate } from "../server/certificate";

/** A failure as a person meets it. */
export interface TypicalFailure {
  /** What is wrong, in a few words. */
  readonly title: string;
  /** The server, beside the instance and its token. */
  readonly server?: () => EmulatorOptions;
  /** The server is not there. */
  readonly closed?: true;
  /** Webhooks that are there before, with the name and url of the declaration. */
  readonly live?: number;
  /** The declaration, where it is not the usual one. */
  readonly declared?: Partial<WebhookArgs>;
}

const faults =
  (...rules: FaultRule[]) =>
  () => ({ faults: rules });

/** Ten failures that people meet, by the order in which one meets them. */
export const TYPICAL_FAILURES: readonly TypicalFailure[] = [
  { title: "Nothing listens at the server's address", closed: true },
  {
    title: "The server's certificate is of a private CA",
    server: () => ({ tls: selfSignedCertificate() }),
  },
  {
    title: "The server redirects",
    server: faults({
      call: "any",
      fault: { kind: "redirect", location: "https://api.example/api/v2/instance/shop-03/webhook" },
    }),
  },
  { title: "The token is not that of the instance", declared: { token: "wrong-token" } },
  {
    title: "The server refuses the declaration",
    server: faults({
      call: "create",
      fault: { kind: "status", status: 400, message: ["url must be reachable", "name is taken"] },
    }),
  },
  { title: "The instance has two such webhooks", live: 2 },
  {
    title: "The server does not know a declared event",
    server: () => ({ dialect: { vocabulary: ["messagesSet", "messagesUpsert", "sendMessage"] } }),
    declared: { events: ["messagesUpsert", "callUpsert"] },
  },
  {
    title: "The server fails half-way",
    server: faults({
      call: "events",
      fault: { kind: "status", status: 502, page: "html" },
    }),
  },
  {
    title: "The server asks to wait for an hour",
    server: faults({ call: "update", fault: { kind: "status", status: 429, retryAfter: 3600 } }),
  },
  { title: "The server does not answer", server: faults({ call: "any", fault: { kind: "hang" } }) },
];
