import { resolve } from "node:path";
import type { ConfigLookup } from "../../provider/config/settings";

/**
 * A stack's configuration as the provider sees it, whose working directory is the project's folder.
 *
 * @param folder the project's folder, absolute; a relative `codechat:caFile` begins there.
 */
export function configIn(folder: string, lookup: ConfigLookup): ConfigLookup {
  return (key) => {
    const value = lookup(key);
    return key === "codechat:caFile" && value !== undefined ? resolve(folder, value) : value;
  };
}
