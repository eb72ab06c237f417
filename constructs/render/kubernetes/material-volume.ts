import type { ConfigFile } from "../../model/config-file";
import { type Container, MATERIAL_ROOT } from "../../model/container";
import { IDENTITY_FILES } from "../../model/identity";
import { joinName } from "../../model/names";
import { isSecretFile } from "../../model/secret-file";
import { serialise } from "../config/serialise";
import { materialFile } from "../material-paths";
import { identityForms, identitySecret } from "./identity";
import { issuedSources } from "./issued-certificate";
import { SECRET_KEY } from "./material-collector";
import { NAME_LIMITS } from "./names";
import type { VolumeMount, VolumeProjection } from "./plain";
import type { PodContext } from "./pod-context";

/** Root owns the files and the pod's group reads them: as strict as PostgreSQL asks keys to be. */
const PRIVATE = 0o440;
const PRIVATE_EXECUTABLE = 0o550;

/**
 * Keys, passwords and secret files of one container: one read-only volume at the material's root, and each secret file
 * once more at the path where its program looks for it, if that is another one. A file that is mounted by itself keeps
 * the value that it had when the pod started.
 */
export function materialMounts(container: Container, pod: PodContext): readonly VolumeMount[] {
  const files = secretFilesOf(container);
  const sources = [
    ...identitySources(container, pod),
    ...issuedSources(container, pod.place),
    ...secretSources(container, pod),
    ...fileSources(files, pod),
  ];
  if (sources.length === 0) return [];
  holdFiles(container, files, pod);
  const name = joinName(["material", container.name], NAME_LIMITS.label);
  pod.addVolume({ name, projected: { defaultMode: PRIVATE, sources } });
  return [
    { name, mountPath: MATERIAL_ROOT, readOnly: true },
    ...files.flatMap(({ config, path }) => {
      const subPath = materialFile({ kind: "config", config });
      return path === `${MATERIAL_ROOT}/${subPath}` ? [] : [{ name, mountPath: path, subPath, readOnly: true }];
    }),
  ];
}

interface SecretFileMount {
  readonly config: ConfigFile;
  readonly path: string;
}

function secretFilesOf(container: Container): readonly SecretFileMount[] {
  return container.mounts.flatMap((mount) =>
    mount.kind === "config" && isSecretFile(mount.config) ? [{ config: mount.config, path: mount.path }] : [],
  );
}

function holdFiles(container: Container, files: readonly SecretFileMount[], pod: PodContext): void {
  if (files.length === 0) return;
  const leaves = pod.leaves(container);
  for (const { config } of files) {
    pod.holdFile(
      config.name,
      pod.context.collect(`${pod.pathOf(container)}:${config.name}`, [], () => serialise(config.content, leaves)),
    );
  }
}

function identitySources(container: Container, pod: PodContext): readonly VolumeProjection[] {
  const forms = identityForms(container);
  if (forms.length === 0) return [];
  const items = forms.map((form) => ({
    key: IDENTITY_FILES[form],
    path: materialFile({ kind: "identity", form }),
  }));
  return [{ secret: { name: identitySecret(pod.place), items } }];
}

function secretSources(container: Container, pod: PodContext): readonly VolumeProjection[] {
  const secrets = new Map(
    container.material.flatMap((item) => (item.kind === "secret" ? [[item.secret.secretName, item.secret]] : [])),
  );
  return [...secrets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, secret]) => {
      pod.context.material.reads(secret, pod.place.namespace);
      return { secret: { name, items: [{ key: SECRET_KEY, path: materialFile({ kind: "secret", secret }) }] } };
    });
}

function fileSources(files: readonly SecretFileMount[], pod: PodContext): readonly VolumeProjection[] {
  if (files.length === 0) return [];
  const items = [...new Map(files.map(({ config }) => [config.name, config])).values()]
    .map((config) => ({
      key: config.name,
      path: materialFile({ kind: "config", config }),
      ...(config.executable === true ? { mode: PRIVATE_EXECUTABLE } : {}),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return [{ secret: { name: pod.filesSecret, items } }];
}
