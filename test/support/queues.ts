/**
 * Queues of the textbooks, beside which the planner's law of goodput is seen in test/service/queues.test.ts. Nothing in src/ uses
 * them: each knows one kind of service from within, where the planner knows a capacity and the cost of a failure.
 */

/** Share of calls that find all of `servers` busy and are lost, offered `load` in erlangs (Erlang's first formula). */
export function erlangB(load: number, servers: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++) blocked = (load * blocked) / (server + load * blocked);
  return blocked;
}

/** Share of calls that wait (Erlang's second formula); `load` < `servers`. */
export function erlangC(load: number, servers: number): number {
  const blocked = erlangB(load, servers);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/**
 * Erlangs of calls that come again, where every lost call does and they come as freshly as the others:
 * r = (a + r) B(a + r, c) (J. W. Cohen, Philips Telecommunication Review 18, 1957). `load` < `servers`.
 */
export function retrials(load: number, servers: number): number {
  let again = 0;
  for (let round = 0; round < 100_000; round++) {
    const next = (load + again) * erlangB(load + again, servers);
    if (next - again < 1e-13) return next;
    again = next;
  }
  throw new Error("no fixed point");
}

/**
 * One server, first come first served, of whose answers only those within `patience` seconds are of use:
 * G = L (1 - e^(-(C - L) T)), per second, for L < C; nothing above. It works for the late ones all the same.
 */
export const timelyGoodput = (offered: number, capacity: number, patience: number): number =>
  offered < capacity ? offered * (1 - Math.exp(-(capacity - offered) * patience)) : 0;

/** Where a function that rises and then falls through `value` does so between `from` and `to`. */
export function crossing(of: (x: number) => number, value: number, from: number, to: number): number {
  const isBelow = of(from) < value;
  let [low, high] = [from, to];
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (of(middle) < value === isBelow) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
