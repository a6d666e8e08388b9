import type {
  CreatePipelineInput,
  CreatePipelineOutput,
  DeletePipelineInput,
  GetPipelineInput,
  GetPipelineOutput,
  ListPipelinesInput,
  ListPipelinesOutput,
  UpdatePipelineInput,
  UpdatePipelineOutput,
} from '@aws-sdk/client-codepipeline';
import type { Call } from '../../../core/world.ts';
import { providers } from '../actions/index.ts';
import { pipelineArn } from '../arns.ts';
import { checkTagCount, tagList, tagsOf } from '../definition/tags.ts';
import { validate } from '../definition/validate.ts';
import { nameInUse, pipelineNotFound, resourceNotFound } from '../errors.ts';
import { demandHandOver } from './hand-over.ts';
import { page } from './paging.ts';
import { at, demand, type Room, refOf } from './room.ts';

/** Making, reading, changing and deleting pipelines. */
export function definitions(room: Room) {
  const { tables, engine } = room;
  return {
    CreatePipeline(
      { pipeline = emptyDeclaration, tags }: CreatePipelineInput,
      call: Call,
    ): CreatePipelineOutput {
      const ref = refOf(call, pipeline.name);
      const labels = tagsOf(tags);
      checkTagCount(labels, ref);
      if (tables.pipeline(ref) !== undefined) throw nameInUse(ref);
      const definition = validate(pipeline, { region: call.region, version: 1, providers });
      demandHandOver(definition, call);
      tables.putDefinition(ref, definition, call.now);
      tables.putPipeline({
        ...ref,
        version: 1,
        created: call.now,
        updated: call.now,
        tags: labels,
        started: 0,
      });
      // [doc] A new pipeline runs once by itself.
      engine.start(ref, { trigger: { type: 'CreatePipeline', detail: call.caller.arn } });
      return { pipeline: definition, tags: tagList(labels) };
    },

    UpdatePipeline({ pipeline = emptyDeclaration }: UpdatePipelineInput, call: Call): UpdatePipelineOutput {
      const ref = refOf(call, pipeline.name);
      if (tables.pipeline(ref) === undefined) throw resourceNotFound(ref);
      const record = demand(room, ref);
      const version = record.version + 1;
      const definition = validate(pipeline, { region: call.region, version, providers });
      demandHandOver(definition, call);
      tables.putDefinition(ref, definition, call.now);
      tables.putPipeline({ ...record, version, updated: call.now });
      return { pipeline: definition };
    },

    GetPipeline({ name, version }: GetPipelineInput, call: Call): GetPipelineOutput {
      const ref = refOf(call, name);
      const record = demand(room, ref);
      const definition = tables.definition(ref, version ?? record.version);
      // [seen] A version that does not exist is answered as a pipeline that does not exist.
      if (definition === undefined) throw pipelineNotFound(ref);
      return {
        pipeline: definition,
        metadata: { pipelineArn: pipelineArn(ref), created: at(record.created), updated: at(record.updated) },
      };
    },

    ListPipelines({ nextToken, maxResults }: ListPipelinesInput, call: Call): ListPipelinesOutput {
      const { accountId, region } = refOf(call, '');
      const mine = tables
        .pipelines()
        .filter((each) => each.accountId === accountId && each.region === region)
        .sort((a, b) => (a.pipelineName < b.pipelineName ? -1 : 1));
      const { items, ...rest } = page(mine, (each) => each.pipelineName, {
        nextToken,
        maxResults,
        most: 1000,
      });
      return {
        pipelines: items.map((record) => {
          const { pipelineType, executionMode } = tables.definition(record, record.version) ?? {};
          return {
            name: record.pipelineName,
            version: record.version,
            pipelineType,
            executionMode,
            created: at(record.created),
            updated: at(record.updated),
          };
        }),
        ...rest,
      };
    },

    /** [model] Declares no error for a pipeline that is not there. */
    DeletePipeline({ name }: DeletePipelineInput, call: Call): Record<string, never> {
      tables.deletePipeline(refOf(call, name));
      return {};
    },
  };
}

const emptyDeclaration = { name: '', roleArn: '', stages: [] };
