/** Which device restarts when: the inventory read again, once for the order in each cohort and once to give out restarts. */
import { type Outcome, type Problem, done, failed } from "../problem.js";
import { type Duration, type Instant, isoInstant } from "../units.js";
import type { Cohort } from "./cohort.js";
import { keyOfPart } from "./cohorts.js";
import { type InventoryOptions, inventoryRows, isRejected } from "./inventory-rows.js";
import { type Queue, type WaveSize, order, orderTied, queueOf, rankOf, restartOf } from "./queue.js";
import { waveHash } from "./ring.js";

export type { WaveSize } from "./queue.js";

export type DeviceWavesOptions = InventoryOptions & {
  readonly release: Instant;
  /** Length of a planning slot. */
  readonly slot: Duration;
  /** Those of `readInventory` with these options. */
  readonly cohorts: readonly Cohort[];
  /** Cohorts left out of the plan: their devices get no restart. */
  readonly excluded: readonly Cohort[];
  /** Keyed by cohort id, each by slot; devices beyond the waves' sum are unscheduled. */
  readonly waves: ReadonlyMap<string, readonly WaveSize[]>;
  /** A name's place in the waves where it is not `waveHash`: tests need names with equal places. */
  readonly placeOf?: (name: string) => bigint;
};

export type DeviceRestart = {
  readonly device: string;
  readonly cohort: Cohort;
  /** In whole seconds; null: unscheduled. */
  readonly restart: Instant | null;
};

/** In the inventory's order, in batches; a failed outcome is the last. `open` begins reading the file anew. */
export async function* deviceWaves(
  open: () => AsyncIterable<Uint8Array>,
  options: DeviceWavesOptions,
): AsyncGenerator<Outcome<readonly DeviceRestart[]>> {
  const queues = new Map(
    options.cohorts.map((cohort) => [keyOfPart(cohort), queueOf(cohort, options.waves.get(cohort.id) ?? [])]),
  );
  const ordered = await orderQueues(open, options, queues);
  if (!ordered.ok) return yield ordered;
  let devices = 0;
  for await (const batch of queuedDevices(open(), options, queues)) {
    if (!batch.ok) return yield batch;
    devices += batch.value.length;
    const restarts: DeviceRestart[] = [];
    for (const { name, queue, place } of batch.value) {
      const rank = rankOf(queue, name, place);
      if (rank === null) return yield failed(changed(options.file));
      restarts.push({ device: name, cohort: queue.cohort, restart: restartOf(queue, rank, options.slot) });
    }
    yield done(restarts);
  }
  if (devices !== devicesIn(options.cohorts)) yield failed(changed(options.file));
}

type Queues = ReadonlyMap<string, Queue>;
type QueuedDevice = { readonly name: string; readonly queue: Queue; readonly place: bigint };

async function orderQueues(
  open: () => AsyncIterable<Uint8Array>,
  options: DeviceWavesOptions,
  queues: Queues,
): Promise<Outcome<null>> {
  for await (const batch of queuedDevices(open(), options, queues)) {
    if (!batch.ok) return batch;
    for (const { queue, place } of batch.value) queue.places[queue.entered++] = place;
  }
  const all = [...queues.values()];
  if (all.some(({ entered, places }) => entered !== places.length)) return failed(changed(options.file));
  all.forEach(order);
  return all.some(({ tied }) => tied.size > 0) ? orderEqualPlaces(open, options, queues) : done(null);
}

/** 64 bits are hardly ever equal, so names are kept for those places alone, at the price of one more reading. */
async function orderEqualPlaces(
  open: () => AsyncIterable<Uint8Array>,
  options: DeviceWavesOptions,
  queues: Queues,
): Promise<Outcome<null>> {
  for await (const batch of queuedDevices(open(), options, queues)) {
    if (!batch.ok) return batch;
    for (const { name, queue, place } of batch.value) queue.tied.get(place)?.push(name);
  }
  for (const queue of queues.values()) orderTied(queue);
  return done(null);
}

async function* queuedDevices(
  chunks: AsyncIterable<Uint8Array>,
  options: DeviceWavesOptions,
  queues: Queues,
): AsyncGenerator<Outcome<readonly QueuedDevice[]>> {
  const release = isoInstant(options.release);
  const placeOf = options.placeOf ?? ((name: string) => waveHash(release, name));
  const excluded = new Set(options.excluded.map(keyOfPart));
  for await (const batch of inventoryRows(chunks, options)) {
    if (!batch.ok) return yield batch;
    if (batch.value.table.counted) return yield failed(noNames(options.file));
    const devices: QueuedDevice[] = [];
    for (const verdict of batch.value.verdicts) {
      if (isRejected(verdict)) continue;
      const name = verdict.name ?? "";
      const key = keyOfPart({ ...verdict.placement, ring: verdict.ring ?? "" });
      if (excluded.has(key)) continue;
      const queue = queues.get(key);
      if (queue === undefined) return yield failed(changed(options.file));
      devices.push({ name, queue, place: placeOf(name) });
    }
    yield done(devices);
  }
}

const devicesIn = (cohorts: readonly Cohort[]): number =>
  cohorts.reduce((sum, { devices }) => sum + devices, 0);

const changed = (file: string): Problem => ({
  code: "inventory.changed",
  message: "the inventory is not the one that was planned: it changed since",
  hint: "plan again",
  place: { file },
});

const noNames = (file: string): Problem => ({
  code: "inventory.no-names",
  message: "the rows count devices instead of naming them, so no device can be given its restart",
  place: { file },
});
