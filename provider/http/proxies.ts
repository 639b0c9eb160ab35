import type { AgentOptions } from "node:http";
import type { AxiosRequestConfig } from "axios";
import { getProxyForUrl } from "proxy-from-env";
import type { Verification } from "./verification";

/** What axios has to be told about the way to a server. */
export type Route = Pick<AxiosRequestConfig, "proxy" | "httpsAgent">;

/**
 * The ways to servers: straight, or through the proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`). To servers without TLS axios finds it by itself. To those with TLS it would make a
 * tunnel for every request, and take a proxy's refusal for the server's answer.
 *
 * @param options of the connections.
 * @param trust how certificates are verified.
 */
export function createRoutes(options: AgentOptions, trust: Verification): (url: string) => Route {
  const tunnels = new Map<string, NonNullable<Route["httpsAgent"]>>();
  // Most runs have none, and then no url needs to be taken apart.
  const areProxiesNamed = Object.keys(process.env).some((name) => /^(https?|all)_proxy$/i.test(name));
  return (url) => {
    const proxy = areProxiesNamed ? proxyFor(url) : undefined;
    if (proxy === undefined) return { proxy: false };
    if (!/^https:/i.test(url)) return {};
    // Loaded where it is needed: most runs go straight to the server.
    const { TunnelAgent } = require("./tunnel") as typeof import("./tunnel");
    const httpsAgent = tunnels.get(proxy) ?? new TunnelAgent(proxy, options, trust);
    tunnels.set(proxy, httpsAgent);
    return { proxy: false, httpsAgent };
  };
}

/** The HTTP proxy that the environment names for a url; `undefined` where requests go straight to the server. */
export function proxyFor(url: string): string | undefined {
  const proxy = getProxyForUrl(url);
  return /^https?:/i.test(proxy) ? proxy : undefined;
}
