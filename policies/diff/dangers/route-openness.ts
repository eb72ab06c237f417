import {
  LIMIT_PERIODS,
  type LimitPeriod,
  type PublicRoute,
  type RouteLimit,
  type RouteList,
} from "../../facts/readers/public-route";

/** A route, and how many copies of its gateway count calls. */
interface Counted {
  readonly route: PublicRoute;
  readonly copies: number;
}

/** Host and path, as a message calls them. */
export function placeOf({ host, path }: PublicRoute): string {
  return path.startsWith("~") ? `${path} of ${host ?? "every host"}` : `${host ?? "every host"}${path}`;
}

/** A route as a reviewer must know it. */
export function reachOf({ route, copies }: Counted): string {
  const { asks, methods, limit, target } = route;
  const words = [
    asks.length === 0 ? "for everybody" : `asks for ${asks.map(proofOf).join(" and ")}`,
    ...(methods === undefined ? [] : [methods.join(", ")]),
    limit === undefined ? "without a rate limit" : limitText(limit, copies),
  ];
  return `${placeOf(route)} to ${target} (${words.join("; ")})`;
}

const PROOFS: Readonly<Record<string, string>> = { "key-auth": "a key", jwt: "a token", "basic-auth": "a password" };

const proofOf = (plugin: string): string => PROOFS[plugin] ?? `a proof (${plugin})`;

/**
 * What a place asks no more, in words.
 *
 * @param before what answered for the place
 */
export function widened(before: Counted & { readonly place: PublicRoute }, now: Counted): readonly string[] {
  const [old, route, place] = [before.route, now.route, placeOf(before.place)];
  if (old.isClosed) return [`${place} leads to ${route.target}; before, it led nowhere`];
  const proofs = old.asks.filter((name) => !route.asks.includes(name)).map(proofOf);
  return [
    ...(proofs.length === 0 ? [] : [`${place} does not ask for ${proofs.join(" and ")} any more`]),
    ...moreLetIn(place, "group", old.groups, route.groups),
    ...moreLetIn(place, "address", old.addresses, route.addresses),
    ...moreOften(place, before, now),
    ...(route.takesPlain && !old.takesPlain ? [`${place} takes requests without TLS as well`] : []),
    ...(route.target === old.target ? [] : [`${place} leads to ${route.target}; before: ${old.target}`]),
  ];
}

const MANY = { group: "groups", address: "addresses" } as const;

function moreLetIn(place: string, one: keyof typeof MANY, old: RouteList, now: RouteList): readonly string[] {
  const found: string[] = [];
  if (old.allow !== undefined && now.allow === undefined)
    found.push(`${place} is open to every ${one}; before: ${old.allow.join(", ")}`);
  if (old.allow !== undefined && now.allow !== undefined) {
    const more = now.allow.filter((name) => old.allow?.includes(name) !== true);
    if (more.length > 0) found.push(`${place} is open to more ${MANY[one]}: ${more.join(", ")}`);
  }
  // Who is not among those allowed is kept out with or without being denied.
  const freed = old.deny.filter((name) => !now.deny.includes(name) && (now.allow?.includes(name) ?? true));
  return freed.length === 0
    ? found
    : [...found, `${place} keeps out fewer ${MANY[one]}: not ${freed.join(", ")} any more`];
}

function moreOften(place: string, before: Counted, now: Counted): readonly string[] {
  const [old, limit] = [before.route.limit, now.route.limit];
  if (old === undefined) return [];
  if (limit === undefined) return [`${place} has no rate limit any more; before: ${limitText(old, before.copies)}`];
  const [oldCopies, copies] = [copiesOf(old, before.copies), copiesOf(limit, now.copies)];
  // A share is rounded up, which is no raise.
  const isRaised = [...old.amounts].some(
    ([period, amount]) => mostIn(limit, period) > Math.ceil((amount * oldCopies) / copies),
  );
  return [
    ...(isRaised
      ? [`${place} may be called more often: ${limitText(limit, now.copies)}; before: ${limitText(old, before.copies)}`]
      : []),
    ...(limit.by === old.by ? [] : [`${place} counts calls by ${limit.by}; before: by ${old.by}`]),
  ];
}

const copiesOf = ({ isPerCopy }: RouteLimit, copies: number): number => (isPerCopy ? copies : 1);

/** The most calls in a period that all periods together allow. */
function mostIn({ amounts }: RouteLimit, period: LimitPeriod): number {
  const seconds = LIMIT_PERIODS[period];
  return Math.min(
    ...[...amounts].map(([other, amount]) => amount * Math.max(1, Math.ceil(seconds / LIMIT_PERIODS[other]))),
  );
}

/** All copies together. */
function limitText(limit: RouteLimit, copies: number): string {
  return [...limit.amounts].map(([period, amount]) => `${amount * copiesOf(limit, copies)} a ${period}`).join(", ");
}
