/** Jest's global set-up of the `engine` project: what the engine loads is compiled, and `pulumi` is on PATH. */
import { compile } from "../../../scripts/lib/compile.mjs";
import { getEngine } from "../../../scripts/lib/engine.mjs";
import { logToStderr } from "../../../scripts/lib/progress.mjs";

/** @throws with how to get an engine, where there is none */
export default async function setUpEngine() {
  await compile(logToStderr);
  const { env } = await getEngine(logToStderr);
  Object.assign(process.env, env);
}
