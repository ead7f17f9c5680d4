/** Forms of a document that say how the devices of a group take turns. */
import { done } from "../problem.js";
import { atOnceForm, atOnceHint, parseAtOnce } from "./at-once.js";
import type { Selector } from "./scenario.js";
import { selector } from "./schema-calendar.js";
import { byName, codec, name, strict, wait, z } from "./schema-forms.js";
import { everyone, namedDevice } from "./selector.js";

/** A plain text is the name of a device. */
const turn = codec(
  z.union([name, selector], { error: "write the name of a device, or { site: Berlin }" }),
  (form) => done(typeof form === "string" ? { ...everyone, device: [form] } : form),
  (who: Selector) => namedDevice(who) ?? who,
);

const turns = z.array(turn, { error: "write a list such as [dc-03, dc-02]" }).min(1);

const atOnce = codec(z.union([z.string(), z.number()], { error: atOnceHint }), parseAtOnce, atOnceForm);

const groupOrder = strict({
  atOnce: atOnce.describe(
    "Devices offline or settling at once: a number, or a share of the group such as 25%",
  ),
  perSite: z
    .boolean({ error: "write true or false" })
    .describe("Whether that holds for each site, or for the whole group"),
  settle: wait.describe("After a device is back, before the next may go"),
  sequence: turns.optional().describe("These first, in this order"),
  last: turns.optional().describe("These after all others of the group, in this order"),
  capacityOf: name
    .optional()
    .describe("A service of which each device of the group is a part: gone, it takes its share along"),
});

const hint = "write { domain-controllers: { atOnce: 1, settle: 30m } }";
export const order = byName(groupOrder, hint);
/** What has a default may be left out. */
export const orderAsWritten = byName(groupOrder.partial({ atOnce: true, perSite: true, settle: true }), hint);

export type WrittenOrder = z.output<typeof groupOrder>;
