import { readMemory } from "../../../../policies/facts/readers/postgres-memory";

const MI = 2 ** 20;
const memory = (settings: Readonly<Record<string, string>>) => readMemory((name) => settings[name]);

describe("what a PostgreSQL server takes of memory", () => {
  it("is what its settings say, and its own defaults beside them", () => {
    expect(memory({ shared_buffers: "1GB" })).toEqual({ shared: 1024 * MI, perSession: 4 * MI, sessions: 100 });
    expect(memory({ max_connections: "20", work_mem: "1.5MB" })).toEqual({
      shared: 128 * MI,
      perSession: 1.5 * MI,
      sessions: 20,
    });
  });

  it("is counted in pages and kilobytes where no unit stands", () => {
    expect(memory({ shared_buffers: "16384", work_mem: "64" })).toMatchObject({ shared: 128 * MI, perSession: 65536 });
  });

  it.each(["256 MB", " 256MB ", "262144kB", "268435456B"])("is read as the server reads %j", (text) => {
    expect(memory({ shared_buffers: text })).toMatchObject({ shared: 256 * MI });
  });

  it.each([
    ["it says nothing", {}],
    ["its unit is none", { shared_buffers: "1Gi" }],
    ["its unit is written in another case, which the server refuses", { shared_buffers: "1gb" }],
    ["a number is none", { max_connections: "many" }],
  ])("cannot be told when %s", (_, settings) => {
    expect(memory(settings)).toBeUndefined();
  });
});
