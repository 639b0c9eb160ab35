import { CallFailure, nextStep, normalBaseUrl, proxyFor, redact, showUrl } from "../core";
import { type Finding, findingsOf } from "./finding";
import { probe, type Shown } from "./probe";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A certificate that ends sooner is a warning. */
const CERTIFICATE_DAYS = 21;
/** Clocks that are farther apart are a warning: tokens with an expiry go by them. */
const SKEW_SECONDS = 60;

/** What was found of the server, and whether it can be asked more. */
export interface ServerFindings {
  readonly findings: readonly Finding[];
  readonly reachable: boolean;
}

/** The server: whether it answers, its certificate, its clock. No token is sent. */
export async function checkServer(
  baseUrl: string,
  ca: string | undefined,
  now: () => number,
): Promise<ServerFindings> {
  const { warning, failure } = findingsOf("server");
  if (proxyFor(baseUrl) !== undefined) {
    const unseen = "not looked at through the proxy that the environment names: address, certificate, clock";
    return { findings: [warning(unseen, "the tokens below are tried through the proxy")], reachable: true };
  }
  try {
    const shown = await probe(baseUrl, ca, now);
    // What expects TLS and can tell says 400 to plain http: nginx, Apache, whatever is written in Go.
    const other = shown.status === 400 ? await speaksOtherScheme(baseUrl, ca, now) : undefined;
    if (other !== undefined) return wrongScheme(baseUrl, other);
    return {
      findings: [answerFinding(baseUrl, shown), ...tlsFindings(baseUrl, shown, now()), clockFinding(shown)],
      reachable: true,
    };
  } catch (error) {
    const other = NO_HTTP_OR_NO_TLS.test(codeOf(error) ?? "")
      ? await speaksOtherScheme(baseUrl, ca, now)
      : undefined;
    if (other !== undefined) return wrongScheme(baseUrl, other);
    const unreachable = failure(`${baseUrl} does not answer: ${wordsOf(error)}`, remedyOf(baseUrl, error));
    return { findings: [unreachable], reachable: false };
  }
}

function answerFinding(baseUrl: string, { status, location }: Shown): Finding {
  const { ok, warning } = findingsOf("server");
  const answers = `${baseUrl} answers (${status})`;
  if (status >= 500) return warning(answers, "look at the server, or at the proxy before it");
  const leadsToTls = baseUrl.startsWith("http:") && location?.toLowerCase().startsWith("https:");
  if (!leadsToTls) return ok(answers);
  const to = showUrl(location ?? "");
  return warning(
    `${answers} and redirects to ${to}`,
    "set codechat:baseUrl to the https address: redirects are not followed, to keep the token from other hosts",
  );
}

// What is seen where one end speaks TLS and the other does not: the handshake fails, the connection is closed, or
// what comes is no HTTP.
const NO_HTTP_OR_NO_TLS = /^(EPROTO|ECONNRESET|EPIPE|HPE_|ERR_SSL_)/;
const NOT_TRUSTED = /CERT|SIGNED|UNABLE_TO|ALTNAME/;

/** The same address with the other scheme, where that is what is spoken there. */
async function speaksOtherScheme(
  baseUrl: string,
  ca: string | undefined,
  now: () => number,
): Promise<string | undefined> {
  const { protocol, hostname, port, pathname } = new URL(baseUrl);
  const [other, samePort] = protocol === "https:" ? ["http:", port || "443"] : ["https:", port || "80"];
  const address = normalBaseUrl(`${other}//${hostname}:${samePort}${pathname}`);
  try {
    await probe(address, ca, now);
    return address;
  } catch (error) {
    return NOT_TRUSTED.test(codeOf(error) ?? "") ? address : undefined;
  }
}

function wrongScheme(baseUrl: string, other: string): ServerFindings {
  const { failure } = findingsOf("server");
  const what = baseUrl.startsWith("https:") ? "plain http, not https" : "https, not plain http";
  const finding = failure(
    `${baseUrl}: what answers there speaks ${what}`,
    `set codechat:baseUrl to ${other}`,
  );
  return { findings: [finding], reachable: false };
}

function tlsFindings(baseUrl: string, { certificateValidTo }: Shown, now: number): Finding[] {
  const { ok, warning } = findingsOf("tls");
  if (certificateValidTo === undefined) {
    return isLoopback(baseUrl)
      ? [ok("plain http, to this machine itself")]
      : [
          warning(
            "plain http: tokens can be read on the way",
            "use the server's https address, if it has one",
          ),
        ];
  }
  const end = Date.parse(certificateValidTo);
  const days = Math.floor((end - now) / DAY_MS);
  const until = `the server's certificate is valid until ${new Date(end).toISOString().slice(0, 10)}`;
  return days < CERTIFICATE_DAYS
    ? [warning(`${until}: ${days} days`, "renew the certificate; once it has ended, every call fails")]
    : [ok(until)];
}

function clockFinding({ date, receivedAt }: Shown): Finding {
  const { ok, warning } = findingsOf("clock");
  const time = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(time))
    return warning("not compared: the server does not say its time", "check both clocks by hand");
  const seconds = Math.round((time - receivedAt) / 1000);
  if (Math.abs(seconds) < SKEW_SECONDS) return ok("the server's clock agrees with this machine's");
  const which = seconds > 0 ? "ahead of" : "behind";
  return warning(
    `the server's clock is ${Math.abs(seconds)} s ${which} this machine's`,
    "set both by NTP: tokens with an expiry, and dates in Retry-After, go by them",
  );
}

function wordsOf(error: unknown): string {
  return redact((error as Error).message || String(codeOf(error)), []);
}

// The words for a network error are the API client's.
function remedyOf(baseUrl: string, error: unknown): string {
  const call = { name: "list webhooks", method: "GET", path: "/", server: new URL(baseUrl).origin } as const;
  return nextStep(new CallFailure({ kind: "noAnswer", call, what: "", code: codeOf(error) }));
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function isLoopback(baseUrl: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}
