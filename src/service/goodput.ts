/**
 * How much of what is offered succeeds. Below capacity everything does. Above it a failed attempt costs a share kappa of the work of
 * a successful one, and a service that does C of work a second spends it on both: C = G + kappa (Lambda - G).
 */

/** Sign-ins a second that succeed of `offered` at `capacity`, all per second; `failureCost` is kappa. Equation 15.1 of docs/model.md. */
export function goodput(offered: number, capacity: number, failureCost: number): number {
  if (offered <= capacity) return offered;
  if (failureCost >= 1) return 0;
  return Math.max(0, (capacity - failureCost * offered) / (1 - failureCost));
}
