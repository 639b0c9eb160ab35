/** `node scripts/debian-package.mjs chromium`: installs a Debian package that a test needs, where this user may. */
import { installDebianPackage } from "./lib/apt.mjs";
import { fail } from "./lib/fail.mjs";
import { logToStderr } from "./lib/progress.mjs";

const [name = ""] = process.argv.slice(2);
installDebianPackage(name, logToStderr).catch(fail);
