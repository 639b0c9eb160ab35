import { Claims } from "../../../provider/webhook/claims";

/**
 * A provider process that claims what it is told on its command line, `<engine> <folder> <thing> <owner>`, prints who
 * has it, and lives until its input ends.
 */
const [, , engine = "", folder = "", thing = "", owner = ""] = process.argv;
const claims = new Claims(engine, folder);
process.stdout.write(`${claims.take(thing, owner) ?? "nobody"}\n`);
process.stdin.resume().once("end", () => claims.close());
