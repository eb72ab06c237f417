import { digest } from "../../constructs/model/names";
import { PROMISES } from "./promises";
import { VIEWERS } from "./viewers";

/** What each promise's platform is rendered to, in short: the same in any process on any machine. */
export function digests(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PROMISES.flatMap(({ title, build, refusedBy = {} }) =>
      Object.entries(VIEWERS)
        .filter(([target]) => !(target in refusedBy))
        .map(([target, viewer]) => [`${target}: ${title}`, digest(viewer(build()).text, 64)]),
    ),
  );
}
