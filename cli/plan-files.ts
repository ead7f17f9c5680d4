/** The files of `plan --out` and `--write-lp`; devices.csv is streamed from the inventory read again. */
import path from "node:path";
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
  type ProgramText,
} from "../src/index.js";
import type { NewFile } from "./new-files.js";

/** Names of what `planFiles` may write. */
export const planFileNames = ["plan.json", "scenario.resolved.json", "waves.csv", "plan.ics", "devices.csv"];

export function planFiles(folder: string, planned: Planned, inputs: Inputs): readonly NewFile[] {
  const { plan, resolved, settled } = planned;
  const { fleet } = settled.scenario;
  const file = (name: string, pieces: NewFile["pieces"]): NewFile => ({
    path: path.resolve(folder, name),
    pieces,
  });
  return [
    file("plan.json", [planText(plan)]),
    file("scenario.resolved.json", [resolved.text]),
    file("waves.csv", [exportTargets.csv.write(plan)]),
    file("plan.ics", [exportTargets.ics.write(plan)]),
    ...("file" in fleet ? [file("devices.csv", deviceRows(planned, inputs, fleet.file, fleet.columns))] : []),
  ];
}

/** One linear program a level, numbered in the order of the levels. */
export const programFiles = (folder: string, programs: readonly ProgramText[]): readonly NewFile[] =>
  programs.map(({ name, text }, i) => ({
    path: path.resolve(folder, `${i + 1}-${name}.lp`),
    pieces: [text],
  }));

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
    excluded: settled.placed.fleet.excluded.map(({ cohort }) => cohort),
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
