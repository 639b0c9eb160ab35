import { parsePropertyPath } from "../../../cli/drift/property-path";

// Those of the documentation of Pulumi's property paths, and keys with what separates segments.
test.each([
  ["root", ["root"]],
  ["root.nested", ["root", "nested"]],
  ['root["nested"]', ["root", "nested"]],
  ["root.double.nest", ["root", "double", "nest"]],
  ['root["double"].nest', ["root", "double", "nest"]],
  ["root.array[0].nested", ["root", "array", "0", "nested"]],
  ['root["key with \\"escaped\\" quotes"]', ["root", 'key with "escaped" quotes']],
  ['root["key with a ."]', ["root", "key with a ."]],
  ['["root key with \\"escaped\\" quotes"].nested', ['root key with "escaped" quotes', "nested"]],
  ["events[*]", ["events", "*"]],
  ["events.*", ["events", "*"]],
  ['instances["shop.01"].url', ["instances", "shop.01", "url"]],
  ['instances["a[0]"]', ["instances", "a[0]"]],
])("%s", (path, segments) => {
  expect(parsePropertyPath(path)).toEqual(segments);
});
