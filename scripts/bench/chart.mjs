// The rendered objects as a Helm chart, in the two forms that chart authors write.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A manifest without the line that names its maker. */
const bodyOf = ({ text }) => text.replace(/^#.*\n/, "");

/** What a chart would leave to its values. */
function valuesOf({ path }, { port, tag, cpu, logLevel }) {
  return { name: /^100-(.*)\.yaml$/.exec(path)[1], port, tag, cpu: `${cpu}m`, logLevel, replicas: 1 };
}

/** A manifest with expressions in the places of its values. */
function templateOf(file, at, { port, tag, cpu, logLevel }) {
  const value = (name) => `{{ ${at}.${name} }}`;
  return bodyOf(file)
    .replace(/\bapp-\d+\b/g, value("name"))
    .replaceAll(tag, value("tag"))
    .replaceAll(`${cpu}m`, value("cpu"))
    .replaceAll(`value: ${logLevel}`, `value: ${value("logLevel")}`)
    .replaceAll("replicas: 1\n", `replicas: ${value("replicas")}\n`)
    .replaceAll(String(port), value("port"));
}

/**
 * Writes two charts of the same objects and returns their folders: `range`, one template that loops over the values, and
 * `files`, one template for each server.
 */
export function writeCharts(folder, artifact, settings) {
  const platform = artifact.files.find(({ path }) => path.startsWith("000-"));
  const servers = artifact.files.filter(({ path }) => path.startsWith("100-"));
  const values = servers.map((file) => valuesOf(file, settings));
  const key = ({ name }) => name.replaceAll("-", "");
  const write = (form, templates, data) => {
    const chart = join(folder, form);
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: acme\nversion: 0.1.0\n");
    writeFileSync(join(chart, "values.yaml"), JSON.stringify(data, undefined, 2));
    writeFileSync(join(chart, "templates", "platform.yaml"), bodyOf(platform));
    for (const [name, text] of templates) writeFileSync(join(chart, "templates", name), text);
    return chart;
  };
  return {
    range: write(
      "range",
      [["servers.yaml", `{{- range .Values.servers }}\n---\n${templateOf(servers[0], "", settings)}{{- end }}\n`]],
      {
        servers: values,
      },
    ),
    files: write(
      "files",
      servers.map((file, index) => [
        `${values[index].name}.yaml`,
        templateOf(file, `.Values.${key(values[index])}`, settings),
      ]),
      Object.fromEntries(values.map((value) => [key(value), value])),
    ),
  };
}
