import { ApiObject, Testing } from "cdk8s";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import type { AdmissionPlace, AdmissionPolicies } from "../../../../constructs/render/kubernetes/admission";
import { PlatformChart } from "../../../../constructs/render/kubernetes/chart";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { problemsOf } from "../../../../constructs/testing";
import { Program } from "./sample";

/** Policies of somebody's own: a renderer knows no rule. */
const own: AdmissionPolicies = ({ name, namespaces, action, labels }) => [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: `${name}-own`, labels },
    spec: { policyName: `${name}-own`, validationActions: [action] },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: `${name}-own`, labels },
    spec: {},
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: `${name}-own`, namespace: namespaces[0] }, data: {} },
];

function platform(props: PlatformProps = {}): Platform {
  const root = new Platform("acme", props);
  new Program(new Scope(root, "team"), "app");
  return root;
}

describe("admission policies of a platform", () => {
  it("are not there unless it asks for them, whoever could make them", () => {
    const without = renderKubernetes(platform());
    expect(renderKubernetes(platform(), { admissionPolicies: own }).files).toEqual(without.files);
    expect(renderKubernetes(platform({ admission: "off" }), { admissionPolicies: own }).files).toEqual(without.files);
  });

  it("are made for its namespaces, its own first, under its name", () => {
    const asked: AdmissionPlace[] = [];
    renderKubernetes(platform({ environment: "prod", admission: "warn" }), {
      admissionPolicies: (place) => {
        asked.push(place);
        return [];
      },
    });
    expect(asked).toEqual([
      {
        name: "acme-prod",
        namespaces: ["acme-prod", "acme-prod-team"],
        action: "warn",
        labels: {
          "app.kubernetes.io/instance": "acme-prod",
          "app.kubernetes.io/managed-by": "ashlar",
          "app.kubernetes.io/part-of": "acme",
        },
      },
    ]);
  });

  it("stand after the namespaces and before what they judge: settings, policy, binding", () => {
    const { files, resources } = renderKubernetes(platform({ admission: "deny" }), { admissionPolicies: own });
    expect(files.map(({ path }) => path)).toEqual(["000-platform.yaml", "010-admission.yaml", "100-team.app.yaml"]);
    expect(files[1]?.text.match(/^kind: .*/gm)).toEqual([
      "kind: ConfigMap",
      "kind: ValidatingAdmissionPolicy",
      "kind: ValidatingAdmissionPolicyBinding",
    ]);
    expect(resources.filter(({ id }) => id.endsWith(".own")).map(({ path, id }) => `${path} ${id}`)).toEqual([
      "acme ConfigMap.own",
      "acme ValidatingAdmissionPolicy.own",
      "acme ValidatingAdmissionPolicyBinding.own",
    ]);
  });

  it("keep a name that holds the platform's further on: their id is without it at the start alone", () => {
    const named = (name: string): AdmissionPolicies => {
      return () => [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "acme-dev" }, data: {} }];
    };
    const idOf = (name: string) =>
      renderKubernetes(platform({ admission: "deny" }), { admissionPolicies: named(name) })
        .resources.map(({ id }) => id)
        .find((id) => id.startsWith("ConfigMap.") && id.includes("rules"));
    expect(idOf("acme-dev-rules")).toBe("ConfigMap.rules");
    expect(idOf("acme-dev-rules-of-acme-dev-team")).toBe("ConfigMap.rules-of-acme-dev-team");
    expect(idOf("rules-of-acme-dev-team")).toBe("ConfigMap.rules-of-acme-dev-team");
  });

  it("are a problem where nobody makes them: a setting that does nothing would be believed", () => {
    const [problem, ...others] = problemsOf(() => renderKubernetes(platform({ admission: "deny" })));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "ASH-TARGET-007", path: "acme:admission", value: '"deny"' });
    expect(problem?.cure).toContain("admissionPolicies: admissionObjects");
  });

  it("hang in a team's own chart too", () => {
    const chart = new PlatformChart(Testing.app(), "acme", {
      platform: platform({ admission: "deny" }),
      admissionPolicies: own,
    });
    expect(ApiObject.of(chart.node.findChild("ValidatingAdmissionPolicy.own")).name).toBe("acme-dev-own");
  });

  it("are noted as what Docker cannot do, and change nothing there", () => {
    const [off, on] = [renderCompose(platform()), renderCompose(platform({ admission: "deny" }))];
    expect(on.files.map(({ text }) => text)).toEqual(off.files.map(({ text }) => text));
    const said = on.notes.filter(({ message }) => message.startsWith("admission "));
    expect(said.map(({ code, severity }) => [code, severity])).toEqual([["ASH-TARGET-003", "info"]]);
  });
});
