// The public face of the policies: facts from an artifact, rules over them, and what an artifact takes.
export { amountText, capacityOf } from "./capacity";
export type { QuotaUse, ScopeCapacity, Sums, WorkloadCapacity } from "./capacity";
export { checkFacts } from "./check";
export type { CheckOptions } from "./check";
export type {
  BindingFacts,
  ClusterFacts,
  DanglingFacts,
  DisruptionFacts,
  EntranceFacts,
  GrantRule,
  NamedObject,
  RoleFacts,
  SelectorFacts,
} from "./facts/cluster";
export { composeFacts } from "./facts/compose";
export type { ComposeSurroundings } from "./facts/compose";
export type { Amounts, ContainerFacts, ContainerRole, EnvFacts, PortFacts, ProbeFacts } from "./facts/container";
export type { EdgeClient, EdgeFacts, EdgeStatus } from "./facts/edge";
export type {
  ConfigFacts,
  ExposureFacts,
  Facts,
  LimitFacts,
  QuotaCondition,
  QuotaFacts,
  QuotaKey,
  ScopeFacts,
  TakenPortFacts,
  UnreadFact,
  VolumeFacts,
} from "./facts/facts";
export type { ImageFacts } from "./facts/image";
export { kubernetesFacts } from "./facts/kubernetes";
export type { ListenerFacts } from "./facts/listener";
export type { FileFacts, MountFacts, MountKind } from "./facts/mount";
export type { PodFacts, PodVolume } from "./facts/pod";
export type {
  Backend,
  KeyFile,
  PasswordException,
  PortReading,
  Reading,
  Tunnel,
  Weakness,
} from "./facts/readers/reader";
export type { AskFacts, RestartFacts, StartFacts, TakenDollar } from "./facts/start";
export type { ObjectRef, WorkloadFacts, WorkloadKind } from "./facts/workload";
export { RULES } from "./registry";
export type { Report } from "./report";
export { defineRule } from "./rule";
export type { Draft, Finding, Level, Place, Rule, RuleDefinition, RuleFacts, RuleSeverity } from "./rule";
export type { PolicySettings, RuleSettings } from "./settings";
export { admissionObjects } from "./admission/admission";
export type { AdmissionObject, AdmissionOptions } from "./admission/admission";
