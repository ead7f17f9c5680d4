/** calendar lint: what will go wrong with a rollout's calendar. */
import type { World } from "../world.js";
import type { ExitCode, Given } from "./command.js";

export async function lintCommand(_world: World, _target: string, _options: Given): Promise<ExitCode> {
  return Promise.reject(new Error("being written"));
}
