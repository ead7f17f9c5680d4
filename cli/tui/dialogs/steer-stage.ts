/** How far the choice in the dialog has come. */
import type { Scene } from "../scene.js";
import type { Choice, Form, Target } from "../steering/steer.js";
import { type SteerName, steerNamed, steerNames } from "../steering/steers.js";
import type { SteerView } from "./dialog.js";

export type Stage =
  | { readonly kind: "menu"; readonly count: number }
  | {
      readonly kind: "targets";
      readonly steer: SteerName;
      readonly targets: readonly Target[];
      readonly count: number;
    }
  | {
      readonly kind: "choosing";
      readonly steer: SteerName;
      readonly target: Target;
      readonly choices: readonly Choice[];
      readonly count: number;
    }
  | {
      readonly kind: "typing";
      readonly steer: SteerName;
      readonly target: Target;
      readonly form: Extract<Form, { kind: "text" }>;
    };

export function stageOf({ steer, target: id }: SteerView, scene: Scene): Stage {
  if (steer === null) return { kind: "menu", count: steerNames.length };
  const targets = steerNamed(steer).targets(scene);
  const target = targets.find((each) => each.id === id);
  if (id === null || target === undefined) return { kind: "targets", steer, targets, count: targets.length };
  const { form } = target;
  return form.kind === "choice"
    ? { kind: "choosing", steer, target, choices: form.choices, count: form.choices.length }
    : { kind: "typing", steer, target, form };
}
