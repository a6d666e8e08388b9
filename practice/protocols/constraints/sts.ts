import type { ConstraintTable } from './constraint-table.ts';

// Written by `npm run constraints` from source/sts.json: the model of 2011-06-15 (botocore 1.43.11).
export const sts: ConstraintTable = {
  shapes: {
    ProvidedContextsListType: { min: 1, max: 5 },
    accessKeyIdType: { min: 16, max: 128, pattern: '[\\w]*' },
    arnType: {
      min: 20,
      max: 2048,
      pattern:
        '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
    },
    contextAssertionType: { min: 4, max: 2048 },
    durationSecondsType: { min: 900, max: 129600 },
    externalIdType: { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
    roleDurationSecondsType: { min: 900, max: 43200 },
    roleSessionNameType: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
    serialNumberType: { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' },
    sourceIdentityType: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
    tagKeyListType: { max: 50, each: 'tagKeyType' },
    tagKeyType: { min: 1, max: 128, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' },
    tagListType: { max: 50 },
    tagValueType: { min: 0, max: 256, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' },
    tokenCodeType: { min: 6, max: 6, pattern: '[\\d]*' },
    unrestrictedSessionPolicyDocumentType: { min: 1, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' },
  },
  members: {
    AssumeRoleRequest: {
      RoleArn: 'arnType',
      RoleSessionName: 'roleSessionNameType',
      Policy: 'unrestrictedSessionPolicyDocumentType',
      DurationSeconds: 'roleDurationSecondsType',
      Tags: 'tagListType',
      TransitiveTagKeys: 'tagKeyListType',
      ExternalId: 'externalIdType',
      SerialNumber: 'serialNumberType',
      TokenCode: 'tokenCodeType',
      SourceIdentity: 'sourceIdentityType',
      ProvidedContexts: 'ProvidedContextsListType',
    },
    GetAccessKeyInfoRequest: { AccessKeyId: 'accessKeyIdType' },
    GetSessionTokenRequest: {
      DurationSeconds: 'durationSecondsType',
      SerialNumber: 'serialNumberType',
      TokenCode: 'tokenCodeType',
    },
    PolicyDescriptorType: { arn: 'arnType' },
    ProvidedContext: { ProviderArn: 'arnType', ContextAssertion: 'contextAssertionType' },
    Tag: { Key: 'tagKeyType', Value: 'tagValueType' },
  },
};
