/** A small receiver of events: what stands behind the declared url in the quick start. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import * as v from "valibot";
import { keep, PATHS, positiveInteger, recall } from "./folder.mjs";

/** One delivery as it arrived. */
export interface Arrival {
  /** Name and value of the headers that say what this is and whose. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly event: string };
}

/** A running receiver. */
export interface Receiver {
  /** The address to declare. */
  readonly url: string;
  /** What has arrived, oldest first. */
  readonly received: readonly Arrival[];
  close(): void;
}

const memory = v.object({ port: positiveInteger });
const payload = v.looseObject({ event: v.string() });

/** Starts a receiver, on the port of the last run if it is free, so that the declared url stays the same. */
export async function startReceiver(): Promise<Receiver> {
  const received: Arrival[] = [];
  const server = createServer(async (request, response) => {
    const body = await json(request);
    v.assert(payload, body);
    received.push({ headers: telling(request.rawHeaders), body });
    response.writeHead(204).end();
  });
  const last = recall(PATHS.receiver, memory);
  const port = (last && (await listen(server, last.port))) ?? (await listen(server, 0));
  if (port === undefined) throw new Error("The event receiver could not listen on 127.0.0.1.");
  keep(PATHS.receiver, { port });
  return {
    url: `http://127.0.0.1:${port}/orders`,
    received,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Those of the raw headers that say what a delivery is and whose, as they were spelt. */
function telling(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index): [string, string][] =>
    index % 2 === 0 && /^(content-type|x-.*)$/i.test(name) ? [[name, raw[index + 1] ?? ""]] : [],
  );
}

/** Listens on 127.0.0.1. @returns the port; undefined if it is taken */
async function listen(server: Server, port: number): Promise<number | undefined> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  }
}
