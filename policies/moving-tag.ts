import { isMovingTag } from "../constructs/model/image";

/** Whether a tag of anybody's image moves: one that is known to, or one without a number, such as `alpine` or `lts`. */
export function movesByName(tag: string): boolean {
  return isMovingTag(tag) || !/\d/.test(tag);
}
