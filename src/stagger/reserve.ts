/** Room kept free: fractions that fill every service leave whole devices none. */
import type { Service } from "../service/service.js";

/** The services with this share of what each limit leaves beside the background kept free; null limits: unknown. */
export const keepingFree = (
  services: readonly Service[],
  limits: readonly (Float64Array | null)[],
  share: number,
): readonly Service[] =>
  services.map((service, r) => ({
    ...service,
    limit: limits[r]?.map((limit, t) => limit - share * (limit - (service.background[t] as number))) ?? null,
  }));
