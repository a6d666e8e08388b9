import { models, type OperationSchema, requiredMembers } from './schemas.ts';

interface Route {
  operation: OperationSchema;
  method: string;
  /** Whether the path has a bucket and a key. */
  hasBucket: boolean;
  hasKey: boolean;
  /** Required query parameters, with their value where the model specifies one. */
  query: [name: string, value: string][];
  headers: string[];
}

function routeOf(operation: OperationSchema): Route | undefined {
  if (operation.http === undefined) return undefined;
  const [method, pattern] = operation.http;
  const [path = '', literals = ''] = pattern.split('?');
  if (path !== '/' && path !== '/{Key+}') return undefined;
  const query: [string, string][] = [...new URLSearchParams(literals)].filter(([name]) => name !== 'x-id');
  const headers: string[] = [];
  const members = operation.input.isUnitSchema() ? {} : operation.input.getMemberSchemas();
  for (const name of requiredMembers(operation.input)) {
    const traits = members[name]?.getMergedTraits();
    if (traits?.httpQuery) query.push([traits.httpQuery, '']);
    if (traits?.httpHeader) headers.push(traits.httpHeader.toLowerCase());
  }
  return { operation, method, hasBucket: 'Bucket' in members, hasKey: path !== '/', query, headers };
}

// ListDirectoryBuckets has the same request line as ListBuckets and differs only in the host.
const routes = [...(models.get('s3')?.operations.values() ?? [])]
  .filter((operation) => operation.name !== 'ListDirectoryBuckets')
  .map(routeOf)
  .filter((route) => route !== undefined)
  // The most specific routes first, so that the first match is the right one.
  .sort((a, b) => b.query.length + b.headers.length - (a.query.length + a.headers.length));

/**
 * The S3 operation that a request is for, found by the `http` traits of the service's model. It compares the method,
 * the form of the path, the literal query parameters, and the required parameters and headers. Undefined when no
 * operation matches.
 */
export function routeS3(
  method: string,
  bucket: string | undefined,
  key: string | undefined,
  query: URLSearchParams,
  headers: Record<string, string>,
): OperationSchema | undefined {
  return routes.find(
    (route) =>
      route.method === method &&
      route.hasBucket === (bucket !== undefined) &&
      route.hasKey === (key !== undefined) &&
      route.query.every(([name, value]) => query.has(name) && (value === '' || query.get(name) === value)) &&
      route.headers.every((name) => headers[name] !== undefined),
  )?.operation;
}
