/** Texts that must never be shown: parts of what the matrix declares, and its token. */
export const SECRETS = {
  token: "token-Q7wUe2r9Xk",
  user: "hook-user-5tGb",
  password: "hook-password-8uJm",
  path: "secret-path-3eDc",
  query: "secret-key-6yHn",
} as const;

const SECRET_URL = `https://${SECRETS.user}:${SECRETS.password}@hooks.example/${SECRETS.path}/orders?key=${SECRETS.query}`;

/** What the matrix declares. */
export const DECLARED = {
  name: "orders",
  url: SECRET_URL,
  events: ["messagesUpsert", "connectionUpdate", "statusInstance"],
};

/** What was declared before an update; every property differs from {@link DECLARED}. */
export const EARLIER = {
  name: "orders (old)",
  url: "https://hooks.example/before",
  enabled: false,
  events: { sendMessage: false, messagesUpsert: false },
};

/** What someone else has made by hand. */
export const FOUND = {
  name: "made by hand",
  url: "https://hooks.example/by-hand",
  enabled: false,
  events: { messagesUpsert: false, newJwt: false },
};

/** What a server says that repeats all that it was told. */
export const INDISCREET = [
  `url ${SECRET_URL} is not liked`,
  `authorization: Bearer ${SECRETS.token}`,
  `${SECRETS.path} ${SECRETS.query} ${SECRETS.user}:${SECRETS.password}`,
];
