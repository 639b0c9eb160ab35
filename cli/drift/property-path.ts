const SEGMENT = /\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|([^.[\]]+)/g;

/**
 * The segments of a path as the engine takes it in `ignoreChanges`, such as `instances["shop.01"].url` or `events[*]`.
 *
 * @see `resource.ParsePropertyPath` in the Go SDK of Pulumi.
 */
export function parsePropertyPath(path: string): string[] {
  return [...path.matchAll(SEGMENT)].map(
    ([, quoted, index, name]) => quoted?.replace(/\\(.)/g, "$1") ?? index ?? name ?? "",
  );
}
