// The public names of the library. Inside the library, files import files.
export { Platform, type PlatformProps } from "./model/platform";
export type { ClusterFacts } from "./model/cluster";
export type { Budget } from "./model/quota";
export { Scope, type ScopeProps } from "./model/scope";
export { Component } from "./model/component";
export { Peer } from "./model/peer";
export { Endpoint, type EndpointProps, type EndpointTls, type Protocol, type SidecarTls } from "./model/endpoint";
export { ExternalEndpoint, type ExternalEndpointProps } from "./model/external-endpoint";
export { Connection, type ClientMode, type ConnectionProps, type Wait } from "./model/connection";
export { Identity, type IdentityForm } from "./model/identity";
export { Secret, secretRef, type Derivation, type SecretFormat, type SecretRecipe } from "./model/secret";
export {
  concat,
  configPath,
  encoded,
  endpointValue,
  identityFile,
  issuedFile,
  literal,
  publicUrl,
  secretFile,
  secretValue,
  type Expression,
  type ExpressionInput,
} from "./model/expression";
export { configMount } from "./model/config-mount";
export { parsePart } from "./model/part";
export { nameUuid } from "./model/uuid";
export { url, webUrl } from "./model/url";
export { configFile, type ConfigContent, type ConfigFile, type ConfigValue } from "./model/config-file";
export { MATERIAL_ROOT, type Container, type Material, type Mount, type Resources } from "./model/container";
export type { Probe, ProbeForms, Probes } from "./model/probe";
export type { Reload, Run, Schedule, Workload } from "./model/workload";
export type { Volume } from "./model/volume";
export type { Claim } from "./model/claim";
export { expose, type Exposure } from "./model/exposure";
export { exposureViaSchema, type ExposureVia } from "./model/exposure-via";
export type { CertificateIssuer } from "./model/certificate-issuer";
export { issuedCertificate, type IssuedCertificate, type IssuedForm } from "./model/issued-certificate";
export { parseImage, type Image } from "./model/image";
export {
  everywhere,
  unsupported,
  type Lowering,
  type LoweringContext,
  type Realisation,
  type Unsupported,
} from "./model/lowering";
export { PREREQUISITES, type Prerequisite } from "./model/prerequisite";
export { Cpu, Cron, Duration, Size, cpu, cron, duration, size } from "./model/units";
export { AshlarError, formatDiagnostic, type Diagnostic, type Severity } from "./model/diagnostics";
export { allCodes, defineCodes, type Code, type CodeDefinition } from "./model/codes";
export { SUPPORT, type Support, type SupportField } from "./model/support";
export { TARGETS, type Target } from "./model/target";
export type { Issuer, IssuerKeys } from "./issuer/issuer";
export { KeyIssuer, type KeyIssuerProps } from "./issuer/key-issuer";
export {
  Database,
  type DatabaseAccess,
  type DatabaseConnectProps,
  type DatabasePasswordConnectProps,
  type DdlNotification,
  type ExtensionProps,
  type IDatabase,
  type SchemaProps,
} from "./postgres/database";
export type { ConnectionParameters, DatabaseConnection } from "./postgres/database-connection";
export { roleName as postgresRoleName, schemaName as postgresSchemaName } from "./postgres/identifier";
export { ExternalDatabase, type ExternalDatabaseProps } from "./postgres/external-database";
export { POSTGRES_CODES } from "./postgres/codes";
export { Postgres, type PostgresVersion } from "./postgres/postgres";
export type { AuditClass, AuditProps, PostgresProps, PostgresResourcesProps } from "./postgres/props";
export type { DatabaseProps } from "./postgres/database-spec";
export type { Grant } from "./postgres/grant";
export type { RoleProps, RoleSetting } from "./postgres/role";
export type { Consumer, ConsumerProps, Gateway } from "./gateway/gateway";
export { GATEWAY_CODES } from "./gateway/codes";
export { destination, isEndpoint, type Destination } from "./gateway/destination";
export { checkPublicPath } from "./gateway/public-path";
export { publicAddress, type PublicAddress } from "./gateway/public-address";
export { checkRoute, groupName, routeFields, routeSchema, type RouteProps, type RouteSpec } from "./gateway/route";
export { KONG_CODES } from "./kong/codes";
export { Kong, type KongProps, type KongRouteProps } from "./kong/kong";
export { KEYCLOAK_CODES } from "./keycloak/codes";
export {
  Keycloak,
  type KeycloakIdentityProviderProps,
  type KeycloakProps,
  type KeycloakSmtpProps,
} from "./keycloak/keycloak";
export { POSTGREST_CODES } from "./postgrest/codes";
export { PostgREST, type PostgRESTProps } from "./postgrest/postgrest";
export { editCompose, patchCompose } from "./render/compose/customise";
export { editKubernetes, patchKubernetes } from "./render/kubernetes/edit";
export type { Customisation, JsonPatchOperation } from "./model/customise";
export type { Encoding } from "./model/encode";
export type { ConfigScalar } from "./model/config-file";
export type { EndpointProperty, FileItem } from "./model/expression";
export { STORE_PASSWORD } from "./model/identity";
export { programFile } from "./model/asset";
export type { Primitive, PrimitiveOf } from "./model/primitives";
export { renderCompose, type ComposeArtifact } from "./render/compose/compose";
export type { ComposeSelection } from "./render/compose/customise";
export type { ComposeFile, ComposeService } from "./render/compose/file";
export { ADMISSION_ACTIONS, type AdmissionAction } from "./model/admission";
export type { AdmissionPlace, AdmissionPolicies } from "./render/kubernetes/admission";
export { renderKubernetes, type KubernetesArtifact, type KubernetesOptions } from "./render/kubernetes/kubernetes";
export type { KubernetesObject } from "./render/kubernetes/kubernetes-object";
export type { KubernetesSelection } from "./render/kubernetes/edit";
export type { MaterialList } from "./render/material";
