import type { ConstraintTable } from './constraint-table.ts';

// Written by `npm run constraints` from source/codeconnections.json: the model of 2023-12-01 (botocore 1.43.11).
export const codeconnections: ConstraintTable = {
  shapes: {
    AmazonResourceName: { min: 1, max: 1011, pattern: 'arn:aws(-[\\w]+)*:.+:.+:[0-9]{12}:.+' },
    ConnectionArn: { min: 0, max: 256, pattern: 'arn:aws(-[\\w]+)*:.+:.+:[0-9]{12}:.+' },
    ConnectionName: { min: 1, max: 32, pattern: '[\\s\\S]*' },
    HostArn: {
      min: 0,
      max: 256,
      pattern: 'arn:aws(-[\\w]+)*:(codestar-connections|codeconnections):.+:[0-9]{12}:host\\/.+',
    },
    MaxResults: { min: 0, max: 100 },
    NextToken: { min: 1, max: 1024, pattern: '^.*$' },
    ProviderType: {
      enum: ['Bitbucket', 'GitHub', 'GitHubEnterpriseServer', 'GitLab', 'GitLabSelfManaged', 'AzureDevOps'],
    },
    TagKey: { min: 1, max: 128, pattern: '.*' },
    TagKeyList: { min: 0, max: 200, each: 'TagKey' },
    TagList: { min: 0, max: 200 },
    TagValue: { min: 0, max: 256, pattern: '.*' },
  },
  members: {
    CreateConnectionInput: {
      ProviderType: 'ProviderType',
      ConnectionName: 'ConnectionName',
      Tags: 'TagList',
      HostArn: 'HostArn',
    },
    DeleteConnectionInput: { ConnectionArn: 'ConnectionArn' },
    GetConnectionInput: { ConnectionArn: 'ConnectionArn' },
    ListConnectionsInput: {
      ProviderTypeFilter: 'ProviderType',
      HostArnFilter: 'HostArn',
      MaxResults: 'MaxResults',
      NextToken: 'NextToken',
    },
    ListTagsForResourceInput: { ResourceArn: 'AmazonResourceName' },
    Tag: { Key: 'TagKey', Value: 'TagValue' },
    TagResourceInput: { ResourceArn: 'AmazonResourceName', Tags: 'TagList' },
    UntagResourceInput: { ResourceArn: 'AmazonResourceName', TagKeys: 'TagKeyList' },
  },
};
