import { nearest } from "../api/nearest";

const PLACEHOLDER = "{instanceId}";

/** A name with the instance id in the place of `{instanceId}`. */
export function expandName(template: string, instanceId: string): string {
  return template.replaceAll(PLACEHOLDER, () => instanceId);
}

/** A url with the instance id, URL-encoded, in the place of `{instanceId}`. */
export function expandUrl(template: string, instanceId: string): string {
  return template.replaceAll(PLACEHOLDER, () => encodeURIComponent(instanceId));
}

/** What is wrong with the placeholders of a name, in words that do not show other parts of it. */
export function nameTemplateProblem(template: string): string | undefined {
  return placeholderProblem(template, "declare a name with other braces as a Webhook");
}

/** What is wrong with the placeholders of a url, in words that do not show other parts of it. */
export function urlTemplateProblem(template: string): string | undefined {
  return placeholderProblem(template, "write other braces percent-encoded, as %7B and %7D");
}

// As other languages write placeholders, too: `${…}` and `{{…}}`.
const BRACES = /\$?\{+([^{}]*)\}+/g;

function placeholderProblem(template: string, otherBraces: string): string | undefined {
  for (const [written, name = ""] of template.matchAll(BRACES)) {
    if (written === PLACEHOLDER) continue;
    // What resembles it is no secret.
    if (nearest(name, ["instanceId"])) return `${written} is not replaced: write ${PLACEHOLDER}`;
    return `has braces that are not replaced: the instance id is ${PLACEHOLDER}; ${otherBraces}`;
  }
  return undefined;
}
