import * as pulumi from "@pulumi/pulumi";
import { hasUserInfo } from "../provider/api/url";

/** The type of a resource of this package, as the engine's dynamic provider takes it. */
export function resourceType(name: "Webhook" | "WebhookFleet"): string {
  return `pulumi-nodejs:dynamic/codechat:${name}`;
}

/**
 * The line that loads a resource's provider. State keeps it, and `read` and `delete` run the one in
 * state: it stays valid across versions and machines.
 */
export function providerLine(name: "webhook" | "fleet"): string {
  return `exports.handler = () => require("pulumi-codechat/provider").${name}`;
}

/** The url, as a secret where it has user info. */
export function secretWithUserInfo(url: pulumi.Input<string>): pulumi.Input<string> {
  if (typeof url === "string") return isSecret(url) ? pulumi.secret(url) : url;
  return pulumi.output(url).apply((value) => (isSecret(value) ? pulumi.secret(value) : pulumi.output(value)));
}

/** The properties, with what is secret marked as such, whoever set it. */
export function withSecrets(props: pulumi.Inputs): pulumi.Inputs {
  const { token, tokens, url } = props;
  return {
    ...props,
    ...(token !== undefined && { token: pulumi.secret(token) }),
    ...(tokens !== undefined && { tokens: pulumi.secret(tokens) }),
    ...(url !== undefined && { url: secretWithUserInfo(url) }),
  };
}

// What is no string is refused by the provider.
function isSecret(url: unknown): boolean {
  return typeof url === "string" && hasUserInfo(url);
}
