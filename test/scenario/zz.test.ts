import { test } from "vitest";
import { readScenario, scenarioDocument, scenarioJsonSchema } from "../../src/scenario/index.js";
test("x", () => {
  console.log(JSON.stringify(scenarioJsonSchema(),null,1));
  const t = "version: 1\nrelease: { calendar: microsoft, on: next }\nfleet: { file: devices.csv }\nservices: { vpn: { preset: vpn-concentrator, capacity: unknown } }";
  let s = performance.now(); readScenario(t); console.log(performance.now()-s);
  s = performance.now(); for (let i=0;i<50;i++) readScenario(t); console.log((performance.now()-s)/50);
  const r = readScenario(t); if (r.ok) { s=performance.now(); JSON.stringify(scenarioDocument(r.value)); console.log(performance.now()-s);}
});
