/** Headroom and capacity: of a service as the scenario has it, whatever sites it has an instance at. */
import {
  clockText,
  dayText,
  done,
  loadText,
  parseShare,
  percent,
  rateText,
  type ServiceForecast,
  type ServiceRequest,
  share,
  shareText,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../../src/index.js";
import type { Scene } from "../scene.js";
import { askedIn, writtenAt } from "./asked.js";
import type { Form, Target } from "./steer.js";

const headroomOf = ({ headroom }: ServiceRequest): string =>
  headroom === "auto" ? "auto" : shareText(headroom);

export function headroomTargets(scene: Scene): readonly Target[] {
  const services = [...askedIn(scene).scenario.services.values()];
  const all = [...new Set(services.map(headroomOf))].join(", ");
  const every: Target = {
    id: "",
    label: "every service",
    now: all,
    fixed: null,
    note: "",
    form: headroomForm(services.map(headroomOf)[0] ?? "20%"),
    change: (text) =>
      done({
        words: `headroom of every service ${text}`,
        edits: services.map(({ id }) => ({ kind: "set", path: ["services", id, "headroom"], value: text })),
      }),
  };
  const each = services.map((service): Target => ({
    id: service.id,
    label: service.id,
    now: headroomOf(service),
    fixed: null,
    note: busiest(scene, service),
    form: headroomForm(headroomOf(service)),
    change: (text) =>
      done({
        words: `headroom of ${service.id} ${text}`,
        edits: [{ kind: "set", path: ["services", service.id, "headroom"], value: text }],
      }),
  }));
  return services.length > 1 ? [every, ...each] : each;
}

const headroomForm = (start: string): Form => ({
  kind: "text",
  start,
  hint: "the share of what it carries that stays free, such as 20%, or auto",
  step: (text, by) => shareStepped(text, by * 0.05, 0.95),
  stepWords: "5 points",
  signs: true,
});

/** A share so much more, within 0 and `most`. */
export function shareStepped(text: string, by: number, most: number): string | null {
  const now = parseShare(text);
  if (!now.ok) return null;
  const next = Math.round(Math.min(most, Math.max(0, now.value + by)) * 1000) / 1000;
  return shareText(share(next));
}

export function capacityTargets(scene: Scene): readonly Target[] {
  const asked = askedIn(scene);
  return [...asked.scenario.services.values()].map((service): Target => {
    const now = writtenAt(asked, "services", service.id, "capacity") ?? capacityOf(service);
    return {
      id: service.id,
      label: service.id,
      now,
      fixed: null,
      note: busiest(scene, service),
      form: {
        kind: "text",
        start: now,
        hint:
          service.counts === "offline"
            ? "devices that may be offline at once, such as 300, or unknown"
            : `what it carries${service.perSite ? " at each site" : ""}: 40/s, 600/min or 900/h, or unknown`,
        step: (text, by) => (text === "unknown" && by > 0 ? needed(scene, service) : rateStepped(text, by)),
        stepWords: "10 %",
        signs: true,
      },
      change: (text) =>
        done({
          words: capacityWords(service, text),
          edits: [
            { kind: "set", path: ["services", service.id, "capacity"], value: capacityData(service, text) },
          ],
        }),
    };
  });
}

function capacityOf({ capacity, counts }: ServiceRequest): string {
  if (capacity === null) return "unknown";
  return counts === "offline" ? String(capacity) : rateText(capacity as Parameters<typeof rateText>[0]);
}

const capacityData = ({ counts }: ServiceRequest, text: string): string | number =>
  counts === "offline" && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;

function capacityWords({ id, counts }: ServiceRequest, text: string): string {
  if (text === "unknown") return `what ${id} carries is unknown`;
  return counts === "offline" ? `${id} carries ${text} devices offline` : `${id} carries ${text}`;
}

/** A tenth more or less, whole from ten on; what is written behind the number stays. */
function rateStepped(text: string, by: number): string | null {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)(\s*\/.*)?$/.exec(text.trim()) ?? [];
  const now = Number(digits);
  if (digits === "" || !(now > 0)) return null;
  const next = by > 0 ? now * 1.1 : now / 1.1;
  const figure = next >= 10 ? Math.round(next) : Number(next.toPrecision(2));
  const moved = figure === now ? Math.max(1, now + Math.sign(by)) : figure;
  return `${moved}${unit}`;
}

/** What a service of unknown capacity would have to carry at least. */
function needed(scene: Scene, service: ServiceRequest): string | null {
  const most = fullest(instancesOf(scene, service));
  if (most === null || !(most.peak.load > 0)) return null;
  return loadText(most.peak.load, unitOf(most)).replaceAll(",", "").replace(" devices", "");
}

const instancesOf = ({ planned }: Scene, { id }: ServiceRequest): readonly ServiceForecast[] => {
  const ids = new Set(
    planned.rollout.services.filter(({ requestId }) => requestId === id).map((each) => each.id),
  );
  return planned.plan.services.filter((each) => ids.has(each.id));
};

const fullest = (services: readonly ServiceForecast[]): ServiceForecast | null =>
  services.reduce<ServiceForecast | null>(
    (most, next) => (most === null || fullness(next) > fullness(most) ? next : most),
    null,
  );

const fullness = ({ peak }: ServiceForecast): number => peak.utilisation ?? peak.load;

/** "in the plan on show at most 22/min, 79 %, Fri 14 08:40" */
function busiest(scene: Scene, service: ServiceRequest): string {
  const most = fullest(instancesOf(scene, service));
  if (most === null) return "";
  const at = wallOf(startOfSlot(scene.planned.plan, most.peak.slot), scene.zone);
  const { utilisation, load } = most.peak;
  const part = utilisation === null ? "" : ` (${percent(utilisation)})`;
  return `in the plan on show at most ${loadText(load, unitOf(most))}${part}, ${dayText(at)} ${clockText(at)}`;
}
