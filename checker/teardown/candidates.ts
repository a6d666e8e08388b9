import type { OwnershipProof, ResourceTypeName } from './resource.ts';
import type { AccountScan, Candidate, Candidates } from './types.ts';

/** Collects candidates by id; proofs and hints of the same id add up. */
export class CandidateList {
  private readonly byId = new Map<string, Candidate>();

  /** Adds a candidate. Ignores an empty id. */
  add(id: string, proofs: readonly OwnershipProof[] = [], hints: readonly string[] = []): this {
    if (id === '') return this;
    const before = this.byId.get(id) ?? { id, proofs: [], hints: [] };
    this.byId.set(id, {
      id,
      proofs: [...before.proofs, ...proofs],
      hints: [...new Set([...before.hints, ...hints])],
    });
    return this;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  delete(id: string): void {
    this.byId.delete(id);
  }

  /** Adds what the journal and the search know of a type. `idOf` returns the candidate's id. */
  async addKnown(
    scan: AccountScan,
    type: ResourceTypeName,
    idOf: (entry: { id: string; name: string }) => string = ({ id }) => id,
  ): Promise<this> {
    const { confirmed, adopted, kept } = scan.journal;
    for (const entry of [...confirmed, ...adopted, ...kept]) if (entry.kind === type) this.add(idOf(entry));
    const { found } = await scan.search();
    for (const { id, proofs, hints } of found[type]) this.add(id, proofs, hints);
    return this;
  }

  ids(): string[] {
    return [...this.byId.keys()];
  }

  result(): Candidates {
    return { found: [...this.byId.values()], undetermined: [], absent: [] };
  }
}
