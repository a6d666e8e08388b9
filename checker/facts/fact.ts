/** What a judge needs to know about a fact: its states and their helpers. Judges import nothing below this folder. */
export { absent, type CredentialsKind, type Fact, type Trouble } from '../account/fact.ts';
