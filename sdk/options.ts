import * as pulumi from "@pulumi/pulumi";
import { withSecrets } from "./resource";

const TAKE_OVER = {
  Webhook: "declare webhookId: it takes over this live webhook",
  WebhookFleet: "declare the name and url of the live webhooks: the fleet takes them over",
};

/** The end of a path such as `instances["shop-01"].events`. */
const EVENTS = /(^|\.|\[")events("\])?$/;

/**
 * The options of a resource, with what this package adds to them: tokens are secret in the outputs even where a
 * transform sets them in plain text, and whoever has changes of `events` ignored does not mean what follows from
 * them either.
 *
 * @throws RunError for `import` and `id`, which a dynamic provider cannot do, and for `envVarMappings`.
 */
export function optionsOf(
  type: "Webhook" | "WebhookFleet",
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions = {},
): pulumi.CustomResourceOptions {
  for (const option of ["import", "id"] as const) {
    if (opts[option] === undefined) continue;
    throw new pulumi.RunError(
      `${type} "${name}": the option ${option} is not supported: dynamic resources are neither imported nor ` +
        `read by their id. Take the option away and ${TAKE_OVER[type]}.`,
    );
  }
  // The engine refuses it with an error that an inline program loses.
  if (opts.envVarMappings !== undefined) {
    throw new pulumi.RunError(`${type} "${name}": the option envVarMappings is for providers alone.`);
  }
  // For what has another version or address the engine starts another process, which knows nothing of this one's
  // webhooks; neither has any effect on the provider, which is that of the installed package.
  const { version, pluginDownloadURL, ...others } = opts;
  const { additionalSecretOutputs = [], ignoreChanges, transforms, transformations } = others;
  return {
    ...others,
    additionalSecretOutputs: [...additionalSecretOutputs, ...SECRET_OUTPUTS[type]],
    // After the resource's own; those of its parents and of the stack come after this one.
    ...(transforms && { transforms: [...transforms, keepSecrets] }),
    ...(transformations && { transformations: [...transformations, keepSecrets] }),
    ...(ignoreChanges && { ignoreChanges: withOtherEvents(ignoreChanges, "otherEvents" in args) }),
  };
}

function keepSecrets<Options>({ props, opts }: { props: pulumi.Inputs; opts: Options }) {
  return { props: withSecrets(props), opts };
}

const SECRET_OUTPUTS = { Webhook: ["token"], WebhookFleet: ["token", "tokens"] };

// What a member declares cannot be seen from its path; a flag that both leave out is no change.
function withOtherEvents(paths: readonly string[], isDeclared: boolean): string[] {
  const implied = paths
    .filter((path) => EVENTS.test(path))
    .map((path) => path.replace(EVENTS, "$1otherEvents$2"))
    .filter((path) => path !== "otherEvents" || !isDeclared);
  return [...new Set([...paths, ...implied])];
}
