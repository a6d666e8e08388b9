import { providers } from '../actions/index.ts';
import { pipelineArn } from '../arns.ts';
import { checkTagCount, tagList, tagsOf } from '../definition/tags.ts';
import { validate } from '../definition/validate.ts';
import { nameInUse, pipelineNotFound, resourceNotFound } from '../errors.ts';
import { page } from './paging.ts';
import { requirePassRole } from './pass-role.ts';
import { pipelinePermissions, requestTags } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext, toDate } from './service-context.ts';

/** The operations that create, read, update and delete pipelines. */
export function definitions(context: ServiceContext) {
  const { pipelineStore, engine } = context;
  return {
    CreatePipeline: {
      permissions: ({ pipeline, tags }, call) => {
        const resource = pipelineArn(pipelineRef(call, pipeline?.name));
        const context = requestTags(tags);
        const create = { action: 'codepipeline:CreatePipeline', resource, context };
        // [doc] A request with tags also requires the permission to tag.
        return Object.keys(context).length === 0
          ? [create]
          : [create, { action: 'codepipeline:TagResource', resource, context }];
      },
      run({ pipeline = emptyDeclaration, tags }, call) {
        const ref = pipelineRef(call, pipeline.name);
        const tagRecord = tagsOf(tags);
        checkTagCount(tagRecord, ref);
        if (pipelineStore.pipeline(ref) !== undefined) throw nameInUse(ref);
        const definition = validate(pipeline, { region: call.region, version: 1, providers });
        requirePassRole(definition, call);
        pipelineStore.putDefinition(ref, definition, call.now);
        pipelineStore.putPipeline({
          ...ref,
          version: 1,
          created: call.now,
          updated: call.now,
          tags: tagRecord,
          started: 0,
        });
        // [doc] A new pipeline starts once automatically.
        engine.start(ref, { trigger: { type: 'CreatePipeline', detail: call.caller.arn } });
        return { pipeline: definition, tags: tagList(tagRecord) };
      },
    },

    UpdatePipeline: {
      permissions: ({ pipeline }, call) => pipelinePermissions(pipelineStore, call, pipeline?.name),
      run({ pipeline = emptyDeclaration }, call) {
        const ref = pipelineRef(call, pipeline.name);
        if (pipelineStore.pipeline(ref) === undefined) throw resourceNotFound(ref);
        const record = requirePipeline(context, ref);
        const version = record.version + 1;
        const definition = validate(pipeline, { region: call.region, version, providers });
        requirePassRole(definition, call);
        pipelineStore.putDefinition(ref, definition, call.now);
        pipelineStore.putPipeline({ ...record, version, updated: call.now });
        return { pipeline: definition };
      },
    },

    GetPipeline: {
      permissions: ({ name }, call) => pipelinePermissions(pipelineStore, call, name),
      run({ name, version }, call) {
        const ref = pipelineRef(call, name);
        const record = requirePipeline(context, ref);
        const definition = pipelineStore.definition(ref, version ?? record.version);
        // [seen] A version that does not exist is answered as a pipeline that does not exist.
        if (definition === undefined) throw pipelineNotFound(ref);
        return {
          pipeline: definition,
          metadata: {
            pipelineArn: pipelineArn(ref),
            created: toDate(record.created),
            updated: toDate(record.updated),
          },
        };
      },
    },

    ListPipelines: {
      permissions: (_input, call) => [
        { action: 'codepipeline:ListPipelines', resource: pipelineArn(pipelineRef(call, '*')) },
      ],
      run({ nextToken, maxResults }, call) {
        const { accountId, region } = pipelineRef(call, '');
        const ownPipelines = pipelineStore
          .pipelines()
          .filter((each) => each.accountId === accountId && each.region === region)
          .sort((a, b) => (a.pipelineName < b.pipelineName ? -1 : 1));
        const { items, ...rest } = page(ownPipelines, (each) => each.pipelineName, {
          nextToken,
          maxResults,
          maxPageSize: 1000,
        });
        return {
          pipelines: items.map((record) => {
            const { pipelineType, executionMode } = pipelineStore.definition(record, record.version) ?? {};
            return {
              name: record.pipelineName,
              version: record.version,
              pipelineType,
              executionMode,
              created: toDate(record.created),
              updated: toDate(record.updated),
            };
          }),
          ...rest,
        };
      },
    },

    /** [model] The operation declares no error for a pipeline that does not exist. */
    DeletePipeline: {
      permissions: ({ name }, call) => pipelinePermissions(pipelineStore, call, name),
      run({ name }, call) {
        pipelineStore.deletePipeline(pipelineRef(call, name));
        return {};
      },
    },
  } satisfies CodePipelineOperations;
}

const emptyDeclaration = { name: '', roleArn: '', stages: [] };
