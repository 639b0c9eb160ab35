/** What was looked at. */
export type CheckName =
  | "node"
  | "package"
  | "engine"
  | "backend"
  | "configuration"
  | "state"
  | "server"
  | "tls"
  | "clock"
  | "token"
  | "token-expiry"
  | "vocabulary";

/** What one check found. */
export interface Finding {
  readonly check: CheckName;
  readonly status: "ok" | "warning" | "failure";
  /** What is so; holds no secret. */
  readonly message: string;
  /** What to do about it; absent where it is ok. */
  readonly remedy?: string;
  /** The instance that was looked at. */
  readonly instanceId?: string;
}

/** Gives the findings of one check their common part. */
export function findingsOf(check: CheckName, instanceId?: string) {
  const about = { check, ...(instanceId !== undefined && { instanceId }) };
  return {
    ok: (message: string): Finding => ({ ...about, status: "ok", message }),
    warning: (message: string, remedy: string): Finding => ({ ...about, status: "warning", message, remedy }),
    failure: (message: string, remedy: string): Finding => ({ ...about, status: "failure", message, remedy }),
  };
}

/** The worst of them; `ok` where there are none. */
export function worstOf(findings: readonly Finding[]): Finding["status"] {
  const has = (status: Finding["status"]) => findings.some((finding) => finding.status === status);
  return has("failure") ? "failure" : has("warning") ? "warning" : "ok";
}
