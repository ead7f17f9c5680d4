/** Fleets as they stand in a document: the name of a file, or the devices themselves. */
import type { FleetRequest, InlineDevices } from "./scenario.js";

export type InlineForm = {
  /** Left out: no site. */
  readonly site?: string | undefined;
  readonly profile?: string | undefined;
  readonly ring?: string | undefined;
  readonly group?: string | undefined;
  readonly timezone?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly device?: string | undefined;
  readonly devices: number;
};

export type FleetForm =
  | { readonly file: string; readonly columns?: Readonly<Record<string, string | undefined>> | undefined }
  | { readonly devices: readonly InlineForm[] }
  | readonly InlineForm[];

export function fleetOf(form: FleetForm): FleetRequest {
  if ("file" in form) {
    const named = Object.entries(form.columns ?? {});
    return {
      file: form.file,
      columns: new Map(named.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    };
  }
  return { devices: ("devices" in form ? form.devices : form).map(inlineOf) };
}

const inlineOf = ({
  site,
  profile,
  ring,
  group,
  timezone,
  tags,
  device,
  devices,
}: InlineForm): InlineDevices => ({
  device: device ?? null,
  site: site ?? "",
  profile: profile ?? null,
  ring: ring ?? null,
  group: group ?? null,
  timezone: timezone ?? null,
  tags: tags ?? [],
  devices,
});

export function fleetForm(fleet: FleetRequest): FleetForm {
  if ("devices" in fleet) return { devices: fleet.devices.map(inlineForm) };
  if (fleet.columns.size === 0) return { file: fleet.file };
  return { file: fleet.file, columns: Object.fromEntries(fleet.columns) };
}

const inlineForm = ({
  site,
  profile,
  ring,
  group,
  timezone,
  tags,
  device,
  devices,
}: InlineDevices): InlineForm => ({
  ...(site === "" ? {} : { site }),
  ...(profile === null ? {} : { profile }),
  ...(ring === null ? {} : { ring }),
  ...(group === null ? {} : { group }),
  ...(timezone === null ? {} : { timezone }),
  ...(tags.length === 0 ? {} : { tags }),
  ...(device === null ? {} : { device }),
  devices,
});
