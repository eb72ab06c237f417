import { applyPatch, type Operation } from "fast-json-patch";
import type { Customisation } from "../model/customise";
import { AshlarError } from "../model/diagnostics";

/**
 * Applies one way out to a copy of a target's object: an edit by the user's function, or a patch of RFC 6902 whose paths
 * begin at the object.
 *
 * @param path what is changed, for the message: the component and the object
 * @throws AshlarError ASH-TARGET-004 when the edit throws or the patch does not fit
 */
export function customised<T extends object>(object: T, change: Customisation["change"], path: string): T {
  switch (change.kind) {
    case "edit":
      return edited(object, change.edit as (object: T) => void, path);
    case "patch":
      return patched(object, structuredClone(change.operations) as readonly Operation[], path);
    default:
      return change satisfies never;
  }
}

function edited<T extends object>(object: T, edit: (object: T) => void, path: string): T {
  const copy = structuredClone(object);
  try {
    edit(copy);
  } catch (error) {
    if (AshlarError.is(error)) throw error;
    return AshlarError.throw("ASH-TARGET-004", { path, message: `the edit threw: ${messageOf(error)}` });
  }
  return copy;
}

function patched<T extends object>(object: T, operations: readonly Operation[], path: string): T {
  let copy = structuredClone(object);
  for (const [index, operation] of operations.entries()) {
    try {
      copy = applyPatch(copy, [operation], true).newDocument;
    } catch (error) {
      AshlarError.throw("ASH-TARGET-004", {
        path,
        message: `operation ${index} of the patch does not fit: ${messageOf(error)}`,
        value: `${operation.op} ${operation.path}`,
      });
    }
  }
  return copy;
}

/** The first line alone: the patch library repeats the whole document below it. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
