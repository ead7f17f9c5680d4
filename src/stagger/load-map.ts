/**
 * The matrix of docs/model.md without its entries: what shares of cohorts put on the services, and what prices of the services
 * put on shares. Slots in which a restart looks alike share one picture, so waves are summed by picture and slot first and the
 * picture is laid down once; carried shares are summed by picture too. Work is by columns and pictures, not by nonzeros.
 */
import type { SlotMass } from "../client/response.js";
import type { CohortDemand } from "../service/demand.js";
import type { Task } from "./program.js";
import { remembered } from "../remembered.js";

/** `mass` is utilisation of the service's capacity per device; `row` is that of the service's first slot. */
type Picture = { readonly row: number; readonly mass: Float64Array };

/** A picture laid down at these slots. */
type Laid = Picture & { readonly slots: Int32Array };

/** Waves of one cohort on one service: where in the sums by picture and slot each position goes. */
type Direct = {
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly targets: Int32Array;
};

/** One carry of a cohort: the columns that feed it, and the pictures it becomes. */
type Carried = {
  readonly devices: number;
  readonly columns: Int32Array;
  readonly shares: Float64Array;
  readonly pictures: Int32Array;
};

export class LoadMap {
  /** Shares: one column a cohort and usable position. */
  readonly columns: number;
  /** First column of each cohort, and the end. */
  readonly start: Int32Array;
  /** Row of service r in slot t is r x slots + t. */
  readonly rows: number;
  readonly #slots: number;
  /** Devices that restart in their wave's slot, by column. */
  readonly #restarting: Float64Array;
  readonly #waves: readonly Laid[];
  readonly #direct: readonly Direct[];
  readonly #mornings: readonly (Picture & { readonly first: number })[];
  readonly #carried: readonly Carried[];
  /** Sums by picture and slot, and by carried picture. */
  readonly #sums: Float64Array;
  readonly #carriedSums: Float64Array;

  constructor(task: Task) {
    const { demands, usable, slots, services } = task;
    this.#slots = slots;
    this.rows = services.length * slots;
    this.start = new Int32Array(demands.length + 1);
    usable.forEach(([from, to], c) => (this.start[c + 1] = (this.start[c] as number) + to - from));
    this.columns = this.start[demands.length] as number;
    this.#restarting = new Float64Array(this.columns);
    const book = new PictureBook(task);
    const direct: Direct[] = [];
    const carried: Carried[] = [];
    demands.forEach((demand, c) => {
      const [from, to] = usable[c] as readonly [number, number];
      const column = this.start[c] as number;
      for (let p = from; p < to; p++)
        this.#restarting[column + p - from] =
          demand.cohort.devices * (demand.behaviour.restarts[p] as number);
      for (const { service, direct: pictures } of demand.loads)
        if (book.isLimited(service))
          direct.push({ column, from, to, targets: book.targets(service, pictures) });
      carried.push(...carriesOf(demand, column, [from, to], book));
    });
    this.#direct = direct;
    this.#carried = carried;
    this.#waves = laid(book.waves, direct, slots);
    this.#mornings = book.mornings;
    this.#sums = new Float64Array(book.waves.length * slots);
    this.#carriedSums = new Float64Array(book.mornings.length);
  }

  /** Utilisation of each row by these shares of their cohorts, the background aside. */
  loads(shares: Float64Array, into: Float64Array): void {
    const [sums, carriedSums, restarting, slots] = [
      this.#sums,
      this.#carriedSums,
      this.#restarting,
      this.#slots,
    ];
    into.fill(0);
    sums.fill(0);
    carriedSums.fill(0);
    for (const { column, from, to, targets } of this.#direct) {
      for (let p = from, j = column; p < to; p++, j++) {
        const at = targets[p] as number;
        if (at >= 0) sums[at] = (sums[at] as number) + (restarting[j] as number) * (shares[j] as number);
      }
    }
    for (const { devices, columns, shares: parts, pictures } of this.#carried) {
      let sum = 0;
      for (let i = 0; i < columns.length; i++)
        sum += (parts[i] as number) * (shares[columns[i] as number] as number);
      sum *= devices;
      for (let i = 0; i < pictures.length; i++)
        carriedSums[pictures[i] as number] = (carriedSums[pictures[i] as number] as number) + sum;
    }
    for (let k = 0; k < this.#waves.length; k++) {
      const { row, mass, slots: at } = this.#waves[k] as Laid;
      for (let i = 0; i < at.length; i++) {
        const s = at[i] as number;
        const sum = sums[k * slots + s] as number;
        if (sum !== 0) lay(into, row, s, mass, sum, slots);
      }
    }
    this.#mornings.forEach(({ row, first, mass }, k) => {
      const sum = carriedSums[k] as number;
      if (sum !== 0) lay(into, row, first, mass, sum, slots);
    });
  }

  /** What each share costs at these prices of the rows. */
  prices(prices: Float64Array, into: Float64Array): void {
    const [sums, carriedSums, restarting, slots] = [
      this.#sums,
      this.#carriedSums,
      this.#restarting,
      this.#slots,
    ];
    into.fill(0);
    for (let k = 0; k < this.#waves.length; k++) {
      const { row, mass, slots: at } = this.#waves[k] as Laid;
      for (let i = 0; i < at.length; i++) {
        const s = at[i] as number;
        sums[k * slots + s] = worth(prices, row, s, mass, slots);
      }
    }
    this.#mornings.forEach(({ row, first, mass }, k) => {
      carriedSums[k] = worth(prices, row, first, mass, slots);
    });
    for (const { column, from, to, targets } of this.#direct) {
      for (let p = from, j = column; p < to; p++, j++) {
        const at = targets[p] as number;
        if (at >= 0) into[j] = (into[j] as number) + (restarting[j] as number) * (sums[at] as number);
      }
    }
    for (const { devices, columns, shares, pictures } of this.#carried) {
      let each = 0;
      for (let i = 0; i < pictures.length; i++) each += carriedSums[pictures[i] as number] as number;
      if (each === 0) continue;
      each *= devices;
      for (let i = 0; i < columns.length; i++) {
        const j = columns[i] as number;
        into[j] = (into[j] as number) + each * (shares[i] as number);
      }
    }
  }
}

