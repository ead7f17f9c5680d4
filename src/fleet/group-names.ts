/** Names of the devices of each group: kept only where one that was asked for is nobody's, to find the one that was meant. */
import { type InventoryOptions, inventoryRows, isRejected } from "./inventory-rows.js";
import type { GroupNames } from "./turns.js";

type Member = readonly [group: string, device: string];

export function groupNames(members: Iterable<Member>): GroupNames {
  const names = new Map<string, string[]>();
  for (const [group, device] of members) {
    const known = names.get(group);
    if (known === undefined) names.set(group, [device]);
    else known.push(device);
  }
  return names;
}

/** Groups and names of an inventory; what cannot be read is passed over. */
export async function namedRows(
  chunks: AsyncIterable<Uint8Array>,
  options: InventoryOptions,
): Promise<readonly Member[]> {
  const members: Member[] = [];
  for await (const batch of inventoryRows(chunks, options)) {
    if (!batch.ok) return members;
    for (const verdict of batch.value.verdicts)
      if (!isRejected(verdict) && verdict.name !== null && verdict.placement.group !== null)
        members.push([verdict.placement.group, verdict.name]);
  }
  return members;
}
