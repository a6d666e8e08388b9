import { defined } from '../../../core/defined.ts';
import type { BucketCors, CorsRule } from '../../../core/emulator.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import type { S3State } from '../state.ts';

const corsMethods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** A valid CORS configuration. Throws S3's error for any other. */
export function readCors(requested: object): object {
  const { CORSRules: rules = [] } = requested as { CORSRules?: CorsRule[] };
  if (rules.length === 0 || rules.length > 100) throw malformedXml();
  for (const { AllowedMethods: methods = [], AllowedOrigins: origins = [], AllowedHeaders } of rules) {
    if (methods.length === 0 || origins.length === 0) throw malformedXml();
    const method = methods.find((each) => !corsMethods.includes(each));
    if (method !== undefined)
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    const repeatedWildcard = [...origins, ...(AllowedHeaders ?? [])].find(
      (each) => each.split('*').length > 2,
    );
    if (repeatedWildcard === undefined) continue;
    const element = origins.includes(repeatedWildcard) ? 'AllowedOrigin' : 'AllowedHeader';
    throw invalidRequest(`${element} "${repeatedWildcard}" can not have more than one wildcard.`);
  }
  return requested;
}

/** The CORS configuration of a bucket; undefined when the bucket does not exist. */
export function corsOf(state: S3State, name: string): BucketCors | undefined {
  const bucket = state.buckets.get(name);
  if (bucket === undefined) return undefined;
  const stored = bucket.configurations?.cors as { CORSRules: CorsRule[] } | undefined;
  return defined({ rules: stored?.CORSRules });
}
