import type { Terminal } from "../terminal";

/** How results look. */
export interface Style {
  /** Tables with borders; columns of plain text otherwise. */
  readonly isRich: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

/** Colours and tables for people; none for pipes, files, and whoever sets NO_COLOR. */
export function styleOf({ isInteractive, variables }: Terminal): Style {
  const isRich = isInteractive && (variables["NO_COLOR"] ?? "") === "" && variables["TERM"] !== "dumb";
  if (!isRich) {
    const plain = (text: string): string => text;
    return { isRich, bold: plain, dim: plain, red: plain, yellow: plain, green: plain };
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only for people
  const { createColors } = require("picocolors") as typeof import("picocolors");
  const { bold, dim, red, yellow, green } = createColors(true);
  return { isRich, bold, dim, red, yellow, green };
}
