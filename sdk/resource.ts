import * as pulumi from "@pulumi/pulumi";

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
  if (typeof url === "string") return hasUserInfo(url) ? pulumi.secret(url) : url;
  return pulumi
    .output(url)
    .apply((value) => (hasUserInfo(value) ? pulumi.secret(value) : pulumi.output(value)));
}

function hasUserInfo(url: unknown): boolean {
  if (typeof url !== "string") return false;
  // URL.canParse of Node 20 says false of urls beyond Latin-1 once it was called a few thousand times.
  try {
    const { username, password } = new URL(url);
    return username !== "" || password !== "";
  } catch {
    return false;
  }
}
