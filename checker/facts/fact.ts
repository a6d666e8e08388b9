/** What a judge needs to know about a fact: its states and their helpers. Judges import nothing below this folder. */
export { absent, type CallError, type CredentialsKind, type Fact } from '../account/fact.ts';
