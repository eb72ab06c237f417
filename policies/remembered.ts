/** Answers that are remembered before all are forgotten: the names and texts of a platform are mostly the same few. */
const MOST = 10_000;

/** A pure function of short texts, asked once for the same ones. */
export function remembered<Texts extends readonly string[], T>(ask: (...texts: Texts) => T): (...texts: Texts) => T {
  const known = new Map<string, T>();
  return (...texts) => {
    const key = texts.join("\u0000");
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = ask(...texts);
    if (known.size >= MOST) known.clear();
    known.set(key, answer);
    return answer;
  };
}
