/** A cohort: devices the planner cannot tell apart. */
export type Cohort = {
  /**
   * site/profile/ring, then group where there is one, then zone where a site has several, then +tag for each tag, then =device;
   * percent-encoded, empty ones "-".
   */
  readonly id: string;
  readonly site: string;
  readonly profile: string;
  readonly ring: string;
  readonly group: string | null;
  /** IANA name. */
  readonly timezone: string;
  /** Bytewise; only those that some selector of the scenario asks for. */
  readonly tags: readonly string[];
  /** The one device, where some selector of the scenario names it. */
  readonly device: string | null;
  readonly devices: number;
};

/** What became of the rows of an inventory: imported + rejected = rows. */
export type Fleet = {
  /** By id, bytewise; only cohorts with devices. */
  readonly cohorts: readonly Cohort[];
  /** Left out of the plan by the scenario, and not among `cohorts`; by id, bytewise. */
  readonly excluded: readonly ExcludedCohort[];
  readonly rows: number;
  readonly imported: number;
  readonly rejected: number;
  /** The first hundred of the rejected rows, in the file's order. */
  readonly rejections: readonly Rejection[];
  /** Things worth knowing that stopped nothing: look-alike names, columns passed over, zones mapped. */
  readonly notes: readonly string[];
};

export type ExcludedCohort = { readonly cohort: Cohort; readonly reason: string };

export type Rejection = {
  /** 1-based line of the file. */
  readonly line: number;
  readonly reason: string;
};