/** The slots at which waves of each picture lie. */
function laid(waves: readonly Picture[], direct: readonly Direct[], slots: number): readonly Laid[] {
  const isUsed = new Uint8Array(waves.length * slots);
  for (const { from, to, targets } of direct)
    for (let p = from; p < to; p++) if ((targets[p] as number) >= 0) isUsed[targets[p] as number] = 1;
  return waves.map((wave, k) => {
    const used = isUsed.subarray(k * slots, (k + 1) * slots);
    return { ...wave, slots: Int32Array.from(used.keys()).filter((s) => used[s] === 1) };
  });
}

function lay(
  into: Float64Array,
  row: number,
  first: number,
  mass: Float64Array,
  by: number,
  slots: number,
): void {
  const end = Math.min(mass.length, slots - first);
  for (let i = 0; i < end; i++)
    into[row + first + i] = (into[row + first + i] as number) + by * (mass[i] as number);
}

function worth(prices: Float64Array, row: number, first: number, mass: Float64Array, slots: number): number {
  const end = Math.min(mass.length, slots - first);
  let sum = 0;
  for (let i = 0; i < end; i++) sum += (prices[row + first + i] as number) * (mass[i] as number);
  return sum;
}

function carriesOf(
  demand: CohortDemand,
  column: number,
  [from, to]: readonly [number, number],
  book: PictureBook,
): readonly Carried[] {
  return demand.carries.flatMap(({ positions, shares }, k) => {
    const pictures = demand.loads.flatMap(({ service, carried }) =>
      book.morning(service, carried[k] as SlotMass),
    );
    const inside = [...positions.keys()].filter(
      (i) => from <= (positions[i] as number) && (positions[i] as number) < to,
    );
    if (pictures.length === 0 || inside.length === 0) return [];
    return [
      {
        devices: demand.cohort.devices,
        columns: Int32Array.from(inside, (i) => column + (positions[i] as number) - from),
        shares: Float64Array.from(inside, (i) => shares[i] as number),
        pictures: Int32Array.from(pictures),
      },
    ];
  });
}

/** Equal pictures of a service are one, whoever drew them. */
class PictureBook {
  readonly waves: Picture[] = [];
  readonly mornings: (Picture & { readonly first: number })[] = [];
  readonly #task: Task;
  readonly #byMass = new Map<number, Map<Float64Array, number>>();
  readonly #byText = new Map<string, number>();
  readonly #targets = new Map<readonly SlotMass[], Map<number, Int32Array>>();
  readonly #byMorning = new Map<number, Map<SlotMass, number>>();

  constructor(task: Task) {
    this.#task = task;
  }

  /** Only what has a limit has rows. */
  isLimited(service: number): boolean {
    const { capacity, limit } = this.#task.services[service] ?? { capacity: null, limit: null };
    return capacity !== null && limit !== null;
  }

  /** By position, the place of a wave's picture in the sums; -1: it has none. */
  targets(service: number, pictures: readonly SlotMass[]): Int32Array {
    const ofPictures = remembered(this.#targets, pictures, () => new Map<number, Int32Array>());
    return remembered(ofPictures, service, () =>
      Int32Array.from(pictures, ({ first, mass }) =>
        mass.length === 0 || first >= this.#task.slots
          ? -1
          : this.#wave(service, mass) * this.#task.slots + first,
      ),
    );
  }

  #wave(service: number, mass: Float64Array): number {
    const ofService = remembered(this.#byMass, service, () => new Map<Float64Array, number>());
    return remembered(ofService, mass, () =>
      remembered(
        this.#byText,
        `${service} ${mass.join()}`,
        () =>
          this.waves.push({ row: service * this.#task.slots, mass: this.#utilisation(service, mass) }) - 1,
      ),
    );
  }

  /** The picture of a carried share; none where it puts nothing on the service. */
  morning(service: number, carried: SlotMass): readonly number[] {
    const { first, mass } = carried;
    if (!this.isLimited(service) || first >= this.#task.slots || !mass.some((value) => value > 0)) return [];
    const ofService = remembered(this.#byMorning, service, () => new Map<SlotMass, number>());
    return [
      remembered(
        ofService,
        carried,
        () =>
          this.mornings.push({
            row: service * this.#task.slots,
            first,
            mass: this.#utilisation(service, mass),
          }) - 1,
      ),
    ];
  }

  #utilisation(service: number, mass: Float64Array): Float64Array {
    const capacity = this.#task.services[service]?.capacity ?? 1;
    return mass.map((value) => value / capacity);
  }
}
