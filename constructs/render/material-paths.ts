import { MATERIAL_ROOT } from "../model/container";
import type { FileItem } from "../model/expression";
import { IDENTITY_FILES } from "../model/identity";
import { ISSUED_FILES } from "../model/issued-certificate";

/** Folders below {@link MATERIAL_ROOT}: what a container finds there, on every target. */
export const MATERIAL_FOLDERS = {
  identity: "identity",
  secret: "secrets",
  issued: "issued",
  config: "files",
} as const;

/** Path of a piece of material below {@link MATERIAL_ROOT}, for example `identity/tls.crt`. */
export function materialFile(item: FileItem): string {
  switch (item.kind) {
    case "identity":
      return `${MATERIAL_FOLDERS.identity}/${IDENTITY_FILES[item.form]}`;
    case "secret":
      return `${MATERIAL_FOLDERS.secret}/${item.secret.secretName}`;
    case "issued":
      return `${MATERIAL_FOLDERS.issued}/${item.certificate.id}/${ISSUED_FILES[item.form]}`;
    case "config":
      return `${MATERIAL_FOLDERS.config}/${item.config.name}`;
    default:
      return item satisfies never;
  }
}

/** Where a container finds a piece of material. A config file stands there only when it holds a secret. */
export function materialPath(item: FileItem): string {
  return `${MATERIAL_ROOT}/${materialFile(item)}`;
}
