/** A name with the instance id in the place of `{instanceId}`. */
export function expandName(template: string, instanceId: string): string {
  return template.replaceAll("{instanceId}", () => instanceId);
}

/** A url with the instance id, URL-encoded, in the place of `{instanceId}`. */
export function expandUrl(template: string, instanceId: string): string {
  return template.replaceAll("{instanceId}", () => encodeURIComponent(instanceId));
}
