import type { Manifest } from "../shared/manifest";
import { nextSteps, printSteps, type StackNeeds } from "./next-steps";
import type { ProjectFacts } from "./project";

/** README.md of the project: what to run, and what to know before one changes something. */
export function readme({ name }: ProjectFacts, needs: StackNeeds, { version }: Manifest): string {
  // Who reads this stands in the folder, and has made no stack of their own yet.
  const [, ...steps] = nextSteps({ ...needs, stack: undefined });
  return `# ${name}

\`\`\`sh
${printSteps(steps)}
\`\`\`

\`pulumi-codechat adopt\` ${version} wrote this project from webhooks that were live. The first \`pulumi up\` writes to each what it has already, so that nothing changes but \`updatedAt\`; from then on [index.ts](index.ts) says what is live.

- Tokens belong into secret configuration alone, never into a file of this folder: the engine copies the whole configuration into state, and encrypts what is secret.
- A url with user info (\`https://user:password@…\`) is read from secret configuration. A secret in a url's path or query cannot be told from any other path: wrap such a url in \`pulumi.secret(…)\`, or move it to the configuration, too.
- Single webhooks are taken over by \`webhookId\`. Once \`pulumi up\` has run, leave the line where it is: without it, \`pulumi destroy\` deletes the live webhook.
- A \`WebhookFleet\` takes over the webhook that has its name and url on each instance. Run \`pulumi up\` before you change either.
- \`pulumi destroy\` leaves every webhook live.
`;
}
