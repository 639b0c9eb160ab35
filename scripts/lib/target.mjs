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
 * @param {string} name the variable
 * @param {string} value
 * @returns {URL}
 * @throws without repeating the value, which may hold a password
 */
function httpUrl(name, value) {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new Error(`${name} is not an http or https url.`);
  }
  // The quick start prints its urls.
  if (url.username !== "" || url.password !== "") {
    throw new Error(
      `${name} contains a user name or password, which the quick start cannot keep off the screen.`,
    );
  }
  return url;
}

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
  const { host } = httpUrl("CODECHAT_BASE_URL", baseUrl);
  const { CODECHAT_TOKEN: token, CODECHAT_INSTANCE_ID: instanceId } = env;
  if (!token || !instanceId) {
    const missing = Object.entries({ CODECHAT_TOKEN: token, CODECHAT_INSTANCE_ID: instanceId })
      .filter(([, value]) => !value)
      .map(([name]) => name);
    throw new Error(
      `CODECHAT_BASE_URL is set, so the quick start works against ${host}, but ` +
        `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. Set ` +
        `${missing.length === 1 ? "it" : "them"}, or unset CODECHAT_BASE_URL to work against the local server.`,
    );
  }
  const webhookUrl = env["CODECHAT_WEBHOOK_URL"] || NOWHERE;
  httpUrl("CODECHAT_WEBHOOK_URL", webhookUrl);
  return { kind: "remote", baseUrl, token, instanceId, webhookUrl };
}
