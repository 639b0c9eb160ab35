import { type AgentOptions, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Verification } from "./verification";

// Many servers close a connection that is idle for 5 s, as Node.js's do by default.
const IDLE_MS = 4000;

/** Says which agent makes the connection for a url. */
export type AgentFor = (url: URL) => HttpAgent;

/**
 * The agents that keep connections open between requests: straight to the server, or through the
 * proxy that the environment names for it.
 *
 * @param connections connections to one server.
 * @param trust how a proxy's own certificate is verified; a server's is by what each request says.
 */
export function createAgents(connections: number, trust: Verification): AgentFor {
  const options: AgentOptions = { keepAlive: true, maxSockets: connections, timeout: IDLE_MS };
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  const direct: AgentFor = ({ protocol }) => (protocol === "https:" ? https : http);
  if (!isProxyConfigured(process.env)) return direct;
  // Loaded where it is needed: most runs go straight to the server.
  const { createProxyAgents } = require("./proxies") as typeof import("./proxies");
  const through = createProxyAgents(options, trust);
  return (url) => through(url) ?? direct(url);
}

/** Whether the environment names a proxy, which requests then go through. */
export function isProxyConfigured(environment: NodeJS.ProcessEnv): boolean {
  return Object.keys(environment).some((name) => /^https?_proxy$/i.test(name));
}
