import { load } from "js-yaml";
import { composeFacts } from "../../policies/facts/compose";
import type { Facts } from "../../policies/facts/facts";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import type { RenderedTarget } from "../render-target";

/** Something that rules are held against. */
export interface Subject {
  /** What it is called in a report: the platform, or the file or folder. */
  readonly name: string;
  readonly facts: Facts;
}

/** A render as a subject: what is judged is what would be written. */
export function renderedSubject(artifact: RenderedTarget): Subject {
  const { name } = artifact;
  switch (artifact.target) {
    case "kubernetes":
      return { name, facts: kubernetesFacts(artifact.objects) };
    case "compose": {
      const files = new Map(artifact.files.map(({ path, text }) => [path, text]));
      return { name, facts: composeFacts(load(files.get("compose.yaml") ?? ""), files) };
    }
    default:
      return artifact satisfies never;
  }
}
