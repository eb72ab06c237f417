import type { Target } from "../../constructs/model/target";
import { composeView } from "./compose-view";
import { kubernetesView } from "./kubernetes-view";
import type { Viewer } from "./view";

/** How each target's artifact is read. */
export const VIEWERS: Readonly<Record<Target, Viewer>> = { compose: composeView, kubernetes: kubernetesView };
