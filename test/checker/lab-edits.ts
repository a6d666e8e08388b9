import {
  GetPipelineCommand,
  type PipelineDeclaration,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { ListConnectionsCommand } from '../../checker/account/connections-client.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';

/** Changes the definition of the lab's pipeline. */
export async function editPipeline(
  lab: LabAccount,
  change: (pipeline: PipelineDeclaration) => void,
): Promise<void> {
  const { pipeline } = await lab.clients.pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
  if (pipeline === undefined) throw new Error('no pipeline');
  change(pipeline);
  await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
}

/** The first action of a stage, counted from 0. */
export function actionIn({ stages }: PipelineDeclaration, stage: number) {
  const action = stages?.[stage]?.actions?.[0];
  if (action === undefined) throw new Error(`no action in stage ${stage}`);
  return action;
}

/** The ARN of the connection that has the lab's name; '' if there is none. */
export async function connectionArn(lab: LabAccount): Promise<string> {
  const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
  return (
    Connections.find(({ ConnectionName }) => ConnectionName === lab.names.connection)?.ConnectionArn ?? ''
  );
}

/** The configuration of the first action of a stage, counted from 0. Adds an empty one if there is none. */
export function configuration(pipeline: PipelineDeclaration, stage: number): Record<string, string> {
  const action = actionIn(pipeline, stage);
  action.configuration ??= {};
  return action.configuration;
}
