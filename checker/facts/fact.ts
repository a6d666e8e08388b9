/** What judges may use of facts: the states of a fact and their helpers. Judges import nothing below this folder. */

export { denialOf } from '../account/denial.ts';
export { absent, type CallError, type CredentialsKind, type Fact } from '../account/fact.ts';
