import type { AgentOptions, ClientRequest } from "node:http";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { Verification } from "./verification";

type Connect = HttpsProxyAgent<string>["connect"];

/** Connects to servers through a proxy's tunnels, and keeps those open between requests. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #trust: Verification;

  /**
   * @param proxy its url.
   * @param trust how certificates are verified: the server's, and the proxy's where its url begins with `https:`.
   */
  constructor(proxy: string, options: AgentOptions, trust: Verification) {
    super(proxy, { ...options, ...trust });
    this.#trust = trust;
  }

  override async connect(request: ClientRequest, options: Parameters<Connect>[1]): ReturnType<Connect> {
    // The proxy's refusal is not the server's answer: its 404 says nothing of a webhook.
    request.once("proxyConnect", ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode === 200) return;
      const refused = `the proxy answered ${statusCode} when asked for a tunnel to the server`;
      request.destroy(Object.assign(new Error(refused), { code: "ERR_TUNNEL" }));
    });
    // Where the server is named by its address, the base class would verify the name `localhost`.
    const verifyHost = (_: string, certificate: PeerCertificate) =>
      checkServerIdentity(options.host ?? "", certificate);
    const verified = { ...options, ...this.#trust, checkServerIdentity: verifyHost };
    return super.connect(request, verified as typeof options);
  }
}
