/** The files of `plan --out`: each a name and its text in pieces; devices.csv is streamed from the inventory read again. */
import {
  deviceCsvRow,
  devicesCsvHeader,
  deviceWaves,
  done,
  exportTargets,
  failed,
  instantOfIso,
  type Inputs,
  inventoryOptions,
  type Outcome,
  type Planned,
  planText,
} from "../src/index.js";
import type { NewFile } from "./files.js";

export function planFiles(planned: Planned, inputs: Inputs): readonly NewFile[] {
  const { plan, resolved, settled } = planned;
  const { fleet } = settled.scenario;
  const named: readonly NewFile[] =
    "file" in fleet
      ? [{ name: "devices.csv", pieces: deviceRows(planned, inputs, fleet.file, fleet.columns) }]
      : [];
  return [
    { name: "plan.json", pieces: [planText(plan)] },
    { name: "scenario.resolved.json", pieces: [resolved.text] },
    { name: "waves.csv", pieces: [exportTargets.csv.write(plan)] },
    { name: "plan.ics", pieces: [exportTargets.ics.write(plan)] },
    ...named,
  ];
}

async function* deviceRows(
  { plan, rollout, settled }: Planned,
  inputs: Inputs,
  file: string,
  columns: ReadonlyMap<string, string>,
): AsyncGenerator<Outcome<string>> {
  const opened = await inputs.open(file);
  if (!opened.ok) return yield opened;
  const waves = new Map<string, { slotStart: ReturnType<typeof instantOfIso>; devices: number }[]>();
  for (const { cohort, start, devices } of plan.waves) {
    const sizes = waves.get(cohort) ?? [];
    waves.set(cohort, sizes);
    sizes.push({ slotStart: instantOfIso(start), devices });
  }
  yield done(devicesCsvHeader);
  const restarts = deviceWaves(() => reopened(inputs, file), {
    ...inventoryOptions(settled.scenario, file, columns),
    release: rollout.release,
    slot: rollout.grid.slot,
    cohorts: settled.placed.fleet.cohorts,
    waves,
  });
  for await (const batch of restarts) {
    if (!batch.ok) return yield failed(...batch.problems);
    const rows = batch.value.flatMap(({ device, cohort, restart }) =>
      restart === null
        ? []
        : [deviceCsvRow({ device, cohort: cohort.id, timezone: cohort.timezone, restart })],
    );
    yield done(rows.join(""));
  }
}

async function* reopened(inputs: Inputs, file: string): AsyncGenerator<Uint8Array> {
  const opened = await inputs.open(file);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  yield* opened.value;
}
