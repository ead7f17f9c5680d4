import type { Finished, Looking } from "../../commands/init.js";
import type { Interview } from "../../init/interview.js";
import type { World } from "../../world.js";
export async function askInTerminal(_w: World, _s: Interview, _l: Looking): Promise<Finished | null> {
  return null;
}
