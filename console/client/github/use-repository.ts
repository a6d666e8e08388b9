import type { Repository } from './repositories.tsx';

export interface RepositoryRead extends Repository {
  branches: { name: string; commit: string }[];
}
