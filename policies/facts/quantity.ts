const KUBERNETES = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([EPTGMk]|[EPTGMK]i|[num])|[eE]([+-]?\d{1,3}))?$/;
const COMPOSE = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?$/i;

const FACTOR: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const BINARY = ["", "k", "m", "g", "t", "p"] as const;

/**
 * A Kubernetes quantity as a number: everything that the API server accepts (`1.5Gi`, `128e6`, `100m`), which is more
 * than this library writes. Undefined when it is none, or negative.
 */
export function kubernetesQuantity(value: unknown): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const match = KUBERNETES.exec(String(value));
  if (match === null) return undefined;
  const [, sign, digits = "", unit = "", exponent] = match;
  const amount = Number(digits) * (exponent === undefined ? (FACTOR[unit] ?? 1) : 10 ** Number(exponent));
  return sign === "-" || !Number.isFinite(amount) ? undefined : amount;
}

/** Processor time in millicores, rounded up as Kubernetes does. */
export function kubernetesCpu(value: unknown): number | undefined {
  const cores = kubernetesQuantity(value);
  return cores === undefined ? undefined : roundUp(cores * 1000);
}

/** The next whole number, but not for the sake of a fraction that only floating point has made. */
function roundUp(amount: number): number {
  const nearest = Math.round(amount);
  return Math.abs(amount - nearest) < 1e-6 ? nearest : Math.ceil(amount);
}

/** Bytes, rounded up. */
export function kubernetesBytes(value: unknown): number | undefined {
  const bytes = kubernetesQuantity(value);
  return bytes === undefined ? undefined : roundUp(bytes);
}

/** Bytes of a Compose size. Its units are binary, also without an `i`: Docker reads `512M` as 512 times 1024². */
export function composeBytes(value: unknown): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const match = COMPOSE.exec(String(value));
  if (match === null) return undefined;
  const [, digits = "", unit = ""] = match;
  const power = BINARY.findIndex((candidate) => candidate === unit.toLowerCase());
  return Math.floor(Number(digits) * 1024 ** power);
}

/** Millicores of a Compose `cpus`: a number of cores. */
export function composeCpu(value: unknown): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const cores = /^\d+(?:\.\d+)?$/.test(String(value)) ? Number(value) : Number.NaN;
  return Number.isFinite(cores) ? roundUp(cores * 1000) : undefined;
}
