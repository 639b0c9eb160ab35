/** Says a line to the person at the screen. */
export type Log = (line: string) => void;

/** Says it through the engine, which shows what a provider prints, at once and again in its summary. */
export const logThroughEngine: Log = (line) => console.log(line);
