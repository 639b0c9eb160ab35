import type { Agent, AgentOptions, ClientRequest } from "node:http";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { AxiosError } from "axios";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import type { Verification } from "./verification";

/** Says which agent makes the connection for a url: none where it goes straight to the server. */
export type ProxyAgentFor = (url: URL) => Agent | undefined;

/**
 * The agents that connect through the proxies of the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`).
 *
 * @param trust how a proxy's own certificate is verified, where its url begins with `https:`.
 */
export function createProxyAgents(options: AgentOptions, trust: Verification): ProxyAgentFor {
  const agents = new Map<string, Agent>();
  return (url) => {
    const proxy = proxyFor(url);
    if (proxy === undefined) return undefined;
    // Without a tunnel where that will do: many proxies make them to port 443 alone.
    const ProxyAgent = url.protocol === "https:" ? TunnelAgent : HttpProxyAgent;
    const key = `${url.protocol} ${proxy}`;
    const agent = agents.get(key) ?? new ProxyAgent(proxy, { ...options, ...trust });
    agents.set(key, agent);
    return agent;
  };
}

/** The proxy that the environment names for a url; `undefined` where requests go straight to the server. */
export function proxyFor(url: URL): string | undefined {
  const proxy = getProxyForUrl(url.href);
  return /^https?:/i.test(proxy) ? proxy : undefined;
}

class TunnelAgent extends HttpsProxyAgent<string> {
  override async connect(
    request: ClientRequest,
    options: Parameters<HttpsProxyAgent<string>["connect"]>[1],
  ): ReturnType<HttpsProxyAgent<string>["connect"]> {
    // The proxy's refusal is not the server's answer: its 404 says nothing of a webhook.
    request.once("proxyConnect", ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode === 200) return;
      const refused = `the proxy answered ${statusCode} when asked for a tunnel to the server`;
      request.destroy(new AxiosError(refused, "ERR_TUNNEL"));
    });
    // Where the server is named by its address, the base class would verify the name `localhost`.
    const verifyHost = (_: string, certificate: PeerCertificate) =>
      checkServerIdentity(options.host ?? "", certificate);
    return super.connect(request, { ...options, checkServerIdentity: verifyHost } as typeof options);
  }
}
