/** A resource as it stands in state. */
export interface ResourceInState {
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What one property costs, in bytes of compact JSON with its name, colon and comma. */
export interface PropertyBytes {
  readonly property: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** Bytes of a resource's inputs and outputs in state, as compact JSON. */
export function stateBytes({ inputs = {}, outputs = {} }: ResourceInState): number {
  return bytes(inputs) + bytes(outputs);
}

/** The same, property by property; the braces around them are a part of their own. */
export function statePartBytes({ inputs = {}, outputs = {} }: ResourceInState): PropertyBytes[] {
  const cost = (bag: Readonly<Record<string, unknown>>, property: string) =>
    Object.hasOwn(bag, property) ? bytes(property) + 1 + bytes(bag[property]) + 1 : 0;
  const properties = [...new Set([...Object.keys(outputs), ...Object.keys(inputs)])];
  return [
    ...properties.map((property) => ({
      property,
      inputs: cost(inputs, property),
      outputs: cost(outputs, property),
    })),
    { property: "braces", inputs: inOnes(inputs), outputs: inOnes(outputs) },
  ];
}

// Two braces, and one comma less than there are properties.
function inOnes(bag: Readonly<Record<string, unknown>>): number {
  return Object.keys(bag).length > 0 ? 1 : 2;
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
