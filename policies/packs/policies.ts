import type { Policies, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import type { Rule, RuleSeverity } from "../rule";
import type { Configuration } from "./configuration";
import { pathOf } from "./doubt";
import { judge, type Verdict } from "./judgement";
import { policyNameOf, type Pack } from "./pack";
import { kindOf, pathText, readResource, unseen, type GivenResource, type ReadResource } from "./resource";

/** A violation in the name of one policy, from within another. The SDK takes it wherever it takes a message. */
interface Violation {
  readonly name: string;
  readonly message: string;
  readonly description: string;
  readonly enforcementLevel: "mandatory" | "advisory";
  readonly severity: RuleSeverity;
  readonly urn?: string;
}

/**
 * The policies of a pack. Each rule is one of them, with its level, settings, cure and page. They judge nothing by
 * themselves: two others do, once for each object and once for all of them, and report in the name of the rule that is
 * broken. The engine copies every property for every policy that judges, so sixty of them would be sixty copies.
 *
 * @param configuration how the pack is set; asked when the first object is judged
 */
export function policiesOf(pack: Pack, configuration: () => Configuration): Policies {
  const objects: ResourceValidationPolicy = {
    name: pack.objects,
    description: `${pack.name}: rules that one object is enough for`,
    enforcementLevel: "mandatory",
    validateResource: (args, report) => {
      const { objects: rules } = configuration();
      if (kindOf(args.type) === undefined) return args.notApplicable("no object of Kubernetes");
      judgeObject(pack, args, rules, report);
    },
  };
  const platform: StackValidationPolicy = {
    name: pack.platform,
    description: `${pack.name}: rules that need all objects of the stack`,
    enforcementLevel: "mandatory",
    validateStack: (args, report) => {
      const { resources } = args;
      const { platform: rules } = configuration();
      if (!resources.some(({ type }) => kindOf(type) !== undefined))
        return args.notApplicable("no object of Kubernetes");
      judgePlatform(pack, resources, rules, report);
    },
  };
  return [...pack.rules.map(declaration), objects, platform];
}

/**
 * The page of a rule, as its path in the project: the package has no public address that a full URL could begin with.
 * Whoever has the installed package alone reads the same with `ashlar explain <code>`.
 */
function pageOf({ code }: Rule): string {
  return `docs/reference/rules/${code}.md`;
}

/** A rule as a policy that is known, set and switched by its own name. */
function declaration(rule: Rule): Policies[number] {
  const { properties = {} } = z.toJSONSchema(rule.config, { io: "input", unrepresentable: "any" });
  const policy: Omit<ResourceValidationPolicy, "validateResource"> = {
    name: policyNameOf(rule),
    displayName: rule.code,
    description: rule.title,
    enforcementLevel: rule.level,
    severity: rule.severity,
    remediationSteps: rule.cure,
    url: pageOf(rule),
    tags: [rule.sees],
    ...(Object.keys(properties).length === 0
      ? {}
      : {
          configSchema: {
            properties: properties as NonNullable<ResourceValidationPolicy["configSchema"]>["properties"],
          },
        }),
  };
  return policy;
}

function judgeObject(pack: Pack, given: GivenResource, rules: Configuration["objects"], report: ReportViolation): void {
  const hidden = unseen(given);
  const read = readResource(given);
  const say = (violation: Violation): void => (report as unknown as (violation: Violation) => void)(violation);
  if (hidden !== undefined) say(notice(pack.objects, `${given.name}: ${hidden}`, given.urn));
  if (read === undefined) return;
  if (read.unknown.length > 0) say(notice(pack.objects, notYetKnown(read), given.urn));
  for (const verdict of judge([given], rules)) say(violationOf(verdict, given.urn));
}

function judgePlatform(
  pack: Pack,
  given: readonly GivenResource[],
  rules: Configuration["platform"],
  report: ReportViolation,
): void {
  const say = (violation: Violation): void => (report as unknown as (violation: Violation) => void)(violation);
  const read = given.flatMap((resource) => readResource(resource) ?? []);
  const urns = new Map(read.map((resource) => [pathOf(resource), resource.urn]));
  const unsure = read.filter(({ unknown }) => unknown.length > 0);
  for (const resource of unsure) say(notice(pack.platform, notYetKnown(resource), resource.urn));
  for (const verdict of judge(given, rules)) say(violationOf(verdict, urns.get(verdict.draft.object)));
}

const SHOWN = 5;

function notYetKnown(resource: ReadResource): string {
  const fields = resource.unknown.map((path) => pathText(resource.object, path));
  const more = fields.length > SHOWN ? ` and ${fields.length - SHOWN} more` : "";
  return `${pathOf(resource)}: cannot be judged by ${fields.slice(0, SHOWN).join(", ")}${more}, which is secret or not known yet; rules that depend on it are judged in the update, and by \`pulumi policy analyze\` afterwards`;
}

function notice(policy: string, message: string, urn: string): Violation {
  const description = "what could not be judged";
  return {
    name: policy,
    description,
    message: `${description}\n${message}`,
    enforcementLevel: "advisory",
    severity: "low",
    urn,
  };
}

function violationOf({ active, draft, level, isDoubtful }: Verdict, urn: string | undefined): Violation {
  const { rule, policy } = active;
  const doubt = isDoubtful ? " unless a value that is not known yet says otherwise" : "";
  return {
    name: policy,
    description: rule.title,
    // The value that was found stays out: in a program any property may be a secret.
    message: `${rule.title}\n${draft.path}: ${draft.message}${doubt}; ${draft.cure ?? rule.cure}`,
    enforcementLevel: level,
    severity: rule.severity,
    ...(urn === undefined ? {} : { urn }),
  };
}
