import { Duration } from "../../../constructs/model/units";

/** Seconds as people write them, for example `10h`. */
export function lifeText(seconds: number): string {
  return Duration.seconds(seconds).toString();
}
