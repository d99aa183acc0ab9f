/**
 * Who a file of the service belongs to. `yours`: written once, then the team's. `managed`: the kit may improve it later,
 * by a three-way merge. `derived`: rewritten wholly, and its header says so.
 */
export type Owner = 'yours' | 'managed' | 'derived';

/** One file of the service, before anything touches the disk. */
export interface PlannedFile {
  /** POSIX path relative to the service's root; never absolute, never with `..`. */
  path: string;
  content: string | Uint8Array;
  owner: Owner;
  /** True for scripts that need the execute bit. */
  executable?: boolean;
}
