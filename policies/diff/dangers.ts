import { gathered, type Danger, type FoundDanger } from "./danger";
import { exposureDangers } from "./dangers/exposure";
import { imageDangers } from "./dangers/images";
import { immutableDangers } from "./dangers/immutable";
import { networkDangers } from "./dangers/network";
import type { Comparison } from "./dangers/pairs";
import { removalDangers } from "./dangers/removals";
import { rightsDangers } from "./dangers/rights";
import { secretDangers } from "./dangers/secret-references";
import { storageDangers } from "./dangers/storage";
import { tlsDangers } from "./dangers/tls";
import { materialDangers } from "./material-items";

const DETECTORS: readonly ((comparison: Comparison) => readonly FoundDanger[])[] = [
  storageDangers,
  immutableDangers,
  removalDangers,
  exposureDangers,
  networkDangers,
  tlsDangers,
  rightsDangers,
  secretDangers,
  ({ pair }) => materialDangers(pair.before.material, pair.after.material),
  imageDangers,
];

/** What a reviewer must have seen of a change, the worst first; and the objects that must be made anew for it. */
export function dangersOf(comparison: Comparison): {
  readonly dangers: readonly Danger[];
  readonly replaced: ReadonlySet<string>;
} {
  const found = DETECTORS.flatMap((detect) => detect(comparison));
  const replaced = found.filter(({ remakes }) => remakes === true).map(({ path }) => path);
  return { dangers: gathered(found), replaced: new Set(replaced) };
}
