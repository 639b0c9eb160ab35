/** Which CodeChat server the quick start works against. Built-ins only: it is checked before anything is installed. */

/**
 * @typedef {object} RemoteTarget
 * @property {"remote"} kind a server of the user's own
 * @property {string} baseUrl
 * @property {string} token
 * @property {string} instanceId
 * @property {string} webhookUrl where the webhook delivers to
 *
 * @typedef {{ kind: "local" }} LocalTarget the local server, which the quick start starts itself
 *
 * @typedef {LocalTarget | RemoteTarget} Target
 */

/** Receives nothing: the quick start must not send a live instance's messages anywhere unasked. */
const NOWHERE = "https://pulumi-codechat.invalid/orders";

/**
 * Reads the target from `CODECHAT_BASE_URL`, `CODECHAT_TOKEN`, `CODECHAT_INSTANCE_ID` and, optional,
 * `CODECHAT_WEBHOOK_URL`. Without `CODECHAT_BASE_URL` it is the local server, whatever else is set.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Target}
 * @throws where a server is named but not all that is needed to use it
 */
export function targetOf(env) {
  const baseUrl = env["CODECHAT_BASE_URL"];
  if (!baseUrl) return { kind: "local" };
  const { CODECHAT_TOKEN: token, CODECHAT_INSTANCE_ID: instanceId } = env;
  if (!token || !instanceId) {
    const missing = Object.entries({ CODECHAT_TOKEN: token, CODECHAT_INSTANCE_ID: instanceId })
      .filter(([, value]) => !value)
      .map(([name]) => name);
    throw new Error(
      `CODECHAT_BASE_URL is set, so the quick start works against ${new URL(baseUrl).host}, but ` +
        `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. Set ` +
        `${missing.length === 1 ? "it" : "them"}, or unset CODECHAT_BASE_URL to work against the local server.`,
    );
  }
  return { kind: "remote", baseUrl, token, instanceId, webhookUrl: env["CODECHAT_WEBHOOK_URL"] || NOWHERE };
}
