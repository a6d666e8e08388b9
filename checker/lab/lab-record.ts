/** The types of resources that the lab creates, as the teardown and step 9 distinguish them. */
export type ResourceTypeName =
  | 'pipeline'
  | 'deploy-bucket'
  | 'artifacts'
  | 'artifact-bucket'
  | 'connection'
  | 'role'
  | 'policy';

/** One reason to believe that a resource is the lab's, and what it rests on. */
export interface OwnershipProof {
  /**
   * What it rests on. `name`: its own name. `tag`: its tags. `pipeline` and `definition`: the definition of the lab's
   * pipeline. `role`: that it is attached to the lab's role. `bucket`: the bucket that contains it. `journal`: a
   * confirmed teardown had proven it. `user`: the user said so with `--adopt`.
   */
  by: 'name' | 'tag' | 'pipeline' | 'definition' | 'role' | 'bucket' | 'journal' | 'user';
  /** The text that reports print: "its name is the lab's". */
  text: string;
}

/** What a bucket, or a prefix of one, contains. */
export interface Contents {
  versions: number;
  markers: number;
  uploads: number;
  bytes: number;
  /** Changes when any version, marker or upload is added or removed. */
  fingerprint: string;
  /** The entries that the lab did not put there; undefined where there are none. */
  unexplained?: UnexplainedContents;
}

/** Entries of a bucket that nothing connects with the lab. */
export interface UnexplainedContents {
  entries: number;
  /** Up to ten of their keys. */
  keys: string[];
  /** Changes when any of them is added or removed. */
  fingerprint: string;
  /** When the newest of them was written or, for an upload, begun, by S3's clock: milliseconds since the epoch. */
  newest: number;
  /** Set if no record shows all that the lab put into the bucket: its pipeline or an artifact is gone. */
  isUnknown?: true;
}

/** Which entries of a bucket the lab put there. */
export interface Explanation {
  /** Everything under these prefixes. */
  prefixes: string[];
  /** The keys to which the lab deployed. */
  keys: string[];
  /**
   * The first deployment, in milliseconds since the epoch. An older delete marker of `keys` is not the lab's. Earlier
   * kits wrote no `files` and `deployments`: then every entry of `keys` that is not older is the lab's.
   */
  since?: number;
  /** The MD5s of the files that were deployed, by key. */
  files?: { key: string; md5: string }[];
  /** When actions ran that deploy into the bucket; undefined if no history of them could be read. */
  deployments?: DeploymentTime[];
  /** Set if a deployed artifact is gone, so that the lab can have deployed to more keys than these. */
  isIncomplete?: true;
}

/** When an action execution ran: milliseconds since the epoch. */
export interface DeploymentTime {
  from: number;
  to: number;
}

/** What a journal stores of a resource: enough to recognize it when the pipeline that named it is gone. */
export interface JournaledResource {
  kind: ResourceTypeName;
  id: string;
  name: string;
  /** Distinguishes it from a later resource with the same id. Buckets have none. */
  incarnation?: string;
  /** Its region, if that is not the lab's region. */
  region?: string;
  holds: Record<string, string | number | readonly string[]>;
  contents?: Contents;
  proofs?: OwnershipProof[];
  explanation?: Explanation;
}

/** A resource that a teardown kept. */
export interface JournaledKept extends Pick<JournaledResource, 'kind' | 'id' | 'name' | 'region'> {
  why: string;
  /** It may be the lab's, and the user has not said whether it is. */
  unresolved: boolean;
  /** For a bucket: which of its entries the lab put there, as far as its pipeline could tell. */
  explanation?: Explanation;
}

/** A resource that the user declared to be the lab's. */
export interface Adoption extends Pick<JournaledResource, 'kind' | 'id' | 'name' | 'incarnation'> {
  /** The unexplained contents that the user agreed to delete with it: their fingerprint. */
  contents?: string;
  /** How many entries these are, and when the newest was written. Earlier kits did not write it down. */
  agreed?: Pick<UnexplainedContents, 'entries' | 'newest'>;
  /** What else the user was shown as using it, and agreed to ignore. */
  users: string[];
}

/** An adoption as a scan sees it. */
export interface AdoptionView extends Adoption {
  /** When the user said it (ISO 8601). */
  at: string;
  /** Set if a teardown began to delete the resource after that. */
  isBegun?: true;
}

/** What the journal of a lab's teardowns says, reduced to what a scan needs. */
export interface JournalView {
  /** The resources of all confirmed teardowns, with the time of the confirmation (ISO 8601). */
  confirmed: (JournaledResource & { at: string })[];
  /** Of those, the ones of which no later line says that they were deleted. */
  open: string[];
  adopted: AdoptionView[];
  /** What the user declared not to be the lab's. */
  notMine: Pick<JournaledResource, 'kind' | 'id' | 'name'>[];
  kept: JournaledKept[];
}

/** The last teardown that was confirmed on this machine. `unfinished`: no verification has proven its end. */
export interface LastTeardown {
  state: 'unfinished' | 'proven';
  /** When it was last confirmed, or when it was proven (ISO 8601). */
  at: string;
}

/** The lab's resources that earlier runs saw, to find leftovers after the pipeline that named them is gone. */
export interface LabRecord {
  bucket?: string;
  pipeline?: string;
  /** The artifact store's bucket, which pipelines created in the console share. */
  artifactBucket?: string;
  connectionArn?: string;
  roleName?: string;
  policyArns?: string[];
  /** What this machine's teardowns wrote down. */
  journal?: JournalView;
  lastTeardown?: LastTeardown;
  /** What the user declared not to be the lab's in teardowns of its other regions. */
  notMineElsewhere?: JournalView['notMine'];
}
