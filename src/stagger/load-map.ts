/**
 * The matrix of docs/model.md without its entries: what shares of cohorts put on the services, and what prices of the services
 * put on shares. Restarts that look alike from the same slot on are one picture, so shares are summed by picture first and the
 * picture is laid down once; shares carried to another time are summed by carry, and then by picture. Work is by columns and
 * pictures, not by nonzeros; everything is in flat arrays, for it is done some thousand times.
 */
import type { SlotMass } from "../client/response.js";
import type { CohortDemand } from "../service/demand.js";
import type { Task } from "./program.js";
import { remembered } from "../remembered.js";

export class LoadMap {
  /** Shares: one column a cohort and usable position. */
  readonly columns: number;
  /** First column of each cohort, and the end. */
  readonly start: Int32Array;
  /** Row of service r in slot t is r x slots + t. */
  readonly rows: number;
  /** Of a column: where its share is added, and devices for a share of 1. Targets are pictures, then carries. */
  readonly #parts: Lists;
  /** Of a carry: the pictures it becomes. */
  readonly #becomes: Lists;
  readonly #pictures: Pictures;
  /** By target: devices, or their price. */
  readonly #sums: Float64Array;

  constructor(task: Task) {
    const { demands, usable, slots, services } = task;
    this.rows = services.length * slots;
    this.start = new Int32Array(demands.length + 1);
    usable.forEach(([from, to], c) => (this.start[c + 1] = (this.start[c] as number) + to - from));
    this.columns = this.start[demands.length] as number;
    const book = new PictureBook(task);
    const direct = demands.map((demand, c) => directPictures(demand, usable[c] as Range, book));
    const carried = demands.map((demand, c) => carriesOf(demand, usable[c] as Range, book));
    this.#pictures = book.close();
    const [parts, becomes] = [new ListBuilder(), new ListBuilder()];
    demands.forEach(({ cohort, behaviour }, c) => {
      const [from, to] = usable[c] as Range;
      const byPosition = Array.from({ length: to - from }, (): [number, number][] => []);
      for (const { inside, pictures } of carried[c] as readonly Carried[]) {
        const carry = becomes.length;
        for (const picture of pictures) becomes.add(picture, 1);
        becomes.close();
        for (const [p, share] of inside) byPosition[p - from]?.push([carry, share]);
      }
      for (let p = from; p < to; p++) {
        for (const pictures of direct[c] as readonly Int32Array[])
          if ((pictures[p] as number) >= 0)
            parts.add(pictures[p] as number, cohort.devices * (behaviour.restarts[p] as number));
        for (const [carry, share] of byPosition[p - from] ?? [])
          parts.add(this.#pictures.row.length + carry, cohort.devices * share);
        parts.close();
      }
    });
    this.#parts = parts.lists();
    this.#becomes = becomes.lists();
    this.#sums = new Float64Array(this.#pictures.row.length + becomes.length);
  }

  /** Utilisation of each row by these shares of their cohorts, the background aside. */
  loads(shares: Float64Array, into: Float64Array): void {
    const sums = this.#sums;
    const { start, target, weight } = this.#parts;
    sums.fill(0);
    for (let j = 0; j < this.columns; j++) {
      const share = shares[j] as number;
      if (share === 0) continue;
      const end = start[j + 1] as number;
      for (let i = start[j] as number; i < end; i++) {
        const at = target[i] as number;
        sums[at] = (sums[at] as number) + share * (weight[i] as number);
      }
    }
    this.#unfold();
    into.fill(0);
    this.#lay(into);
  }

  /** What each share costs at these prices of the rows. */
  prices(prices: Float64Array, into: Float64Array): void {
    this.#price(prices);
    this.#fold();
    const sums = this.#sums;
    const { start, target, weight } = this.#parts;
    for (let j = 0; j < this.columns; j++) {
      const end = start[j + 1] as number;
      let sum = 0;
      for (let i = start[j] as number; i < end; i++)
        sum += (sums[target[i] as number] as number) * (weight[i] as number);
      into[j] = sum;
    }
  }

  /** Devices carried become pictures. */
  #unfold(): void {
    const sums = this.#sums;
    const { start, target } = this.#becomes;
    const first = this.#pictures.row.length;
    for (let k = 0; k + first < sums.length; k++) {
      const devices = sums[first + k] as number;
      if (devices === 0) continue;
      const end = start[k + 1] as number;
      for (let i = start[k] as number; i < end; i++) {
        const at = target[i] as number;
        sums[at] = (sums[at] as number) + devices;
      }
    }
  }

  /** A carry costs what its pictures cost. */
  #fold(): void {
    const sums = this.#sums;
    const { start, target } = this.#becomes;
    const first = this.#pictures.row.length;
    for (let k = 0; k + first < sums.length; k++) {
      const end = start[k + 1] as number;
      let sum = 0;
      for (let i = start[k] as number; i < end; i++) sum += sums[target[i] as number] as number;
      sums[first + k] = sum;
    }
  }

  #lay(into: Float64Array): void {
    const sums = this.#sums;
    const { row, from, length, mass } = this.#pictures;
    for (let k = 0; k < row.length; k++) {
      const devices = sums[k] as number;
      if (devices === 0) continue;
      const first = row[k] as number;
      const shift = (from[k] as number) - first;
      const end = first + (length[k] as number);
      for (let i = first; i < end; i++) into[i] = (into[i] as number) + devices * (mass[i + shift] as number);
    }
  }

  #price(prices: Float64Array): void {
    const sums = this.#sums;
    const { row, from, length, mass } = this.#pictures;
    for (let k = 0; k < row.length; k++) {
      const first = row[k] as number;
      const shift = (from[k] as number) - first;
      const end = first + (length[k] as number);
      let sum = 0;
      for (let i = first; i < end; i++) sum += (prices[i] as number) * (mass[i + shift] as number);
      sums[k] = sum;
    }
  }
}

