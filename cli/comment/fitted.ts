import { counted } from "../output/diff-lines";

/** In bytes. Forges refuse longer comments, and cut none: GitHub takes 65,536 characters, and those who post may count bytes. */
export const LONGEST = 64_000;
/** What is kept free for the line that counts what was left out. */
const TAIL = 400;
/** What is kept free for the last line of all. */
const FOOTER = 200;

/** How far each kind may fill a comment: what comes later gets its part. */
const CEILINGS = {
  danger: 28_000,
  resource: 32_000,
  verdict: 36_000,
  finding: 42_000,
  note: 44_000,
  sum: 49_000,
  object: LONGEST - TAIL - FOOTER,
  footer: LONGEST - TAIL,
} as const;

/** Something that is told whole, or counted. */
export interface Block {
  readonly text: string;
  /** What it is, for the count of what was left out. */
  readonly is: keyof typeof CEILINGS;
  /** How many it stands for. */
  readonly count?: number;
}

/** Blocks with what stands around them. */
export interface Group {
  /** Told whole or counted by itself where it has a kind; otherwise only together with one of the blocks. */
  readonly open: { readonly text: string; readonly is?: keyof typeof CEILINGS };
  readonly blocks: readonly Block[];
  /** Whatever was opened is closed, however little fits. */
  readonly close?: string;
}

/**
 * What fits into a comment, in its order; what does not is counted in the last line.
 *
 * @param whole where all of it is told
 */
export function fitted(head: string, groups: readonly Group[], whole: string): string {
  const dropped = new Map<string, number>();
  const drop = ({ is, count = 1 }: { readonly is: string; readonly count?: number }): void => {
    dropped.set(is, (dropped.get(is) ?? 0) + count);
  };
  let [text, size] = [head, sizeOf(head)];
  for (const { open, blocks, close = "" } of groups) {
    let [told, more] = [open.text, sizeOf(open.text) + sizeOf(close)];
    let isTold = open.is !== undefined && size + more <= CEILINGS[open.is];
    if (open.is !== undefined && !isTold) drop({ is: open.is });
    for (const block of blocks) {
      const length = sizeOf(block.text);
      if (size + more + length <= CEILINGS[block.is]) {
        told += block.text;
        more += length;
        isTold = true;
      } else drop(block);
    }
    if (!isTold) continue;
    text += told + close;
    size += more;
  }
  if (dropped.size === 0) return text;
  const rest = [...dropped].map(([is, count]) => counted(count, is)).join(", ");
  return `${text}\n**${rest} more**, which a comment has no room for: ${whole} tells all.\n`;
}

const sizeOf = (text: string): number => Buffer.byteLength(text);
