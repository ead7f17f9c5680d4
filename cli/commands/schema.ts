/** schema: the JSON Schema of what goes in or comes out. */
import { planJsonSchema, scenarioJsonSchema, suggestion } from "../../src/index.js";
import { type Command, refuse, wrongOption } from "./command.js";

const schemas = { scenario: scenarioJsonSchema, plan: planJsonSchema };

export const schemaCommand: Command = {
  parameters: [{ flags: "<scenario|plan>", help: "which" }],
  options: [],
  examples: [
    "second-tuesday schema scenario > scenario.schema.json",
    "second-tuesday schema plan | jq .properties",
  ],
  async run(world, [name = ""]) {
    const schema = Object.entries(schemas).find(([known]) => known === name)?.[1];
    if (schema === undefined)
      return refuse(world, [
        wrongOption("schema", `no schema "${name}"`, suggestion(name, Object.keys(schemas))),
      ]);
    world.print(`${JSON.stringify(schema(), null, 2)}\n`);
    return 0;
  },
};