type Range = readonly [from: number, to: number];

/** Lists one after another: list k is start[k] to start[k + 1]. */
type Lists = {
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float64Array;
};

class ListBuilder {
  readonly #start: number[] = [0];
  readonly #target: number[] = [];
  readonly #weight: number[] = [];

  /** Lists closed so far. */
  get length(): number {
    return this.#start.length - 1;
  }

  add(target: number, weight: number): void {
    this.#target.push(target);
    this.#weight.push(weight);
  }

  close(): void {
    this.#start.push(this.#target.length);
  }

  lists(): Lists {
    return {
      start: Int32Array.from(this.#start),
      target: Int32Array.from(this.#target),
      weight: Float64Array.from(this.#weight),
    };
  }
}

/** One carry of a cohort: the positions that feed it, and the pictures it becomes. */
type Carried = {
  readonly inside: readonly (readonly [position: number, share: number])[];
  readonly pictures: readonly number[];
};

/** By service, then position. */
function directPictures(
  { loads }: CohortDemand,
  [from, to]: Range,
  book: PictureBook,
): readonly Int32Array[] {
  return to > from
    ? loads.flatMap(({ service, direct }) => (book.isLimited(service) ? [book.all(service, direct)] : []))
    : [];
}

function carriesOf(
  { carries, loads }: CohortDemand,
  [from, to]: Range,
  book: PictureBook,
): readonly Carried[] {
  return carries.flatMap(({ positions, shares }, k) => {
    const inside = Array.from(positions, (p, i) => [p, shares[i] as number] as const).filter(
      ([p]) => from <= p && p < to,
    );
    if (inside.length === 0) return [];
    const pictures = loads.flatMap(({ service, carried }) => {
      const picture = book.isLimited(service) ? book.one(service, carried[k] as SlotMass) : -1;
      return picture < 0 ? [] : [picture];
    });
    return pictures.length === 0 ? [] : [{ inside, pictures }];
  });
}

/** Picture k puts `mass` from `from[k]` on, `length[k]` slots of it, on the rows from `row[k]` on; in utilisation a device. */
type Pictures = {
  readonly row: Int32Array;
  readonly from: Int32Array;
  readonly length: Int32Array;
  readonly mass: Float64Array;
};

/** Equal pictures of a service from the same slot on are one, whoever drew them. */
class PictureBook {
  readonly #task: Task;
  readonly #row: number[] = [];
  readonly #from: number[] = [];
  readonly #length: number[] = [];
  readonly #mass: number[] = [];
  /** Where a mass begins among all, by service and object, and by service and text. */
  readonly #byObject = new Map<number, Map<Float64Array, number>>();
  readonly #byText = new Map<string, number>();
  readonly #placed = new Map<number, Map<number, number>>();
  readonly #lists = new Map<readonly SlotMass[], Map<number, Int32Array>>();

  constructor(task: Task) {
    this.#task = task;
  }

  /** Only what has a limit has rows. */
  isLimited(service: number): boolean {
    const { capacity, limit } = this.#task.services[service] ?? { capacity: null, limit: null };
    return capacity !== null && limit !== null;
  }

  all(service: number, masses: readonly SlotMass[]): Int32Array {
    const ofMasses = remembered(this.#lists, masses, () => new Map<number, Int32Array>());
    return remembered(ofMasses, service, () => Int32Array.from(masses, (each) => this.one(service, each)));
  }

  /** -1: it puts nothing on the service. */
  one(service: number, { first, mass }: SlotMass): number {
    if (first >= this.#task.slots || !mass.some((value) => value > 0)) return -1;
    const from = this.#massOf(service, mass);
    const ofMass = remembered(this.#placed, from, () => new Map<number, number>());
    return remembered(ofMass, first, () => {
      this.#from.push(from);
      this.#length.push(Math.min(mass.length, this.#task.slots - first));
      return this.#row.push(service * this.#task.slots + first) - 1;
    });
  }

  #massOf(service: number, mass: Float64Array): number {
    const ofService = remembered(this.#byObject, service, () => new Map<Float64Array, number>());
    return remembered(ofService, mass, () =>
      remembered(this.#byText, `${service} ${mass.join()}`, () => {
        const capacity = this.#task.services[service]?.capacity ?? 1;
        const from = this.#mass.length;
        for (const value of mass) this.#mass.push(value / capacity);
        return from;
      }),
    );
  }

  close(): Pictures {
    return {
      row: Int32Array.from(this.#row),
      from: Int32Array.from(this.#from),
      length: Int32Array.from(this.#length),
      mass: Float64Array.from(this.#mass),
    };
  }
}
