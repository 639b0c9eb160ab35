/** Whether standard output may be coloured: on a terminal, unless NO_COLOR is set. */
export function usesColours(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}
