/** Seats at a pseudo-terminal that nobody is left sitting at. */
import { afterAll } from "vitest";
import { type Seat, type SeatOptions, seated as atTerminal } from "../support/seat.mjs";

export { keys, main, type Seat, type SeatOptions as Options } from "../support/seat.mjs";

const seats: Seat[] = [];
afterAll(() => {
  for (const seat of seats) {
    try {
      seat.kill("SIGKILL");
    } catch {
      // It is gone already.
    }
  }
});

export function seated(argv: readonly string[], options: SeatOptions = {}): Seat {
  const seat = atTerminal(argv, options);
  seats.push(seat);
  return seat;
}
