import type { Provider } from '../actions/provider.ts';
import { invalidAction, validation } from '../errors.ts';
import type { Action, Definition } from './definition.ts';

/** Checks each action's name, provider, configuration, numbers of artifacts and timeout. Throws the service's error. */
export function checkActions({ stages }: Definition, providers: readonly Provider[], region: string): void {
  for (const { name: stage, actions } of stages) {
    const names = new Set<string>();
    for (const action of actions) {
      // [known] The service rejects this; its message was not found.
      if (names.has(action.name)) {
        throw invalidAction(`Action name '${action.name}' is used more than once in stage '${stage}'`);
      }
      names.add(action.name);
      const provider = providerOf(action, providers);
      if (provider === undefined) throw actionTypeNotAvailable(action, region);
      checkConfiguration(action, provider);
      checkValues(action);
      checkCount(action, 'input', action.inputArtifacts.length, provider.inputs);
      checkCount(action, 'output', action.outputArtifacts.length, provider.outputs);
      checkTimeout(action);
    }
  }
}

/** The provider that runs an action; undefined when the practice account does not have it. */
export function providerOf(
  { actionTypeId: { category, owner, provider, version } }: Action,
  providers: readonly Provider[],
): Provider | undefined {
  if (owner !== 'AWS' || version !== '1') return undefined;
  return providers.find((each) => each.category === category && each.provider === provider);
}

function actionTypeNotAvailable({ name, actionTypeId }: Action, region: string) {
  const { category, provider, owner, version } = actionTypeId;
  const regionLabel = region.toUpperCase().replaceAll('-', '_');
  return invalidAction(
    `ActionType (Category: '${category}', Provider: '${provider}', Owner: '${owner}', Version: '${version}') in action '${name}' is not available in region '${regionLabel}'`,
  );
}

function checkConfiguration({ name, configuration }: Action, { required, optional }: Provider): void {
  const missing = required.find((key) => configuration[key] === undefined);
  if (missing !== undefined) {
    throw invalidAction(
      `Action configuration for action '${name}' is missing required configuration '${missing}'`,
    );
  }
  const unknown = Object.keys(configuration).find(
    (key) => !required.includes(key) && !optional.includes(key),
  );
  if (unknown !== undefined) {
    throw invalidAction(
      `Action configuration for action '${name}' contains unknown configuration '${unknown}'`,
    );
  }
}

/** AWS's front end accepts longer values than the service behind it. [seen] */
function checkValues({ configuration }: Action): void {
  if (Object.values(configuration).some((value) => value.length > 1000)) {
    throw validation(
      'ActionConfiguration Map value must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]',
    );
  }
}

function checkCount(
  { name }: Action,
  side: 'input' | 'output',
  count: number,
  { min, max }: { min: number; max: number },
): void {
  const prefix = `Action ${name} declares ${count} ${side} artifacts which is`;
  if (count < min) throw invalidAction(`${prefix} less than the minimum count (${min})`);
  if (count > max) throw invalidAction(`${prefix} more than the maximum count (${max})`);
}

function checkTimeout({ name, actionTypeId, timeoutInMinutes }: Action): void {
  // [model] "This parameter is available only for the manual approval ActionType."
  if (timeoutInMinutes !== undefined && actionTypeId.category !== 'Approval') {
    throw invalidAction(
      `Action '${name}' has a timeoutInMinutes, which is available only for manual approval actions`,
    );
  }
}
