import type { Repository } from './repositories.tsx';

export interface RepositoryDetails extends Repository {
  branches: { name: string; commit: string }[];
}
